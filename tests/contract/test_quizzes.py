"""The three quizzes on every platform: to the end, with another process in the middle, for one person's eyes alone."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.quiz.outcome import ranking
from bot.quiz.questionnaire import open_question
from bot.texts import say
from bot.ui import unformatted
from tests.contract.cores import knowing

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.library.quiz_schema import Question, QuizFile
    from tests.contract.conftest import Begin
    from tests.contract.driver import Driver

QUIZZES = ("after-alt", "internal-role", "am-i-ready")


@dataclass
class Player:
    """Somebody before a quiz, who answers by the throw of dice and remembers what they said."""

    person: Driver
    quiz: QuizFile
    language: str
    chance: random.Random
    answers: dict[str, str] = field(default_factory=dict)
    read: str = ""

    async def begin(self) -> None:
        self.read = await self.person.command("quiz", name=self.quiz.title[self.language])

    def open(self) -> Question | None:
        """The question whose turn it is."""
        return open_question(self.quiz, self.answers)

    async def answer(self) -> None:
        """Answer the question that stands there; it must be the one whose turn it is."""
        question = self.open()
        assert question is not None
        assert question.ask[self.language] in self.read
        choice = self.chance.choice(question.choices)
        self.read = await self.person.follow(choice.label[self.language])
        self.answers[question.id] = choice.id

    async def restarted(self) -> None:
        """Another process: the old buttons still mean what they say, or, in a terminal, the run is taken up again."""
        await self.person.restart()
        if not self.person.remembers:
            await self.begin()
            if self.answers:
                self.read = await self.person.follow(say(self.language, "quiz.resume"))

    async def to_the_end(self, *restarts: int) -> str:
        """The whole result. Before the answers of these numbers, the process ends and another one begins."""
        while self.open() is not None:
            if len(self.answers) in restarts:
                await self.restarted()
            await self.answer()
        return "\n".join(await self.person.pages())


@pytest.mark.parametrize(("name", "language"), [*((quiz, "en") for quiz in QUIZZES), ("after-alt", "ja")])
async def test_to_the_end_with_restarts_in_the_middle(
    begin: Begin, shipped_mind: Mind, tmp_path: Path, name: str, language: str
) -> None:
    library = shipped_mind.library
    person = await begin(knowing(shipped_mind, tmp_path), locale=language)
    player = Player(person, library.quizzes[name], language, random.Random(name + language))
    await player.begin()
    whole = await player.to_the_end(1, 3)
    first = ranking(player.quiz, player.answers)[0].subject
    title = library.local(library.subjects[first].title, language)
    assert say(language, "outcome.title", title=player.quiz.title[language]) in whole
    assert say(language, "outcome.steps") in whole
    assert say(language, "outcome.limits") in whole
    if player.quiz.ranks == "interest":
        assert say(language, "outcome.line", place=1, subject=title) in whole
        assert say(language, "outcome.changes") in whole
    assert player.quiz.title[language] not in person.another_sees()


@pytest.fixture
async def player(begin: Begin, shipped_mind: Mind, tmp_path: Path) -> Player:
    """Somebody at the first question of “What comes after ALT?”."""
    person = await begin(knowing(shipped_mind, tmp_path))
    found = Player(person, shipped_mind.library.quizzes["after-alt"], "en", random.Random(5))
    await found.begin()
    return found


async def test_back_and_stop_at_every_step(player: Player) -> None:
    while player.open() is not None:
        await player.answer()
        if player.open() is None:
            break
        before = player.read
        *_, last = player.answers
        back = await player.person.follow(say("en", "quiz.back"))
        asked = next(question for question in player.quiz.questions if question.id == last)
        chosen = next(choice.label["en"] for choice in asked.choices if choice.id == player.answers[last])
        assert asked.ask["en"] in back
        assert say("en", "quiz.answered", label=chosen) in back
        assert (await player.person.follow(chosen)).split() == before.split()
        stopped = await player.person.follow(say("en", "quiz.stop"))
        assert say("en", "quiz.stopped", done=len(player.answers), days=90) in stopped
        player.read = await player.person.follow(say("en", "quiz.resume"))
        assert player.read.split() == before.split()


async def test_sharing_takes_one_press_and_shows_the_order_alone(player: Player) -> None:
    await player.to_the_end()
    if player.person.company:
        assert player.quiz.title["en"] not in player.person.another_sees()
    shared = await player.person.follow(say("en", "outcome.share"))
    assert "Best fit" in shared
    if player.person.company:
        seen = player.person.another_sees()
        assert "Best fit" in seen
        assert unformatted(say("en", "outcome.share.try")) in seen
        assert not [word for word in ("You said", "Met:", "Missing:", "Unknown:") if word in seen]
        assert not player.person.pings()
