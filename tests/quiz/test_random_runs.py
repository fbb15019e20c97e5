"""Seeded runs with restarts in between, in memory and on SQLite: no answer lost, nothing failed, all ranked rightly.

`python -m tests.benchmarks quiz` does two thousand of them.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from bot.answering.notes import Notes
from bot.app import put_together
from bot.ports import Request
from bot.servers.directory import Directory
from bot.storage.database import open_store
from tests.dialogue.talk import Thinking
from tests.fakes import FakeClock, MemoryStore
from tests.quiz.chance import Player, Told, a_run

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.app import KeptAll
    from bot.ports import Core


async def _runs(mind: Mind, folder: Path, kept: KeptAll, seeds: range) -> Told:
    clock, told = FakeClock(), Told()

    def start() -> Core:
        notes = Notes(kept.unanswered)
        return put_together(Thinking(mind, folder), notes, clock, kept, Directory(kept.servers, clock))

    quiz = mind.library.quizzes["anchor"]
    for seed in seeds:
        player = Player(start(), Request("quiz", person=f"p{seed}"), random.Random(seed), told, start)
        await a_run(player, quiz, kept.attempts, mind.library)
    return told


@pytest.mark.parametrize("start", range(0, 120, 40))
async def test_runs_in_memory(start: int, small_mind: Mind, tmp_path: Path) -> None:
    told = await _runs(small_mind, tmp_path, MemoryStore(), range(start, start + 40))
    assert told.runs == 40
    assert told.restarts > 40
    assert told.good, told.complaints


async def test_runs_on_sqlite(small_mind: Mind, tmp_path: Path) -> None:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'shinro.db'}") as store:
        told = await _runs(small_mind, tmp_path, store, range(1_000, 1_012))
    assert told.runs == 12
    assert told.good, told.complaints
