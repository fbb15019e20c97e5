"""Messages: posted, shown to one person, changed, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import sending
from ..call import Call, methods
from ..channels import PUBLIC
from ..errors import RefusedError

if TYPE_CHECKING:
    from ..channels import Channel
    from ..messages import Message
    from ..wire import Json

ENTITY = "chat:write"


def writable(call: Call) -> Channel:
    """The place, if the bot may write there now."""
    channel = call.channel()
    if channel.archived:
        raise RefusedError("is_archived")
    if not channel.bot_in and not (channel.kind == PUBLIC and "chat:write.public" in call.world.scopes):
        raise RefusedError("not_in_channel")
    return channel


def own(call: Call, error: str) -> Message:
    """A message that the bot itself has written; of another's it is told that it may not."""
    channel = call.channel()
    message = sending.find(channel, call.text("ts"))
    if message.author is not call.team.bot:
        raise RefusedError(error)
    return message


@methods.add("chat.postMessage", ENTITY, checks="message")
def post(call: Call) -> Json:
    channel = writable(call)
    call.world.buckets.take(channel.id)
    body = call.args | {"reply_broadcast": call.flag("reply_broadcast")}
    message = sending.create(call.world, channel, call.team.bot, body)
    return {"channel": channel.id, "ts": message.ts, "message": message.wire()}


@methods.add("chat.postEphemeral", ENTITY, checks="message")
def post_ephemeral(call: Call) -> Json:
    channel = call.channel()
    if channel.archived:
        raise RefusedError("is_archived")
    if not channel.bot_in:
        raise RefusedError("not_in_channel")
    user = call.user()
    if user not in channel.members:
        raise RefusedError("user_not_in_channel")
    message = sending.create(call.world, channel, call.team.bot, call.args, only_for=user)
    return {"message_ts": message.ts}


@methods.add("chat.update", ENTITY, checks="message")
def update(call: Call) -> Json:
    message = own(call, "cant_update_message")
    if message.streaming:
        raise RefusedError("streaming_state_conflict")
    if message.blocks and not call.args.keys() & {"blocks", "markdown_text"}:
        call.world.problems.append(
            "chat.update: blocks: not said, whether the old ones stay; an empty list removes them"
        )
    sending.edit(call.world, message, call.args)
    return {"channel": message.channel.id, "ts": message.ts, "text": message.content, "message": message.wire()}


@methods.add("chat.delete", ENTITY)
def delete(call: Call) -> Json:
    message = own(call, "cant_delete_message")
    sending.delete(call.world, message)
    return {"channel": message.channel.id, "ts": message.ts}


@methods.add("chat.getPermalink", json=False)
def permalink(call: Call) -> Json:
    channel = call.channel()
    message = sending.find(channel, call.text("message_ts"))
    stamp = message.ts.replace(".", "")
    thread = f"?thread_ts={message.thread.ts}&cid={channel.id}" if message.thread else ""
    link = f"https://{call.team.domain}.slack.com/archives/{channel.id}/p{stamp}{thread}"
    return {"channel": channel.id, "permalink": link}


@methods.add("chat.unfurl", "links:write")
def unfurl(call: Call) -> None:
    """What a link shows under somebody's message."""
    channel = call.channel()
    message = sending.find(channel, call.text("ts"))
    for link, shown in (call.args.get("unfurls") or {}).items():
        if link not in message.content:
            raise RefusedError("cannot_unfurl_url")
        message.attachments.append(shown | {"id": len(message.attachments) + 1, "from_url": link})
    call.world.tell()
