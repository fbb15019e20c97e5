"""The limits that every outgoing body is held against, and the house's own rule about mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import commands, events, forms, messages
from .violation import Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Violation", "violations"]


def _callback(body: Any, files: int) -> Iterator[Violation]:
    """What a callback carries decides which rules hold."""
    kind, data = body.get("type"), body.get("data") or {}
    if kind in (4, 7):
        yield from messages.of_message(data, files, editing=kind == 7)
    elif kind == 8:
        yield from forms.of_choices(data.get("choices") or [])
    elif kind == 9:
        yield from forms.of_modal(data)


CHECKS: dict[str, Callable[[Any, int], Iterator[Violation]]] = {
    "callback": _callback,
    "message": lambda body, files: messages.of_message(body, files, editing=False),
    "edit": lambda body, files: messages.of_message(body, files, editing=True),
    "commands": lambda body, _: commands.of_all(body),
    "command": lambda body, _: commands.of_one(body, "command"),
    "event": lambda body, _: events.of_event(body, editing=False),
    "event edit": lambda body, _: events.of_event(body, editing=True),
}


def violations(kind: str, body: Any, files: int) -> list[Violation]:
    """Everything that is wrong with a body of this kind."""
    check = CHECKS.get(kind)
    if check is None or (body is None and not files):
        return []
    return list(check({} if body is None else body, files))
