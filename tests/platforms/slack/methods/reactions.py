"""Reactions under messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .. import sending
from ..call import Call, methods
from ..errors import RefusedError

if TYPE_CHECKING:
    from ..messages import Message

NAME = re.compile(r"[a-z0-9_+'-]+(?:::skin-tone-[2-6])?")


def _message(call: Call) -> Message:
    if not NAME.fullmatch(call.text("name")):
        raise RefusedError("invalid_name")
    return sending.find(call.channel(), call.text("timestamp"))


@methods.add("reactions.add", "reactions:write")
def add(call: Call) -> None:
    message, name = _message(call), call.text("name")
    people = message.reactions.setdefault(name, [])
    if call.team.bot in people:
        raise RefusedError("already_reacted")
    people.append(call.team.bot)
    call.world.tell()


@methods.add("reactions.remove", "reactions:write")
def remove(call: Call) -> None:
    message, name = _message(call), call.text("name")
    if call.team.bot not in message.reactions.get(name, ()):
        raise RefusedError("no_reaction")
    message.reactions[name].remove(call.team.bot)
    if not message.reactions[name]:
        del message.reactions[name]
    call.world.tell()
