"""The cards of a result: the order with a picture, one path in full, then and now, and the card to share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.quiz import steps
from bot.quiz.ledger import all_lines, ledger
from bot.quiz.ledger_card import (
    counted,
    entries_for,
    entry_buttons,
    missing_in_words,
    sections_in_words,
    sources,
)
from bot.quiz.outcome import changes, outcome_of, ranking, reasons
from bot.quiz.questionnaire import taken
from bot.texts import bold, say
from bot.ui import Button, Buttons, Card, Columns, Divider, Picture, Select, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.library.library import Library
    from bot.library.quiz_schema import QuizFile
    from bot.people.facts import Known
    from bot.ports import Attempt
    from bot.quiz.outcome import Change, Ranked
    from bot.ui import Block

REASONS, CHANGES, SHARED = 3, 3, 2


def result_card(
    library: Library,
    quiz: QuizFile,
    attempt: Attempt,
    known: Known,
    png: bytes | None,
    openings: Sequence[Block],
    language: str,
) -> Card:
    """All paths in order, with the first in full. One whose requirement is missing keeps its place."""
    order = ranking(quiz, attempt.answers)
    first = order[0].subject
    blocks: list[Block] = [*about(library, quiz, attempt.answers, first, known, language), *openings]
    if quiz.ranks == "interest":
        places = (_place(library, i, ranked, known, language) for i, ranked in enumerate(order, 1))
        pictures = [Picture(png, _alternative(library, order, language))] if png is not None else []
        others = (ranked.subject for ranked in order[1:])
        options = tuple(Button(_title(library, other, language), steps.look(attempt, other)) for other in others)
        blocks = [
            Text("\n".join([say(language, "outcome.order"), *places])),
            *pictures,
            *blocks,
            Divider(),
            Text(_changes(library, quiz, changes(quiz, attempt.answers), language)),
            *((Select(say(language, "outcome.look"), options),) if options else ()),
        ]
    blocks.append(Buttons(_ways(attempt, quiz, language)))
    title = say(language, "outcome.title", title=library.local(quiz.title, language))
    footer = [say(language, "outcome.limits"), sources(library, all_lines(ledger(library, first, known)), language)]
    return Card(title, tuple(blocks), "\n".join(filter(None, footer)))


def path_card(
    library: Library,
    quiz: QuizFile,
    attempt: Attempt,
    subject: str,
    known: Known,
    openings: Sequence[Block],
    language: str,
) -> Card:
    """One path of a result in full."""
    blocks = [*about(library, quiz, attempt.answers, subject, known, language), *openings]
    blocks.append(Buttons((Button(say(language, "outcome.back"), steps.resume(attempt)),)))
    footer = [say(language, "outcome.limits"), sources(library, all_lines(ledger(library, subject, known)), language)]
    return Card(_title(library, subject, language), tuple(blocks), "\n".join(filter(None, footer)))


def about(
    library: Library, quiz: QuizFile, answers: Mapping[str, str], subject: str, known: Known, language: str
) -> list[Block]:
    """Why a path, what is asked for it and what is missing, and what to do next."""
    name = _title(library, subject, language)
    sections = ledger(library, subject, known)
    blocks: list[Block] = []
    if quiz.ranks == "interest":
        blocks.append(Text(_why(library, quiz, answers, subject, language)))
    heading = bold(language, "outcome.asked", subject=name)
    if sections:
        blocks.append(Text(f"{heading}\n{counted(all_lines(sections), language)}"))
        blocks += sections_in_words(library, subject, sections, language)
        blocks.append(Text(missing_in_words(library, all_lines(sections), known, language)))
    else:
        blocks.append(Text("\n".join([heading, say(language, "outcome.asks_nothing")])))
    todo = _steps(library, quiz, subject, language)
    if todo:
        blocks.append(Text(todo))
    entries = _entries(library, quiz, answers, subject, known, language)
    if entries:
        blocks.append(Buttons(entries))
    return blocks


def compare_card(library: Library, quiz: QuizFile, before: Attempt, now: Attempt, language: str) -> Card:
    """Two finished runs side by side: each path's place, and the answers that differ."""
    title = say(language, "outcome.compare.title", title=library.local(quiz.title, language))
    orders = [[ranked.subject for ranked in ranking(quiz, attempt.answers)] for attempt in (before, now)]
    headings = (before.touched_at.date().isoformat(), say(language, "outcome.compare.now"))
    rows = tuple(
        (_title(library, subject, language), tuple(str(order.index(subject) + 1) for order in orders))
        for subject in orders[1]
    )
    blocks: list[Block] = [Text(_differences(library, quiz, before, now, language))]
    if quiz.ranks == "interest":
        blocks.insert(0, Columns(headings, rows))
    blocks.append(Buttons((Button(say(language, "outcome.back"), steps.resume(now)),)))
    return Card(title, tuple(blocks))


