"""Making, changing and removing messages: the one way in for channels, callbacks and follow-ups."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import components
from .errors import RefusedError, invalid
from .messages import LOADING, PLAIN, REPLY, SETTABLE, V2, Attachment, Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .asked import Asked
    from .call import File
    from .channels import Channel
    from .people import User
    from .wire import Json
    from .world import World

MENTION = re.compile(r"<@!?(\d+)>")
ATTACHED = "attachment://"


@dataclass(frozen=True)
class Body:
    """What was sent: JSON and files."""

    json: Json
    files: Mapping[int, File]


def create(
    world: World,
    channel: Channel,
    author: User,
    body: Body,
    came_of: Asked | None = None,
    reply_to: Message | None = None,
) -> Message:
    """A new message, told to the bot unless it is for one person's eyes."""
    message = Message(world.ids.new(), channel, author, world.clock.now(), came_of=came_of)
    message.reply_to = reply_to
    if reply_to is not None:
        message.type = REPLY
    elif came_of is not None:
        message.type = came_of.reply_type()
        message.reply_to = came_of.message
    message.flags = (body.json.get("flags") or 0) & (SETTABLE | LOADING)
    if message.ephemeral and came_of is not None:
        message.only_for = came_of.user
    message.nonce = None if body.json.get("nonce") is None else str(body.json["nonce"])
    _reference(world, message, body.json.get("message_reference"))
    _fill(world, message, body)
    if reply_to is not None and not author.bot and reply_to.author not in message.mentions:
        message.mentions.append(reply_to.author)  # the app pings whom it replies to
    if not message.loading and not _anything(message):
        raise RefusedError(50006)
    channel.messages[message.id] = message
    announce(world, "MESSAGE_CREATE", message)
    return message


def edit(world: World, message: Message, body: Body) -> Message:
    """What stands in the body replaces what stood in the message; the rest stays."""
    was = message.flags
    wanted = was | ((body.json.get("flags") or 0) & V2)
    before = copy.copy(message)
    message.flags = wanted & ~LOADING
    _fill(world, message, body)
    if message.v2 and (message.content or message.embeds):
        vars(message).update(vars(before))
        raise invalid("content", "components V2 stand alone: no content, no embeds")
    if not _anything(message):
        vars(message).update(vars(before))
        raise RefusedError(50006)
    message.edited_at = world.clock.now()
    message.edits += 1
    announce(world, "MESSAGE_UPDATE", message)
    return message


def delete(world: World, message: Message) -> None:
    message.deleted = True
    if not message.ephemeral:
        data = {"id": str(message.id), "channel_id": str(message.channel.id)}
        guild = message.channel.guild
        if guild is not None:
            data["guild_id"] = str(guild.id)
        world.gateway.dispatch("MESSAGE_DELETE", data, guild_id=guild.id if guild else None)
    world.tell()


def announce(world: World, event: str, message: Message) -> None:
    """Over the gateway, and to everyone who waits."""
    guild = message.channel.guild
    if message.only_for is None and (guild is None or guild.has_bot):
        readable = message.readable_by(world.bot)
        world.gateway.dispatch(
            event,
            message.event(),
            guild_id=guild.id if guild else None,
            bare=None if readable else message.event(hidden=True),
        )
    world.tell()


def _anything(message: Message) -> bool:
    return bool(message.content or message.embeds or message.components or message.attachments)


def _reference(world: World, message: Message, reference: Json | None) -> None:
    if not reference:
        return
    channel = world.channels.get(int(reference.get("channel_id", message.channel.id)))
    found = channel.messages.get(int(reference["message_id"])) if channel else None
    if found is None or found.deleted:
        if reference.get("fail_if_not_exists", True):
            raise invalid("message_reference", "Unknown message")
        return
    message.reply_to = found
    message.type = REPLY if message.type == PLAIN else message.type


def _fill(world: World, message: Message, body: Body) -> None:
    json = body.json
    if "content" in json:
        message.content = json["content"] or ""
        message.mentions = [
            user for key in MENTION.findall(message.content) if (user := world.users.get(int(key))) is not None
        ]
    _attach(world, message, body)
    if "embeds" in json:
        message.embeds = [_hosted(message, one | {"type": "rich"}) for one in json["embeds"] or ()]
    if "components" in json:
        message.components = [_hosted(message, one) for one in json["components"] or ()]
        components.number(message.components)
    if "allowed_mentions" in json:
        message.allowed_mentions = json["allowed_mentions"]


def _attach(world: World, message: Message, body: Body) -> None:
    listed: list[Json] | None = body.json.get("attachments")
    described = {int(one["id"]): one for one in listed or ()}
    if listed is not None:
        message.attachments = [one for one in message.attachments if one.id in described]
    for index, file in body.files.items():
        about = described.get(index, {})
        attachment_id = world.ids.new()
        name = about.get("filename") or file.filename
        url = f"{world.origin}/cdn/attachments/{message.channel.id}/{attachment_id}/{name}"
        attachment = Attachment(attachment_id, name, file.data, file.content_type, url, about.get("description") or "")
        world.files[attachment_id] = attachment
        message.attachments.append(attachment)


def _hosted(message: Message, value: Any) -> Any:
    """A copy in which `attachment://name` has become the address of the file."""
    if isinstance(value, dict):
        return {key: _hosted(message, one) for key, one in value.items()}
    if isinstance(value, list):
        return [_hosted(message, one) for one in value]
    if isinstance(value, str) and value.startswith(ATTACHED):
        name = value.removeprefix(ATTACHED)
        found = next((one for one in message.attachments if one.filename == name), None)
        if found is None:
            raise invalid("attachments", f"no file {name!r} was sent with the message")
        return found.url
    return value
