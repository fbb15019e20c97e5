"""A card whose one button opens a form."""

from __future__ import annotations

from bot.texts import say
from bot.ui import Action, Button, Buttons, Card, Text


def opening(key: str, action: Action, language: str, **values: object) -> Card:
    """A card with a button that opens a form."""
    button = Button(say(language, "form.open"), action)
    return Card("", (Text(say(language, key, **values)), Buttons((button,))))
