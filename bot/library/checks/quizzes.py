"""What a quiz must be before it can be played: names that exist, texts in every language, questions in an order.

What only counting can show (that every outcome can come first, that no question is without effect) stands in
`bot.quiz.proofs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.library.checks.figures import figures, figures_of
from bot.library.checks.places import Finding, below
from bot.library.library import Origin
from bot.library.problems import did_you_mean
from bot.library.quiz_schema import WITHIN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from bot.library.library import Library
    from bot.library.quiz_schema import Outcome, Question, QuizFile

LABEL = 75  # characters that fit on a button everywhere


def quizzes_are_sound(library: Library) -> Iterator[Finding]:
    for quiz in library.quizzes.values():
        at = Origin(library.quiz_files[quiz.id])
        yield from _run(quiz, at)
        yield from _once(
            ((o.subject, below(at, "outcomes", i, "subject")) for i, o in enumerate(quiz.outcomes)), "outcome"
        )
        yield from _once(((q.id, below(at, "questions", i, "id")) for i, q in enumerate(quiz.questions)), "question")
        yield from _in_every_language(library, _texts(quiz, at))
        for i, outcome in enumerate(quiz.outcomes):
            yield from _outcome(library, outcome, below(at, "outcomes", i))
        ranked = [outcome.subject for outcome in quiz.outcomes]
        for i, question in enumerate(quiz.questions):
            yield from _question(library, question, ranked, below(at, "questions", i))
            yield from _when(quiz, i, below(at, "questions", i, "when"))


def _run(quiz: QuizFile, at: Origin) -> Iterator[Finding]:
    if quiz.run.least > quiz.run.most:
        wrong = f"a run of at least {quiz.run.least} and at most {quiz.run.most} questions cannot be"
        yield Finding(below(at, "run"), wrong, "put the smaller number under “least:”")


def _outcome(library: Library, outcome: Outcome, at: Origin) -> Iterator[Finding]:
    yield from _known("subject", outcome.subject, library.subjects, below(at, "subject"))
    for i, step in enumerate(outcome.steps):
        here = below(at, "steps", i)
        yield from _known("entry", step.entry, library.entries, below(here, "entry"))
        if step.entry in library.entries:
            facts = library.entries[step.entry].facts
            known = frozenset().union(*(figures_of(key, value) for key, value in facts.items()))
            for language, text in step.do.items():
                for figure in sorted(figures(text, language) - known):
                    wrong = f"the step says {figure} in {language}, which is no fact of “{step.entry}”"
                    yield Finding(below(here, "do", language), wrong, "correct it, or name the entry that states it")
    missing = [str(within) for within in WITHIN if all(step.within != within for step in outcome.steps)]
    if missing:
        wrong = f"“{outcome.subject}” has no step within {' and '.join(missing)} days"
        yield Finding(below(at, "steps"), wrong, f"one at least for each of {', '.join(map(str, WITHIN))}")


def _question(library: Library, question: Question, ranked: Collection[str], at: Origin) -> Iterator[Finding]:
    yield from _once(((c.id, below(at, "choices", i, "id")) for i, c in enumerate(question.choices)), "choice")
    for i, choice in enumerate(question.choices):
        here = below(at, "choices", i)
        for language, label in choice.label.items():
            if len(label) > LABEL:
                wrong = f"the label of “{choice.id}” has {len(label)} characters in {language}"
                yield Finding(below(here, "label", language), wrong, f"at most {LABEL}, for a button")
        for j, weight in enumerate(choice.weights):
            place = below(here, "weights", j)
            if weight.to in library.subjects and weight.to not in ranked:
                wrong = f"“{weight.to}” is no outcome of this quiz"
                yield Finding(below(place, "to"), wrong, did_you_mean(weight.to, ranked) or "add it under “outcomes:”")
            else:
                yield from _known("subject", weight.to, library.subjects, below(place, "to"), ranked)
            if not weight.points:
                yield Finding(
                    below(place, "points"), "0 points weigh nothing", "give a number, or leave the weight out"
                )
            if weight.entry is not None:
                yield from _known("entry", weight.entry, library.entries, below(place, "entry"))
        weighed = [(weight.to, below(here, "weights", j, "to")) for j, weight in enumerate(choice.weights)]
        yield from _once(weighed, "weight for")


def _when(quiz: QuizFile, index: int, at: Origin) -> Iterator[Finding]:
    """A question hangs on earlier ones only, so that none can wait for itself."""
    places = {question.id: i for i, question in reversed(list(enumerate(quiz.questions)))}
    question = quiz.questions[index]
    for name, choices in question.when.items():
        here = below(at, name)
        if name not in places:
            yield Finding(here, f"no question “{name}”", did_you_mean(name, places))
            continue
        if places[name] >= index:
            wrong = "itself" if name == question.id else f"“{name}”, which comes later"
            right = "a question can hang on earlier ones only: move it down, or take this away"
            yield Finding(here, f"“{question.id}” waits for {wrong}: a cycle", right)
            continue
        known = [choice.id for choice in quiz.questions[places[name]].choices]
        for i, choice in enumerate(choices):
            yield from _known(f"choice of “{name}”", choice, known, below(here, i))
        if not choices:
            yield Finding(here, f"no choice of “{name}” is named, so “{question.id}” is never asked", "name some")


def _texts(quiz: QuizFile, at: Origin) -> Iterator[tuple[Origin, Mapping[str, str], bool]]:
    """Every text, and whether it may be left out altogether."""
    yield below(at, "title"), quiz.title, False
    yield below(at, "summary"), quiz.summary, False
    for i, outcome in enumerate(quiz.outcomes):
        for j, step in enumerate(outcome.steps):
            yield below(at, "outcomes", i, "steps", j, "do"), step.do, False
    for i, question in enumerate(quiz.questions):
        here = below(at, "questions", i)
        yield below(here, "ask"), question.ask, False
        yield below(here, "why"), question.why, True
        for j, choice in enumerate(question.choices):
            yield below(here, "choices", j, "label"), choice.label, False
            yield below(here, "choices", j, "said"), choice.said, True


def _in_every_language(library: Library, texts: Iterable[tuple[Origin, Mapping[str, str], bool]]) -> Iterator[Finding]:
    for at, text, optional in texts:
        if optional and not text:
            continue
        for language in library.languages:
            if language not in text:
                yield Finding(at, f"“{at.path[-1]}” has no “{language}”", f"add “{language}:”")
        for language in text:
            if language not in library.languages:
                right = did_you_mean(language, library.languages) or f"one of {', '.join(library.languages)}"
                yield Finding(below(at, language), f"“{language}” is not a language of the pack", right)


def _once(names: Iterable[tuple[str, Origin]], what: str) -> Iterator[Finding]:
    seen: dict[str, Origin] = {}
    for name, at in names:
        if name in seen:
            yield Finding(at, f"the {what} “{name}” stands twice", "give each its own id", also=seen[name])
        seen.setdefault(name, at)


def _known(
    what: str, name: str, known: Collection[str], at: Origin, offered: Collection[str] | None = None
) -> Iterator[Finding]:
    if name not in known:
        yield Finding(at, f"no {what} “{name}”", did_you_mean(name, offered if offered is not None else known))
