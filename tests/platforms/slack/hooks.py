"""Response addresses: a way to answer for half an hour, five times, without membership or scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import sending
from .asked import ACTION
from .errors import RefusedError

if TYPE_CHECKING:
    from .asked import Asked
    from .channels import Channel
    from .messages import Message
    from .wire import Json
    from .world import World

USES, LIFE = 5, 30 * 60.0
NAME = "response_url"


@dataclass(eq=False)
class Hook:
    asked: Asked
    channel: Channel
    message: Message | None  # the original, where something in a message was pressed
    since: float
    uses: int = 0


class GoneError(RefusedError):
    """The address does not work any more: 404."""


def respond(world: World, hook: Hook, body: Json) -> None:
    """Puts the answer where it belongs; a command has no original to replace."""
    if world.clock.now() - hook.since > LIFE:
        raise GoneError("expired_url")
    if hook.uses >= USES:
        raise GoneError("used_url")
    hook.uses += 1
    asked, original = hook.asked, hook.message
    if original is not None and said(body, "delete_original"):
        sending.delete(world, original)
        asked.read(original)
        return
    if original is not None and replaces(asked, body):
        sending.edit(world, original, body, asked, whole=True)
        return
    only_for = None if body.get("response_type") == "in_channel" else asked.user
    sending.create(world, hook.channel, hook.channel.team.bot, body, only_for=only_for, came_of=asked)


def said(body: Json, key: str) -> bool:
    """True in either of the forms that the service takes."""
    return body.get(key) in (True, "true")


def replaces(asked: Asked, body: Json) -> bool:
    """Pressing something in a message replaces it, unless the answer says otherwise."""
    if "replace_original" in body:
        return said(body, "replace_original")
    return asked.kind == ACTION and body.get("delete_original") is None
