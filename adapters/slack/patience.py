"""How long things may take in Slack before something else is done about them, and the sign of work that comes then."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


@dataclass(frozen=True)
class Patience:
    """In seconds."""

    sign: float = 1.0  # until a person is told that it takes longer
    form: float = 2.0  # that a form waits for what becomes of it: Slack gives up after three
    ping: float = 3.0  # between signs of life of a socket; one that says nothing for four of them is given up
    pause: float = 1.0  # before a socket is renewed that ended again as soon as it was there
    end: float = 5.0  # that work under way has when everything ends
    farewell: float = 2.0  # that the people whose work was given up are told so


class Sign:
    """A sign of work, given only where it takes longer. `give` never raises."""

    def __init__(self, after: float, give: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._given: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(after, self._begin, give)

    def _begin(self, give: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._given = asyncio.create_task(give())

    def stop(self) -> None:
        """No sign any more; one that is on its way gets there."""
        self._timer.cancel()

    async def over(self) -> None:
        """Once no sign can come after what is said next."""
        self._timer.cancel()
        if self._given is not None:
            await asyncio.wait({self._given})
