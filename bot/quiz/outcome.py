"""What an attempt comes to: ranked subjects with reasons, gates beside them, and what would change the order. Pure.

Points and gates never mix: a gate that is shut moves nobody down. Of equal points, the outcome that stands first in the
quiz is first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.people.facts import stated, together
from bot.quiz.questionnaire import asked_after, taken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.library.quiz_schema import Choice, Outcome, QuizFile, Weight
    from bot.people.facts import Known, Value
    from bot.quiz.ledger import Line

MOST_CHANGED = 2  # answers


@dataclass(frozen=True)
class Ranked:
    """A subject with its points. `level` has others of the same points."""

    subject: str
    points: int
    level: bool = False


@dataclass(frozen=True)
class Reason:
    """An answer that spoke for an outcome."""

    question: str
    choice: Choice
    weight: Weight


@dataclass(frozen=True)
class Change:
    """Other answers, by question, that would put a subject first."""

    subject: str
    answers: Mapping[str, str]


def points_of(quiz: QuizFile, choices: Mapping[str, Choice]) -> dict[str, int]:
    """The points of each outcome."""
    found = {outcome.subject: 0 for outcome in quiz.outcomes}
    for choice in choices.values():
        for weight in choice.weights:
            found[weight.to] += weight.points
    return found


def ranking(quiz: QuizFile, answers: Mapping[str, str]) -> list[Ranked]:
    """All outcomes, best first."""
    points = points_of(quiz, taken(quiz, answers))
    counts = list(points.values())
    order = sorted(points, key=lambda subject: -points[subject])  # stable: equals stay as the quiz has them
    return [Ranked(subject, points[subject], counts.count(points[subject]) > 1) for subject in order]


def reasons(quiz: QuizFile, answers: Mapping[str, str], subject: str) -> list[Reason]:
    """The answers that spoke for a subject, the strongest first."""
    found = [
        Reason(question, choice, weight)
        for question, choice in taken(quiz, answers).items()
        for weight in choice.weights
        if weight.to == subject and weight.points > 0
    ]
    return sorted(found, key=lambda reason: -reason.weight.points)


def facts_of(quiz: QuizFile, answers: Mapping[str, str]) -> dict[str, Value]:
    """What the answers tell of a person."""
    return together(*(stated(choice.facts) for choice in taken(quiz, answers).values()))


def known_of(quiz: QuizFile, answers: Mapping[str, str], profile: Known) -> dict[str, Value]:
    """What is known of a person: from the profile, and newer from the answers."""
    return together(profile, facts_of(quiz, answers))


def gaps(lines: Sequence[Line]) -> list[Line]:
    """What is missing, without what only helps."""
    return [line for line in lines if line.verdict == "missing" and line.gate]


def changes(quiz: QuizFile, answers: Mapping[str, str], most: int = MOST_CHANGED) -> list[Change]:
    """For every other subject that at most so many answers put first: the fewest such, by the order of the ranking.

    Every way through the quiz that differs in so few answers is looked at. A question that is asked only after a
    changed answer counts as changed too, unless it was answered before. Of equally few, those that give the subject the
    most points, so that they speak for it and not just against the first; then the first in the file's order.
    """
    now = ranking(quiz, answers)
    best: dict[str, tuple[int, int]] = {}
    found: dict[str, Mapping[str, str]] = {}
    for first, points, changed in _Near(quiz, answers, most).ways():
        rank = (len(changed), -points)
        if first != now[0].subject and (first not in best or rank < best[first]):
            best[first], found[first] = rank, changed
    return [Change(ranked.subject, found[ranked.subject]) for ranked in now if ranked.subject in found]


def outcome_of(quiz: QuizFile, subject: str) -> Outcome | None:
    return next((outcome for outcome in quiz.outcomes if outcome.subject == subject), None)


class _Near:
    """Whole ways through a quiz that differ from some answers in at most so many, each with what comes first."""

    def __init__(self, quiz: QuizFile, answers: Mapping[str, str], most: int) -> None:
        self._questions, self._answers, self._most = quiz.questions, answers, most
        self._subjects = [outcome.subject for outcome in quiz.outcomes]
        row = {subject: i for i, subject in enumerate(self._subjects)}
        self._gains = {
            (question.id, choice.id): [(row[weight.to], weight.points) for weight in choice.weights]
            for question in quiz.questions
            for choice in question.choices
        }

    def ways(self) -> Iterator[tuple[str, int, dict[str, str]]]:
        """What comes first, its points, and the answers that differ."""
        return self._on(0, [0] * len(self._subjects), {}, {})

    def _on(
        self, at: int, points: list[int], so_far: dict[str, str], changed: dict[str, str]
    ) -> Iterator[tuple[str, int, dict[str, str]]]:
        while at < len(self._questions):
            question = self._questions[at]
            at += 1
            if not asked_after(question, so_far):
                continue
            given = self._answers.get(question.id, "")
            if len(changed) < self._most:
                for choice in question.choices:
                    if choice.id != given:
                        name, other = question.id, choice.id
                        more = self._more(points, name, other)
                        yield from self._on(at, more, {**so_far, name: other}, {**changed, name: other})
            if (question.id, given) not in self._gains:
                return  # a question that was never answered, and nothing left to answer it with
            points = self._more(points, question.id, given)
            so_far = {**so_far, question.id: given}
        most = max(points)
        yield self._subjects[points.index(most)], most, changed  # the first of equals

    def _more(self, points: list[int], question: str, choice: str) -> list[int]:
        gains = self._gains[question, choice]
        if not gains:
            return points
        points = points.copy()
        for row, number in gains:
            points[row] += number
        return points
