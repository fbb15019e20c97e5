"""Quizzes and roles by what people type, and what is offered while they type."""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING

from bot.quiz.ledger import requirements_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.library.library import Library, Subject
    from bot.library.quiz_schema import QuizFile

NEAR = 5


def find_quiz(library: Library, name: str) -> QuizFile | None:
    """The quiz with this id, title or other name."""
    names = ((quiz, (quiz.id, *quiz.title.values(), *quiz.aliases)) for quiz in library.quizzes.values())
    return next((quiz for quiz, own in names if _folded(name) in map(_folded, own)), None)


def find_role(library: Library, name: str) -> Subject | None:
    """The subject with this id, title or alias, safety apart."""
    return next((s for s in _public(library) if _folded(name) in map(_folded, _names(s))), None)


def roles(library: Library) -> list[Subject]:
    """Everything that has requirements: roles and programmes first."""
    found = [subject for subject in _public(library) if requirements_of(library, subject.id)]
    order = {"role": 0, "programme": 0, "path": 1}
    return sorted(found, key=lambda subject: order.get(subject.kind, 2))


def near_roles(library: Library, name: str) -> list[Subject]:
    """What a name that nothing has may have meant; all of them where nothing is near."""
    known = {_folded(own): subject for subject in roles(library) for own in _names(subject)}
    near = difflib.get_close_matches(_folded(name), known, n=NEAR, cutoff=0.5)
    return list({known[own].id: known[own] for own in near}.values()) or roles(library)[:20]


def offered_quizzes(library: Library, typed: str, language: str, limit: int) -> Sequence[tuple[str, str]]:
    return _offered((library.local(quiz.title, language) for quiz in library.quizzes.values()), typed, limit)


def offered_roles(library: Library, typed: str, language: str, limit: int) -> Sequence[tuple[str, str]]:
    """By title, or by an alias that begins as typed."""
    wanted = _folded(typed)
    found = [s for s in roles(library) if not wanted or any(wanted in _folded(name) for name in _names(s))]
    return [(title, title) for title in dict.fromkeys(library.local(s.title, language) for s in found)][:limit]


def _offered(titles: Iterable[str], typed: str, limit: int) -> list[tuple[str, str]]:
    wanted = _folded(typed)
    return [(title, title) for title in titles if not wanted or wanted in _folded(title)][:limit]


def _public(library: Library) -> list[Subject]:
    return [subject for subject in library.subjects.values() if subject.kind != "safety"]


def _names(subject: Subject) -> list[str]:
    return [subject.id, *subject.title.values(), *(name for names in subject.aliases.values() for name in names)]


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip("?!. 。")
