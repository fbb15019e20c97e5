"""The questions of `/eligible`: a questionnaire made of a subject's requirements, without what is known already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.library.quiz_schema import Choice, Facts, Outcome, Question, QuizFile, Run
from bot.people.facts import ANSWERS, LEVELS, told
from bot.quiz.ledger import requirements_of
from bot.texts import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.library.library import Library
    from bot.library.schema import Requirement
    from bot.people.facts import Known

PREFIX = "eligible:"  # before the subject, in the place of a quiz's name
UNSURE = "unsure"


def questions_for(library: Library, subject: str, known: Known) -> QuizFile:
    """Everything that the subject's requirements hang on and that is not known yet, as a quiz that ranks nothing."""
    asked = [requirement for _, own in requirements_of(library, subject) for requirement in own]
    whens = {fact: when for fact, when in _whens(asked).items() if fact not in known}
    return QuizFile.model_construct(
        id=f"{PREFIX}{subject}",
        title={language: _titled(library, subject, language) for language in LANGUAGES},
        summary={},
        aliases=[],
        ranks="chosen",
        run=Run(least=1, most=len(ANSWERS)),
        outcomes=[Outcome(subject=subject)],
        questions=[
            *(_question(fact, when) for fact, waits in whens.items() if (when := _left(waits, known)) is not None),
            *(_credential(library, requirement) for requirement in _credentials(asked, known)),
        ],
    )


def _whens(asked: Sequence[Requirement]) -> dict[str, dict[str, list[str]]]:
    """The facts that requirements hang on, in the order of asking, each with the answers after which it matters."""
    found: dict[str, dict[str, list[str]]] = {}
    levels = [str(r.japanese) for r in asked if r.japanese is not None]
    shown = [str(r.japanese) for r in asked if r.japanese is not None and (r.certificate or not r.or_equivalent)]
    if levels:
        found["japanese"] = {}
    if shown:
        lowest = min(LEVELS.index(level) for level in shown)
        found["certificate"] = {"japanese": [level.lower() for level in LEVELS[lowest:]]}
    here = _most(asked, "interac_years")
    teaching = _most(asked, "teaching_years")
    if teaching:
        found["teaching_years"] = {}
        found["other_years"] = {"teaching_years": [str(years) for years in range(min(teaching, 4))]}
    if here:
        found["interac_years"] = {}
    if alt := _most(asked, "alt_years"):
        found["alt_years"] = {"interac_years": [*map(str, range(min(alt, 4))), UNSURE]} if here else {}
    wheres = {r.where for r in asked if r.where is not None}
    if wheres - {"tokyo"}:
        found["stay"] = {}
    if "tokyo" in wheres:
        found["tokyo"] = {}
    if any(r.own_visa for r in asked):
        found["visa_support"] = {}
    if any(r.technical for r in asked):
        found["technical"] = {}
    return found


def _left(when: dict[str, list[str]], known: Known) -> dict[str, list[str]] | None:
    """What is left to wait for once facts are known; None where it can no longer come true."""
    left = {}
    for fact, names in when.items():
        if fact not in known:
            left[fact] = names
        elif known[fact] not in [value for name, value in ANSWERS[fact] if name in names]:
            return None
    return left


def _question(fact: str, when: dict[str, list[str]]) -> Question:
    choices = [
        Choice(
            id=name,
            label={language: told(fact, value, language) for language in LANGUAGES},
            facts=Facts.model_validate({fact: value}),
        )
        for name, value in ANSWERS[fact]
    ]
    choices.append(Choice(id=UNSURE, label=_both("fact.answer.unsure")))
    return Question.model_construct(id=fact, ask=_both(f"fact.ask.{fact}"), why={}, when=when, choices=choices)


def _credentials(asked: Sequence[Requirement], known: Known) -> list[Requirement]:
    """The requirements of a document, each once; what is held is known for all of them at once."""
    return list({r.credential: r for r in asked if r.credential}.values()) if "credentials" not in known else []


def _credential(library: Library, requirement: Requirement) -> Question:
    """Whether somebody holds a document."""
    name = requirement.credential or ""
    held = {"yes": (name,), "no": ()}
    choices = [
        Choice(id=answer, label=_both(f"fact.answer.{answer}"), facts=Facts(credentials=documents))
        for answer, documents in held.items()
    ]
    choices.append(Choice(id=UNSURE, label=_both("fact.answer.unsure")))
    ask = {
        language: say(language, "fact.ask.credentials", credential=library.local(requirement.note, language) or name)
        for language in LANGUAGES
    }
    return Question.model_construct(id=name, ask=ask, why={}, when={}, choices=choices)


def _both(key: str) -> dict[str, str]:
    return {language: say(language, key) for language in LANGUAGES}


def _titled(library: Library, subject: str, language: str) -> str:
    return say(language, "ledger.title", subject=library.local(library.subjects[subject].title, language))


def _most(asked: Sequence[Requirement], kind: str) -> int:
    return max((int(getattr(r, kind) or 0) for r in asked), default=0)
