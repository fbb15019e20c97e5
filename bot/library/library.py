"""The library in memory: what the bot can answer from, immutable, swapped whole."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bot.library.quiz_schema import QuizFile
    from bot.library.schema import (
        Aspect,
        Context,
        Golden,
        NotOursFile,
        PackFile,
        Requirement,
        SourceFact,
        SourceFile,
        Term,
        Texts,
        Value,
    )


@dataclass(frozen=True)
class Origin:
    """Where something stands in the pack: a file and the path of keys in it."""

    file: str
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One curated answer. `phrasings` holds every known wording of its question, by language."""

    id: str
    subject: str
    kind: str
    aspect: str | None
    context: Context
    audience: str
    label: Texts
    title: Texts
    answer: Texts
    ask: Mapping[str, tuple[str, ...]]
    phrasings: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, Value]
    sources: tuple[str, ...]
    next: tuple[str, ...]
    beside: tuple[str, ...]
    known_unknown: bool
    checked: date | None
    review_by: date | str | None
    origin: Origin

    @property
    def people(self) -> bool:
        """Whether the entry points to people who help in a crisis."""
        return self.kind == "safety"


@dataclass(frozen=True)
class Subject:
    """A career path, internal role, programme or topic."""

    id: str
    kind: str
    context: Context
    title: Texts
    summary: Texts
    aliases: Mapping[str, tuple[str, ...]]
    signals: Mapping[str, tuple[str, ...]]
    parent: str | None
    requirements: tuple[Requirement, ...]
    entries: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True)
class Library:
    """A whole pack. `digest` names what answers are learned from, so without the quizzes: the same files give the same
    digest on every machine.
    """

    pack: PackFile
    digest: str
    subjects: Mapping[str, Subject]
    entries: Mapping[str, Entry]
    sources: Mapping[str, SourceFile]
    glossary: tuple[Term, ...]
    aspects: Mapping[str, Aspect]
    not_ours: tuple[NotOursFile, ...]
    golden: tuple[tuple[Golden, Origin], ...]
    quizzes: Mapping[str, QuizFile] = field(default_factory=dict)
    quiz_files: Mapping[str, str] = field(default_factory=dict, compare=False)  # where each quiz stands
    folder: str = field(default="", compare=False)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.pack.languages)

    def public(self) -> Library:
        """The library without what is for staff: the only one that answers are made from."""
        staff = {entry.id for entry in self.entries.values() if entry.audience != "public"}
        if not staff:
            return self
        return replace(
            self,
            entries={name: entry for name, entry in self.entries.items() if name not in staff},
            subjects={
                name: replace(subject, entries=tuple(entry for entry in subject.entries if entry not in staff))
                for name, subject in self.subjects.items()
            },
        )

    @cached_property
    def facts(self) -> Mapping[str, tuple[SourceFile, SourceFact]]:
        """Every source's fact by its full name, `source#fact`."""
        return {f"{source.id}#{fact.id}": (source, fact) for source in self.sources.values() for fact in source.facts}

    def local(self, texts: Texts, language: str) -> str:
        """The text in a language, else in the pack's first, else in any it has."""
        return texts.get(language) or texts.get(self.languages[0]) or next(iter(texts.values()), "")

    def entry_of(self, subject: str, aspect: str, context: str | None = None) -> Entry | None:
        """The entry for a subject's aspect, its parents' where it has none of its own."""
        seen: set[str] = set()
        while subject in self.subjects and subject not in seen:
            seen.add(subject)
            found = [
                entry
                for entry in (self.entries[i] for i in self.subjects[subject].entries)
                if entry.aspect == aspect and (context is None or entry.context in (context, "any"))
            ]
            if found:
                return min(found, key=lambda entry: (entry.known_unknown, entry.id))
            subject = self.subjects[subject].parent or ""
        return None
