"""The server's own time, which tests move, and ids that carry it."""

from __future__ import annotations

import time
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000
SEQUENCE_BITS = 22
DAY_MS = 86_400_000


class Clock:
    """Wall time plus what was added, so that three seconds or fifteen minutes pass without waiting."""

    def __init__(self) -> None:
        self._added = 0.0

    def now(self) -> float:
        return time.time() + self._added

    def advance(self, seconds: float) -> None:
        self._added += seconds


def iso(at: float) -> str:
    """The form in which every time goes over the wire."""
    return datetime.fromtimestamp(at, UTC).isoformat()


class Snowflakes:
    """Ids that rise with time; libraries read the time back out of them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._guilds = 0
        self._start = int(clock.now() * 1000) - DAY_MS

    def new(self) -> int:
        self._last = max(self._last + 1, (int(self._clock.now() * 1000) - EPOCH_MS) << SEQUENCE_BITS)
        return self._last

    def spread(self) -> int:
        """An id for a guild: one millisecond after the guild before it, so that neighbours fall on different shards."""
        self._guilds += 1
        return (self._start + self._guilds - EPOCH_MS) << SEQUENCE_BITS
