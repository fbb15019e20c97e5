"""What the server says when it refuses, and what a person cannot do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .wire import Json


class RefusedError(Exception):
    """An answer that is an error, in the word that the service has for it."""

    def __init__(self, error: str, **more: Any) -> None:
        self.error = error
        self.body: Json = {"ok": False, "error": error} | more
        super().__init__(error)


class LimitedError(RefusedError):
    """Too many requests: 429, with whole seconds after which to try again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class ImpossibleError(AssertionError):
    """The app would not let a person do this: no such button, a place that is not open to them."""
