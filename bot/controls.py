"""Buttons that every chat platform adds to a card: its pages, show it to all, take it away.

Each carries its own meaning. Their actions begin with “@”: they are the adapters' to do, not commands of the core.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts import say
from bot.ui import Action, Button, small

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE, SHARE, DELETE, FORM = "@page", "@share", "@delete", "@form"


def own(action: Action) -> bool:
    """Whether an action is the adapter's, not the core's."""
    return action.command.startswith("@")


def turning(again: Action | None, page: int, pages: int, language: str) -> tuple[Button, ...]:
    """Buttons to the pages before and after; none where the card cannot be made again."""
    found = []
    for key, other in (("page.back", page - 1), ("page.next", page + 1)):
        if again is not None and 0 <= other < pages:
            action = small(PAGE, str(other), again.command, *again.arguments)
            if action is not None:
                found.append(Button(say(language, key, page=other + 1, pages=pages), action))
    return tuple(found)


def sharing(again: Action | None, language: str) -> tuple[Button, ...]:
    """A button that shows a private reply to all."""
    action = small(SHARE, again.command, *again.arguments) if again else None
    return (Button(say(language, "share.label"), action),) if action else ()


def deleting(asker: str, language: str) -> tuple[Button, ...]:
    """A button that takes a public reply away, for who asked and for moderators."""
    return (Button(say(language, "delete.label"), Action(DELETE, (asker,))),)


def asker_in(wires: Iterable[str]) -> str:
    """Who asked for the card with these buttons; empty where no button says it."""
    for wire in wires:
        try:
            action = Action.read(wire)
        except ValueError:
            continue
        if action.command == DELETE and action.arguments:
            return action.arguments[0]
    return ""
