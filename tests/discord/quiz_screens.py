"""Screens of a quiz: `python -m tests.discord.quiz_screens DATA OUT.html` plays one over a loopback Discord.

The page is drawn from the JSON that went out, with the pictures that went with it.
"""

from __future__ import annotations

import asyncio
import copy
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.config import SHIPPED_PACK, Settings
from bot.library.loader import load
from bot.quiz.questionnaire import open_question
from bot.texts import say
from tests.discord.page import page
from tests.discord.screens import Scene, scene

if TYPE_CHECKING:
    from tests.platforms.discord import Message

QUIZ = "after-alt"
ANSWERS = {  # choice by question
    "place": "here",
    "classroom": "both",
    "work": "helped",
    "enjoyed": "newcomers",
    "matters": "step",
    "day": "mixed",
    "japanese": "n3-own",
    "years": "one-here",
}


@dataclass
class Album:
    """Messages as they were at a moment, each with its own pictures."""

    shown: list[tuple[str, Any]] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, heading: str, message: Message, *, first: bool = False) -> None:
        self.pictures |= {attachment.url: attachment.data for attachment in message.attachments}
        self.shown.insert(0 if first else len(self.shown), (heading, copy.deepcopy(message.components)))


async def album(settings: Settings) -> Album:
    found = Album()
    async with scene(settings) as at:
        found.names[str(at.alice.id)] = at.alice.name
        card = await (await at.discord.slash(at.alice, at.channel, "quiz", {"name": QUIZ})).reply()
        quiz, given = load(SHIPPED_PACK).quizzes[QUIZ], dict[str, str]()
        while (question := open_question(quiz, given)) is not None:
            if question.id == "work":
                found.add("A question, for one person's eyes", card)
            choice = next(one for one in question.choices if one.id == ANSWERS[question.id])
            card = await _choose(at, card, choice.label["en"])
            given[question.id] = choice.id
        found.add("The result", card, first=True)
        while onward := [label for button in card.buttons if (label := button.label).startswith("Next page")]:
            card = await _choose(at, card, onward[0])
            found.add("The result goes on", card)
        shared = await _choose(at, card, say("en", "outcome.share"))
        found.add("Shared, after a press", shared)
        ladder = await (await at.discord.slash(at.alice, at.channel, "ladder", {})).reply()
        found.add("/ladder", ladder)
    return found


async def _choose(at: Scene, card: Message, label: str) -> Message:
    if label in [button.label for button in card.buttons]:
        return await (await at.discord.press(at.alice, card, label)).reply()
    select = next(one for one in card.selects if label in [option.label for option in one.options])
    return await (await at.discord.choose(at.alice, card, [label], select.custom_id)).reply()


def main(data: str, out: str) -> None:
    found = asyncio.run(album(Settings(data_dir=Path(data))))
    drawn = page(found.shown, found.pictures, found.names)
    Path(out).write_text(drawn.replace("<main>", '<main class="columns">'), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
