"""Waiting for something to become true, without polling and never for ever."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
PATIENCE = 10.0  # seconds: long enough for a busy machine, short enough for a test that hangs


class Changes:
    """Whoever waits looks again each time something is told."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def tell(self) -> None:
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(
        self,
        condition: Callable[[], T | None],
        within: float = PATIENCE,
        what: str = "",
        look_again: float = PATIENCE,
    ) -> T:
        """What the condition gives once that is true; TimeoutError after `within` seconds.

        `look_again`: seconds after which to look although nothing was told, for what happens elsewhere.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not (found := condition()):
            left = deadline - loop.time()
            if left <= 0:
                raise TimeoutError(f"waited {within:g} s in vain{what and f' for {what}'}")
            change = loop.create_future()
            self._waiting.append(change)
            await asyncio.wait([change], timeout=min(left, look_again))
        return found
