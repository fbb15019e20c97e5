"""What the records of this room are called and how they are told: fields, problems, time left, changes, steps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.texts import catalogue, say
from bot.ui import literal
from bot.windows.moments import shown, shown_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.windows.backplan import Step
    from bot.windows.sheets import SheetError
    from bot.windows.typed import Problem
    from bot.windows.window import Change

DAY = timedelta(days=1)
LATE = timedelta(minutes=10)  # that “seven days left” may be said after the seven days have begun
LONGEST_VALUE = 120  # characters of a changed text that are told


def field(name: str, language: str) -> str:
    """What a field is called."""
    return say(language, f"window.field.{name}")


def problem(found: Problem, language: str) -> str:
    """What is wrong at a field, or was filled in there, as a sentence."""
    values = {name: _value(value, language) for name, value in found.values.items()}
    return say(language, f"window.error.{found.key}", field=field(found.at, language), **values)


def unclear(name: str, choices: Sequence[datetime], language: str) -> str:
    """Which of the readings is meant?"""
    listed = " / ".join(shown(at, language) for at in choices)
    return say(language, "window.unclear", field=field(name, language), choices=listed)


def unusable(found: SheetError, language: str) -> str:
    """Why a file cannot be read, as a sentence."""
    return say(language, f"window.file.{found}")


def right(name: str, language: str) -> str:
    """A right that the bot misses in a place, and what does not work without it."""
    if f"right.{name}" in catalogue(language):
        return say(language, f"right.{name}")
    return say(language, "rights.other", name=literal(name[:60]))


def left(until: datetime, now: datetime, language: str) -> str:
    """How long it is until then, in the unit that a person would use."""
    span = until - now
    if span + LATE >= 2 * DAY:
        return say(language, "window.left.days", count=(span + LATE) // DAY)
    if span + LATE >= timedelta(hours=2):
        return say(language, "window.left.hours", count=(span + LATE) // timedelta(hours=1))
    return say(language, "window.left.minutes", count=max(0, span // timedelta(minutes=1)))


def change(found: Change, language: str) -> str:
    """One line: what was, and what is."""
    old, new = (_value(value, language) or say(language, "window.nothing") for value in (found.old, found.new))
    return say(language, "window.change", field=field(found.field, language), old=old, new=new)


def step(found: Step, language: str) -> str:
    """One line of the plan, with its day and what is to be said of that day."""
    doing = say(language, f"window.step.{found.doing}")
    if found.by is None:
        return say(language, "window.plan.unknown", doing=doing)
    return say(language, f"window.plan.{found.state}", doing=doing, day=shown_day(found.by, language))


def _value(value: object, language: str) -> str:
    if isinstance(value, datetime):
        return shown(value, language)
    if isinstance(value, date):
        return shown_day(value, language)
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
    text = " ".join(text.split())
    return literal(text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…")
