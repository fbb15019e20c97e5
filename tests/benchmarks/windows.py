"""Announcing: 10,000 due deliveries on both databases, a start with 5,000 windows, a simulated year and its dry run."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.database import open_store
from bot.storage.migrate import upgrade
from bot.windows.announcer import BATCH, LEASE, Announcer
from bot.windows.announcing import Absent, Sent
from bot.windows.audience import Target
from bot.windows.milestones import Rhythm, milestones
from bot.windows.ports import Planned
from tests.fakes import FakeClock, MemoryStore
from tests.windows.samples import NOW, OPENS, window
from tests.windows.town import PLATFORMS, a_year, expected, settle, staff, titled, town, without_times

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator
    from datetime import datetime

    from bot.storage.database import Store
    from bot.ui import Card
    from tests.benchmarks.common import Row

WINDOWS, PLACES = 100, 100  # 10,000 deliveries due at once
MANY = 5_000
SEEDS = range(20)
SERVER = os.environ.get("SHINRO_BENCH_POSTGRESQL", "postgres@127.0.0.1:5432")


class Instant:
    """A platform that takes everything at once, so that what is measured is ours."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    async def post(self, target: Target, card: Card, key: str) -> Sent:
        self.keys.append(key)
        return Sent(key)

    async def edit(self, target: Target, id: str, card: Card) -> Sent:  # noqa: A002
        return Sent(id)

    async def note(self, target: Target, about: str, card: Card, key: str) -> Sent:
        self.keys.append(key)
        return Sent(key)

    async def find(self, target: Target, key: str, since: datetime) -> Absent:
        return Absent()

    async def lacks(self, target: Target) -> tuple[str, ...]:
        return ()


def measure(options: argparse.Namespace) -> list[Row]:
    return asyncio.run(_measure())


async def _measure() -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'due.db'}"
        rows += await _due(url, "SQLite")
        rows += await _start(f"sqlite+aiosqlite:///{Path(folder) / 'many.db'}", "SQLite")
    async with a_postgresql() as database:
        if database is None:
            rows.append(("10,000 due deliveries on PostgreSQL", f"no server at {SERVER}", "≤ 10 s"))
        else:
            rows += await _due(database, "PostgreSQL")
    return [*rows, *await _years()]


async def _due(url: str, name: str) -> list[Row]:
    await upgrade(url)
    async with open_store(url) as store:
        places = [Target("place", f"{PLATFORMS[n % 2]}:{n}", f"c{n}") for n in range(PLACES)]
        for number in range(WINDOWS):
            made = window(id=f"w{number}")
            plan = [Planned(place, milestones(made, Rhythm())) for place in places]
            await store.windows.put(made, None, plan)
        clock, platform = FakeClock(OPENS), Instant()
        announcer = _announcer(store, clock, platform)
        await announcer.once()
        before, begun = _resident(), time.perf_counter()
        while await announcer.once():
            pass
        took, grown = time.perf_counter() - begun, _resident() - before
        sent = len(platform.keys)
        assert sent == len(set(platform.keys)) == WINDOWS * PLACES
        share = (sent - BATCH) / sent
        return [
            (f"10,000 due deliveries on {name}: claim, mark", f"{took / share:.1f} s", "≤ 10 s"),
            (f"memory that this took, {name}", f"{grown:.0f} MB", "flat"),
        ]


async def _start(url: str, name: str) -> list[Row]:
    place = Target("place", "discord:1", "c1")
    async with open_store(url) as store:
        for number in range(MANY):
            made = window(id=f"w{number}", opens=OPENS + timedelta(minutes=number))
            await store.windows.put(made, None, [Planned(place, milestones(made, Rhythm()))])
    begun = time.perf_counter()
    async with open_store(url) as store:
        claimed = await store.announcements.claim("a", PLATFORMS, OPENS, OPENS + LEASE, BATCH)
        took = time.perf_counter() - begun
    assert len(claimed) == 1
    return [(f"start with 5,000 windows on {name} to the first claim", f"{took:.2f} s", "≤ 1 s")]


async def _years() -> list[Row]:
    lines = wrong = lost = doubled = stops = faults = 0
    for seed in SEEDS:
        calm, year = town(MemoryStore(), seed), a_year(seed, 40, 6, 8)
        await settle(calm.kept, year)
        await calm.run(workers=8)
        said, was = expected(year, NOW), calm.lines
        lines += len(said)
        wrong += sum(a != b for a, b in zip(said, was, strict=False)) + abs(len(said) - len(was))
        rough = town(MemoryStore(), seed, share=0.3, crashes=0.03)
        await settle(rough.kept, year)
        await rough.run()
        want, got = without_times(said), without_times(rough.lines)
        lost, doubled = lost + (want - got).total(), doubled + (got - want).total()
        stops += rough.stops.stopped.total()
        faults += sum(platform.went_wrong.total() for platform in rough.platforms.values())
    return [
        (f"{len(SEEDS)} simulated years, lines unlike the dry run", f"{wrong} of {lines:,}", "0"),
        (f"the same through {stops:,} crashes and {faults:,} faults: lost / doubled", f"{lost} / {doubled}", "0 / 0"),
    ]


def _announcer(store: Store, clock: FakeClock, platform: Instant) -> Announcer:
    platforms = dict.fromkeys(PLATFORMS, platform)
    return Announcer(store.announcements, platforms, titled, staff, clock, "bench", chance=Random(1))


def _resident() -> float:
    status = Path("/proc/self/status")
    return int(status.read_text().split("VmRSS:")[1].split()[0]) / 1024 if status.exists() else 0.0


@asynccontextmanager
async def a_postgresql() -> AsyncIterator[str | None]:
    name = f"shinro_bench_{uuid4().hex}"
    server = create_async_engine(f"postgresql+asyncpg://{SERVER}/test", isolation_level="AUTOCOMMIT")
    try:
        try:
            async with server.connect() as connection:
                await connection.execute(text(f"CREATE DATABASE {name}"))
        except (OSError, DBAPIError):
            yield None
            return
        yield f"postgresql+asyncpg://{SERVER}/{name}"
        async with server.connect() as connection:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        await server.dispose()
