"""The requirement ledger in words: each line with its verdict, its source and the entry that says more."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.people.facts import label, told
from bot.quiz import steps
from bot.quiz.ledger import VERDICTS, all_lines
from bot.quiz.outcome import gaps
from bot.requirements import condition, credit, credits_of
from bot.texts import bold, say
from bot.ui import Button, Buttons, Card, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.library.library import Entry, Library
    from bot.people.facts import Known
    from bot.quiz.ledger import Line, Section
    from bot.ui import Block

ENTRIES = 10  # buttons to entries on a card: those of every step and every line of the shipped quizzes
_ASPECT = {"japanese": "japanese", "teaching_years": "experience", "interac_years": "experience"}
_YEARS = ("teaching_years", "interac_years", "alt_years")


def ledger_card(
    library: Library,
    subject: str,
    sections: Sequence[Section],
    known: Known,
    language: str,
    buttons: Sequence[Button] = (),
    openings: Sequence[Block] = (),
) -> Card:
    """The whole list of a subject."""
    name = library.local(library.subjects[subject].title, language)
    if not sections:
        return Card(name, (Text(say(language, "ledger.nothing", subject=name)), *openings))
    blocks: list[Block] = [Text(counted(all_lines(sections), language))]
    blocks += sections_in_words(library, subject, sections, language)
    blocks.append(Text(missing_in_words(library, all_lines(sections), known, language)))
    entries = entries_of(library, subject, all_lines(sections), language)
    if entries:
        blocks.append(Buttons(entries))
    blocks += openings
    if buttons:
        blocks.append(Buttons(tuple(buttons)))
    footer = [say(language, "ledger.limits"), sources(library, all_lines(sections), language)]
    return Card(say(language, "ledger.title", subject=name), tuple(blocks), "\n".join(filter(None, footer)))


def counted(lines: Sequence[Line], language: str) -> str:
    """How many are met, missing and unknown."""
    counts = Counter(line.verdict for line in lines)
    shown = (v for v in VERDICTS if counts[v])
    return " · ".join(say(language, f"verdict.count.{v}", count=counts[v]) for v in shown)


def sections_in_words(library: Library, subject: str, sections: Sequence[Section], language: str) -> list[Text]:
    """A text a list, each under the name of the subject whose list it is."""
    found = []
    for section in sections:
        lines = [f"- {line_in_words(library, line, language)}" for line in section.lines]
        if section.subject != subject:
            name = library.local(library.subjects[section.subject].title, language)
            lines.insert(0, bold(language, "ledger.general", subject=name))
        found.append(Text("\n".join(lines)))
    return found


def line_in_words(library: Library, line: Line, language: str) -> str:
    """The verdict, the condition, why, and who says so."""
    requirement = line.requirement
    parts = [condition(library, requirement, line.kind, language)]
    if requirement.strength != "required":
        parts.append(say(language, f"strength.{requirement.strength}"))
    if line.note:
        parts.append(say(language, f"ledger.note.{line.note}"))
    note = library.local(requirement.note, language)
    if note and not requirement.judged and line.kind not in ("credential", "interac_years"):
        parts.append(note)
    verdict = bold(language, f"verdict.{line.verdict}")
    text = f"{verdict}: {'; '.join(parts)}"
    if requirement.source in library.facts:
        section = library.facts[requirement.source][1].section
        who = credit(library, requirement.source, language)
        source = say(language, "ledger.source", credit=who, section=section)
        text += f" *({source})*"
    return text


def missing_in_words(library: Library, lines: Sequence[Line], known: Known, language: str) -> str:
    """The gap list."""
    missing = list(dict.fromkeys(_gap(library, line, known, language) for line in gaps(lines)))
    if not missing:
        return say(language, "gap.none")
    return "\n".join([bold(language, "gap.title"), *(f"- {gap}" for gap in missing)])


def entries_of(library: Library, subject: str, lines: Sequence[Line], language: str) -> tuple[Button, ...]:
    """Buttons to the entries that say more about the lines."""
    return entry_buttons(library, entries_for(library, subject, lines), language)


def entries_for(library: Library, subject: str, lines: Sequence[Line]) -> list[str]:
    """The entries that say more about the lines, those that are not met first."""
    order = sorted(lines, key=lambda line: line.verdict == "met")
    return [entry.id for line in order if (entry := entry_for(library, subject, line)) is not None]


def entry_buttons(library: Library, names: Sequence[str], language: str) -> tuple[Button, ...]:
    """A button for each entry that the library still has, none twice."""
    entries = [library.entries[name] for name in dict.fromkeys(names) if name in library.entries]
    shown = [entry for entry in entries if entry.audience == "public"][:ENTRIES]
    return tuple(steps.entry(library.local(entry.label, language) or entry.id, entry.id) for entry in shown)


def entry_for(library: Library, subject: str, line: Line) -> Entry | None:
    """The entry that tells a line's source: the subject's own first, on the line's aspect first."""
    telling = [
        entry
        for entry in library.entries.values()
        if line.requirement.source in entry.sources and entry.audience == "public"
    ]
    aspect = _ASPECT.get(line.kind)
    telling.sort(key=lambda e: (e.subject != subject, e.aspect != aspect, e.known_unknown, e.id))
    return telling[0] if telling else None


def sources(library: Library, lines: Sequence[Line], language: str) -> str:
    return credits_of(library, (line.requirement.source for line in lines), language)


def _gap(library: Library, line: Line, known: Known, language: str) -> str:
    now = known.get(line.kind)
    if line.kind == "japanese" and now is not None and now != line.requirement.japanese and _below(line, str(now)):
        needed = line.requirement.japanese
        return say(language, "gap.japanese", now=told("japanese", now, language), needed=needed)
    if line.kind in _YEARS and now is not None:
        fact, years = line.kind, getattr(line.requirement, line.kind)
        shown = told(fact, now, language), told(fact, years, language)
        return say(language, "gap.years", fact=label(fact, language), now=shown[0], needed=shown[1])
    return condition(library, line.requirement, line.kind, language)


def _below(line: Line, level: str) -> bool:
    return level == "none" or level > str(line.requirement.japanese)  # N4 comes after N3
