"""Runs through a quiz as chance has them: forth, back, pressed twice, late, stopped, with a new process between."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.ui import Action, Card, Reply, Text, plain, unformatted
from tests.quiz.playing import buttons
from tests.quiz.test_rules import plain_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.library.library import Library
    from bot.library.quiz_schema import QuizFile
    from bot.ports import Attempts, Core, Request

LONGEST = 80  # presses in one run
_WRONG = ("Something went wrong", "took too long", "I know no command")


@dataclass
class Told:
    """What all the runs came to."""

    runs: int = 0
    presses: int = 0
    restarts: int = 0
    lost: int = 0
    failed: int = 0
    misranked: int = 0
    complaints: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not (self.lost or self.failed or self.misranked)


@dataclass
class Player:
    """One person, a core that may be replaced at any moment, and what they have answered so far."""

    core: Core
    request: Request
    chance: random.Random
    told: Told
    restart: Callable[[], Core]
    answered: dict[str, str] = field(default_factory=dict)

    async def send(self, command: str, **arguments: str) -> Reply:
        if self.chance.random() < 0.15:
            self.core = self.restart()
            self.told.restarts += 1
        self.told.presses += 1
        key = f"{self.request.person}-{self.told.presses}"
        reply = await self.core.handle(replace(self.request, command=command, arguments=arguments, key=key))
        if any(wrong in plain(reply) for wrong in _WRONG):
            self.told.failed += 1
            self.told.complaints.append(plain(reply))
        return reply

    async def press(self, action: Action) -> Reply:
        return await self.send(action.command, **{str(i): value for i, value in enumerate(action.arguments, 1)})

    async def answer(self, action: Action) -> Reply:
        """An answer that counts; pressed a second time, it counts once."""
        reply = await self.press(action)
        self.answered[action.arguments[1]] = action.arguments[2]
        return await self.press(action) if self.chance.random() < 0.2 else reply


async def a_run(player: Player, quiz: QuizFile, attempts: Attempts, library: Library) -> None:
    """From `/quiz` to a result; what is kept is what was answered, and the order is the one by hand."""
    reply = await player.send("quiz", name=quiz.id)
    late: list[Action] = []
    for _ in range(LONGEST):
        offered = {button.action.command: button.action for button in buttons(reply)}
        answers = [button.action for button in buttons(reply) if button.action.command == "quiz answer"]
        dice = player.chance.random()
        if not answers and "quiz share" in offered:
            break
        if not answers:
            reply = await player.press(offered["quiz resume"])
        elif dice < 0.12 and "quiz back" in offered:
            reply = await player.press(offered["quiz back"])
        elif dice < 0.18:
            await player.press(offered["quiz stop"])
            reply = await player.press(Action("quiz resume", answers[0].arguments[:1]))
        elif dice < 0.26 and late:
            reply = await player.press(player.chance.choice(late))
        else:
            late = [*late, *answers][-12:]
            reply = await player.answer(player.chance.choice(answers))
    player.told.runs += 1
    kept = await attempts.get(_attempt_of(reply))
    if kept is None or dict(kept.answers) != player.answered:
        player.told.lost += 1
        player.told.complaints.append(f"{kept} is not {player.answered}")
    elif _shown(reply) != [_title(library, subject) for subject in plain_order(quiz, kept.answers)]:
        player.told.misranked += 1
        player.told.complaints.append(plain(reply))


def _attempt_of(reply: Reply) -> str:
    return next(b.action.arguments[0] for b in buttons(reply) if b.action.command == "quiz share")


def _shown(reply: Reply) -> list[str]:
    """The paths in the order of a result's card."""
    text = next(b for b in reply.body.blocks if isinstance(b, Text)) if isinstance(reply.body, Card) else Text("")
    lines = unformatted(text.markdown).splitlines()[1:]
    return [line.partition(". ")[2].partition(" – ")[0].removesuffix(" (equal)") for line in lines]


def _title(library: Library, subject: str) -> str:
    return library.local(library.subjects[subject].title, "en")
