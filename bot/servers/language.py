"""The one rule for the language of the bot's own menus. Answers follow the question instead."""

from __future__ import annotations

from bot.texts import spoken

__all__ = ["spoken"]
