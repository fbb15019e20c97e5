"""Stand-ins that keep the same promises as the real thing; the contract suites run on both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.ports import Attempt, Profile, Server
from tests.windows.memory import MemoryAnnouncements, MemorySubscriptions, MemoryWindows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from bot.ports import Unanswered


class MemoryUnanswereds:
    """`bot.ports.Unanswereds` in a list."""

    def __init__(self) -> None:
        self.questions: list[Unanswered] = []

    async def add(self, question: Unanswered) -> None:
        self.questions.append(question)

    async def waiting(self, organisation: str, limit: int = 100) -> Sequence[Unanswered]:
        mine = [question for question in self.questions if question.organisation == organisation]
        return sorted(mine, key=lambda question: question.asked_at, reverse=True)[:limit]

    async def expire(self, before: datetime) -> int:
        kept = [question for question in self.questions if question.asked_at >= before]
        forgotten = len(self.questions) - len(kept)
        self.questions = kept
        return forgotten

    async def count(self, organisation: str) -> int:
        return sum(question.organisation == organisation for question in self.questions)


class MemoryServers:
    """`bot.ports.Servers` in a dictionary; what waits in a forgotten organisation is taken from `unanswered`."""

    def __init__(self, unanswered: MemoryUnanswereds | None = None) -> None:
        self.known: dict[str, Server] = {}
        self._unanswered = unanswered or MemoryUnanswereds()

    async def get(self, id: str) -> Server:  # noqa: A002
        return self.known.setdefault(id, Server(id, id))

    async def put(self, server: Server) -> None:
        self.known[server.id] = server

    async def left(self, id: str, at: datetime) -> None:  # noqa: A002
        if id in self.known and self.known[id].left_at is None:
            self.known[id] = replace(self.known[id], left_at=at)

    async def joined(self, id: str) -> None:  # noqa: A002
        self.known[id] = replace(await self.get(id), left_at=None)

    async def present(self, platform: str, ids: Collection[str], at: datetime) -> None:
        for name in ids:
            await self.joined(name)
        for name in [name for name in self.known if name.startswith(f"{platform}:") and name not in ids]:
            await self.left(name, at)

    async def of(self, organisation: str) -> Sequence[Server]:
        theirs = [s for s in self.known.values() if s.organisation == organisation and s.left_at is None]
        return sorted(theirs, key=lambda server: server.id)

    async def join(self, organisation: str, other: str) -> None:
        for server in self.known.values():
            if server.organisation == organisation:
                self.known[server.id] = replace(server, organisation=other)
        self._unanswered.questions = [
            replace(question, organisation=other) if question.organisation == organisation else question
            for question in self._unanswered.questions
        ]

    async def expire(self, before: datetime) -> int:
        gone = [server for server in self.known.values() if server.left_at is not None and server.left_at < before]
        for server in gone:
            del self.known[server.id]
        empty = {server.organisation for server in gone} - {server.organisation for server in self.known.values()}
        waiting = self._unanswered.questions
        self._unanswered.questions = [question for question in waiting if question.organisation not in empty]
        return len(gone)

    async def count(self) -> int:
        return sum(server.left_at is None for server in self.known.values())


class MemoryHandled:
    """`bot.ports.Handled` in a dictionary."""

    def __init__(self) -> None:
        self.claimed: dict[str, datetime] = {}

    async def claim(self, key: str, at: datetime) -> bool:
        first = key not in self.claimed
        self.claimed.setdefault(key, at)
        return first

    async def expire(self, before: datetime) -> int:
        kept = {key: at for key, at in self.claimed.items() if at >= before}
        forgotten = len(self.claimed) - len(kept)
        self.claimed = kept
        return forgotten


class MemoryDrafts:
    """`bot.ports.Drafts` in a dictionary."""

    def __init__(self) -> None:
        self.drafts: dict[str, tuple[dict[str, str], datetime]] = {}

    async def put(self, key: str, values: Mapping[str, str], at: datetime) -> None:
        self.drafts[key] = (dict(values), at)

    async def get(self, key: str) -> Mapping[str, str] | None:
        return dict(self.drafts[key][0]) if key in self.drafts else None

    async def drop(self, key: str) -> None:
        self.drafts.pop(key, None)

    async def expire(self, before: datetime) -> int:
        kept = {key: (values, at) for key, (values, at) in self.drafts.items() if at >= before}
        forgotten = len(self.drafts) - len(kept)
        self.drafts = kept
        return forgotten


class MemoryMarks:
    """`bot.ports.Marks` in a dictionary."""

    def __init__(self) -> None:
        self.marks: dict[str, str] = {}

    async def get(self, name: str) -> str | None:
        return self.marks.get(name)

    async def put(self, name: str, value: str) -> None:
        self.marks[name] = value


class MemoryAttempts:
    """`bot.ports.Attempts` in a dictionary."""

    def __init__(self) -> None:
        self.attempts: dict[str, Attempt] = {}

    async def add(self, attempt: Attempt) -> None:
        if attempt.id in self.attempts:
            raise ValueError("there is one with this id")
        self.attempts[attempt.id] = attempt

    async def get(self, id: str) -> Attempt | None:  # noqa: A002
        return self.attempts.get(id)

    async def put(self, attempt: Attempt) -> bool:
        before = self.attempts.get(attempt.id)
        if before is None or before.revision != attempt.revision - 1:
            return False
        self.attempts[attempt.id] = attempt
        return True

    async def of(self, person: str) -> Sequence[Attempt]:
        theirs = sorted((a for a in self.attempts.values() if a.person == person), key=lambda a: a.id)
        return sorted(theirs, key=lambda a: a.touched_at, reverse=True)

    async def drop(self, id: str) -> None:  # noqa: A002
        self.attempts.pop(id, None)

    async def erase(self, person: str) -> int:
        return self._keep(lambda attempt: attempt.person != person)

    async def expire(self, before: datetime) -> int:
        return self._keep(lambda attempt: attempt.touched_at >= before)

    def _keep(self, wanted: Callable[[Attempt], bool]) -> int:
        kept = {id_: attempt for id_, attempt in self.attempts.items() if wanted(attempt)}
        forgotten = len(self.attempts) - len(kept)
        self.attempts = kept
        return forgotten


class MemoryProfiles:
    """`bot.ports.Profiles` in a dictionary."""

    def __init__(self) -> None:
        self.profiles: dict[str, Profile] = {}

    async def get(self, person: str) -> Profile | None:
        return self.profiles.get(person)

    async def put(self, profile: Profile) -> None:
        self.profiles[profile.person] = profile

    async def erase(self, person: str) -> int:
        return int(self.profiles.pop(person, None) is not None)


@dataclass
class MemoryStore:
    """`bot.ports.Kept` without a database."""

    unanswered: MemoryUnanswereds = field(default_factory=MemoryUnanswereds)
    servers: MemoryServers = field(init=False)
    handled: MemoryHandled = field(default_factory=MemoryHandled)
    drafts: MemoryDrafts = field(default_factory=MemoryDrafts)
    marks: MemoryMarks = field(default_factory=MemoryMarks)
    attempts: MemoryAttempts = field(default_factory=MemoryAttempts)
    profiles: MemoryProfiles = field(default_factory=MemoryProfiles)
    windows: MemoryWindows = field(default_factory=MemoryWindows)
    announcements: MemoryAnnouncements = field(init=False)
    subscriptions: MemorySubscriptions = field(init=False)

    def __post_init__(self) -> None:
        self.servers = MemoryServers(self.unanswered)
        self.announcements = MemoryAnnouncements(self.windows)
        self.subscriptions = MemorySubscriptions(self.windows)


class FakeClock:
    """`bot.ports.Clock` that stands still until time is made to pass."""

    def __init__(self, at: datetime = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def pass_time(self, span: timedelta) -> None:
        self._at += span
