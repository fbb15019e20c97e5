"""The actions of a quiz's buttons. Each carries all that it means, so that a press after a restart still counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui import Action, Button

if TYPE_CHECKING:
    from bot.ports import Attempt

ID = 12  # characters of an attempt's id


def begin(quiz: str, *, anew: bool = False) -> Action:
    return Action("quiz begin", (quiz, "anew") if anew else (quiz,))


def answer(attempt: Attempt, question: str, choice: str) -> Action:
    return Action("quiz answer", (attempt.id, question, choice, str(attempt.revision)))


def back(attempt: Attempt) -> Action:
    return Action("quiz back", (attempt.id, str(attempt.revision)))


def stop(attempt: Attempt) -> Action:
    return Action("quiz stop", (attempt.id,))


def resume(attempt: Attempt) -> Action:
    return Action("quiz resume", (attempt.id,))


def change(attempt: Attempt, question: str = "") -> Action:
    return Action("quiz change", (attempt.id, question) if question else (attempt.id,))


def look(attempt: Attempt, subject: str) -> Action:
    return Action("quiz path", (attempt.id, subject))


def compare(attempt: Attempt) -> Action:
    return Action("quiz compare", (attempt.id,))


def share(attempt: Attempt) -> Action:
    return Action("quiz share", (attempt.id,))


def save(attempt: Attempt, *, sure: bool = False) -> Action:
    return Action("quiz save", (attempt.id, "yes") if sure else (attempt.id,))


def entry(label: str, name: str) -> Button:
    """A button that tells an entry."""
    return Button(label, Action("entry", (name,)))
