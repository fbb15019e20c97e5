"""Announcing processes killed at random in the middle of it: what is lost, what is doubled, and how late it gets."""

from __future__ import annotations

import asyncio
import tempfile
from bisect import bisect_right
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from bot.storage.migrate import upgrade
from tests.benchmarks.windows import a_postgresql
from tests.windows.killing import LEASE, PLATFORMS, milestones, put, quay

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Sequence

    from tests.benchmarks.common import Row
    from tests.windows.killing import Quay

WINDOWS, PLACES = 100, 3  # places on each platform
SEED = 6
LONGEST = 20  # milliseconds from the announcement that a process is killed after to its end
DOINGS = (1, 2, 2, 1)  # at each milestone in each place: a post; a change and a note, twice; a change


def measure(options: argparse.Namespace) -> list[Row]:
    return asyncio.run(_measure(options.window_kills))


async def _measure(times: int) -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'town.db'}"
        rows += await _killed(url, Path(folder), times, 1, "SQLite")
    async with _postgresql() as (url, folder):
        if url:
            rows += await _killed(url, folder, times, 2, "PostgreSQL, two processes")
        else:
            rows.append(("kills on PostgreSQL", "no server", "0 lost, 0 doubled"))
    return rows


async def _killed(url: str, folder: Path, times: int, processes: int, name: str) -> list[Row]:
    """A quarter of the kills while each milestone is announced; then it is let come to its end."""
    await upgrade(url)
    chance = Random(SEED)
    async with quay(url, folder, PLACES) as found:
        opens, closes = await put(found, WINDOWS)
        due = milestones(opens, closes)
        killed = 0
        for number, at in enumerate(due):
            found.until(at)
            left = times * (number + 1) // len(due) - killed
            mean = WINDOWS * 2 * PLACES * DOINGS[number] // max(1, left)
            for _ in range(left):
                await _once(found, processes, chance.randint(1, max(1, 2 * mean - 2)), chance)
                killed += 1
            await found.start(processes - len(found.children))
            await found.idle()
            await found.kill()
        names = [str(channel.id) for channel in found.here] + [channel.id for channel in found.there]
        wanted = {(place, f"Window w{n}"): 3 for place in names for n in range(WINDOWS)}
        seen = found.seen()
        lost = sum(max(0, many - seen[key]) for key, many in wanted.items()) + found.not_closed()
        doubled = sum(max(0, many - wanted.get(key, 0)) for key, many in seen.items())
        late = _latest(found.sent_at(), due[:3], found.ended)
    told = f"{lost} lost, {doubled} doubled, {late:.0f} s"
    figure = f"{killed} kills, {WINDOWS} windows × 4 milestones × {2 * PLACES} places, {name}: latest after a kill"
    return [(figure, told, f"0, 0, ≤ {LEASE.total_seconds():.0f} s and a start")]


async def _once(found: Quay, processes: int, many: int, chance: Random) -> None:
    """Processes announce so much; then one of them is killed, and its claims run out."""
    some = found.count + many
    await found.start(processes - len(found.children))
    while found.count < some:
        due = await found.store.announcements.next_due(PLATFORMS)
        if due is None or due > found.clock.now() + 2 * LEASE:
            break
        with suppress(TimeoutError):
            await asyncio.wait_for(found.reached(lambda: found.count >= some), 0.5)
    await asyncio.sleep(chance.uniform(0, LONGEST) / 1000)
    await found.kill(chance.choice(found.children))
    found.later(LEASE)


def _latest(sent: Sequence[datetime], due: Sequence[datetime], ended: Sequence[datetime]) -> float:
    """Seconds between a message and when it could first be sent: when it was due, or the last kill before it."""
    free = sorted([*due, *ended])
    return max((at - free[max(0, bisect_right(free, at) - 1)]).total_seconds() for at in sent)


@asynccontextmanager
async def _postgresql() -> AsyncIterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        async with a_postgresql() as url:
            yield url or "", Path(folder)
