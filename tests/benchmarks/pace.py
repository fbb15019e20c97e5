"""A bot kept as busy as it can be for a while, and what an answer costs it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tests.benchmarks.discord_town import ANSWERED_WITHIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.discord_child import Child

AT_ONCE = 64  # questions under way


class Asking(Protocol):
    """A question that somebody asked, on either platform."""

    async def reply(self, within: float) -> Any: ...


class Askable(Protocol):
    """A place full of people."""

    asked: int

    async def ask_next(self, question: str, among: int = 0) -> Asking: ...


@dataclass
class Pace:
    """What one bot did in all its turns."""

    answers: int = 0
    seconds: float = 0.0
    bot: float = 0.0  # seconds of processor time
    server: float = 0.0

    @property
    def a_second(self) -> float:
        return self.answers / self.seconds

    def cost(self, seconds: float) -> str:
        return f"{1000 * seconds / self.answers:.1f} ms"


async def turn(place: Askable, child: Child, pace: Pace, told: Sequence[str], seconds: float, among: int = 0) -> None:
    """Keep a bot as busy as it can be for a while."""
    begun, ours, server = time.perf_counter(), child.busy(), time.process_time()
    until = begun + seconds
    answers = pace.answers

    async def person() -> None:
        while time.perf_counter() < until:
            asked = await place.ask_next(told[place.asked % len(told)], among)
            await asked.reply(ANSWERED_WITHIN)
            pace.answers += 1

    await asyncio.gather(*(person() for _ in range(AT_ONCE)))
    if pace.answers == answers:
        raise RuntimeError(child.log.read_text())
    pace.seconds += time.perf_counter() - begun
    pace.bot += child.busy() - ours
    pace.server += time.process_time() - server
