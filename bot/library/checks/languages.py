"""Every text stands in every language of the pack, and in no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.library.checks.places import Finding, Where, below, titled_by_question
from bot.library.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from bot.library.library import Entry, Library, Origin

_LEAST_QUESTIONS = 2


def texts_in_every_language(library: Library, where: Where) -> Iterator[Finding]:
    languages = library.languages
    for at, texts in _texts(library, where):
        if not texts:
            continue
        for language in languages:
            if not texts.get(language):
                yield Finding(at, f"“{at.path[-1]}” has no “{language}”", f"add “{language}:”")
        for language in texts:
            if language not in languages:
                right = did_you_mean(language, languages) or f"the pack's languages are {', '.join(languages)}"
                yield Finding(below(at, language), f"“{language}” is not a language of the pack", right)


def entries_ask_enough(library: Library, _: Where) -> Iterator[Finding]:
    """The first questions are what people are offered while they type."""
    for entry in library.entries.values():
        for language in library.languages:
            count = len(entry.ask.get(language, ()))
            if count < _LEAST_QUESTIONS and (count or not entry.ask):
                wrong = f"“{entry.id}” has {count} questions under ask.{language}"
                yield Finding(below(entry, "ask", language), wrong, f"add at least {_LEAST_QUESTIONS}")


def _texts(library: Library, where: Where) -> Iterator[tuple[Origin, Mapping[str, Collection[str]]]]:
    pack = where.file("pack.yaml")
    yield below(pack, "title"), library.pack.title
    yield below(pack, "ask_people"), library.pack.ask_people
    for i, stretch in enumerate(library.pack.ladder):
        yield below(pack, "ladder", i, "title"), stretch.title
    for subject in library.subjects.values():
        yield below(subject, "title"), subject.title
        yield below(subject, "summary"), subject.summary
        yield below(subject, "aliases"), subject.aliases
        for i, requirement in enumerate(subject.requirements):
            yield below(subject, "requirements", i, "note"), requirement.note
    for entry in library.entries.values():
        yield from _entry_texts(library, where, entry)
    for i, aspect in enumerate(library.aspects.values()):
        at = below(where.file("aspects.yaml"), "aspects", i)
        yield below(at, "label"), aspect.label
        yield below(at, "cues"), aspect.cues
    for i, term in enumerate(library.glossary):
        at = below(where.file("glossary.yaml"), "terms", i)
        yield below(at, "meaning"), term.meaning
        yield below(at, "ambiguous"), term.ambiguous
    for i, file in enumerate(library.not_ours):
        for j, group in enumerate(file.groups):
            at = below(where.not_ours(i), "groups", j)
            yield below(at, "label"), group.label
            yield below(at, "ask_whom"), group.ask_whom
            yield below(at, "ask"), group.ask


def _entry_texts(
    library: Library, where: Where, entry: Entry
) -> Iterator[tuple[Origin, Mapping[str, Collection[str]]]]:
    yield below(entry, "answer"), entry.answer
    yield below(entry, "ask"), entry.ask
    if entry.title != library.subjects[entry.subject].title and not titled_by_question(entry):
        yield below(entry, "title"), entry.title
    if entry.label is not entry.title:
        yield below(entry, "label"), entry.label
    tail = {language: lines for language, lines in entry.phrasings.items() if language not in entry.ask}
    if tail and entry.ask:
        slug = entry.id.partition(".")[2]
        at = below(where.file("phrasings", f"{entry.subject}.yaml"), slug)
        yield at, {**dict.fromkeys(library.languages, ("there",)), **tail}
