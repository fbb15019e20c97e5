"""What is forgotten with time: at the start, and once a day for as long as the bot runs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.ports import Clock

DAY = 86_400.0  # seconds
_LOG = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Chore:
    """Something that is kept for some days; `expire` forgets what is older than an instant."""

    name: str
    days: int
    expire: Callable[[datetime], Awaitable[int]]


class Upkeep:
    """Does every chore each day. One that fails is logged, and hinders neither the others nor the next day."""

    def __init__(
        self, chores: Sequence[Chore], clock: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._chores = tuple(chores)
        self._clock = clock
        self._pause = pause

    async def once(self) -> None:
        for chore in self._chores:
            try:
                forgotten = await chore.expire(self._clock.now() - timedelta(days=chore.days))
            except Exception as error:
                _LOG.error("not forgotten yet", chore=chore.name, error=type(error).__name__)
            else:
                _LOG.info("forgotten", chore=chore.name, count=forgotten)

    async def every_day(self) -> None:
        """Until it is cancelled."""
        while True:
            await self._pause(DAY)
            await self.once()
