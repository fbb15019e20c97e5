"""What an acknowledgement carries: an answer to a command, options, or what becomes of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import sending
from .asked import ACTION, COMMAND, SUBMISSION, SUGGESTION, Options
from .blocks import wire_options, words_of
from .errors import RefusedError
from .rules import violations

if TYPE_CHECKING:
    from .asked import Asked
    from .wire import Json
    from .world import World


def honour(world: World, asked: Asked, payload: Json) -> None:
    """Does what it says; what it may not say is a problem, and nothing happens."""
    try:
        if asked.kind == COMMAND:
            _answer(world, asked, payload)
        elif asked.kind == SUGGESTION:
            _offer(world, asked, payload)
        elif asked.kind == SUBMISSION:
            _submitted(world, asked, payload)
        elif asked.kind == ACTION and payload:
            world.problems.append(f"acknowledgement of {asked.name!r}: a press takes none of {sorted(payload)}")
    except RefusedError as refused:
        world.problems.append(f"acknowledgement of {asked.name!r}: {refused.error}")


def _checked(world: World, kind: str, asked: Asked, body: Json) -> None:
    """Notes what is wrong; refuses what the service would refuse."""
    found = violations(kind, body)
    place = f"acknowledgement of {asked.name!r}"
    world.problems += [f"{place}: {one}" for one in found]
    world.problems += [f"{place}: {text}" for text in world.described(kind, body)]
    if any(one.error for one in found):
        raise RefusedError(next(one.error for one in found if one.error))


def _answer(world: World, asked: Asked, payload: Json) -> None:
    if not (payload.get("text") or payload.get("blocks") or payload.get("attachments")):
        return
    _checked(world, "response", asked, payload)
    assert asked.channel is not None
    only_for = None if payload.get("response_type") == "in_channel" else asked.user
    sending.create(world, asked.channel, asked.channel.team.bot, payload, only_for=only_for, came_of=asked)


def _offer(world: World, asked: Asked, payload: Json) -> None:
    _checked(world, "options", asked, payload)
    asked.options = Options((words_of(one["text"]), one["value"]) for one in wire_options(payload))
    asked.options.seconds = asked.ack_seconds or 0.0


def _submitted(world: World, asked: Asked, payload: Json) -> None:
    """Without an action the form closes and the one under it is seen again."""
    view = asked.inside
    assert view is not None
    match payload.get("response_action"):
        case None:
            world.views.close(view)
        case "errors":
            asked.errors = dict(payload.get("errors") or {})
            strangers = set(asked.errors) - set(view.fields)
            if strangers or not asked.errors:
                world.problems.append(f"errors of {asked.name!r}: {sorted(strangers)} are no inputs of the form")
        case "clear":
            world.views.clear(view)
        case "update":
            _checked(world, "modal", asked, payload["view"])
            asked.showed(world.views.update(view, payload["view"]))
        case "push":
            _checked(world, "modal", asked, payload["view"])
            asked.showed(world.views.push(view, payload["view"]))
        case other:
            world.problems.append(f"acknowledgement of {asked.name!r}: no such response_action: {other!r}")
