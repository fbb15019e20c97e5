"""Channels: what the bot sends, changes, removes and reads there by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import rights, sending
from ..call import Answer, Call, routes
from ..errors import RefusedError
from ..limits import LimitedError

if TYPE_CHECKING:
    from ..channels import Channel
    from ..messages import Message

CHANNEL = "/channels/{channel_id}"
MESSAGE = CHANNEL + "/messages/{message_id}"
NONCE_MEMORY = 300.0  # seconds: "the past few minutes"
PAGE = 50


def channel_of(call: Call, *needed: str) -> Channel:
    """The channel, if the bot sees it and has these rights."""
    channel = call.world.channels.get(call.id("channel_id"))
    if channel is None:
        raise RefusedError(10003)
    bot = call.world.bot
    if channel.guild is None:
        if len(channel.recipients) != 1:
            raise RefusedError(50001)
        return channel
    if not channel.guild.has_bot or not rights.may(bot, channel, "view_channel"):
        raise RefusedError(50001)
    if not rights.may(bot, channel, *needed):
        raise RefusedError(50013)
    return channel


def message_of(call: Call, *needed: str) -> Message:
    found = channel_of(call, *needed).messages.get(call.id("message_id"))
    if found is None or found.deleted or found.only_for is not None:
        raise RefusedError(10008)
    return found


@routes.add("GET", CHANNEL)
def get_channel(call: Call) -> Answer:
    return Answer(channel_of(call).wire())


@routes.add("POST", "/users/@me/channels")
def open_direct(call: Call) -> Answer:
    person = call.world.users.get(int(call.body["recipient_id"]))
    if person is None:
        raise RefusedError(10013)
    if person.bot:
        raise RefusedError(50007)
    return Answer(call.world.direct_channel(person).wire())


@routes.add("POST", CHANNEL + "/messages", checks="message")
def send(call: Call) -> Answer:
    world = call.world
    channel = world.channels.get(call.id("channel_id"))
    body = call.body or {}
    needed = ["send_messages_in_threads" if channel and channel.parent else "send_messages"]
    needed += ["embed_links"] if body.get("embeds") else []
    needed += ["attach_files"] if call.files else []
    channel = channel_of(call, *needed)
    if channel.guild is None and not channel.recipients[0].accepts_dms:
        raise RefusedError(50007)
    within, headers = world.buckets.take(str(channel.id))
    if not within:
        raise LimitedError(headers)
    key = (channel.id, str(body.get("nonce")))
    first = world.nonces.get(key) if body.get("enforce_nonce") else None
    if first is not None and world.clock.now() - first.at < NONCE_MEMORY:
        return Answer(first.wire(), headers)
    message = sending.create(world, channel, world.bot, sending.Body(body, call.files))
    if body.get("nonce") is not None:
        world.nonces[key] = message
    return Answer(message.wire(), headers)


@routes.add("PATCH", MESSAGE, checks="edit")
def edit(call: Call) -> Answer:
    message = message_of(call)
    if message.author is not call.world.bot:
        raise RefusedError(50005)
    return Answer(sending.edit(call.world, message, sending.Body(call.body or {}, call.files)).wire())


@routes.add("DELETE", MESSAGE)
def delete(call: Call) -> Answer:
    message = message_of(call)
    if message.author is not call.world.bot and not rights.may(call.world.bot, message.channel, "manage_messages"):
        raise RefusedError(50013)
    sending.delete(call.world, message)
    return Answer()


@routes.add("GET", MESSAGE)
def get(call: Call) -> Answer:
    return Answer(message_of(call, "read_message_history").wire())


@routes.add("GET", CHANNEL + "/messages")
def history(call: Call) -> Answer:
    """Newest first, whatever the direction."""
    channel = channel_of(call)
    if channel.guild is not None and not rights.may(call.world.bot, channel, "read_message_history"):
        return Answer([])
    visible = [one for one in channel.messages.values() if not one.deleted and one.only_for is None]
    limit = int(call.query.get("limit", PAGE))
    if "after" in call.query:
        found = [one for one in visible if one.id > int(call.query["after"])][:limit]
    else:
        before = int(call.query.get("before", 1 << 63))
        found = [one for one in visible if one.id < before][-limit:]
    return Answer([one.wire() for one in reversed(found)])


@routes.add("POST", CHANNEL + "/typing")
def typing(call: Call) -> Answer:
    call.world.typing.append(channel_of(call, "send_messages").id)
    return Answer()


@routes.add("POST", CHANNEL + "/threads")
@routes.add("POST", MESSAGE + "/threads")
def start_thread(call: Call) -> Answer:
    channel = channel_of(call, "create_public_threads")
    assert channel.guild is not None
    return Answer(channel.guild.add_thread(channel, call.body["name"], call.world.bot).wire())


@routes.add("PUT", CHANNEL + "/thread-members/@me")
@routes.add("DELETE", CHANNEL + "/thread-members/@me")
def join_thread(call: Call) -> Answer:
    channel_of(call)
    return Answer()
