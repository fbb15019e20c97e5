"""Putting windows: approval, changes, withdrawal, and the plan of who is told what, in one step with each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.windows.audience import WHEN_KNOWN, places_of, staff_of
from bot.windows.calendar import year
from bot.windows.milestones import milestones
from bot.windows.ports import Planned
from bot.windows.window import EDITABLE, approved, may_approve, same, standing, withdrawn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from bot.ports import Clock, Server
    from bot.windows.audience import Subscription, Target
    from bot.windows.calendar import Line
    from bot.windows.milestones import Rhythm
    from bot.windows.ports import Manner, WindowsKept
    from bot.windows.window import Window

    ServersOf = Callable[[str], Awaitable[Sequence[Server]]]
    Lacks = Callable[[Target], Awaitable[Sequence[str]]]


class Refusal(Exception):  # noqa: N818
    """What cannot be done now; the message is a key of `texts/` under `window.refused`."""


@dataclass(frozen=True)
class Submitted:
    """A window as staff left it: a draft of its own, or a change that waits beside what everybody sees."""

    window: Window
    live: Window | None = None


async def no_lacks(_target: Target) -> Sequence[str]:
    """Where no platform can be asked, nothing is known to be missing."""
    return ()


@dataclass(frozen=True)
class Circle:
    """All who may be told of an organisation's windows, and how it announces."""

    manner: Manner
    servers: Sequence[Server]
    readers: Sequence[Subscription]

    def planned(self, window: Window) -> list[Planned]:
        """Who is told what of a window."""
        languages = {server.id: server.language or "en" for server in self.servers}
        places = [
            Planned(place, milestones(window, self.manner.rhythm), languages[place.server])
            for place in places_of(window, self.servers)
        ]
        return places + [planned(reader, window) for reader in self.readers if reader.wants(window)]

    def rhythms(self, window: Window) -> dict[Target, Rhythm]:
        """The same by target, for the dry run."""
        places = dict.fromkeys(places_of(window, self.servers), self.manner.rhythm)
        return places | {reader.target: reader.rhythm for reader in self.readers if reader.wants(window)}


def planned(reader: Subscription, window: Window, seen: int = 0) -> Planned:
    """What one reader is told of a window that is theirs."""
    return Planned(reader.target, milestones(window, reader.rhythm), reader.language, seen)


