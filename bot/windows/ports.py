"""What announcing asks of the store, and the records that it keeps there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from bot.windows.milestones import Kind, Rhythm

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.windows.audience import Subscription, Target
    from bot.windows.milestones import Milestone
    from bot.windows.window import Window

State = Literal["waiting", "done", "skipped", "dead", "inbox"]  # inbox: told at the person's next command instead


def post_id(organisation: str, window: str, target: str) -> str:
    """The id of the living post of a window in one place, or of all that one person is told of it."""
    return hashlib.sha256("\n".join((organisation, window, target)).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Post:
    """A window in one place, or for one person: the unit that one process at a time works on.

    `told` is the revision last told there, 0 for none; `sent` the platform's id of the living post, and `generation`
    how often it was made anew.
    """

    id: str
    organisation: str
    window: str
    target: str
    language: str = "en"
    told: int = 0
    sent: str = ""
    generation: int = 0


@dataclass(frozen=True)
class Delivery:
    """One milestone for one place or person. `doubtful`: it was claimed before and nobody knows whether it was sent."""

    post: str
    milestone: str
    kind: Kind | Literal["fault"]
    at: datetime
    due: datetime
    number: int = 0
    day: str = ""
    detail: str = ""  # of a fault: what went wrong where
    state: State = "waiting"
    tries: int = 0
    doubtful: bool = False
    claimed_at: datetime | None = None


@dataclass(frozen=True)
class Planned:
    """What a target is to be told of a window. Who has `seen` a revision of it is told only what comes after now."""

    target: Target
    milestones: Sequence[Milestone]
    language: str = "en"
    seen: int = 0


@dataclass(frozen=True)
class Claimed:
    """A post with what is due in it, held until an instant; `before` is the window as it was last told there."""

    post: Post
    deliveries: tuple[Delivery, ...]
    window: Window
    before: Window | None
    until: datetime


@dataclass(frozen=True)
class Marking:
    """What became of a delivery. One that still waits is tried again at `next_at`."""

    milestone: str
    state: State
    next_at: datetime
    doubtful: bool = False
    tries: int = 0
    sent: str = ""


@dataclass(frozen=True)
class Fault:
    """Something that staff has to know, told in a staff place: about which milestone, where, and why."""

    target: Target
    milestone: str
    detail: str
    language: str = "en"


@dataclass(frozen=True)
class Outcome:
    """What became of a claimed post: its new state, its deliveries, and what is to be told to staff."""

    post: Post
    markings: tuple[Marking, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Manner:
    """How an organisation announces."""

    rhythm: Rhythm = field(default_factory=Rhythm)
    self_approval: bool = False
    ping: str = ""  # a role that is called with an opening; none unless chosen
    events: bool = False  # a scheduled event a window, where the platform has such


class Windows(Protocol):
    """Windows with their history and their plan."""

    async def get(self, organisation: str, id: str) -> Window | None:  # noqa: A002
        ...

    async def all(self, organisation: str, after: datetime | None = None) -> Sequence[Window]:
        """An organisation's windows by their opening; with `after` only those that close later."""
        ...

    async def organisations(self, after: datetime) -> Sequence[str]:
        """Who has windows that close later."""
        ...

    async def put(self, window: Window, before: Window | None, planned: Sequence[Planned]) -> bool:
        """Keep a window and its plan, in one step. False where what stands there is not `before`."""
        ...

    async def propose(self, organisation: str, id: str, proposed: Window | None) -> None:  # noqa: A002
        """Keep a change until it is approved, or forget it."""
        ...

    async def proposed(self, organisation: str) -> Sequence[Window]:
        """The changes that wait."""
        ...

    async def replan(
        self,
        organisation: str,
        id: str,  # noqa: A002
        planned: Sequence[Planned],
        now: datetime,
        only: Target | None = None,
    ) -> None:
        """Bring what is still to be told to a plan, of all targets or of one; what was told stays told."""
        ...

    async def posts(self, organisation: str, id: str) -> Sequence[Post]:  # noqa: A002
        ...

    async def deliveries(self, post: str) -> Sequence[Delivery]:
        """Everything that was or will be told there, by its time."""
        ...

    async def manner(self, organisation: str) -> Manner: ...

    async def put_manner(self, organisation: str, manner: Manner) -> None: ...


class Announcements(Protocol):
    """What is due, for the announcer. A claim holds a post for a while; nobody else can have it meanwhile."""

    @property
    def shared(self) -> bool:
        """Whether several processes may announce from this store."""
        ...

    async def lease(self, name: str, holder: str, now: datetime, until: datetime) -> str:
        """Take or renew a lease; who has it now."""
        ...

    async def release(self, name: str, holder: str) -> None: ...

    async def claim(
        self, holder: str, platforms: Collection[str], now: datetime, until: datetime, limit: int
    ) -> Sequence[Claimed]:
        """Hold posts in which something is due, the longest due first."""
        ...

    async def mark(self, holder: str, outcomes: Sequence[Outcome], now: datetime) -> int:
        """Note what became of posts, and let go of them; how many were still held by this holder."""
        ...

    async def next_due(self, platforms: Collection[str]) -> datetime | None: ...

    async def inbox(self, organisation: str, person: str) -> Sequence[tuple[Window, Delivery]]:
        """What a person could not be sent, for the next time that they come; each is handed out once."""
        ...


class Subscriptions(Protocol):
    """Who wants to be told of windows."""

    async def get(self, organisation: str, person: str) -> Subscription | None: ...

    async def put(self, subscription: Subscription) -> None: ...

    async def drop(self, organisation: str, person: str) -> None:
        """Forget that somebody subscribed, and all that was told or to be told to them."""
        ...

    async def of(self, organisation: str) -> Sequence[Subscription]: ...

    async def by(self, person: str) -> Sequence[Subscription]:
        """What somebody subscribed to in every organisation, in the order of those."""
        ...

    async def erase(self, person: str) -> int:
        """Forget a person in every organisation; in how many there was something."""
        ...


class WindowsKept(Protocol):
    """All of that in one place; the open store is one."""

    @property
    def windows(self) -> Windows: ...

    @property
    def announcements(self) -> Announcements: ...

    @property
    def subscriptions(self) -> Subscriptions: ...
