"""The rate limit of posting to one channel."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import LimitedError

if TYPE_CHECKING:
    from ..discord.clock import Clock


@dataclass
class _Window:
    ends: float
    used: int = 0


class Buckets:
    """A window a channel; off until a limit is set."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.limit = 0
        self.per = 1.0
        self._windows: dict[str, _Window] = {}

    def set(self, limit: int, per: float) -> None:
        self.limit, self.per = limit, per
        self._windows.clear()

    def take(self, key: str) -> None:
        """One more, or 429 until the window ends."""
        if not self.limit:
            return
        now = self._clock.now()
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = _Window(now + self.per)
        if window.used >= self.limit:
            raise LimitedError(math.ceil(window.ends - now))
        window.used += 1
