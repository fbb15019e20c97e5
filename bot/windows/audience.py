"""Who is told of a window: the places where an organisation announces, and the people who subscribed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.windows.milestones import PERSONAL, Rhythm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.ports import Server
    from bot.windows.window import Window

ALL = "all"  # a topic: every window
WHEN_KNOWN = "when-known"  # a topic: the first window that is announced, then never again


@dataclass(frozen=True, order=True)
class Target:
    """A channel of a server, or a person, by the ids of its platform. `server` is empty for a person."""

    kind: Literal["place", "person"]
    server: str
    id: str

    @property
    def key(self) -> str:
        """Its name in the store and in the log: “place discord:1 23”, “person discord:42”."""
        return " ".join(part for part in (self.kind, self.server, self.id) if part)

    @classmethod
    def of(cls, key: str) -> Target:
        """The target of a key."""
        kind, *rest = key.split(" ", 2)
        if kind == "place" and len(rest) == 2:
            return cls("place", rest[0], rest[1])
        if kind == "person" and len(rest) == 1:
            return cls("person", "", rest[0])
        raise ValueError(f"not a target: {key!r}")

    @property
    def platform(self) -> str:
        return (self.server or self.id).partition(":")[0]


@dataclass(frozen=True)
class Subscription:
    """What a person of an organisation wants to be told.

    Topics: “all”, “when-known”, “role sht”, “branch Sapporo”, “window sht-2026”.
    """

    organisation: str
    person: str
    topics: tuple[str, ...]
    rhythm: Rhythm = field(default_factory=lambda: PERSONAL)
    language: str = "en"

    @property
    def target(self) -> Target:
        return Target("person", "", self.person)

    def wants(self, window: Window) -> bool:
        """Whether a window is one of theirs; what is for staff is nobody's."""
        if window.organisation != self.organisation or window.audience != "public":
            return False
        branches = {branch.casefold() for branch in window.branches}
        return any(
            topic in (ALL, WHEN_KNOWN)
            or (kind == "role" and name in window.roles)
            or (kind == "window" and name == window.id)
            or (kind == "branch" and name.casefold() in branches)
            for topic, (kind, _, name) in ((topic, topic.partition(" ")) for topic in self.topics)
        )


def places_of(window: Window, servers: Iterable[Server]) -> tuple[Target, ...]:
    """The channels that a window is announced in: of those its organisation chose, all or those it names."""
    found = []
    for server in servers:
        if server.organisation != window.organisation or server.left_at is not None:
            continue
        channels = server.staff if window.audience == "staff" else server.windows
        found += [Target("place", server.id, id_) for id_ in channels]
    named = set(window.places)
    return tuple(sorted({target for target in found if not named or target.id in named}))


def staff_of(organisation: str, servers: Iterable[Server]) -> tuple[Target, ...]:
    """The channels where an organisation's staff is told what went wrong."""
    return tuple(
        Target("place", server.id, id_)
        for server in servers
        if server.organisation == organisation and server.left_at is None
        for id_ in server.staff
    )
