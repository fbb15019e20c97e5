"""The quizzes in a terminal: to the end, also where the process is killed in the middle."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.quiz.questionnaire import open_question
from bot.texts import say
from tests.processes import PATIENCE, started

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.answering.mind import Mind

_CHOICE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)


@dataclass
class Terminal:
    """`shinro chat --plain` with somebody who types; a reply has ended where its last choice stands."""

    process: asyncio.subprocess.Process
    read: str = ""

    async def type(self, line: str, last: str) -> str:
        """What stands there after a line, read as far as the choice with this label."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n".encode())
        await self.process.stdin.drain()
        async with asyncio.timeout(PATIENCE):
            self.read = (await self.process.stdout.readuntil(f"] {last}\n\n".encode())).decode()
        return self.read

    async def choose(self, label: str, last: str) -> str:
        number = next(number for number, found in _CHOICE.findall(self.read) if found == label)
        return await self.type(number, last)


@asynccontextmanager
async def chat(folder: Path, mind: Mind) -> AsyncIterator[Terminal]:
    """A chat that ends with its process being killed."""
    async with started(folder, mind, "chat", "--plain") as process:
        yield Terminal(process)


STOP, RESUME, AGAIN = say("en", "quiz.stop"), say("en", "quiz.resume"), say("en", "quiz.anew")


async def test_a_killed_chat_is_taken_up_at_the_same_question(tmp_path: Path, small_mind: Mind) -> None:
    async with chat(tmp_path, small_mind) as terminal:
        assert "1/5" in await terminal.type("/quiz anchor", STOP)
        await terminal.choose("This harbour", STOP)
        assert "3/5" in await terminal.choose("Meeting people", STOP)
    async with chat(tmp_path, small_mind) as terminal:
        assert "2 answered" in await terminal.type("/quiz anchor", AGAIN)
        assert "Whose desk would you take?" in await terminal.choose(RESUME, STOP)
        await terminal.choose("Any", STOP)
    async with chat(tmp_path, small_mind) as terminal:
        await terminal.type("/quiz", say("en", "quiz.go_on", title="Drop anchor"))
        assert "Which level" in await terminal.choose(say("en", "quiz.go_on", title="Drop anchor"), STOP)
        await terminal.choose("N3", STOP)
        result = await terminal.choose("Somewhat", AGAIN)
    assert "Your result: Drop anchor" in result
    assert "1. Recruiter" in result
    assert "✓ Met: Japanese: N3" in result


@pytest.mark.parametrize("name", ["after-alt", "internal-role", "am-i-ready"])
async def test_the_shipped_quizzes_to_the_end(tmp_path: Path, shipped_mind: Mind, name: str) -> None:
    quiz, answers = shipped_mind.library.quizzes[name], dict[str, str]()
    async with chat(tmp_path, shipped_mind) as terminal:
        await terminal.type(f"/quiz {name}", STOP)
        while (question := open_question(quiz, answers)) is not None:
            assert question.ask["en"] in terminal.read
            choice = question.choices[0]
            answers[question.id] = choice.id
            over = open_question(quiz, answers) is None
            await terminal.choose(choice.label["en"], AGAIN if over else STOP)
    assert say("en", "outcome.title", title=quiz.title["en"]) in terminal.read
    assert say("en", "outcome.limits") in terminal.read
