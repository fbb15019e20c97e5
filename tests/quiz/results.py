"""Results of the shipped quizzes as chance has them, as the cards that people are shown."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.pictures import bars
from bot.ports import Attempt
from bot.quiz.outcome import known_of, ranking
from bot.quiz.questionnaire import open_question
from bot.quiz.results import path_card, result_card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.library.library import Library
    from bot.ui import Card

NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)


def results(library: Library, language: str, runs: int = 25) -> Iterator[Card]:
    """The whole result and one other path of so many runs through each quiz."""
    for quiz in library.quizzes.values():
        chance = random.Random(quiz.id)
        for _ in range(runs):
            answers: dict[str, str] = {}
            while (question := open_question(quiz, answers)) is not None:
                answers[question.id] = chance.choice(question.choices).id
            attempt = Attempt("x" * 12, "tess", quiz.id, NOON, NOON, answers, revision=30, state="finished")
            known, order = known_of(quiz, answers, {}), ranking(quiz, answers)
            png = bars(tuple(ranked.points for ranked in order)) if quiz.ranks == "interest" else None
            yield result_card(library, quiz, attempt, known, png, (), language)
            yield path_card(library, quiz, attempt, chance.choice(order).subject, known, (), language)
