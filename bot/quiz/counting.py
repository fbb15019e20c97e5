"""Counts all runs that a quiz can have, exactly: none is sampled.

The answers are not gone through one by one. After each question, answers that lead to the same points (of those
outcomes that can still come first) and to the same questions later are one state with a count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.library.quiz_schema import Question, QuizFile

_OUT = -1_000_000  # the points of an outcome that can no longer come first
_FAR = 2**62
_Context = tuple[tuple[str, str], ...]  # answers that later questions hang on
_Points: TypeAlias = "tuple[NDArray[np.int32], NDArray[np.int64]]"  # a row a state, a column an outcome; and how often


@dataclass(frozen=True)
class Count:
    """What all the answers come to."""

    ways: int  # how many whole runs there are
    first: tuple[int, ...]  # by outcome: in how many of them it comes first
    ties: int  # runs in which another has as many points as the first
    empty: int  # runs that give no outcome any point
    lengths: dict[int, int]  # runs by their number of questions
    asked: frozenset[tuple[str, str, str]]  # (question, earlier question, its choice) that occur; "" for the question


def count(quiz: QuizFile) -> Count:
    """Count every run of a quiz by the outcome that comes first."""
    return Counter(quiz, quiz.questions).count()


def shares(quiz: QuizFile, counted: Count) -> list[tuple[str, float]]:
    """Each outcome's share of the answers, in the order of the file."""
    return [
        (outcome.subject, first / counted.ways) for outcome, first in zip(quiz.outcomes, counted.first, strict=True)
    ]


def share_table(quiz: QuizFile, counted: Count) -> list[str]:
    """The shares as lines for a terminal."""
    shortest, longest = min(counted.lengths), max(counted.lengths)
    ties = counted.ties / counted.ways
    head = f"quiz {quiz.id}: {counted.ways:,} runs of {shortest} to {longest} questions; equal points in {ties:.1%}"
    return [head, *(f"  {share:6.1%}  {subject}" for subject, share in shares(quiz, counted))]


class Counter:
    """Counts runs through some questions, in an order in which none hangs on a later one."""

    def __init__(self, quiz: QuizFile, questions: Sequence[Question]) -> None:
        self._questions = questions
        self._column = {outcome.subject: i for i, outcome in enumerate(quiz.outcomes)}
        self._gains = [self._gain(question) for question in questions]
        self._needed = [{name for later in questions[i + 1 :] for name in later.when} for i in range(len(questions))]
        self._least, self._most = self._ahead()

    def count(self) -> Count:
        """The last question is not merged any more: each of its choices is looked at as it comes."""
        at = len(self._questions) - 1
        question, gains = self._questions[at], self._gains[at]
        states, asked = self._states(at)
        first, ties, empty, lengths = np.zeros(len(self._column), np.int64), 0, 0, dict[int, int]()
        for (context, length), (points, ways) in states.items():
            here = _asked(question, context)
            if here:
                asked |= _seen(question, context)
            for gain in gains if here else [self._gains[at][0] * 0]:
                come = points + gain
                best = come.max(axis=1)
                first += _sum(come.argmax(axis=1), ways, len(first))
                ties += int(ways[(come == best[:, None]).sum(axis=1) > 1].sum())
                empty += int(ways[(come == 0).all(axis=1)].sum())
                lengths[length + here] = lengths.get(length + here, 0) + int(ways.sum())
        return Count(sum(lengths.values()), tuple(map(int, first)), ties, empty, lengths, frozenset(asked))

    def decides(self) -> bool:
        """Whether an answer to the last question can change what comes first."""
        question, gains = self._questions[-1], self._gains[-1]
        states, _ = self._states(len(self._questions) - 1)
        for (context, _), (points, _) in states.items():
            if _asked(question, context):
                firsts = [(points + gain).argmax(axis=1) for gain in gains]
                if any((other != firsts[0]).any() for other in firsts[1:]):
                    return True
        return False

    def _states(self, until: int) -> tuple[dict[tuple[_Context, int], _Points], set[tuple[str, str, str]]]:
        """By the answers that later questions hang on, and the length so far: points, each with its number of ways."""
        asked: set[tuple[str, str, str]] = set()
        states: dict[tuple[_Context, int], _Points] = {((), 0): _start(len(self._column))}
        for i, question in enumerate(self._questions[:until]):
            parts: dict[tuple[_Context, int], list[_Points]] = {}
            for (context, length), (points, ways) in states.items():
                if not _asked(question, context):
                    parts.setdefault((self._kept(context, i), length), []).append((points, ways))
                    continue
                asked |= _seen(question, context)
                for choice, gain in zip(question.choices, self._gains[i], strict=True):
                    kept = self._kept((*context, (question.id, choice.id)), i)
                    parts.setdefault((kept, length + 1), []).append((points + gain, ways))
            states = {key: self._merged(found, i + 1) for key, found in parts.items()}
        return states, asked

    def _kept(self, context: _Context, at: int) -> _Context:
        return tuple(pair for pair in context if pair[0] in self._needed[at])

    def _merged(self, parts: list[_Points], at: int) -> _Points:
        """States that cannot be told apart any more, as one."""
        points = np.concatenate([part[0] for part in parts])
        ways = np.concatenate([part[1] for part in parts])
        if at < len(self._questions):
            sure = (points + self._least[at]).max(axis=1)
            points[points + self._most[at] < sure[:, None]] = _OUT
        _, where, group = np.unique(_codes(points), return_index=True, return_inverse=True)
        return points[where], _sum(group, ways, len(where))

    def _gain(self, question: Question) -> list[NDArray[np.int32]]:
        found = []
        for choice in question.choices:
            gain = np.zeros(len(self._column), np.int32)
            for weight in choice.weights:
                gain[self._column[weight.to]] += weight.points
            found.append(gain)
        return found

    def _ahead(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The least and the most that each outcome still gets from each question on."""
        least, most = (np.zeros((len(self._questions) + 1, len(self._column)), np.int32) for _ in range(2))
        for i in reversed(range(len(self._questions))):
            gains = [*self._gains[i], *([np.zeros(len(self._column), np.int32)] if self._questions[i].when else [])]
            least[i] = least[i + 1] + np.min(gains, axis=0)
            most[i] = most[i + 1] + np.max(gains, axis=0)
        return least, most


def _codes(points: NDArray[np.int32]) -> NDArray[np.int64]:
    """One number a row, the same for the same row only."""
    codes, spread = np.zeros(len(points), np.int64), 1
    for column in points.T:
        kept = column != _OUT
        low, high = (int(column[kept].min()), int(column[kept].max())) if kept.any() else (0, 0)
        size = high - low + 2
        if spread * size >= _FAR:
            kinds, codes = np.unique(codes, return_inverse=True)
            spread = len(kinds)
        codes, spread = codes * size + np.where(kept, column - low + 1, 0), spread * size
    return codes


def _sum(group: NDArray[np.int64], ways: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """The ways of each group together, in whole numbers."""
    total = np.zeros(size, np.int64)
    np.add.at(total, group, ways)
    return total


def _start(outcomes: int) -> _Points:
    return np.zeros((1, outcomes), np.int32), np.ones(1, np.int64)


def _seen(question: Question, context: _Context) -> set[tuple[str, str, str]]:
    given = dict(context)
    return {(question.id, "", ""), *((question.id, name, given[name]) for name in question.when)}


def _asked(question: Question, context: _Context) -> bool:
    given = dict(context)
    return all(given.get(name) in choices for name, choices in question.when.items())
