"""What counting all runs proves of a quiz: every outcome can come first, there is no dead end, no idle question."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from bot.library.checks.places import Finding, Lines, below
from bot.library.library import Origin
from bot.people.facts import stated, together
from bot.quiz.counting import Counter, count, shares
from bot.quiz.ledger import all_lines, ledger
from bot.quiz.outcome import ranking
from bot.quiz.questionnaire import path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.library.library import Library
    from bot.library.problems import Problem
    from bot.library.quiz_schema import Question, QuizFile
    from bot.people.facts import Value
    from bot.quiz.counting import Count

MOST, LEAST = 0.40, 0.02  # share of the answers that one outcome may take
_TRIES = 200


def prove(library: Library, counts: Mapping[str, Count] | None = None) -> list[Problem]:
    """Everything that counting finds wrong with the quizzes of a library."""
    lines, known = Lines(), counts or {}
    return sorted(
        lines.problem(finding)
        for name, quiz in library.quizzes.items()
        for finding in proved(library, quiz, known.get(name) or count(quiz))
    )


def proved(library: Library, quiz: QuizFile, counted: Count) -> Iterator[Finding]:
    at = Origin(library.quiz_files.get(quiz.id, quiz.id))
    yield from _reached(quiz, counted, at)
    yield from _ends(quiz, counted, at)
    for i, (subject, share) in enumerate(shares(quiz, counted)):
        here = below(at, "outcomes", i, "subject")
        if not counted.first[i]:
            yield Finding(here, f"“{subject}” never comes first", "give it more points, or take it away")
        elif share < LEAST:
            yield Finding(here, f"“{subject}” comes first in {share:.1%} of the answers", f"{LEAST:.0%} at least")
        elif share > MOST and len(quiz.outcomes) > 1:
            yield Finding(here, f"“{subject}” comes first in {share:.1%} of the answers", f"{MOST:.0%} at most")
    for i, question in enumerate(quiz.questions):
        if (question.id, "", "") in counted.asked and not _matters(library, quiz, question):
            wrong = (
                f"“{question.id}” is without effect: no answer changes what comes first, a requirement or a question"
            )
            yield Finding(below(at, "questions", i), wrong, "change its weights or facts, or take it away")


def _reached(quiz: QuizFile, counted: Count, at: Origin) -> Iterator[Finding]:
    for i, question in enumerate(quiz.questions):
        here = below(at, "questions", i)
        if (question.id, "", "") not in counted.asked:
            yield Finding(here, f"“{question.id}” is never asked", "its “when:” cannot come true: change it")
            continue
        for name, choices in question.when.items():
            for j, choice in enumerate(choices):
                if (question.id, name, choice) not in counted.asked:
                    wrong = f"“{question.id}” is never asked after “{choice}” of “{name}”"
                    yield Finding(below(here, "when", name, j), wrong, "take that choice out of “when:”")


def _ends(quiz: QuizFile, counted: Count, at: Origin) -> Iterator[Finding]:
    if counted.empty:
        wrong = f"a dead end: {counted.empty} of {counted.ways} runs give no outcome any point"
        yield Finding(below(at, "questions"), wrong, "give every way through at least one weight")
    shortest, longest = min(counted.lengths), max(counted.lengths)
    if shortest < quiz.run.least or longest > quiz.run.most:
        wrong = f"a run asks {shortest} to {longest} questions"
        yield Finding(below(at, "questions"), wrong, f"“run:” says {quiz.run.least} to {quiz.run.most}")


def _matters(library: Library, quiz: QuizFile, question: Question) -> bool:
    if any(question.id in other.when for other in quiz.questions):
        return True
    told = [stated(choice.facts) for choice in question.choices]
    for outcome in quiz.outcomes:
        for known in _others_known(quiz, question):
            verdicts = {
                tuple(line.verdict for line in all_lines(ledger(library, outcome.subject, together(known, facts))))
                for facts in told
            }
            if len(verdicts) > 1:
                return True
    if len({tuple(sorted((w.to, w.points) for w in choice.weights)) for choice in question.choices}) == 1:
        return False
    if _seen_to_decide(quiz, question):
        return True
    others = [other for other in quiz.questions if other is not question]
    return Counter(quiz, [*others, question]).decides()


def _seen_to_decide(quiz: QuizFile, question: Question) -> bool:
    """Whether a few runs show already that answers to a question change what comes first. If not, all are counted."""
    chance = random.Random(quiz.id)  # noqa: S311 (finds a witness sooner, decides nothing)
    for _ in range(_TRIES):
        answers = {other.id: chance.choice(other.choices).id for other in quiz.questions}
        if question not in path(quiz, answers):
            continue
        if len({ranking(quiz, {**answers, question.id: choice.id})[0].subject for choice in question.choices}) > 1:
            return True
    return False


def _others_known(quiz: QuizFile, question: Question) -> list[dict[str, Value]]:
    """What may be known beside a question's own facts: nothing, or any one choice of another question."""
    found: list[dict[str, Value]] = [{}]
    if all(not stated(choice.facts) for choice in question.choices):
        return []
    for other in quiz.questions:
        if other is not question:
            found += [dict(facts) for choice in other.choices if (facts := stated(choice.facts)) and facts not in found]
    return found
