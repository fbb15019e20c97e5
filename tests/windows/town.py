"""A community's windows on one thread with a clock of its own, stopped and started again as a seed has it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from bot.ui import Card
from bot.windows.announcer import Announcer
from bot.windows.audience import Target
from bot.windows.calendar import Line, calendar, order
from bot.windows.milestones import NIGHT, PERSONAL, Rhythm, milestones
from bot.windows.ports import Planned
from tests.fakes import FakeClock
from tests.windows.loopback import Loopback
from tests.windows.samples import NOW, window

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.windows.ports import Announcements, Claimed, Delivery, Outcome
    from bot.windows.ports import WindowsKept as Kept
    from bot.windows.window import Window

PLATFORMS = ("discord", "slack")
STAFF = Target("place", "discord:1", "staff")
POINTS = (
    "before the claim",
    "after the claim",
    "before the call",
    "after the call",
    "before the mark",
    "after the mark",
    "claiming, not kept",
    "claiming, kept",
    "marking, not kept",
    "marking, kept",
)


class Crash(BaseException):
    """The process ends here."""


class Stops:
    """Ends the process at a named point, once in a while."""

    def __init__(self, chance: Random, points: Collection[str] = POINTS, share: float = 0.0) -> None:
        self._chance = chance
        self._points = frozenset(points)
        self.share = share
        self.stopped: Counter[str] = Counter()

    def __call__(self, point: str) -> None:
        if point in self._points and self._chance.random() < self.share:
            self.stopped[point] += 1
            raise Crash(point)


class Committing:
    """A store whose process may end while it commits: what was written is kept, or is not, and nobody was told."""

    def __init__(self, kept: Announcements, stops: Stops) -> None:
        self._kept = kept
        self._stops = stops

    @property
    def shared(self) -> bool:
        return self._kept.shared

    async def lease(self, name: str, holder: str, now: datetime, until: datetime) -> str:
        return await self._kept.lease(name, holder, now, until)

    async def release(self, name: str, holder: str) -> None:
        await self._kept.release(name, holder)

    async def claim(
        self, holder: str, platforms: Collection[str], now: datetime, until: datetime, limit: int
    ) -> Sequence[Claimed]:
        self._stops("claiming, not kept")
        claimed = await self._kept.claim(holder, platforms, now, until, limit)
        self._stops("claiming, kept")
        return claimed

    async def mark(self, holder: str, outcomes: Sequence[Outcome], now: datetime) -> int:
        self._stops("marking, not kept")
        count = await self._kept.mark(holder, outcomes, now)
        self._stops("marking, kept")
        return count

    async def next_due(self, platforms: Collection[str]) -> datetime | None:
        return await self._kept.next_due(platforms)

    async def inbox(self, organisation: str, person: str) -> Sequence[tuple[Window, Delivery]]:
        return await self._kept.inbox(organisation, person)


def titled(claimed: Claimed, verb: str, delivery: Delivery, now: datetime) -> Card:
    """A card whose title says what it is."""
    if verb == "fault":
        return Card(f"{claimed.window.id} fault {delivery.detail}")
    return Card(f"{claimed.window.id} {verb} {delivery.milestone}")


async def staff(_organisation: str) -> list[tuple[Target, str]]:
    return [(STAFF, "en")]


@dataclass
class Town:
    """Windows, places and people; `run` lets time pass until nothing is due any more, or until an instant."""

    kept: Kept
    clock: FakeClock
    platforms: dict[str, Loopback]
    stops: Stops
    seed: int
    starts: int = 0

    def announcer(self, workers: int = 1) -> Announcer:
        self.starts += 1
        announcements = Committing(self.kept.announcements, self.stops)
        return Announcer(
            announcements,
            self.platforms,
            titled,
            staff,
            self.clock,
            f"process {self.starts}",
            chance=Random(self.seed),
            workers=workers,
            point=self.stops,
        )

    async def run(self, until: datetime | None = None, workers: int = 1) -> None:
        announcer = self.announcer(workers)
        while True:
            try:
                while await announcer.once():
                    pass
            except Crash:
                self.clock.pass_time(timedelta(seconds=2))  # as long as a start takes
                announcer = self.announcer(workers)
                continue
            due = await self.kept.announcements.next_due(PLATFORMS)
            if announcer.held_by:  # the lease of the process that ended runs out
                due = max(due or self.clock.now(), self.clock.now() + timedelta(seconds=5))
            if due is None or (until is not None and due > until):
                return
            if due > self.clock.now():
                self.clock.pass_time(due - self.clock.now())

    @property
    def lines(self) -> list[str]:
        """What people saw, in the form of the dry-run calendar."""
        seen = []
        for platform in self.platforms.values():
            for effect in platform.effects:
                id_, verb, milestone = effect.title.split(" ", 2)
                seen.append(Line(effect.at, effect.target, id_, effect.verb, milestone))  # type: ignore[arg-type]
                assert verb in (effect.verb, "fault")
        return [line.shown() for line in sorted(seen, key=order)]

    def unclosed(self, year: Sequence[tuple[Window, dict[Target, Rhythm]]]) -> list[str]:
        """Living posts that do not show that their window has closed."""
        closing = {made.id for made, told in year if any("closes" in rhythm.kinds for rhythm in told.values())}
        return [
            message.shown.title
            for platform in self.platforms.values()
            for message in platform.messages.values()
            if message.target.kind == "place" and not message.about and " closes@" not in message.shown.title
            if message.card.title.split()[0] in closing and message.target != STAFF
        ]


def town(kept: Kept, seed: int, share: float = 0.0, crashes: float = 0.0) -> Town:
    """An empty town."""
    chance, clock = Random(seed), FakeClock(NOW)
    platforms = {name: Loopback(clock, Random(f"{seed} {name}"), share) for name in PLATFORMS}
    return Town(kept, clock, platforms, Stops(chance, share=crashes), seed)


def a_year(seed: int, count: int, places: int, people: int) -> list[tuple[Window, dict[Target, Rhythm]]]:
    """Windows spread over a year, each with everybody who is told of it, and how."""
    chance = Random(f"a year {seed}")
    here = [Target("place", f"{PLATFORMS[n % 2]}:{n // 2}", f"c{n}") for n in range(places)]
    them = [Target("person", "", f"{PLATFORMS[n % 2]}:p{n}") for n in range(people)]
    rhythms = [Rhythm(), Rhythm(quiet=NIGHT), Rhythm(days=(14, 3)), Rhythm(frozenset({"coming", "opens", "closes"}))]
    year = []
    for number in range(count):
        opens = NOW + timedelta(minutes=chance.randrange(-10 * 24 * 60, 340 * 24 * 60))
        closes = max(opens, NOW) + timedelta(minutes=chance.randrange(60, 30 * 24 * 60))
        made = window(id=f"w{number}", opens=opens, closes=closes, changed=NOW)
        told: dict[Target, Rhythm] = {place: rhythms[number % len(rhythms)] for place in here}
        told |= {person: PERSONAL for person in them if chance.random() < 0.5}
        year.append((made, told))
    return year


async def settle(kept: Kept, year: Sequence[tuple[Window, dict[Target, Rhythm]]]) -> None:
    """Put the windows of a year, with their plans."""
    for made, told in year:
        plan = [Planned(target, milestones(made, rhythm)) for target, rhythm in told.items()]
        assert await kept.windows.put(made, None, plan)


def expected(year: Sequence[tuple[Window, dict[Target, Rhythm]]], now: datetime) -> list[str]:
    """The dry-run calendar of a year."""
    end = now + timedelta(days=800)
    lines = [line for made, told in year for line in calendar(made, told, now, end)]
    return [line.shown() for line in sorted(lines, key=order)]


def without_times(lines: Sequence[str], verbs: Collection[str] = ("post", "note", "direct")) -> Counter[str]:
    """How often each message was sent, whenever that was."""
    counted = Counter(line.split(" ", 2)[2] for line in lines)
    return Counter({line: n for line, n in counted.items() if line.split(" ")[-2] in verbs})


def another(made: Window, **changes: object) -> Window:
    """The next revision of a window."""
    return replace(made, revision=made.revision + 1, **changes)  # type: ignore[arg-type]
