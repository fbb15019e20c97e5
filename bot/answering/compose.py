"""Composing: from a decision to a reply, in the curators' own words and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot import requirements
from bot.texts import say
from bot.ui import Action, Button, Buttons, Card, Columns, Divider, Reply, Select, Text, small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.engine import Decision
    from bot.library.library import Entry, Library
    from bot.library.schema import Group

CHATTER, FAR, UNSAFE, NEAR = "chatter", "far", "unsafe", "near"
_OFF_TOPIC = (FAR, UNSAFE, "lookalike")
NEXT = 3
ROOM = 240  # length of an answer up to which a third next question still fits on a phone's screen
COMPARED = 2
TOLD_AGAIN = 3  # entries that one action can name
_COMPARING = "difference"  # the aspect whose cues are “vs”, “difference”, 違い


def compose(
    library: Library, decision: Decision, today: date, *, addressed: bool = True, private: bool = False
) -> Reply:
    """The reply to a question; silence where nobody asked the bot and it is not sure."""
    language = decision.language
    if decision.band == "sure":
        entries = [library.entries[entry] for entry in decision.entries]
        other = _compared_with(library, decision, entries[0])
        if other is not None:
            return replace(side_by_side(library, entries[0], other, language), private=private)
        told = with_beside(library, entries, decision.concepts.contexts)
        return tell(library, told, language, today, private=private)
    if not addressed:
        return Reply()
    if decision.band == "close":
        return Reply(_offer(library, decision), private=private)
    return Reply(_unknown(library, decision), private=private)


def with_beside(library: Library, entries: Sequence[Entry], contexts: frozenset[str] = frozenset()) -> list[Entry]:
    """Entries with those that are told beside the only one, unless its own context was asked for."""
    first = entries[0]
    if first.context in contexts or len(entries) > 1:
        return list(entries)
    return [first, *(library.entries[other] for other in first.beside if other in library.entries)]


def tell(library: Library, told: Sequence[Entry], language: str, today: date, *, private: bool = False) -> Reply:
    """Entries as one card: the first's question as its title, a block a context, sources, what to ask next.

    What points to people for help is nobody else's business, so it is always private.
    """
    first = told[0]
    headed = len({entry.context for entry in told}) > 1
    blocks: list[Text | Divider | Buttons] = []
    for entry in told:
        answer = library.local(entry.answer, language)
        if headed:
            answer = f"**{say(language, f'context.{entry.context}')}**\n{answer}"
        elif entry is not first:
            answer = f"**{library.local(entry.title, language)}**\n{answer}"
        blocks.append(Text(answer))
    overdue = [entry.review_by for entry in told if isinstance(entry.review_by, date) and entry.review_by < today]
    if overdue:
        blocks.append(Text(say(language, "answer.due", date=min(overdue).isoformat())))
    following = [entry for entry in first.next if entry in library.entries and library.entries[entry] not in told]
    if following:
        room = NEXT if _length(blocks) <= ROOM else NEXT - 1
        blocks.append(Buttons(tuple(_button(library, entry, language) for entry in following[:room])))
    card = Card(library.local(first.title, language), tuple(blocks), credits_of(library, told, language))
    again = small("entries", *(entry.id for entry in told)) if len(told) <= TOLD_AGAIN else None
    return Reply(card, private=private or any(entry.people for entry in told), again=again)


def _length(blocks: Sequence[Text | Divider | Buttons]) -> int:
    """How long texts are to the eye: a Japanese character is as wide as two."""
    told = (block.markdown for block in blocks if isinstance(block, Text))
    return sum(len(text) + sum(not c.isascii() for c in text) for text in told)


def _compared_with(library: Library, decision: Decision, first: Entry) -> Entry | None:
    """The other entry, where a question compares two subjects that both answer it."""
    named = decision.concepts.subjects
    if _COMPARING not in decision.concepts.aspects or first.subject not in named or len(named) != COMPARED:
        return None
    (other,) = named - {first.subject}
    own = [library.entries[entry] for entry in library.subjects[other].entries]
    same = [entry for entry in own if entry.aspect == first.aspect and entry.audience == "public"]
    return min(same, key=lambda entry: (entry.known_unknown, entry.id), default=None)


def side_by_side(library: Library, first: Entry, other: Entry, language: str) -> Reply:
    """Two entries on one aspect, a column each."""
    told = sorted((first, other), key=lambda entry: entry.id)
    titles = tuple(library.local(library.subjects[entry.subject].title, language) for entry in told)
    aspect = library.aspects.get(first.aspect or "")
    label = library.local(aspect.label, language) if aspect else ""
    answers = tuple(library.local(entry.answer, language) for entry in told)
    following = [entry for entry in first.next if entry in library.entries and library.entries[entry] not in told]
    blocks: list[Columns | Buttons] = [Columns(titles, ((label, answers),))]
    if following:
        blocks.append(Buttons(tuple(_button(library, entry, language) for entry in following[:NEXT])))
    title = say(language, "compare.title", first=titles[0], second=titles[1])
    card = Card(title, tuple(blocks), credits_of(library, told, language))
    return Reply(card, again=small("columns", *(entry.id for entry in told)))


def credits_of(library: Library, entries: Sequence[Entry], language: str) -> str:
    """Where the answers come from and when that was seen, each source once."""
    return requirements.credits_of(library, (source for entry in entries for source in entry.sources), language)


def group_of(library: Library, name: str) -> tuple[str, Group | None]:
    """Kind and group of what is not ours by its name, `kind/group`."""
    kind, _, wanted = name.partition("/")
    for file in library.not_ours:
        if file.kind == kind:
            for group in file.groups:
                if group.id == wanted:
                    return kind, group
    return kind, None


def _button(library: Library, entry: str, language: str, *, title: bool = False) -> Button:
    found = library.entries[entry]
    label = library.local(found.title if title else found.label, language) or found.id
    return Button(label, Action("entry", (entry,)))


def _offer(library: Library, decision: Decision) -> Card:
    language = decision.language
    options = tuple(_button(library, entry, language, title=True) for entry in decision.choices)
    kind, group = group_of(library, decision.group)
    blocks: list[Text | Select] = []
    if group is not None and kind == NEAR:
        blocks.append(Text(say(language, "close.near", label=library.local(group.label, language))))
    blocks.append(Select(say(language, "close.title"), options))
    people = _people(library, language)
    footer = say(language, "close.none", people=people) if people else say(language, "close.none_anyone")
    return Card("", tuple(blocks), footer)


def _unknown(library: Library, decision: Decision) -> Card:
    language = decision.language
    kind, group = group_of(library, decision.group)
    if kind == CHATTER:
        return Card("", (Text(say(language, "none.chatter", example=example(library, language))),))
    if kind in _OFF_TOPIC:
        return Card(say(language, "none.title"), (Text(say(language, "none.far")),))
    blocks: list[Text | Buttons] = []
    nearest: list[str] = []
    if group is not None:
        label, whom = library.local(group.label, language), library.local(group.ask_whom, language)
        key = "none.group" if whom else "none.group_plain"
        blocks.append(Text(say(language, key, label=label, whom=whom)))
        nearest = [entry for entry in group.nearest if entry in library.entries]
    else:
        people = _people(library, language)
        blocks.append(Text(say(language, "none.text", people=people) if people else say(language, "none.text_anyone")))
    if nearest:
        blocks.append(Text(say(language, "none.nearest")))
        blocks.append(Buttons(tuple(_button(library, entry, language, title=True) for entry in nearest)))
    return Card(say(language, "none.title"), tuple(blocks))


def example(library: Library, language: str) -> str:
    """A question the pack answers, to show what can be asked."""
    for entry in library.entries.values():
        if entry.aspect in ("japanese", "length") and not entry.known_unknown and entry.ask.get(language):
            return entry.ask[language][0]
    return next((lines[0] for entry in library.entries.values() for lines in entry.ask.values() if lines), "…")


def _people(library: Library, language: str) -> str:
    return library.local(library.pack.ask_people, language)
