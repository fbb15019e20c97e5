"""Windows, posts, deliveries and subscriptions in dictionaries, with the promises of `bot.windows.ports`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.windows.ports import Claimed, Delivery, Manner, Post, post_id

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.windows.audience import Subscription, Target
    from bot.windows.ports import Outcome, Planned
    from bot.windows.window import Window


@dataclass
class Row:
    """A delivery with what only the store needs."""

    delivery: Delivery
    next_at: datetime
    sent: str = ""


@dataclass
class Held:
    """A post with what only the store needs."""

    post: Post
    platform: str
    rows: dict[str, Row] = field(default_factory=dict)
    holder: str | None = None
    until: datetime | None = None

    @property
    def next_at(self) -> datetime | None:
        return min((row.next_at for row in self.rows.values() if row.delivery.state == "waiting"), default=None)


class MemoryWindows:
    """`bot.windows.ports.Windows`."""

    def __init__(self) -> None:
        self.windows: dict[tuple[str, str], Window] = {}
        self.revisions: dict[tuple[str, str, int], Window] = {}
        self.changes: dict[tuple[str, str], Window] = {}
        self.held: dict[str, Held] = {}
        self.manners: dict[str, Manner] = {}

    async def get(self, organisation: str, id: str) -> Window | None:  # noqa: A002
        return self.windows.get((organisation, id))

    async def all(self, organisation: str, after: datetime | None = None) -> Sequence[Window]:
        mine = [w for w in self.windows.values() if w.organisation == organisation and (not after or w.closes > after)]
        return sorted(mine, key=lambda w: (w.opens, w.id))

    async def organisations(self, after: datetime) -> Sequence[str]:
        return sorted({w.organisation for w in self.windows.values() if w.closes > after})

    async def put(self, window: Window, before: Window | None, planned: Sequence[Planned]) -> bool:
        key = (window.organisation, window.id)
        if self.windows.get(key) != before:
            return False
        self.windows[key] = window
        if window.status == "approved":
            self.revisions[(*key, window.revision)] = window
        await self.replan(*key, planned, window.changed)
        return True

    async def propose(self, organisation: str, id: str, proposed: Window | None) -> None:  # noqa: A002
        key = (organisation, id)
        if proposed is None:
            self.changes.pop(key, None)
        elif key in self.windows:
            self.changes[key] = proposed

    async def proposed(self, organisation: str) -> Sequence[Window]:
        return [self.changes[key] for key in sorted(self.changes) if key[0] == organisation]

    async def replan(
        self,
        organisation: str,
        id: str,  # noqa: A002
        planned: Sequence[Planned],
        now: datetime,
        only: Target | None = None,
    ) -> None:
        wanted = set()
        for plan in planned:
            key = plan.target.key
            name = post_id(organisation, id, key)
            new = Post(name, organisation, id, key, told=plan.seen)
            held = self.held.setdefault(name, Held(new, plan.target.platform))
            held.post = replace(held.post, language=plan.language)
            for m in plan.milestones:
                wanted.add((name, m.key))
                fresh = Delivery(name, m.key, m.kind, m.at, m.due, m.number, m.day)
                there = held.rows.get(m.key)
                if there is None:
                    over = bool(plan.seen) and m.due <= now
                    held.rows[m.key] = Row(replace(fresh, state="skipped") if over else fresh, m.due)
                elif there.delivery.state == "waiting" and not there.delivery.doubtful:
                    held.rows[m.key] = Row(replace(there.delivery, at=m.at, due=m.due), m.due)
        for name, held in self.held.items():
            if (held.post.organisation, held.post.window) == (organisation, id) and (
                only is None or only.key == held.post.target
            ):
                for key, row in list(held.rows.items()):
                    d = row.delivery
                    if d.state == "waiting" and d.kind != "fault" and not d.doubtful and (name, key) not in wanted:
                        del held.rows[key]

    async def posts(self, organisation: str, id: str) -> Sequence[Post]:  # noqa: A002
        mine = [h.post for h in self.held.values() if (h.post.organisation, h.post.window) == (organisation, id)]
        return sorted(mine, key=lambda post: post.target)

    async def deliveries(self, post: str) -> Sequence[Delivery]:
        rows = self.held[post].rows.values() if post in self.held else ()
        return sorted((row.delivery for row in rows), key=lambda d: (d.at, d.milestone))

    async def manner(self, organisation: str) -> Manner:
        return self.manners.get(organisation, Manner())

    async def put_manner(self, organisation: str, manner: Manner) -> None:
        self.manners[organisation] = manner


class MemoryAnnouncements:
    """`bot.windows.ports.Announcements`."""

    shared = False

    def __init__(self, windows: MemoryWindows) -> None:
        self._kept = windows
        self._leases: dict[str, tuple[str, datetime]] = {}

    async def lease(self, name: str, holder: str, now: datetime, until: datetime) -> str:
        has, runs = self._leases.get(name, (holder, now))
        if has == holder or runs <= now:
            self._leases[name] = (holder, until)
            return holder
        return has

    async def release(self, name: str, holder: str) -> None:
        if self._leases.get(name, ("", None))[0] == holder:
            del self._leases[name]

    async def claim(
        self, holder: str, platforms: Collection[str], now: datetime, until: datetime, limit: int
    ) -> Sequence[Claimed]:
        free = [
            (held.next_at, held.post.id, held)
            for held in self._kept.held.values()
            if held.platform in platforms and (held.holder is None or (held.until is not None and held.until <= now))
        ]
        due = sorted((at, name) for at, name, _ in free if at is not None and at <= now)
        claimed = []
        for _, name in due[:limit]:
            held = self._kept.held[name]
            held.holder, held.until = holder, until
            rows = [r for r in held.rows.values() if r.delivery.state == "waiting" and r.next_at <= now]
            before = tuple(row.delivery for row in rows)
            for row in rows:
                d = row.delivery
                row.delivery = replace(d, doubtful=True, claimed_at=d.claimed_at or now)
            post = held.post
            window = self._kept.windows[post.organisation, post.window]
            told = self._kept.revisions.get((post.organisation, post.window, post.told))
            claimed.append(Claimed(post, before, window, told, until))
        return claimed

    async def mark(self, holder: str, outcomes: Sequence[Outcome], now: datetime) -> int:
        count = 0
        for outcome in outcomes:
            held = self._kept.held.get(outcome.post.id)
            if held is None or held.holder != holder:
                continue
            count += 1
            for m in outcome.markings:
                row = held.rows.get(m.milestone)
                if row is not None:
                    row.delivery = replace(row.delivery, state=m.state, doubtful=m.doubtful, tries=m.tries)
                    row.next_at, row.sent = m.next_at, m.sent
            told = outcome.post
            held.post = replace(held.post, told=told.told, sent=told.sent, generation=told.generation)
            held.holder = held.until = None
            for fault in outcome.faults:
                name = post_id(told.organisation, told.window, fault.target.key)
                new = Held(
                    Post(name, told.organisation, told.window, fault.target.key, fault.language), fault.target.platform
                )
                there = self._kept.held.setdefault(name, new)
                delivery = Delivery(name, fault.milestone, "fault", now, now, detail=fault.detail)
                there.rows.setdefault(fault.milestone, Row(delivery, now))
        return count

    async def next_due(self, platforms: Collection[str]) -> datetime | None:
        found = [
            held.next_at if held.holder is None else held.until
            for held in self._kept.held.values()
            if held.platform in platforms and held.next_at is not None
        ]
        return min((at for at in found if at is not None), default=None)

    async def inbox(self, organisation: str, person: str) -> Sequence[tuple[Window, Delivery]]:
        found = []
        for held in self._kept.held.values():
            if held.post.organisation == organisation and held.post.target == f"person {person}":
                for row in held.rows.values():
                    if row.delivery.state == "inbox":
                        found.append((self._kept.windows[organisation, held.post.window], row.delivery))
                        row.delivery = replace(row.delivery, state="done")
        return sorted(found, key=lambda pair: pair[1].at)


class MemorySubscriptions:
    """`bot.windows.ports.Subscriptions`."""

    def __init__(self, windows: MemoryWindows) -> None:
        self._kept = windows
        self.known: dict[tuple[str, str], Subscription] = {}

    async def get(self, organisation: str, person: str) -> Subscription | None:
        return self.known.get((organisation, person))

    async def put(self, subscription: Subscription) -> None:
        self.known[subscription.organisation, subscription.person] = subscription

    async def drop(self, organisation: str, person: str) -> None:
        self.known.pop((organisation, person), None)
        self._forget(person, organisation)

    async def of(self, organisation: str) -> Sequence[Subscription]:
        mine = [s for s in self.known.values() if s.organisation == organisation]
        return sorted(mine, key=lambda s: s.person)

    async def by(self, person: str) -> Sequence[Subscription]:
        theirs = [s for s in self.known.values() if s.person == person]
        return sorted(theirs, key=lambda s: s.organisation)

    async def erase(self, person: str) -> int:
        theirs = [key for key in self.known if key[1] == person]
        for key in theirs:
            del self.known[key]
        self._forget(person)
        return len(theirs)

    def _forget(self, person: str, organisation: str | None = None) -> None:
        for name, held in list(self._kept.held.items()):
            if held.post.target == f"person {person}" and organisation in (None, held.post.organisation):
                del self._kept.held[name]
