"""Every entry stands on sources of its own context, says whose word it is, and no fact is left untold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.library.checks.places import Finding, Where, below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.library.library import Library
    from bot.library.schema import SourceFile

_KATAKANA = re.compile("[ァ-ヴー・]{3,}")
_NAME = re.compile(r"\b(?!(?:The|Our|For|From)\b)[A-Z][A-Za-z-]{2,}")


def entries_have_sources(library: Library, where: Where) -> Iterator[Finding]:
    """Nothing is told without a source; a pack that registers none is warned once."""
    if not library.sources:
        wrong = "the pack registers no sources, so no answer can say where it comes from"
        yield Finding(where.file("pack.yaml"), wrong, "add sources/*.yaml", "warning")
        return
    for entry in library.entries.values():
        if not entry.sources and entry.known_unknown:
            wrong = f"“{entry.id}” does not say which source leaves this open"
            yield Finding(below(entry), wrong, "cite what the sources do state", "warning")
        elif not entry.sources:
            yield Finding(below(entry), f"“{entry.id}” has no source", "add “sources: [source#fact]”")


def sources_belong_to_the_context(library: Library, _: Where) -> Iterator[Finding]:
    """No fact of one context is told in another; an entry about what is unknown may name its neighbours."""
    for entry in library.entries.values():
        if entry.known_unknown or entry.context == "any":
            continue
        for i, name in enumerate(entry.sources):
            fact = library.facts[name][1] if name in library.facts else None
            if fact is not None and fact.context not in (entry.context, "any"):
                wrong = f"“{entry.id}” is told for {entry.context}, but {name} is a fact of {fact.context}"
                right = "tell it in an entry of its own context, and put that “beside:”"
                yield Finding(below(entry, "sources", i), wrong, right)


def requirements_belong_to_the_context(library: Library, _: Where) -> Iterator[Finding]:
    """A requirement of one context is never proved by a fact of another."""
    for subject in library.subjects.values():
        for i, requirement in enumerate(subject.requirements):
            fact = library.facts[requirement.source][1] if requirement.source in library.facts else None
            if fact is None or "any" in (fact.context, requirement.context):
                continue
            if fact.context != requirement.context:
                wrong = f"a requirement of {requirement.context} cites {requirement.source}, a fact of {fact.context}"
                yield Finding(below(subject, "requirements", i, "source"), wrong, "cite a fact of the same context")


def employers_are_named(library: Library, _: Where) -> Iterator[Finding]:
    """What an employer says about itself is told as its own word."""
    for entry in library.entries.values():
        cited = {name.partition("#")[0] for name in entry.sources}
        for source in (library.sources[name] for name in sorted(cited) if name in library.sources):
            if source.kind != "employer-page":
                continue
            for language, text in entry.answer.items():
                names = _names(source, language)
                if not any(name.casefold() in text.casefold() for name in names):
                    wrong = f"“{entry.id}” does not say in {language} whose word this is"
                    yield Finding(below(entry, "answer", language), wrong, f"name {' or '.join(names)}")


def facts_are_told(library: Library, where: Where) -> Iterator[Finding]:
    """What a careers source states, some entry tells; offices that help are registered for what they are."""
    told = {source for entry in library.entries.values() for source in entry.sources}
    for source in library.sources.values():
        if source.kind not in ("employer-page", "neutral-guide"):
            continue
        for i, fact in enumerate(source.facts):
            if f"{source.id}#{fact.id}" not in told:
                wrong, right = f"no entry tells {source.id}#{fact.id}", "cite it in an entry's “sources:”, or remove it"
                yield Finding(below(where.source(source.id), "facts", i), wrong, right)


def _names(source: SourceFile, language: str) -> list[str]:
    """How a text may name a source's publisher: by its name, or by the name its credit line uses."""
    credit = source.credit.get(language, "")
    return list(dict.fromkeys([source.publisher, *_NAME.findall(credit), *_KATAKANA.findall(credit)]))
