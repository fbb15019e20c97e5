"""Calls of a platform for one claimed post: never after the claim may have run out, never an exception."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.windows.announcing import Unsure
from bot.windows.audience import Target

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.ports import Clock
    from bot.ui import Card
    from bot.windows.announcing import Absent, Announcing, Found, Gone, Later, Refused, Sent
    from bot.windows.ports import Claimed, Post

SEND_SECONDS = 20.0  # a platform that takes longer has perhaps taken it
APART = timedelta(minutes=1)  # that the platform's clock may be from ours
_LOG = structlog.get_logger(__name__)
_T = TypeVar("_T")


class OutOfTime(Exception):  # noqa: N818
    """The claim may run out before the platform answers: somebody else will have it, and will look first."""


def key_of(post: Post, name: str) -> str:
    """What a message is found again by: 24 characters, the same for the same message."""
    return name_key(f"{post.id} {name}")


def name_key(name: str) -> str:
    """A key for a name of any length."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]


class Calls:
    """What can be asked of the platform of a claimed post."""

    def __init__(self, platform: Announcing, claimed: Claimed, clock: Clock, point: Callable[[str], None]) -> None:
        self._platform = platform
        self._target = Target.of(claimed.post.target)
        self._until = claimed.until
        self._clock = clock
        self._point = point

    async def post(self, post: Post, name: str, card: Card) -> Sent | Refused | Later | Unsure:
        return await self._asked(lambda: self._platform.post(self._target, card, key_of(post, name)))

    async def edit(self, post: Post, card: Card) -> Sent | Refused | Later | Unsure | Gone:
        return await self._asked(lambda: self._platform.edit(self._target, post.sent, card))

    async def note(self, post: Post, name: str, card: Card) -> Sent | Refused | Later | Unsure:
        return await self._asked(lambda: self._platform.note(self._target, post.sent, card, key_of(post, name)))

    async def find(self, post: Post, name: str, claimed_at: datetime) -> Found | Absent | Later | Unsure:
        return await self._asked(lambda: self._platform.find(self._target, key_of(post, name), claimed_at - APART))

    async def _asked(self, call: Callable[[], Awaitable[_T]]) -> _T | Unsure:
        if self._clock.now() + timedelta(seconds=SEND_SECONDS) >= self._until:
            raise OutOfTime
        self._point("before the call")
        result: _T | Unsure
        try:
            async with asyncio.timeout(SEND_SECONDS):
                result = await call()
        except Exception as error:
            _LOG.error("platform failed", target=self._target.key, error=type(error).__name__)
            result = Unsure()
        self._point("after the call")
        return result
