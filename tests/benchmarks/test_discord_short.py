"""The benchmarks of Discord, short: what they promise holds, whatever the figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.answering import fitted
from tests.benchmarks.discord_child import bot
from tests.benchmarks.discord_faults import weather
from tests.benchmarks.discord_kills import kills
from tests.benchmarks.discord_load import steadily
from tests.benchmarks.discord_town import Got, questions, town

if TYPE_CHECKING:
    from bot.answering.mind import Mind
    from bot.library.library import Library

pytestmark = pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")


@pytest.fixture
def pack(small_library: Library) -> Path:
    return Path(small_library.folder)


@pytest.fixture
def data(tmp_path: Path, small_mind: Mind) -> Path:
    """Of a bot that has learned Harbour before."""
    fitted.keep(tmp_path / "data" / "learned", small_mind)
    return tmp_path / "data"


async def test_nothing_is_lost_and_nothing_said_twice(data: Path, pack: Path, small_library: Library) -> None:
    async with town() as place, bot(place.discord, data, pack):
        await place.open_channels()
        heard = await steadily(place, questions(small_library, 100, seed=1), 100.0)
        got = Got.of([one.asked for one in heard], place)
    assert (len(heard), got.unanswered, got.twice) == (100, [], [])


async def test_a_connection_that_breaks_loses_nothing(data: Path, pack: Path, small_library: Library) -> None:
    async with town() as place, bot(place.discord, data, pack):
        storm = await weather(place, questions(small_library, 60, seed=2), 40.0, broken=20, for_good=0, quiet=0.5)
    assert (storm.silent, storm.got.twice, storm.unheard) == ([], [], set())
    assert sum(storm.broken.values()) == 20
    assert storm.lost_callbacks


async def test_what_was_there_before_a_kill_can_be_pressed(data: Path, pack: Path, small_library: Library) -> None:
    killed = await kills(data, pack, questions(small_library, 200, seed=3), times=1)
    assert killed.pressed >= 8
    assert killed.dead == []
    assert killed.got.twice == []
