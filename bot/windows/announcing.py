"""What announcing asks of a platform, and what a platform answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.ports import Adapter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.ui import Card
    from bot.windows.audience import Target


@dataclass(frozen=True)
class Sent:
    """The platform took it, and calls it this."""

    id: str = ""


@dataclass(frozen=True)
class Refused:
    """The platform will not take it, and trying again does not help. `closed`: this person takes no direct messages."""

    reason: str
    closed: bool = False


@dataclass(frozen=True)
class Later:
    """The platform took nothing; it may be asked again, not before some seconds where it names them."""

    seconds: float | None = None


@dataclass(frozen=True)
class Unsure:
    """The platform may have taken it: no answer came, or half of one."""


@dataclass(frozen=True)
class Gone:
    """What was to be changed is no longer there."""


@dataclass(frozen=True)
class Found:
    """What was sent with a key, and when the platform took it."""

    id: str
    at: datetime


@dataclass(frozen=True)
class Absent:
    """Nothing with this key was sent there."""


class Announcing(Protocol):
    """A platform, for announcements. No method raises; a `key` of at most 25 characters names each message, so that it
    can be found again. One that is sent twice with the same key within minutes is taken once where the platform can.
    """

    async def post(self, target: Target, card: Card, key: str) -> Sent | Refused | Later | Unsure:
        """A new message in a place, or a direct message to a person."""
        ...

    async def edit(self, target: Target, id: str, card: Card) -> Sent | Refused | Later | Unsure | Gone:  # noqa: A002
        ...

    async def note(self, target: Target, about: str, card: Card, key: str) -> Sent | Refused | Later | Unsure:
        """A short message that links to another, `about`."""
        ...

    async def find(self, target: Target, key: str, since: datetime) -> Found | Absent | Later | Unsure:
        """The message that was sent with a key at or after an instant."""
        ...

    async def lacks(self, target: Target) -> Sequence[str]:
        """The rights that the bot misses to announce in a place."""
        ...


class Voice(Announcing, Protocol):
    """`Announcing` of an adapter, which is there before its platform is reached."""

    @property
    def connected(self) -> bool:
        """Whether the platform can be spoken to now; where not, nothing is claimed for it."""
        ...


class Speaking(Adapter, Protocol):
    """An adapter that can announce, while it runs."""

    @property
    def voice(self) -> Voice: ...
