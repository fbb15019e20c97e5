"""Writing down what nothing answered, behind the answer: nobody waits for the store, and a refusal loses nothing."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from bot.ports import Unanswered, Unanswereds

MOST = 1_000  # notes that wait for a store that refuses them; the oldest go first
_LOG = structlog.get_logger(__name__)


class Notes:
    """Notes on their way to the store, in order. What it refuses waits for the next note, and for the end."""

    def __init__(self, unanswered: Unanswereds) -> None:
        self._unanswered = unanswered
        self._waiting: deque[Unanswered] = deque(maxlen=MOST)
        self._writing: asyncio.Task[None] | None = None

    def add(self, question: Unanswered) -> None:
        """Take a note; returns at once."""
        self._waiting.append(question)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="notes")

    async def settled(self) -> int:
        """Wait until the store took or refused what was noted; how many notes it still refuses."""
        if self._writing is not None:
            await self._writing
        return len(self._waiting)

    async def close(self) -> None:
        """The last try, when the app stops."""
        if await self.settled():
            await self._write()

    async def _write(self) -> None:
        while self._waiting:
            try:
                await self._unanswered.add(self._waiting[0])
            except Exception as error:
                _LOG.error("unanswered question not stored", error=type(error).__name__, waiting=len(self._waiting))
                return
            self._waiting.popleft()
