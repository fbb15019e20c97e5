"""A community's year, simulated: as the dry run said, and through crashes and faults nothing lost or doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.storage.database import open_store
from tests.fakes import MemoryStore
from tests.windows.samples import NOW
from tests.windows.town import POINTS, Stops, a_year, expected, settle, town, without_times

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_year_is_what_the_dry_run_said_line_by_line(seed: int) -> None:
    here, year = town(MemoryStore(), seed), a_year(seed, 30, 4, 6)
    await settle(here.kept, year)
    await here.run(workers=8)
    assert here.lines == expected(year, NOW)
    assert here.platforms["discord"].looked == here.platforms["slack"].looked == 0


@pytest.mark.parametrize("seed", SEEDS)
async def test_through_crashes_nothing_is_lost_or_doubled(seed: int) -> None:
    here, year = town(MemoryStore(), seed, crashes=0.05), a_year(seed, 12, 4, 4)
    await settle(here.kept, year)
    await here.run()
    assert sum(here.stops.stopped.values()) > 10
    assert without_times(here.lines) == without_times(expected(year, NOW))
    assert here.unclosed(year) == []


@pytest.mark.parametrize("point", POINTS)
async def test_a_crash_at_each_point(point: str) -> None:
    here, year = town(MemoryStore(), 1), a_year(1, 10, 3, 3)
    here.stops = Stops(here.stops._chance, {point}, 0.2)
    await settle(here.kept, year)
    await here.run()
    assert here.stops.stopped[point] > 5
    assert without_times(here.lines) == without_times(expected(year, NOW))
    assert here.unclosed(year) == []


@pytest.mark.parametrize("seed", SEEDS)
async def test_through_faults_nothing_is_lost_or_doubled(seed: int) -> None:
    here, year = town(MemoryStore(), seed, share=0.3), a_year(seed, 12, 4, 4)
    await settle(here.kept, year)
    await here.run(workers=8)
    assert all(len(platform.went_wrong) == 4 for platform in here.platforms.values())
    assert without_times(here.lines) == without_times(expected(year, NOW))
    assert here.unclosed(year) == []


@pytest.mark.parametrize("seed", range(2))
async def test_through_both_on_a_database(seed: int, tmp_path: Path) -> None:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'town.db'}") as store:
        here, year = town(store, seed, share=0.2, crashes=0.03), a_year(seed, 5, 2, 2)
        await settle(store, year)
        await here.run()
        assert without_times(here.lines) == without_times(expected(year, NOW))
    assert here.unclosed(year) == []


async def test_the_same_seed_is_the_same_year() -> None:
    seen = []
    for _ in range(2):
        here, year = town(MemoryStore(), 7, share=0.3, crashes=0.05), a_year(7, 8, 3, 3)
        await settle(here.kept, year)
        await here.run()
        seen.append((here.lines, here.stops.stopped, here.platforms["slack"].went_wrong))
    assert seen[0] == seen[1]
