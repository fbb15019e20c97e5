"""Dates as people type them, and as they are shown back. Unsure readings are asked about, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.windows.grammar import TOKYO, WEEKDAYS_EN, WEEKDAYS_JA, UnreadError, parts_of

if TYPE_CHECKING:
    from datetime import tzinfo

    from bot.windows.grammar import Parts

END_OF_DAY = time(23, 59)  # what is meant where no clock time is given
MONTHS_SHOWN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
YEARS = range(2000, 2100)
LEAP = 8  # years until a 29 February comes round at the latest


@dataclass(frozen=True)
class Read:
    """The one thing that is meant. `clock` and `year` say whether they were typed or filled in."""

    at: datetime
    clock: bool = True
    year: bool = True


@dataclass(frozen=True)
class Unclear:
    """Two readings are fair: the person has to say which."""

    choices: tuple[datetime, ...]


@dataclass(frozen=True)
class Unread:
    """No date: `key` is a sentence of `texts/` under `moment`; `day` is what the weekday disagrees with."""

    key: str
    day: date | None = None


Reading = Read | Unclear | Unread


def read(text: str, now: datetime, zone: tzinfo = TOKYO, unsaid: time = END_OF_DAY) -> Reading:
    """What a person means. Without a year the next such day is meant, without a clock time the `unsaid` one."""
    try:
        parts = parts_of(text)
        home = parts.zone or zone
        today = now.astimezone(home).date()
        candidates = list(dict.fromkeys(_days(parts, now, home, today)))
        if parts.weekday is not None:
            fitting = [day for day in candidates if day.weekday() == parts.weekday]
            if not fitting:
                return Unread("weekday", candidates[0])
            candidates = fitting
        clocks = parts.clocks or ((unsaid.hour, unsaid.minute),)
        found = tuple(sorted({_at(day, hour, minute, home) for day in candidates for hour, minute in clocks}))
    except UnreadError as error:
        return Unread(str(error))
    if len(found) > 1:
        return Unclear(found)
    return Read(found[0], bool(parts.clocks), parts.year is not None or parts.after_today is not None)


def shown(at: datetime, language: str, zone: tzinfo = TOKYO) -> str:
    """An instant with its weekday, which `read` reads back: “Sun 6 Dec 2026, 17:00 JST”."""
    local = at.astimezone(zone)
    clock = f"{local:%H:%M} {_named(local, zone)}"
    return f"{shown_day(local.date(), language)}{'' if language == 'ja' else ', '}{clock}"


def shown_day(day: date, language: str) -> str:
    """A day with its weekday."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS_JA[day.weekday()]}）"
    return f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_SHOWN[day.month - 1]} {day.year}"


def _named(local: datetime, zone: tzinfo) -> str:
    if zone == TOKYO:
        return "JST"
    offset = local.utcoffset() or timedelta()
    if not offset:
        return "UTC"
    minutes = abs(offset) // timedelta(minutes=1)
    return f"UTC{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _days(parts: Parts, now: datetime, zone: tzinfo, today: date) -> list[date]:
    if parts.after_today is not None:
        return [today + timedelta(days=parts.after_today)]
    year = parts.year if parts.year_after is None else today.year + parts.year_after
    if year is not None and year not in YEARS:
        raise UnreadError("year")
    found = [_day(year, month, day) if year else _next(parts, month, day, now, zone) for month, day in parts.days]
    days = [day for day in found if day is not None]
    if not days:
        raise UnreadError("no_such_day")
    return days


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(parts: Parts, month: int, day: int, now: datetime, zone: tzinfo) -> date | None:
    """The first such day that is not over yet; with a clock time, the first whose time has not come yet."""
    year = now.astimezone(zone).year
    hour, minute = parts.clocks[-1] if parts.clocks else (END_OF_DAY.hour, END_OF_DAY.minute)
    for candidate in (_day(y, month, day) for y in range(year, year + LEAP + 1)):
        if candidate is not None and _at(candidate, hour, minute, zone) > now:
            return candidate
    return None


def _at(day: date, hour: int, minute: int, zone: tzinfo) -> datetime:
    """An instant in UTC; UnreadError for a time that the zone's clocks skip that day."""
    if hour == 24:
        day, hour = day + timedelta(days=1), 0
    at = datetime.combine(day, time(hour, minute), zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != datetime.combine(day, time(hour, minute)):
        raise UnreadError("no_time")
    return at
