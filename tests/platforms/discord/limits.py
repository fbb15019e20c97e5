"""The rate limit of channel sends, told in headers so that a library can wait by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import RefusedError

if TYPE_CHECKING:
    from .clock import Clock


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

    def take(self, key: str) -> tuple[bool, dict[str, str]]:
        """Whether one more is within the limit, and the headers that tell how many are left."""
        if not self.limit:
            return True, {}
        now = self._clock.now()
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = _Window(now + self.per)
        window.used += 1
        return window.used <= self.limit, {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self.limit - window.used)),
            "X-RateLimit-Reset": f"{window.ends:.3f}",
            "X-RateLimit-Reset-After": f"{window.ends - now:.3f}",
            "X-RateLimit-Bucket": "sends",
        }


class LimitedError(RefusedError):
    """Over the limit: 429, with the time after which to try again."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__(20028)
        wait = float(headers["X-RateLimit-Reset-After"])
        self.body = {"message": "You are being rate limited.", "retry_after": wait, "global": False}
        self.headers = headers | {"Via": "1.1 loopback", "Retry-After": str(max(1, round(wait)))}
