"""The benchmarks of Slack, short: what they promise holds, whatever the figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.answering import fitted
from tests.benchmarks.discord_town import questions
from tests.benchmarks.slack_child import bot
from tests.benchmarks.slack_faults import weather
from tests.benchmarks.slack_load import lost_and_doubled, steadily
from tests.benchmarks.slack_town import workspace

if TYPE_CHECKING:
    from bot.answering.mind import Mind
    from bot.library.library import Library


@pytest.fixture
def pack(small_library: Library) -> Path:
    return Path(small_library.folder)


@pytest.fixture
def data(tmp_path: Path, small_mind: Mind) -> Path:
    """Of a bot that has learned Harbour before."""
    fitted.keep(tmp_path / "data" / "learned", small_mind)
    return tmp_path / "data"


@pytest.mark.parametrize("http", [False, True])
async def test_nothing_is_lost_and_nothing_said_twice(
    data: Path, pack: Path, small_library: Library, http: bool
) -> None:
    async with workspace() as place, bot(place.slack, data, pack, http=http):
        heard = await steadily(place, questions(small_library, 100, seed=1), 100.0)
    assert (len(heard), lost_and_doubled(heard)) == (100, (0, 0))


async def test_sockets_that_break_lose_nothing_and_what_comes_twice_is_answered_once(
    data: Path, pack: Path, small_library: Library
) -> None:
    async with workspace() as place, bot(place.slack, data, pack):
        told = questions(small_library, 90, seed=2)
        storm = await weather(place, told, 40.0, broken=15, silent=0, again=0.5, quiet=0.3)
    assert (storm.silent, storm.twice, storm.apologies) == ([], [], 0)
    assert sum(storm.broken.values()) == 15
    assert storm.again >= len(told)
