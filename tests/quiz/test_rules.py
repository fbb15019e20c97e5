"""The pure rules of a quiz, against plain recomputations: what is asked, the order, and what would change it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library.quiz_schema import QuizFile
from bot.ports import Attempt
from bot.quiz import attempt as run
from bot.quiz.outcome import changes, ranking, reasons
from bot.quiz.questionnaire import longest, open_question, path, progress
from tests.quiz.anchor import anchor as anchor_file
from tests.quiz.making import quizzes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hypothesis.strategies import DataObject

NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)
ANCHOR = QuizFile.model_validate(anchor_file())


def plain_points(quiz: QuizFile, answers: Mapping[str, str]) -> dict[str, int]:
    """The points by a rule of its own: question by question, in the file's order."""
    points, given_ = dict.fromkeys((o.subject for o in quiz.outcomes), 0), dict[str, str]()
    for question in quiz.questions:
        if any(given_.get(name) not in wanted for name, wanted in question.when.items()):
            continue
        for choice in question.choices:
            if answers.get(question.id) == choice.id:
                given_[question.id] = choice.id
                for weight in choice.weights:
                    points[weight.to] = points[weight.to] + weight.points
    return points


def plain_order(quiz: QuizFile, answers: Mapping[str, str]) -> list[str]:
    points = plain_points(quiz, answers)
    listed = [outcome.subject for outcome in quiz.outcomes]
    order: list[str] = []
    while len(order) < len(listed):
        best = max(points[subject] for subject in listed if subject not in order)
        order.append(next(s for s in listed if s not in order and points[s] == best))
    return order


def whole_runs(quiz: QuizFile) -> Iterator[dict[str, str]]:
    """Every run, by going through all answers to all questions and leaving out what is not asked."""
    seen = set()
    for picked in product(*(question.choices for question in quiz.questions)):
        answers = {q.id: c.id for q, c in zip(quiz.questions, picked, strict=True)}
        asked = {q.id: answers[q.id] for q in path(quiz, answers)}
        key = tuple(asked.items())
        if key not in seen:
            seen.add(key)
            yield asked


def test_every_run_of_anchor_is_ranked_as_by_hand() -> None:
    runs = list(whole_runs(ANCHOR))
    assert len(runs) == 288
    for answers in runs:
        ranked = ranking(ANCHOR, answers)
        assert [r.subject for r in ranked] == plain_order(ANCHOR, answers)
        assert {r.subject: r.points for r in ranked} == plain_points(ANCHOR, answers)
        counts = [r.points for r in ranked]
        assert [r.level for r in ranked] == [counts.count(points) > 1 for points in counts]


def test_every_smallest_change_of_anchor_is_the_smallest_and_speaks_most_for_its_path() -> None:
    """Brute force: of all runs that put a subject first, those that differ in the fewest answers and give it most."""
    runs = list(whole_runs(ANCHOR))
    firsts = [plain_order(ANCHOR, answers)[0] for answers in runs]
    points = [plain_points(ANCHOR, answers)[first] for answers, first in zip(runs, firsts, strict=True)]
    for answers, first in zip(runs, firsts, strict=True):
        best: dict[str, tuple[int, int]] = {}
        for other, theirs, most in zip(runs, firsts, points, strict=True):
            differ = sum(answers.get(name) != choice for name, choice in other.items())
            if theirs != first and differ <= 2:
                best[theirs] = min((differ, -most), best.get(theirs, (9, 0)))
        found = {change.subject: {**answers, **change.answers} for change in changes(ANCHOR, answers)}
        assert {subject: plain_order(ANCHOR, changed)[0] for subject, changed in found.items()} == {s: s for s in best}
        for change in changes(ANCHOR, answers):
            told = (len(change.answers), -plain_points(ANCHOR, found[change.subject])[change.subject])
            assert told == best[change.subject]


@settings(max_examples=60, deadline=None)
@given(quiz=quizzes(), data=st.data())
def test_changes_of_any_quiz_hold(quiz: QuizFile, data: DataObject) -> None:
    answers = _played(quiz, data)
    first = plain_order(quiz, answers)[0]
    found = {change.subject: change for change in changes(quiz, answers)}
    assert first not in found
    for subject, change in found.items():
        assert 1 <= len(change.answers) <= 2
        assert plain_order(quiz, {**answers, **change.answers})[0] == subject
    for question in path(quiz, answers):
        for choice in question.choices:
            other = {**answers, question.id: choice.id}
            if open_question(quiz, other) is None and plain_order(quiz, other)[0] != first:
                assert len(found[plain_order(quiz, other)[0]].answers) == 1


@settings(max_examples=60, deadline=None)
@given(quiz=quizzes(), data=st.data())
def test_a_run_through_any_quiz_ends_and_its_progress_never_lies(quiz: QuizFile, data: DataObject) -> None:
    answers: dict[str, str] = {}
    totals = []
    while (question := open_question(quiz, answers)) is not None:
        number, total = progress(quiz, answers, question.id)
        assert number == len(answers) + 1
        assert number <= total
        totals.append(total)
        answers[question.id] = data.draw(st.sampled_from(question.choices)).id
    assert len(answers) == longest(quiz, answers) <= len(quiz.questions)
    assert totals == sorted(totals, reverse=True)
    assert [r.subject for r in ranking(quiz, answers)] == plain_order(quiz, answers)
    for subject in plain_order(quiz, answers):
        told = sum(reason.weight.points for reason in reasons(quiz, answers, subject))
        assert told >= plain_points(quiz, answers)[subject]


@settings(max_examples=60, deadline=None)
@given(quiz=quizzes(), data=st.data())
def test_back_and_forth_loses_no_answer(quiz: QuizFile, data: DataObject) -> None:
    attempt = Attempt("a", "tess", quiz.id, NOON, NOON)
    for _ in range(data.draw(st.integers(1, 25))):
        question, before = run.current(quiz, attempt), attempt
        if question is None or (data.draw(st.booleans()) and attempt.answers):
            attempt = run.back(quiz, attempt, NOON)
            assert attempt.answers == before.answers
        else:
            choice = data.draw(st.sampled_from(question.choices)).id
            assert run.fits(quiz, attempt, question.id, choice)
            attempt = run.answered(quiz, attempt, question.id, choice, NOON)
            assert attempt.answers == {**before.answers, question.id: choice}
        assert attempt.revision - before.revision in (0, 1)
        assert (attempt.state == "finished") <= (open_question(quiz, attempt.answers) is None)


def test_answers_that_the_quiz_no_longer_has_are_left_out() -> None:
    answers = {"shore": "inside", "work": "gone", "old": "x", "desk": "any"}
    question = open_question(ANCHOR, answers)
    assert question is not None
    assert question.id == "work"
    assert plain_order(ANCHOR, answers) == [ranked.subject for ranked in ranking(ANCHOR, answers)]


def test_ranking_takes_less_than_a_millisecond() -> None:
    answers = {"shore": "inside", "work": "people", "desk": "any", "japanese": "n3", "money": "some"}
    begun = time.perf_counter()
    for _ in range(200):
        ranking(ANCHOR, answers)
    assert (time.perf_counter() - begun) / 200 < 0.001


def _played(quiz: QuizFile, data: DataObject) -> dict[str, str]:
    answers: dict[str, str] = {}
    while (question := open_question(quiz, answers)) is not None:
        answers[question.id] = data.draw(st.sampled_from(question.choices)).id
    return answers
