"""Cards whose one button opens something: a form, or what only one person should see."""

from __future__ import annotations

from bot.texts import say
from bot.ui import Action, Button, Buttons, Card, Reply, Text


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


def _row(button: Button) -> Buttons:
    return Buttons((button,))
