"""Quizzes: a step through the dispatch on SQLite, ranking, the picture, counting, and runs with restarts in between."""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import time
from itertools import count as counting
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.mind import starter
from bot.answering.notes import Notes
from bot.app import put_together
from bot.clock import SystemClock
from bot.config import SHIPPED_PACK
from bot.library.loader import load
from bot.pictures import bars
from bot.ports import Request
from bot.quiz.counting import count, shares
from bot.quiz.outcome import changes, ranking
from bot.quiz.proofs import proved
from bot.quiz.questionnaire import open_question
from bot.servers.directory import Directory
from bot.storage.database import open_store
from bot.ui import Action
from tests.dialogue.talk import Thinking
from tests.quiz.chance import Player, Told, a_run
from tests.quiz.playing import buttons

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from bot.answering.mind import Mind
    from bot.app import KeptAll
    from bot.front import Front
    from bot.library.quiz_schema import QuizFile
    from tests.benchmarks.common import Row

UNDER_WAY, STEPS, RUNS, AT_ONCE = 200, 2_000, 2_000, 8
QUIZ = "after-alt"


def measure(_: argparse.Namespace) -> list[Row]:
    mind = starter(load(SHIPPED_PACK))
    quiz = mind.library.quizzes[QUIZ]
    rows = asyncio.run(_steps(mind, quiz))
    answers = _played(quiz, random.Random(1))
    rows.append(("ranking of an attempt", _time(lambda: ranking(quiz, answers), 500), "≤ 1 ms"))
    rows.append(("what would change it, all of one and two answers", _time(lambda: changes(quiz, answers), 20), ""))
    points = tuple(ranked.points for ranked in ranking(quiz, answers))
    rows.append((f"picture of {len(points)} bars", _time(lambda: bars(points), 20), "≤ 150 ms"))
    for name, counted_quiz in mind.library.quizzes.items():
        begun = time.perf_counter()
        counted = count(counted_quiz)
        wrong = list(proved(mind.library, counted_quiz, counted))
        took = time.perf_counter() - begun
        told = ", ".join(f"{subject} {share:.1%}" for subject, share in shares(counted_quiz, counted))
        rows.append((f"{name}: proof of {counted.ways:,} runs, {len(wrong)} wrong", f"{took:.2f} s", "≤ 2 s"))
        rows.append((f"{name}: shares", told, "2 to 40 %"))
    return [*rows, *asyncio.run(_chance(mind, quiz))]


async def _steps(mind: Mind, quiz: QuizFile) -> list[Row]:
    """Presses of people in turn, each with a key as a platform gives it, while everybody's attempt is under way."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(f"sqlite+aiosqlite:///{folder}/shinro.db") as store:
            core, keys, chance = _core(mind, Path(folder), store), counting(), random.Random(2)
            waiting: dict[str, list[Action]] = {}

            async def begin(person: str) -> None:
                reply = await core.handle(Request("quiz begin", {"quiz": quiz.id, "how": "anew"}, person=person))
                waiting[person] = [b.action for b in buttons(reply) if b.action.command == "quiz answer"]

            async def step(person: str) -> float:
                if not waiting[person]:
                    await begin(person)
                action = chance.choice(waiting[person])
                arguments = {str(i): value for i, value in enumerate(action.arguments, 1)}
                request = Request(action.command, arguments, person=person, key=str(next(keys)))
                begun = time.perf_counter()
                reply = await core.handle(request)
                took = (time.perf_counter() - begun) * 1000
                waiting[person] = [b.action for b in buttons(reply) if b.action.command == "quiz answer"]
                return took if waiting[person] else -1.0  # a result is not a step

            people = [f"p{i}" for i in range(UNDER_WAY)]
            for person in people:
                await begin(person)
            alone = [await step(chance.choice(people)) for _ in range(STEPS)]
            rounds = [await asyncio.gather(*map(step, chance.sample(people, AT_ONCE))) for _ in range(STEPS // AT_ONCE)]
    rows = []
    for name, took, bar in (
        (f"a step, {UNDER_WAY} attempts under way", alone, "≤ 5 / ≤ 25 ms"),
        (f"the same, {AT_ONCE} presses at once", [ms for some in rounds for ms in some], ""),
    ):
        times = sorted(ms for ms in took if ms >= 0)
        p99 = times[int(len(times) * 0.99)]
        rows.append((f"{name}: median / p99", f"{statistics.median(times):.1f} / {p99:.1f} ms", bar))
    return rows


async def _chance(mind: Mind, quiz: QuizFile) -> list[Row]:
    told = Told()
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(f"sqlite+aiosqlite:///{folder}/shinro.db") as store:
            for seed in range(RUNS):
                start = _starter(mind, Path(folder), store)
                player = Player(start(), Request("quiz", person=f"p{seed}"), random.Random(seed), told, start)
                await a_run(player, quiz, store.attempts, mind.library)
    name = f"{told.runs:,} runs, {told.presses:,} presses, {told.restarts:,} restarts: lost / failed / misranked"
    return [(name, f"{told.lost} / {told.failed} / {told.misranked}", "0 / 0 / 0")]


def _starter(mind: Mind, folder: Path, kept: KeptAll) -> Callable[[], Front]:
    return lambda: _core(mind, folder, kept)


def _core(mind: Mind, folder: Path, kept: KeptAll) -> Front:
    clock = SystemClock()
    directory = Directory(kept.servers, clock)
    return put_together(Thinking(mind, folder), Notes(kept.unanswered), clock, kept, directory)


def _played(quiz: QuizFile, chance: random.Random) -> dict[str, str]:
    answers: dict[str, str] = {}
    while (question := open_question(quiz, answers)) is not None:
        answers[question.id] = chance.choice(question.choices).id
    return answers


def _time(work: Callable[[], object], times: int) -> str:
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return f"{statistics.median(took):.2f} ms"
