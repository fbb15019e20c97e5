"""The buttons that Discord adds to a card: its pages, show it to all, take it away. Each carries its own meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts import say
from bot.ui import Action, Button, Buttons, Card, Reply, Text, small

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def deleting(asker: int, language: str) -> tuple[Button, ...]:
    """A button that takes a public reply away, for who asked and for moderators."""
    return (Button(say(language, "delete.label"), Action(DELETE, (str(asker),))),)


def showing(again: Action | None, language: str) -> Reply:
    """What stands in public in the place of something that only one person should see."""
    if again is None:
        return Reply(Card("", (Text(say(language, "only_you.closed")),)))
    return Reply(Card("", (Text(say(language, "only_you.note")), _row(Button(say(language, "only_you.label"), again)))))


def opening(key: str, action: Action, language: str, **values: object) -> Card:
    """A card with a button that opens a form."""
    label = "form.next" if key == "form.saved" else "form.open"
    steps = {"step": values.get("next", 1), "steps": values.get("steps", 1)}
    return Card("", (Text(say(language, key, **values)), _row(Button(say(language, label, **steps), action))))


def asker_in(wires: Sequence[str]) -> int:
    """Who asked for the card with these buttons; 0 where no button says it."""
    for wire in wires:
        try:
            action = Action.read(wire)
        except ValueError:
            continue
        if action.command == DELETE and action.arguments and action.arguments[0].isdecimal():
            return int(action.arguments[0])
    return 0


def _row(button: Button) -> Buttons:
    return Buttons((button,))
