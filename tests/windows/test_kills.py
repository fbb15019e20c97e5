"""The announcing process is killed in the middle of its work, again and again."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.windows.killing import LEASE, milestones, put, quay

if TYPE_CHECKING:
    from pathlib import Path

WINDOWS, PLACES = 4, 2


async def test_killed_in_the_middle_of_milestones_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    chance = Random(1)
    async with quay(f"sqlite+aiosqlite:///{tmp_path / 'town.db'}", tmp_path, PLACES) as found:
        opens, closes = await put(found, WINDOWS)
        for number, at in enumerate(milestones(opens, closes)):
            found.until(at)
            await found.start()
            if number % 2 == 0:
                some = found.count + chance.randint(1, WINDOWS * PLACES)
                await found.reached(lambda some=some: found.count >= some)  # type: ignore[misc]
                await found.kill()
                found.later(LEASE + timedelta(seconds=1))
                await found.start()
            await found.idle()
            await found.kill()
        assert found.not_closed() == 0
        names = [str(channel.id) for channel in found.here] + [channel.id for channel in found.there]
        assert found.seen() == {(name, f"Window w{n}"): 3 for name in names for n in range(WINDOWS)}
