"""Claims what is due, has it told, and marks it; alone on SQLite, together with other processes on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import structlog

from bot.windows.calling import OutOfTime
from bot.windows.telling import Teller

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.ports import Clock
    from bot.windows.announcing import Announcing
    from bot.windows.audience import Target
    from bot.windows.ports import Announcements, Claimed, Outcome
    from bot.windows.telling import Speak

BATCH = 200  # posts held at once
WORKERS = 8  # posts told at once
LEASE = timedelta(seconds=60)  # after that, what a dead process held is claimed by another
LONGEST_SLEEP = 30.0  # seconds; another process may have put something before what is due next
HELD_SLEEP = 5.0  # seconds between looks at a lease that another process holds
CLOSED_WITHIN = 25.0  # seconds that what is being told has at the end
LEASE_NAME = "announcer"
_LOG = structlog.get_logger(__name__)


class Announcer:
    """Serves every organisation of a store, on the platforms that this process is connected to."""

    def __init__(
        self,
        kept: Announcements,
        platforms: Mapping[str, Announcing],
        speak: Speak,
        staff: Callable[[str], Awaitable[Sequence[tuple[Target, str]]]],
        clock: Clock,
        holder: str,
        *,
        chance: Random | None = None,
        workers: int = WORKERS,
        point: Callable[[str], None] = lambda _: None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._kept = kept
        self._platforms = platforms
        self._clock = clock
        self._holder = holder
        self._workers = workers
        self._point = point
        self._sleep = sleep
        chance = chance or Random()  # noqa: S311 (it only spreads tries)
        self._teller = Teller(platforms, speak, staff, clock, chance, point)
        self._marking: asyncio.Task[None] | None = None
        self._running: asyncio.Task[None] | None = None
        self._told: list[Outcome] = []
        self._nudged = asyncio.Event()
        self._closing = False
        self._leases: set[str] = set()
        self.held_by = ""  # another process, where that one announces from a store that only one may

    def nudge(self) -> None:
        """Something was put that may be due now."""
        self._nudged.set()

    def start(self) -> None:
        """Run in a task of its own, until `close`."""
        self._running = asyncio.create_task(self.run(), name="announcer")

    async def close(self, within: float = CLOSED_WITHIN) -> None:
        """Begin nothing new: what is being told is told to its end, and what else was claimed is let go."""
        self._closing = True
        self.nudge()
        if self._running is not None:
            await asyncio.wait({self._running}, timeout=within)
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def run(self) -> None:
        """Until it is closed or cancelled. A store that fails is logged and tried again."""
        try:
            while not self._closing:
                self._nudged.clear()
                try:
                    busy = await self.once() > 0
                except Exception as error:
                    _LOG.error("announcing failed", error=type(error).__name__)
                    busy = False
                if not busy:
                    await self._rest()
        finally:
            await self._leave()

    async def once(self) -> int:
        """Tell what is due now, up to a batch of posts; how many there were."""
        platforms = await self._ours()
        if not platforms:
            return 0
        self._point("before the claim")
        now = self._clock.now()
        claimed = list(await self._kept.claim(self._holder, platforms, now, now + LEASE, BATCH))
        self._point("after the claim")
        claimed.reverse()
        count = len(claimed)
        workers = [self._work(claimed) for _ in range(min(self._workers, count))]
        failed = [result for result in await asyncio.gather(*workers, return_exceptions=True) if result is not None]
        if self._marking is not None:
            failed += [result for result in await asyncio.gather(self._marking, return_exceptions=True) if result]
            self._marking = None
        if failed:
            self._told.clear()
            raise failed[0]
        return count

    async def _ours(self) -> list[str]:
        """The platforms that this process may announce on: on a store of one process it needs the lease of each."""
        platforms = sorted(self._platforms)
        if self._kept.shared:
            return platforms
        now, others = self._clock.now(), ""
        for platform in list(platforms):
            name = f"{LEASE_NAME} {platform}"
            holder = await self._kept.lease(name, self._holder, now, now + LEASE)
            if holder == self._holder:
                self._leases.add(name)
            else:
                self._leases.discard(name)
                platforms.remove(platform)
                others = others or holder
        if others and others != self.held_by:
            _LOG.warning("not announcing: another process does", holder=others)
        self.held_by = others
        return platforms

    async def _work(self, claimed: list[Claimed]) -> None:
        while claimed:
            one = claimed.pop()
            try:
                outcome = self._teller.untold(one) if self._closing else await self._teller.tell(one)
            except OutOfTime:
                _LOG.warning("claim ran out", window=one.post.window, target=one.post.target)
                continue
            except Exception as error:
                _LOG.error("telling failed", window=one.post.window, error=type(error).__name__, at=str(error)[:80])
                outcome = self._teller.failed(one)
            except BaseException:
                claimed.clear()
                raise
            self._told.append(outcome)
            if self._marking is not None and self._marking.done() and self._marking.exception() is not None:
                claimed.clear()  # nothing more is sent that could not be marked
                return
            if self._marking is None or self._marking.done():
                self._marking = asyncio.create_task(self._mark(), name="marks")

    async def _mark(self) -> None:
        """Mark at once; what is told meanwhile is marked next, in one transaction for all of it."""
        while self._told:
            together, self._told = self._told, []
            self._point("before the mark")
            await self._kept.mark(self._holder, together, self._clock.now())
            self._point("after the mark")

    async def _rest(self) -> None:
        seconds = LONGEST_SLEEP
        try:
            due = await self._kept.next_due(sorted(self._platforms))
            if self.held_by:
                seconds = HELD_SLEEP
            elif due is not None:
                seconds = min(seconds, max(0.05, (due - self._clock.now()).total_seconds()))
        except Exception as error:
            _LOG.error("announcing failed", error=type(error).__name__)
        waits = [asyncio.ensure_future(self._nudged.wait()), asyncio.ensure_future(self._sleep(seconds))]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _leave(self) -> None:
        try:
            for name in sorted(self._leases):
                await self._kept.release(name, self._holder)
        except Exception as error:
            _LOG.error("lease not released", error=type(error).__name__)