class Office:
    """The windows of every organisation. `nudge` tells the announcer that something may be due."""

    def __init__(
        self,
        kept: WindowsKept,
        servers: ServersOf,
        clock: Clock,
        lacks: Lacks = no_lacks,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._kept = kept
        self._servers = servers
        self._clock = clock
        self._lacks = lacks
        self._nudge = nudge

    async def submit(self, window: Window) -> Submitted:
        """Keep what staff typed until it is approved."""
        live = await self._kept.windows.get(window.organisation, window.id)
        if live is None or live.status == "draft":
            draft = replace(window, status="draft", revision=0, changed=self._clock.now())
            await self._put(draft, live, [])
            return Submitted(draft)
        self._must_be_editable(live)
        change = replace(window, status=live.status, revision=live.revision, changed=live.changed)
        await self._kept.windows.propose(window.organisation, window.id, None if same(live, change) else change)
        return Submitted(change, live)

    async def waiting(self, organisation: str, id: str) -> Submitted | None:  # noqa: A002
        """What waits for approval: a draft, or a change."""
        live = await self._kept.windows.get(organisation, id)
        if live is None or live.status == "draft":
            return None if live is None else Submitted(live)
        found = [change for change in await self._kept.windows.proposed(organisation) if change.id == id]
        return Submitted(found[0], live) if found else None

    async def approve(self, organisation: str, id: str, person: str) -> Window:  # noqa: A002
        """Make what waits what everybody sees, with its plan."""
        waits = await self.waiting(organisation, id)
        if waits is None:
            raise Refusal("nothing_waits")
        now = self._clock.now()
        manner = await self._kept.windows.manner(organisation)
        if not may_approve(waits.window, person, self_approval=manner.self_approval):
            raise Refusal("second_person")
        if waits.window.closes <= now:
            raise Refusal("over")
        before = waits.live or waits.window
        self._must_be_editable(before)
        window = approved(waits.window, now)
        await self._put(window, before, await self.plan(window))
        if waits.live is not None:
            await self._kept.windows.propose(organisation, id, None)
        await self._spend_when_known(window)
        self._nudge()
        return window

    async def withdraw(self, organisation: str, id: str) -> Window:  # noqa: A002
        """Take a window back; whoever was told of it is told so."""
        live = await self._kept.windows.get(organisation, id)
        if live is None:
            raise Refusal("unknown")
        self._must_be_editable(live)
        gone = withdrawn(live, self._clock.now())
        await self._put(gone, live, await self.plan(gone))
        await self._kept.windows.propose(organisation, id, None)
        self._nudge()
        return gone

    async def plan(self, window: Window) -> list[Planned]:
        """Who is told what of a window."""
        return (await self._circle(window.organisation)).planned(window)

    async def replan(self, organisation: str | None) -> None:
        """Bring every window that is not over to new places, readers or manners; None: those of all organisations."""
        now = self._clock.now()
        for each in await self._kept.windows.organisations(now) if organisation is None else [organisation]:
            circle = await self._circle(each)
            for window in await self.live(each):
                await self._kept.windows.replan(each, window.id, circle.planned(window), now)
        self._nudge()

    async def live(self, organisation: str) -> list[Window]:
        """The windows that everybody may see and that are not over, by their opening."""
        found = await self._kept.windows.all(organisation, after=self._clock.now())
        return [window for window in found if window.status == "approved"]

    async def subscribe(self, reader: Subscription) -> None:
        """Keep what somebody wants to be told, and bring their plan to it. What they could have seen is not told."""
        await self._kept.subscriptions.put(reader)
        now = self._clock.now()
        for window in await self.live(reader.organisation):
            seen = window.revision if window.opens <= now else 0
            wanted = [planned(reader, window, seen)] if reader.wants(window) else []
            await self._kept.windows.replan(reader.organisation, window.id, wanted, now, reader.target)
        self._nudge()

    async def preview(self, windows: Sequence[Window], until: datetime) -> tuple[Line, ...]:
        """Every post and message that some windows would send from now on."""
        now = self._clock.now()
        told = {
            (post.window, post.target)
            for window in windows
            for post in await self._kept.windows.posts(window.organisation, window.id)
            if post.told
        }
        circles = {organisation: await self._circle(organisation) for organisation in {w.organisation for w in windows}}
        seen = [window if window.status == "approved" else approved(window, now) for window in windows]
        return year([(w, circles[w.organisation].rhythms(w)) for w in seen], now, until, told)

    async def lacking(self, window: Window) -> list[tuple[Target, Sequence[str]]]:
        """The places where the bot may not announce a window, with the rights that are missing."""
        places = places_of(window, await self._servers(window.organisation))
        lacks = await asyncio.gather(*(self._lacks(place) for place in places))
        return [(place, missing) for place, missing in zip(places, lacks, strict=True) if missing]

    async def staff(self, organisation: str) -> Sequence[tuple[Target, str]]:
        """Where staff is told what went wrong, and in which language."""
        servers = await self._servers(organisation)
        languages = {server.id: server.language or "en" for server in servers}
        return [(place, languages[place.server]) for place in staff_of(organisation, servers)]

    async def _circle(self, organisation: str) -> Circle:
        manner = await self._kept.windows.manner(organisation)
        readers = await self._kept.subscriptions.of(organisation)
        return Circle(manner, await self._servers(organisation), readers)

    async def _spend_when_known(self, window: Window) -> None:
        """“Tell me when known” is for one window: the first that is approved after it was asked for."""
        for reader in await self._kept.subscriptions.of(window.organisation):
            if WHEN_KNOWN in reader.topics and reader.wants(window):
                topics = tuple(f"window {window.id}" if topic == WHEN_KNOWN else topic for topic in reader.topics)
                await self._kept.subscriptions.put(replace(reader, topics=tuple(dict.fromkeys(topics))))

    async def _put(self, window: Window, before: Window | None, planned: Sequence[Planned]) -> None:
        if not await self._kept.windows.put(window, before, planned):
            raise Refusal("changed_meanwhile")

    def _must_be_editable(self, window: Window) -> None:
        if standing(window, self._clock.now()) not in EDITABLE:
            raise Refusal("over")
