"""Open windows on a result: looked up for the paths in their order, and never in the way of the result itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.answering.notes import Notes
from bot.dispatch import Dispatch
from bot.front import Front
from bot.ports import Shelf
from bot.quiz import showing
from bot.quiz.handlers import QuizHandlers
from bot.quiz.runs import Runs
from bot.servers.directory import Directory
from bot.texts import say
from bot.ui import Action, Button, Buttons, Card, Reply, Text, plain
from tests.fakes import FakeClock, MemoryStore
from tests.quiz.playing import Chat, labelled, play, press

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.library.library import Library
    from bot.ports import Request
    from bot.quiz.showing import Openings
    from bot.ui import Block

    With = Callable[[Openings], Chat]

WHOLE = ("This harbour", "Meeting people", "Any", "N3", "Somewhat")
SUBSCRIBE = Button("Tell me about Recruiter windows", Action("help"))


class Harbourmaster:
    """Somebody who knows what is open; remembers for what they were asked."""

    def __init__(self, opened: dict[str, Sequence[Block]]) -> None:
        self._open = opened
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    async def __call__(self, request: Request, subjects: Sequence[str]) -> Sequence[Block]:
        self.asked.append((request.person, tuple(subjects)))
        return [block for subject in subjects for block in self._open.get(subject, ())]


@pytest.fixture
def harbourmaster() -> Harbourmaster:
    blocks = (Text("**Recruiter**, winter: until 2026-12-11"), Buttons((SUBSCRIBE,)))
    return Harbourmaster({"recruiter": blocks})


@pytest.fixture
def chat_with(small_library: Library) -> With:
    """A member of a community whose quizzes ask somebody what is open."""

    def chat(openings: Openings) -> Chat:
        clock, kept = FakeClock(), MemoryStore()
        runs = Runs(kept.attempts, kept.profiles, clock)
        quizzes = QuizHandlers(lambda: small_library, runs, kept.profiles, clock, 90, openings)
        dispatch = Dispatch(quizzes.handlers(), lambda *_: (), handled=kept.handled, clock=clock)
        shelf = Shelf(kept.handled, kept.drafts, kept.marks)
        front = Front(dispatch, Directory(kept.servers, clock), shelf)
        return Chat(front, clock, kept, Notes(kept.unanswered)).elsewhere(locale="en")

    return chat


async def result(chat: Chat) -> str:
    await chat.say("/quiz anchor")
    return await play(chat, *WHOLE)


async def test_windows_for_the_paths_stand_on_the_result_with_one_press_to_subscribe(
    chat_with: With, harbourmaster: Harbourmaster
) -> None:
    chat = chat_with(harbourmaster)
    read = await result(chat)
    assert harbourmaster.asked == [("tess", ("recruiter", "recruiting", "sales", "trainer", "it"))]
    steps, heading, window, change = (
        read.index(words)
        for words in (
            say("en", "outcome.steps"),
            say("en", "outcome.openings"),
            "until 2026-12-11",
            "What would change",
        )
    )
    assert steps < heading < window < change
    assert "What I can do" in plain(await press(chat, labelled(chat.heard, SUBSCRIBE.label)))


async def test_the_windows_of_one_path_and_of_one_role(chat_with: With, harbourmaster: Harbourmaster) -> None:
    chat = chat_with(harbourmaster)
    await result(chat)
    assert say("en", "outcome.openings") not in await play(chat, "Sales")
    assert harbourmaster.asked[-1] == ("tess", ("sales",))
    await chat.send("eligible", role="recruiter")
    read = await play(chat, "N3", "yes")
    assert harbourmaster.asked[-1] == ("tess", ("recruiter",))
    assert "until 2026-12-11" in read


async def test_where_nothing_is_open_nothing_stands_there(chat_with: With) -> None:
    assert say("en", "outcome.openings") not in await result(chat_with(Harbourmaster({})))


async def test_what_is_shared_tells_of_no_windows(chat_with: With, harbourmaster: Harbourmaster) -> None:
    chat = chat_with(harbourmaster)
    await result(chat)
    assert "until" not in await play(chat, "Share my result")


async def broken(request: Request, subjects: Sequence[str]) -> Sequence[Block]:
    raise OSError("the store is away, said tess")


async def forever(request: Request, subjects: Sequence[str]) -> Sequence[Block]:
    await asyncio.Event().wait()
    return ()


@pytest.mark.parametrize("openings", [broken, forever])
async def test_a_result_does_not_wait_for_windows(
    chat_with: With, openings: Openings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "PATIENCE", 0.0)
    chat = chat_with(openings)
    with capture_logs() as logs:
        read = await result(chat)
    (failed,) = [entry for entry in logs if entry["log_level"] == "error"]
    assert say("en", "outcome.openings.failed", id=failed["id"]) in read
    assert "tess" not in repr(failed)
    assert "1. Recruiter" in read
    assert isinstance(chat.heard, Reply)
    assert isinstance(chat.heard.body, Card)
