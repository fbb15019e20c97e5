"""The app answers at once, learns beside it, takes the better mind over whole, and leaves nothing running."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from structlog.testing import capture_logs

from bot.answering import fitted
from bot.answering.engine import decide
from bot.answering.service import DECIDED, LONG, Answering
from bot.library.loader import load
from tests.answering.harbour import harbour

if TYPE_CHECKING:
    from bot.answering.mind import Mind
    from bot.library.library import Library

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are listed in another way there")


async def test_it_serves_at_once_and_then_better(small_library: Library, small_mind: Mind, tmp_path: Path) -> None:
    answering = Answering(tmp_path / "learned")
    await answering.start(small_library)
    try:
        early = answering.mind
        assert early.gate is None
        assert (await answering.decide("what jlpt do i need for recruiting")).entries == ("recruiting.japanese",)
        await answering.learned()
        assert answering.mind is not early
        assert answering.mind.gate is not None
        assert await answering.decide("what does sales pay", traced=True) == decide(small_mind, "what does sales pay")
        assert answering.library is small_library
    finally:
        await answering.stop()
    assert fitted.place(answering.folder, small_library).is_file()


async def test_what_was_learned_before_is_used_from_the_start(small_mind: Mind, tmp_path: Path) -> None:
    fitted.keep(tmp_path, small_mind)
    answering = Answering(tmp_path)
    await answering.start(small_mind.library)
    assert answering.mind.gate is not None
    await answering.learned()
    await answering.stop()


async def test_a_long_question_is_answered_the_same(small_mind: Mind, tmp_path: Path) -> None:
    fitted.keep(tmp_path, small_mind)
    answering = Answering(tmp_path)
    await answering.start(small_mind.library)
    question = "what does sales pay? " * (LONG // 10)
    expected = replace(decide(small_mind, question, ("hi",), "ja"), looks=())
    assert await answering.decide(question, ("hi",), "ja") == expected


async def test_a_question_asked_again_is_answered_the_same_and_by_the_mind_in_use(
    small_library: Library, small_mind: Mind, tmp_path: Path
) -> None:
    question = "what does sales pay"
    answering = Answering(tmp_path / "learned")
    await answering.start(small_library)
    try:
        early = await answering.decide(question)
        assert await answering.decide(question) is early
        assert await answering.decide(question, ("what is the spp",)) is not early
        await answering.learned()
        assert await answering.decide(question) == replace(decide(small_mind, question), looks=())
    finally:
        await answering.stop()


async def test_what_somebody_in_danger_wrote_is_not_kept(small_mind: Mind, tmp_path: Path) -> None:
    fitted.keep(tmp_path, small_mind)
    answering = Answering(tmp_path)
    await answering.start(small_mind.library)
    told = await answering.decide("i want to die")
    assert told.people
    assert await answering.decide("i want to die") is not told


async def test_only_so_many_decisions_are_kept(small_mind: Mind, tmp_path: Path) -> None:
    fitted.keep(tmp_path, small_mind)
    answering = Answering(tmp_path)
    await answering.start(small_mind.library)
    first = await answering.decide("question 0")
    for number in range(1, DECIDED + 1):
        await answering.decide(f"question {number}")
    assert await answering.decide("question 0") is not first
    assert await answering.decide("question 0") == first


async def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    library = harbour(tmp_path / "pack", languages=("ja",))
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    answering = Answering(blocked)
    with capture_logs() as logs:
        await answering.start(library)
        early = answering.mind
        await answering.learned()
        assert answering.mind is not early
        await answering.stop()
    assert "learned here instead" in [log["event"] for log in logs]
    assert blocked.read_text() == "in the way"


def test_before_the_start_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="not started"):
        _ = Answering(tmp_path).mind


async def test_stopping_what_never_started_or_has_stopped_is_fine(small_mind: Mind, tmp_path: Path) -> None:
    answering = Answering(tmp_path)
    await answering.stop()
    fitted.keep(tmp_path, small_mind)
    await answering.start(small_mind.library)
    await answering.stop()
    await answering.stop()


@linux
async def test_stopping_while_learning_ends_the_learner_and_its_helpers(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    harbour(pack)
    (pack / "phrasings").mkdir()
    many = [
        f"what about {a}{b} money in {c}" for a in "abcdefghij" for b in "klmnopqrst" for c in "uvwxyzabcdefghijklmn"
    ]
    (pack / "phrasings" / "sales.yaml").write_text(yaml.safe_dump({"pay": {"en": many}}), "utf-8")
    library = load(pack)  # takes long enough to be caught at it
    answering = Answering(tmp_path / "learned")
    await answering.start(library)
    while not (learners := _children(os.getpid())) or not (helpers := [h for p in learners for h in _children(p)]):
        await asyncio.to_thread(os.sched_yield)
    await answering.stop()
    while any(_alive(process) for process in [*learners, *helpers]):
        await asyncio.to_thread(os.sched_yield)
    assert fitted.recall(answering.folder, library) is None


@linux
async def test_stopping_at_once_ends_the_learner_too(small_library: Library, tmp_path: Path) -> None:
    answering = Answering(tmp_path)
    await answering.start(small_library)
    early = answering.mind
    await answering.stop()
    assert _children(os.getpid()) == []
    assert answering.mind is early


def _children(process: int) -> list[int]:
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in listed]


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except OSError:
        return False
