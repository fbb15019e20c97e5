"""Making, changing and removing messages: the one way in for methods, response addresses and acknowledgements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import blocks
from .errors import RefusedError
from .messages import Message

if TYPE_CHECKING:
    from .asked import Asked
    from .channels import Channel
    from .messages import File
    from .people import User
    from .wire import Json
    from .world import World


def create(
    world: World,
    channel: Channel,
    author: User,
    body: Json,
    *,
    only_for: User | None = None,
    files: list[File] | None = None,
    subtype: str | None = None,
    came_of: Asked | None = None,
) -> Message:
    """A new message, told to the bot unless it is for one person's eyes."""
    message = Message(world.ids.stamp(), channel, author, only_for=only_for, subtype=subtype)
    message.files = list(files or ())
    message.thread = _thread(world, message, body.get("thread_ts"))
    message.broadcast = bool(body.get("reply_broadcast"))
    message.unfurls = body.get("unfurl_links")
    _fill(world, message, body)
    if not (message.content or message.blocks or message.attachments or message.files):
        raise RefusedError("no_text")
    channel.messages[message.ts] = message
    if message.thread is not None and not message.ephemeral:
        message.thread.replies.append(message)
    if author is channel.team.bot:
        world.attribute(message, came_of)
        world.statuses.get((channel.id, message.thread.ts if message.thread else ""), {}).pop("status", None)
    world.events.posted(message)
    world.tell()
    return message


def edit(world: World, message: Message, body: Json, came_of: Asked | None = None, *, whole: bool = False) -> Message:
    """What stands in the body replaces what stood in the message; the rest stays, unless the `whole` is replaced."""
    before = message.wire()
    was = (message.content, message.blocks, message.attachments)
    if whole or "text" in body or "markdown_text" in body:
        message.content = ""
    if whole or "blocks" in body or "markdown_text" in body:
        message.blocks = []
    if whole or "attachments" in body:
        message.attachments = []
    _fill(world, message, body)
    if not (message.content or message.blocks or message.attachments or message.files):
        message.content, message.blocks, message.attachments = was
        raise RefusedError("no_text")
    message.edited_at = world.ids.stamp()
    message.edits += 1
    if message.author is message.channel.team.bot:
        world.attribute(message, came_of)
    world.events.changed(message, before)
    world.tell()
    return message


def delete(world: World, message: Message) -> None:
    message.deleted = True
    if message.thread is not None and message in message.thread.replies:
        message.thread.replies.remove(message)
    world.events.removed(message)
    world.tell()


def find(channel: Channel, ts: str | None) -> Message:
    """A message that everybody there can see; ephemeral ones cannot be found again."""
    found = channel.messages.get(ts or "")
    if found is None or found.deleted or found.ephemeral:
        raise RefusedError("message_not_found")
    return found


def _thread(world: World, message: Message, ts: str | None) -> Message | None:
    """The message that the thread hangs on; naming a reply in it instead is a mistake, though it is let pass."""
    if not ts:
        return None
    found = message.channel.messages.get(ts)
    if found is None or found.ephemeral:
        raise RefusedError("cannot_reply_to_message")
    if found.thread is not None:
        world.problems.append(f"thread_ts: {ts} is a reply itself; the thread hangs on {found.thread.ts}")
    return found.thread or found


def _fill(world: World, message: Message, body: Json) -> None:
    message.content = body.get("text") or body.get("markdown_text") or message.content
    given = body.get("blocks") or ()
    if body.get("markdown_text"):
        given = [{"type": "markdown", "text": body["markdown_text"]}]
    if given:
        message.blocks = blocks.named(given, f"b{message.edits}")
        message.pictures = [file for one in blocks.pictures(given) if (file := world.files.get(one)) is not None]
    if body.get("attachments"):
        message.attachments = [
            one | {"id": number, "blocks": blocks.named(one["blocks"], f"c{number}")}
            if one.get("blocks")
            else one | {"id": number}
            for number, one in enumerate(body["attachments"], 1)
        ]
    if body.get("metadata"):
        message.metadata = body["metadata"]
