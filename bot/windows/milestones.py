"""The moments of a window that are announced: which, when they are due, and which of those due is still true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from bot.windows.window import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.windows.window import Window

Kind = Literal["coming", "opens", "left", "closes", "changed", "withdrawn"]
KINDS: tuple[Kind, ...] = (
    "coming",
    "opens",
    "left",
    "closes",
    "changed",
    "withdrawn",
)  # in the order of a window's life
COURSE: frozenset[Kind] = frozenset({"coming", "opens", "left"})  # the latest of these says all of them
MOST_DAYS = 60


@dataclass(frozen=True)
class Quiet:
    """Hours in which nothing is announced: from `start` until before `end`, over midnight where `start` is later."""

    start: time
    end: time

    def covers(self, clock: time) -> bool:
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


NIGHT = Quiet(time(21), time(8))  # a person's quiet hours unless they choose others


@dataclass(frozen=True)
class Rhythm:
    """What an organisation announces in its places, or what a person wants to be told, and when."""

    kinds: frozenset[Kind] = frozenset({"opens", "left", "closes", "changed", "withdrawn"})
    days: tuple[int, ...] = (7, 1)  # before closing
    quiet: Quiet | None = None
    zone: str = "Asia/Tokyo"


PERSONAL = Rhythm(frozenset({"opens", "left", "changed", "withdrawn"}), quiet=NIGHT)


@dataclass(frozen=True)
class Milestone:
    """A moment of a window: `at` by the window's dates, `due` after quiet hours.

    `day` anchors it: a window that moves to another day has other milestones, one that moves by an hour has the same.
    """

    kind: Kind
    at: datetime
    due: datetime
    number: int = 0  # days left, or the revision that changed something
    day: str = ""

    @property
    def key(self) -> str:
        """Its name in a window, by which it is delivered once."""
        number = f"-{self.number}" if self.number else ""
        return f"{self.kind}{number}{'@' if self.day else ''}{self.day}"


def milestones(window: Window, rhythm: Rhythm) -> tuple[Milestone, ...]:
    """Every milestone that a window has as it stands in the store, in the order of their instants."""
    if window.status == "draft" or not window.revision:
        return ()
    zone = ZoneInfo(rhythm.zone)
    opening, closing = (f"{at.astimezone(zone):%Y-%m-%d}" for at in (window.opens, window.closes))
    found: list[tuple[Kind, datetime, int, str]] = []
    if window.status == "withdrawn":
        found.append(("withdrawn", window.changed, 0, ""))
    else:
        if window.changed < window.opens:
            found.append(("coming", window.changed, 0, ""))
        found.append(("opens", window.opens, 0, opening))
        days = sorted({days for days in rhythm.days if 0 < days <= MOST_DAYS}, reverse=True)
        left = [(days, window.closes - timedelta(days=days)) for days in days]
        found += [("left", at, days, closing) for days, at in left if at > window.opens]
        found.append(("closes", window.closes, 0, closing))
        if window.revision > 1:
            found.append(("changed", window.changed, window.revision, ""))
    wanted = [
        Milestone(kind, at, _due(kind, at, window, rhythm.quiet, zone), number, day)
        for kind, at, number, day in found
        if kind in rhythm.kinds
    ]
    return tuple(sorted(wanted, key=_order))


@dataclass(frozen=True)
class Verdict:
    """Of the milestones that are due: those to be said now, in this order, and those that nobody needs any more."""

    say: tuple[Milestone, ...] = ()
    skip: tuple[Milestone, ...] = ()


def still_true(window: Window, due: Iterable[Milestone], now: datetime, *, told: bool) -> Verdict:
    """What of all that is due is to be said where a window was announced before (`told`) or was not.

    After a stop, and for a window made late, all that has passed collapses into the one thing that is true now.
    Whoever was never told of a window hears neither of its changes nor of its end.
    """
    waiting = sorted(due, key=_order)
    stands = standing(window, now)
    if stands in ("closed", "withdrawn"):
        last = "closes" if stands == "closed" else "withdrawn"
        say = [milestone for milestone in waiting if milestone.kind == last][-1:] if told else []
    else:
        changed = [m for m in waiting if m.kind == "changed"][-1:] if told else []
        course = [m for m in waiting if m.kind in COURSE]
        first = [m for m in course if m.kind != "left"]
        say = changed + (course[-1:] if told or not first else first[-1:])
    return Verdict(tuple(say), tuple(milestone for milestone in waiting if milestone not in say))


def first_due(wanted: Sequence[Milestone]) -> datetime | None:
    """When the first of some milestones is due."""
    return min((milestone.due for milestone in wanted), default=None)


def _order(milestone: Milestone) -> tuple[datetime, int, int]:
    return (
        milestone.at,
        KINDS.index(milestone.kind),
        -milestone.number if milestone.kind == "left" else milestone.number,
    )


def _due(kind: Kind, at: datetime, window: Window, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """The end of the quiet hours that a milestone falls into. Closing never waits, nor does what would outlast it."""
    local = at.astimezone(zone)
    if quiet is None or kind == "closes" or not quiet.covers(local.time()):
        return at
    end = datetime.combine(local.date(), quiet.end, zone)
    if end <= local:
        end = datetime.combine(local.date() + timedelta(days=1), quiet.end, zone)
    waited = end.astimezone(at.tzinfo)
    return at if kind in COURSE and waited >= window.closes else waited
