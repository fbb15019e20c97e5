"""What a press makes of an attempt. Pure: nothing is kept here, and nothing is changed in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.quiz.questionnaire import before, chosen, open_question, path

if TYPE_CHECKING:
    from datetime import datetime

    from bot.library.quiz_schema import Question, QuizFile
    from bot.ports import Attempt


def current(quiz: QuizFile, attempt: Attempt) -> Question | None:
    """The question that stands open: the one gone back to, else the first without an answer; None at the end."""
    if attempt.cursor:
        for question in path(quiz, attempt.answers):
            if question.id == attempt.cursor:
                return question
    return open_question(quiz, attempt.answers)


def fits(quiz: QuizFile, attempt: Attempt, question: str, choice: str) -> bool:
    """Whether an answer is one that the open question has."""
    now = current(quiz, attempt)
    return now is not None and now.id == question and any(choice == possible.id for possible in now.choices)


def answered(quiz: QuizFile, attempt: Attempt, question: str, choice: str, at: datetime) -> Attempt:
    """The attempt with an answer, at the first question that is open then."""
    answers = {**attempt.answers, question: choice}
    done = replace(attempt, answers=answers, cursor="", state="finished")
    return _next(done if open_question(quiz, answers) is None else replace(done, state="running"), at)


def back(quiz: QuizFile, attempt: Attempt, at: datetime) -> Attempt:
    """The attempt one question earlier; at the first one it stays where it is."""
    now = current(quiz, attempt)
    earlier = before(quiz, attempt.answers, now.id if now is not None else "")
    return moved(attempt, earlier.id, at) if earlier is not None else attempt


def moved(attempt: Attempt, question: str, at: datetime) -> Attempt:
    """The attempt at a question, to answer it again."""
    return _next(replace(attempt, cursor=question, state="running"), at)


def stopped(attempt: Attempt, at: datetime) -> Attempt:
    return _next(replace(attempt, state="stopped"), at)


def resumed(attempt: Attempt, at: datetime) -> Attempt:
    return _next(replace(attempt, state="running"), at)


def given(quiz: QuizFile, attempt: Attempt) -> list[tuple[Question, str]]:
    """The questions that were answered, each with its choice's id, in order."""
    found = ((question, chosen(question, attempt.answers)) for question in path(quiz, attempt.answers))
    return [(question, choice.id) for question, choice in found if choice is not None]


def _next(attempt: Attempt, at: datetime) -> Attempt:
    return replace(attempt, revision=attempt.revision + 1, touched_at=at)