def share_card(library: Library, quiz: QuizFile, attempt: Attempt, png: bytes | None, language: str) -> Card:
    """What others may see: the order alone. No answer, no requirement, nothing that is known of the person."""
    order = ranking(quiz, attempt.answers)
    names = [_title(library, ranked.subject, language) for ranked in order[: SHARED + 1]]
    if quiz.ranks == "interest" and len(names) > 1:
        text = say(language, "outcome.share.text", first=names[0], others=", ".join(names[1:]))
    else:
        text = say(language, "outcome.share.only", first=names[0])
    blocks: list[Block] = [Text(text)]
    if png is not None:
        blocks.append(Picture(png, _alternative(library, order[: SHARED + 1], language)))
    title = say(language, "outcome.share.title", title=library.local(quiz.title, language))
    return Card(title, tuple(blocks), say(language, "outcome.share.try"))


def marked(order: Sequence[Ranked]) -> int:
    """How many share the first place."""
    return sum(ranked.points == order[0].points for ranked in order)


def _title(library: Library, subject: str, language: str) -> str:
    return library.local(library.subjects[subject].title, language)


def _place(library: Library, place: int, ranked: Ranked, known: Known, language: str) -> str:
    line = say(language, "outcome.line", place=place, subject=f"**{_title(library, ranked.subject, language)}**")
    line = say(language, "outcome.level", line=line) if ranked.level else line
    gates = counted(all_lines(ledger(library, ranked.subject, known)), language)
    return f"{line} – {gates}" if gates else line


def _alternative(library: Library, order: Sequence[Ranked], language: str) -> str:
    told = (
        say(language, "outcome.bar", place=i, subject=_title(library, r.subject, language), points=r.points)
        for i, r in enumerate(order, 1)
    )
    return say(language, "outcome.picture", bars="; ".join(told))


def _why(library: Library, quiz: QuizFile, answers: Mapping[str, str], subject: str, language: str) -> str:
    found = reasons(quiz, answers, subject)[:REASONS]
    said = [say(language, "outcome.said", said=library.local(r.choice.said or r.choice.label, language)) for r in found]
    lines = [f"- {line}" for line in said] or [say(language, "outcome.no_reason")]
    return "\n".join([bold(language, "outcome.why", subject=_title(library, subject, language)), *lines])


def _steps(library: Library, quiz: QuizFile, subject: str, language: str) -> str:
    outcome = outcome_of(quiz, subject)
    if outcome is None or not outcome.steps:
        return ""
    told = (
        ": ".join(["- " + bold(language, f"outcome.within.{step.within}"), library.local(step.do, language)])
        for step in sorted(outcome.steps, key=lambda step: step.within)
    )
    return "\n".join([bold(language, "outcome.steps"), *told])


def _entries(
    library: Library, quiz: QuizFile, answers: Mapping[str, str], subject: str, known: Known, language: str
) -> tuple[Button, ...]:
    """The entries that the steps, the lines and the reasons stand on."""
    outcome = outcome_of(quiz, subject)
    names = [step.entry for step in sorted(outcome.steps, key=lambda step: step.within)] if outcome else []
    names += entries_for(library, subject, all_lines(ledger(library, subject, known)))
    names += [reason.weight.entry for reason in reasons(quiz, answers, subject) if reason.weight.entry]
    return entry_buttons(library, names, language)


def _changes(library: Library, quiz: QuizFile, found: Sequence[Change], language: str) -> str:
    heading = bold(language, "outcome.changes")
    if not found:
        return "\n".join([heading, say(language, "outcome.no_change")])
    lines = []
    for change in found[:CHANGES]:
        told = [_answer(library, quiz, question, choice, language) for question, choice in change.answers.items()]
        answers = told[0] if len(told) == 1 else say(language, "outcome.change.and", first=told[0], second=told[1])
        subject = _title(library, change.subject, language)
        lines.append("- " + say(language, "outcome.change", subject=subject, answers=answers))
    return "\n".join([heading, *lines])


def _answer(library: Library, quiz: QuizFile, question: str, choice: str, language: str) -> str:
    asked = next(found for found in quiz.questions if found.id == question)
    label = next(found.label for found in asked.choices if found.id == choice)
    ask = library.local(asked.ask, language)
    return say(language, "outcome.change.answer", label=library.local(label, language), question=ask)


def _differences(library: Library, quiz: QuizFile, before: Attempt, now: Attempt, language: str) -> str:
    then, new = taken(quiz, before.answers), taken(quiz, now.answers)
    lines = []
    for question in quiz.questions:
        pair = [found.get(question.id) for found in (then, new)]
        if pair[0] is not pair[1]:
            labels = [library.local(choice.label, language) if choice else "–" for choice in pair]
            ask = library.local(question.ask, language)
            told = say(language, "outcome.compare.answer", question=ask, before=labels[0], now=labels[1])
            lines.append(f"- {told}")
    if not lines:
        return say(language, "outcome.compare.same")
    return "\n".join([bold(language, "outcome.compare.answers"), *lines])


def _ways(attempt: Attempt, quiz: QuizFile, language: str) -> tuple[Button, ...]:
    return (
        Button(say(language, "quiz.change"), steps.change(attempt)),
        Button(say(language, "outcome.compare"), steps.compare(attempt)),
        Button(say(language, "outcome.save"), steps.save(attempt)),
        Button(say(language, "outcome.share"), steps.share(attempt)),
        Button(say(language, "quiz.anew"), steps.begin(quiz.id, anew=True)),
    )
