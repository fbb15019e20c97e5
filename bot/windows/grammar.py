"""The parts of a date as people type it: day, clock time, weekday and zone, in English and Japanese, in any order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

TOKYO = ZoneInfo("Asia/Tokyo")
ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}  # the year before each begins
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_JA = "月火水木金土日"
MORNING, AFTERNOON = ("am", "午前", "朝"), ("pm", "午後", "夕方", "夜")
RELATIVE = {"today": 0, "tomorrow": 1, "今日": 0, "本日": 0, "明日": 1, "明後日": 2}
LONGEST = 80  # characters; more is no date

_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?<![a-z])(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)(?![a-z])\.?"
)
_OFFSET = re.compile(r"(?:(?<![a-z])(?:utc|gmt)\s*|(?<=\d\d:\d\d))([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)")
_FILLER = re.compile(r"(?<![a-z])(?:at|on|by|until|till|the|from)(?![a-z])|まで|から|の|に|[\s,、。.()]")
_KANJI = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十]+(?=[年月時分]|日(?!曜)|日$)")


@dataclass(frozen=True)
class Parts:
    """What was found in a text, and the `rest` of it. `days` are (month, day) readings, more than one if unsure."""

    rest: str
    year: int | None = None
    days: tuple[tuple[int, int], ...] = ()
    after_today: int | None = None
    year_after: int | None = None  # 今年 0, 来年 1
    clocks: tuple[tuple[int, int], ...] = ()  # (hour, minute); hour 24 ends the day
    weekday: int | None = None
    zone: tzinfo | None = None


class UnreadError(ValueError):
    """A text that is no date; the message is a key of `texts/` under `moment`."""


def parts_of(text: str) -> Parts:
    """The parts of a date in a text; UnreadError where something in it is no part of one."""
    if len(text) > LONGEST:
        raise UnreadError("unread")
    plain = unicodedata.normalize("NFKC", text).casefold().replace("p.m.", "pm").replace("a.m.", "am")
    parts = Parts(_KANJI_NUMBER.sub(_arabic, " ".join(plain.replace("−", "-").split())))
    for find in (_zone, _weekday, _date, _clock):
        parts = find(parts)
    if _FILLER.sub("", parts.rest):
        raise UnreadError("unread")
    return parts


def _arabic(found: re.Match[str]) -> str:
    """十二 as 12, 二〇二六 as 2026; what is neither stays, and is no number to anybody."""
    if "十" not in found[0]:
        return "".join(str(_KANJI[digit]) for digit in found[0])
    if len(found[0]) > 3 or found[0].count("十") > 1:
        return found[0]
    tens, _, ones = found[0].partition("十")
    return str((_KANJI[tens] if tens else 1) * 10 + (_KANJI[ones] if ones else 0))


def _cut(parts: Parts, found: re.Match[str], **known: object) -> Parts:
    rest = f"{parts.rest[: found.start()]} {parts.rest[found.end() :]}"
    return replace(parts, rest=rest, **known)  # type: ignore[arg-type]


def _zone(parts: Parts) -> Parts:
    if found := re.search(r"(?<![a-z])jst(?![a-z])|日本時間|japan time|asia/tokyo", parts.rest):
        return _cut(parts, found, zone=TOKYO)
    if found := _OFFSET.search(parts.rest):
        span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if span > timedelta(hours=14) or int(found[3] or 0) > 59:
            raise UnreadError("unread")
        return _cut(parts, found, zone=timezone(-span if found[1] == "-" else span))
    if found := re.search(r"(?<![a-z])(?:utc|gmt)(?![a-z])|(?<=\d)z$", parts.rest):
        return _cut(parts, found, zone=UTC)
    return parts


def _weekday(parts: Parts) -> Parts:
    if found := re.search(rf"\(([{WEEKDAYS_JA}])(?:曜日?)?\)|([{WEEKDAYS_JA}])曜日?", parts.rest):
        return _cut(parts, found, weekday=WEEKDAYS_JA.index(found[1] or found[2]))
    if found := re.search(_WEEKDAY, parts.rest):
        names = [name.casefold() for name in WEEKDAYS_EN]
        return _cut(parts, found, weekday=names.index(found[1][:3]))
    return parts


def _date(parts: Parts) -> Parts:
    for pattern, read in _DATES:
        if found := pattern.search(parts.rest):
            return read(parts, found)
    raise UnreadError("no_day")


def _year_first(parts: Parts, found: re.Match[str]) -> Parts:
    return _cut(parts, found, year=int(found[1]), days=((int(found[2]), int(found[3])),))


def _era(parts: Parts, found: re.Match[str]) -> Parts:
    year = ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))
    return _cut(parts, found, year=year, days=((int(found[3]), int(found[4])),))


def _japanese(parts: Parts, found: re.Match[str]) -> Parts:
    year = int(found[2]) if found[2] else None
    year_after = {"今年": 0, "来年": 1}.get(found[1] or "")
    return _cut(parts, found, year=year, year_after=year_after, days=((int(found[3]), int(found[4])),))


def _day_month(parts: Parts, found: re.Match[str]) -> Parts:
    day, month, year = found[1], found[2], found[3]
    return _cut(parts, found, year=int(year) if year else None, days=((_month(month), int(day)),))


def _month_day(parts: Parts, found: re.Match[str]) -> Parts:
    month, day, year = found[1], found[2], found[3]
    return _cut(parts, found, year=int(year) if year else None, days=((_month(month), int(day)),))


def _two_numbers(parts: Parts, found: re.Match[str]) -> Parts:
    """Month first as in Japan and America, or day first as elsewhere: each reading that a calendar can have."""
    first, second = int(found[1]), int(found[2])
    days = tuple((m, d) for m, d in dict.fromkeys(((first, second), (second, first))) if m <= 12)
    return _cut(parts, found, year=int(found[3]) if found[3] else None, days=days or ((13, 1),))


def _no_year(_parts: Parts, _found: re.Match[str]) -> Parts:
    raise UnreadError("short_year")


def _relative(parts: Parts, found: re.Match[str]) -> Parts:
    return _cut(parts, found, after_today=RELATIVE[found[0]])


def _month(name: str) -> int:
    return MONTHS.index(name[:3]) + 1


_TH = r"(?:st|nd|rd|th)?"
_DATES: tuple[tuple[re.Pattern[str], Callable[[Parts, re.Match[str]], Parts]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)t?", _year_first),
        (r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)", _year_first),
        (r"(令和|平成|昭和)\s*(元|\d{1,2})年\s*(\d{1,2})月\s*(\d{1,2})日", _era),
        (r"(?<![a-z])([rhs])\s?(元|\d{1,2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", _era),
        (r"(今年|来年)?の?\s*(?:(?<!\d)(\d{4})年\s*)?(?<!\d)(\d{1,2})月\s*(\d{1,2})日", _japanese),
        (rf"(?<![\d:.])(\d{{1,2}}){_TH}(?: of)?[\s-]*{_MONTH}(?![a-z])(?:[\s,-]*(\d{{4}})(?![\d:]))?", _day_month),
        (rf"(?<![a-z]){_MONTH}[\s-]*(\d{{1,2}}){_TH}(?![\d:a-z])(?:[\s,-]*(\d{{4}})(?![\d:]))?", _month_day),
        (r"(?<![a-z])(?:today|tomorrow)(?![a-z])|今日|本日|明後日|明日", _relative),
        (r"(?<!\d)\d{1,2}([-/.])\d{1,2}\1\d{2}(?!\d)", _no_year),
        (r"(?<![\d:])(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}))?(?![\d/-]|\.\d|\s*[ap]m)", _two_numbers),
    )
)

_MARK = rf"(?P<before>{'|'.join((*MORNING, *AFTERNOON))})"
_CLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_MARK}\s*)?(?<!\d)(?P<h>\d{{1,2}})時\s*(?:(?P<m>\d{{1,2}})分|(?P<half>半))?",
        rf"(?:{_MARK}\s*)?(?<![\d:])(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::00)?(?![\d:])\s*(?P<after>am|pm)?(?![a-z])",
        r"(?<![\d:])(?P<h>\d{1,2})(?:\.(?P<m>\d{2}))?\s*(?P<after>am|pm)(?![a-z])",
    )
)
_NAMED = {"noon": ((12, 0),), "正午": ((12, 0),), "midnight": ((0, 0), (24, 0))}


def _clock(parts: Parts) -> Parts:
    for name, clocks in _NAMED.items():
        if (found := re.search(rf"(?:12\s*)?(?<![a-z]){name}(?![a-z])", parts.rest)) is not None:
            return _cut(parts, found, clocks=clocks)
    for pattern in _CLOCKS:
        if found := pattern.search(parts.rest):
            named = found.groupdict()
            minute = 30 if named.get("half") else int(named.get("m") or 0)
            return _cut(parts, found, clocks=_hours(int(named["h"]), minute, named.get("before"), named.get("after")))
    return parts


def _hours(hour: int, minute: int, before: str | None, after: str | None) -> tuple[tuple[int, int], ...]:
    """The clock times that are meant. 午前12時 and 午後12時 are read both ways in Japan, so both are given."""
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise UnreadError("no_time")
    mark = before or after
    if mark is None:
        return ((hour, minute),)
    morning = mark in MORNING
    if before in ("午前", "午後") and hour == 12:
        return ((0, minute), (12, minute)) if morning else ((12, minute), (24, 0)) if not minute else ((12, minute),)
    if hour > 12:
        if morning:
            raise UnreadError("no_time")
        return ((hour, minute),)
    return ((hour % 12 + (0 if morning else 12), minute),)
