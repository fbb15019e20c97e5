"""Cards that are not an answer to one question: a subject at a glance, two side by side, the ladder, a trace."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from bot import requirements
from bot.answering.compose import credits_of
from bot.pictures import Flight
from bot.requirements import asked
from bot.texts import say
from bot.ui import Action, Button, Buttons, Card, Columns, Fields, Picture, Text, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.trace import Trace
    from bot.library.library import Entry, Library, Subject
    from bot.library.schema import PackFile
    from bot.ui import Block

_ASPECTS = 10  # buttons on a subject's card
_ROWS = 4  # aspects compared


def subject_card(library: Library, subject: Subject, language: str) -> Card:
    """A subject's summary, what is asked for, and a button for each of its entries."""
    entries = _entries(library, subject)
    blocks: list[Text | Fields | Buttons] = []
    summary = library.local(subject.summary, language) or (
        library.local(entries[0].answer, language) if entries else ""
    )
    if summary:
        blocks.append(Text(summary))
    conditions = tuple(
        (say(language, f"context.{r.context}"), asked(library, r, language)) for r in subject.requirements
    )
    if conditions:
        blocks.append(Fields(conditions))
    buttons = tuple(
        Button(library.local(entry.label, language) or entry.id, Action("entry", (entry.id,))) for entry in entries
    )
    if buttons:
        blocks += [Text(say(language, "path.aspects")), Buttons(buttons[:_ASPECTS])]
    return Card(library.local(subject.title, language), tuple(blocks), credits_of(library, entries, language))


def comparison(library: Library, first: Subject, second: Subject, language: str) -> Card:
    """Two subjects side by side, on the aspects for which both have an answer of their own or of their parent."""
    titles = tuple(library.local(subject.title, language) for subject in (first, second))
    rows: list[tuple[str, tuple[str, ...]]] = []
    told: list[Entry] = []
    if first.requirements and second.requirements:
        cells = tuple("; ".join(asked(library, r, language) for r in s.requirements) for s in (first, second))
        rows.append((say(language, "ladder.requirements"), cells))
    for aspect in library.aspects or dict.fromkeys(e.aspect for e in library.entries.values() if e.aspect):
        pair = [library.entry_of(subject.id, str(aspect)) for subject in (first, second)]
        if pair[0] is None or pair[1] is None or pair[0] is pair[1] or len(told) >= 2 * _ROWS:
            continue
        label = library.local(library.aspects[aspect].label, language) if aspect in library.aspects else str(aspect)
        rows.append((label, tuple(library.local(entry.answer, language) for entry in pair if entry)))
        told += [entry for entry in pair if entry]
    title = say(language, "compare.title", first=titles[0], second=titles[1])
    if not rows:
        return Card(title, (Text(say(language, "compare.nothing")),))
    return Card(title, (Columns(titles, tuple(rows)),), credits_of(library, told, language))


def flights(library: Library) -> tuple[Flight, ...]:
    """The shape of the pack's ladder, for its picture."""
    found = ((len(_rungs(library, stretch)), stretch) for stretch in library.pack.ladder)
    return tuple(Flight(count, stretch.side_by_side, stretch.apart) for count, stretch in found if count)


def ladder(library: Library, language: str, png: bytes | None = None) -> Card:
    """The pack's ladder: each stretch's rungs, what they add, what they ask for, and whether an allowance is stated."""
    blocks: list[Block] = []
    told: list[Entry] = []
    facts: list[str] = []
    numbers = count(1)
    for stretch in library.pack.ladder:
        lines = [f"**{library.local(stretch.title, language)}**"]
        rungs = _rungs(library, stretch)
        for rung in rungs:
            title = library.local(rung.title, language)
            lines.append(f"- **{next(numbers)}. {title}**: {library.local(rung.summary, language)}")
            lines += [f"  *{line}*" for line in _of_rung(library, stretch, rung, language)]
            told += _entries(library, rung)[:1]
        facts += stretch.allowance.values()
        blocks.append(Text("\n".join(lines)))
        blocks.append(Buttons(tuple(Button(library.local(r.title, language), Action("path", (r.id,))) for r in rungs)))
    if not blocks:
        return Card(say(language, "ladder.title"), (Text(say(language, "ladder.nothing")),))
    if png is not None:
        blocks.insert(0, Picture(png, _as_steps(library, language)))
    sources = [*(source for entry in told for source in entry.sources), *facts]
    return Card(say(language, "ladder.title"), tuple(blocks), requirements.credits_of(library, sources, language))


def _of_rung(library: Library, stretch: PackFile.Stretch, rung: Subject, language: str) -> list[str]:
    """What a rung asks for; and its allowance, where the pack knows of any."""
    conditions = "; ".join(asked(library, r, language) for r in rung.requirements)
    lines = [f"{say(language, 'ladder.requirements')}: {conditions}"] if conditions else []
    if any(other.allowance for other in library.pack.ladder):
        stated = rung.id in stretch.allowance
        lines.append(say(language, "ladder.allowance.stated" if stated else "ladder.allowance.not_mentioned"))
    return lines


def _as_steps(library: Library, language: str) -> str:
    """The picture of the ladder in words."""
    parts, number = [], 0
    for stretch in library.pack.ladder:
        names = [library.local(rung.title, language) for rung in _rungs(library, stretch)]
        listed = ", ".join(f"{at}. {name}" for at, name in enumerate(names, number + 1))
        where = "ladder.picture.apart" if stretch.apart and number else "ladder.picture.above"
        key = where if number else "ladder.picture.first"
        how = "ladder.picture.beside" if stretch.side_by_side else "ladder.picture.up"
        shown = say(language, how, rungs=listed) if len(names) > 1 else listed
        parts.append(say(language, key, rungs=shown))
        number += len(names)
    return say(language, "ladder.picture", parts=" ".join(parts))


def _rungs(library: Library, stretch: PackFile.Stretch) -> list[Subject]:
    return [library.subjects[rung] for rung in stretch.rungs if rung in library.subjects]


def why_card(trace: Trace, language: str) -> Card:
    """A trace for moderators."""
    nothing = say(language, "why.none")
    understood = [*trace.subjects, *trace.aspects, *trace.contexts]
    first = trace.candidates[0][0] if trace.candidates else nothing
    pairs = [
        (say(language, "why.band"), f"{trace.band} ({trace.score:.2f}; {trace.close:.2f} / {trace.sure:.2f})"),
        (say(language, "why.understood"), literal(", ".join(understood)) or nothing),
        (say(language, "why.candidates"), "\n".join(f"{s:.2f} {literal(e)}" for e, s in trace.candidates) or nothing),
        (say(language, "why.words", entry=first), literal(", ".join(word for word, _ in trace.words)) or nothing),
        (say(language, "why.nearest"), f"{literal(trace.nearest[0])} ({trace.nearest[1]:.2f})"),
        (say(language, "why.group"), literal(trace.group) or nothing),
        (say(language, "why.looks"), literal(", ".join(kind for kind, _ in trace.looks)) or nothing),
        (
            say(language, "why.signals", entry=first),
            literal(", ".join(f"{n} {v:g}" for n, v in trace.signals)) or nothing,
        ),
    ]
    return Card(say(language, "why.title"), (Fields(tuple(pairs)),))


def _entries(library: Library, subject: Subject) -> Sequence[Entry]:
    own = [library.entries[entry] for entry in subject.entries]
    return [entry for entry in own if entry.audience == "public"]
