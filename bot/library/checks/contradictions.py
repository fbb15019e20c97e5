"""One question, one truth: no fact with two values, no name with two owners."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from bot.library.checks.places import Finding, Where, below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.library.library import Library, Origin

_REQUIRED = ("japanese", "or_equivalent", "certificate", "teaching_years", "interac_years", "alt_years")
_MANNER = ("or_equivalent", "certificate")  # how a level is shown: two sources may say it differently, and both stand


def folded(text: str) -> str:
    """A name or question as people type it: width, case, spaces and closing marks aside."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip("?!.。… ")


def facts_agree(library: Library, _: Where) -> Iterator[Finding]:
    """The same subject, aspect, context and key holds one value."""
    seen: dict[tuple[str, str, str, str], tuple[object, Origin]] = {}
    for entry in library.entries.values():
        for key, value in entry.facts.items():
            at = below(entry, "facts", key)
            first, where = seen.setdefault((entry.subject, entry.aspect or entry.id, entry.context, key), (value, at))
            if first != value:
                wrong = f"“{entry.id}” says {key}: {value}, another entry of this aspect says {first}"
                yield Finding(at, wrong, "correct one, or name the keys apart", also=where)


def requirements_agree(library: Library, _: Where) -> Iterator[Finding]:
    """A subject requires one level and one number of years in a context."""
    for subject in library.subjects.values():
        seen: dict[tuple[str, str, str], tuple[object, Origin]] = {}
        for i, requirement in enumerate(subject.requirements):
            for field in _REQUIRED:
                value = getattr(requirement, field)
                if value is None or (field == "or_equivalent" and requirement.japanese is None):
                    continue
                at = below(subject, "requirements", i, field)
                source = requirement.source if field in _MANNER else ""
                first, where = seen.setdefault((requirement.context, field, source), (value, at))
                if first != value:
                    wrong = f"“{subject.id}” requires {field}: {value} and {first} in {requirement.context}"
                    yield Finding(at, wrong, "correct one", also=where)


def names_have_one_owner(library: Library, where: Where) -> Iterator[Finding]:
    """An alias leads to one subject, in the subjects and in the glossary alike."""
    owners: dict[str, tuple[str, Origin]] = {}
    for alias, subject, at in _names(library, where):
        owner, first = owners.setdefault(folded(alias), (subject, at))
        if owner != subject:
            wrong = f"“{alias}” is claimed by “{subject}” and by “{owner}”"
            yield Finding(at, wrong, "leave it to one of them, or put it in the glossary as ambiguous", also=first)


def _names(library: Library, where: Where) -> Iterator[tuple[str, str, Origin]]:
    for subject in library.subjects.values():
        for language, aliases in subject.aliases.items():
            for i, alias in enumerate(aliases):
                yield alias, subject.id, below(subject, "aliases", language, i)
    for i, term in enumerate(library.glossary):
        if term.subject is not None:
            at = below(where.file("glossary.yaml"), "terms", i)
            yield term.term, term.subject, below(at, "term")
            for j, alias in enumerate(term.aliases):
                yield alias, term.subject, below(at, "aliases", j)
