"""Which question comes next. Pure: a quiz and answers in, questions out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.library.quiz_schema import Choice, Question, QuizFile

Answers = dict[str, str]  # choice by question


def chosen(question: Question, answers: Mapping[str, str]) -> Choice | None:
    """The choice that was taken; None where there is none, or none that the quiz still has."""
    wanted = answers.get(question.id)
    return next((choice for choice in question.choices if choice.id == wanted), None) if wanted else None


def asked_after(question: Question, taken: Mapping[str, str]) -> bool:
    """Whether a question is asked, after these answers to questions that were asked."""
    return all(taken.get(name) in choices for name, choices in question.when.items())


def path(quiz: QuizFile, answers: Mapping[str, str]) -> list[Question]:
    """The questions that are asked with these answers, in order, answered or not."""
    found, taken = [], Answers()
    for question in quiz.questions:
        if asked_after(question, taken):
            found.append(question)
            choice = chosen(question, answers)
            if choice is not None:
                taken[question.id] = choice.id
    return found


def taken(quiz: QuizFile, answers: Mapping[str, str]) -> dict[str, Choice]:
    """The choices that count: those of questions that are asked."""
    found = ((question.id, chosen(question, answers)) for question in path(quiz, answers))
    return {name: choice for name, choice in found if choice is not None}


def open_question(quiz: QuizFile, answers: Mapping[str, str]) -> Question | None:
    """The first question that is asked and has no answer yet."""
    return next((question for question in path(quiz, answers) if chosen(question, answers) is None), None)


def before(quiz: QuizFile, answers: Mapping[str, str], question: str) -> Question | None:
    """The question that is asked before this one."""
    names = [found.id for found in path(quiz, answers)]
    at = names.index(question) if question in names else len(names)
    return path(quiz, answers)[at - 1] if at else None


def progress(quiz: QuizFile, answers: Mapping[str, str], question: str) -> tuple[int, int]:
    """The number of a question in this run, and of how many at most."""
    names = [found.id for found in path(quiz, answers)]
    number = names.index(question) + 1 if question in names else len(names)
    return number, longest(quiz, answers)


def longest(quiz: QuizFile, answers: Mapping[str, str]) -> int:
    """How many questions the longest run has that goes on from these answers.

    Of the choices that lead to the same questions later, one stands for all.
    """
    whens = [(name, frozenset(choices)) for question in quiz.questions for name, choices in question.when.items()]
    deciding = {name for name, _ in whens}
    runs: dict[tuple[tuple[str, str], ...], int] = {(): 0}  # answers that later questions hang on: the longest so far
    for at, question in enumerate(quiz.questions):
        choice = chosen(question, answers)
        standing = [""]
        if question.id in deciding:
            wanted = [choices for name, choices in whens if name == question.id]
            kinds = {tuple(c.id in choices for choices in wanted): c.id for c in question.choices}
            standing = [choice.id] if choice is not None else list(kinds.values())
        needed = {name for later in quiz.questions[at + 1 :] for name in later.when}
        found: dict[tuple[tuple[str, str], ...], int] = {}
        for so_far, length in runs.items():
            here = asked_after(question, dict(so_far))
            for name in standing if here else [""]:
                pairs = (*so_far, (question.id, name)) if name else so_far
                key = tuple(pair for pair in pairs if pair[0] in needed)
                found[key] = max(found.get(key, 0), length + here)
        runs = found
    return max(runs.values())
