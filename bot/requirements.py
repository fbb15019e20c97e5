"""Requirements in words, as answers, the ledger and the quizzes all say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.library.library import Library
    from bot.library.schema import Requirement

_YEARS = ("teaching_years", "interac_years", "alt_years")


def condition(library: Library, requirement: Requirement, kind: str, language: str, *, alone: bool = True) -> str:
    """One condition of a requirement; `kind` is the field that states it. Not `alone`, it goes on from another."""
    if kind == "japanese":
        key = "requirement.japanese_equivalent" if requirement.or_equivalent else "requirement.japanese"
        if requirement.certificate:
            key = "requirement.japanese_certificate"
        return say(language, key, level=requirement.japanese)
    if kind in _YEARS:
        key = f"requirement.alone.{kind}" if alone else f"requirement.{kind}"
        return say(language, key, years=getattr(requirement, kind))
    note = library.local(requirement.note, language)
    if kind == "judged":
        return note
    if kind == "credential":
        return say(language, "requirement.credential", credential=note or requirement.credential)
    if kind == "where":
        return say(language, f"requirement.where.{requirement.where}")
    return say(language, f"requirement.{kind}")


def kinds(requirement: Requirement) -> list[str]:
    """The conditions that a requirement states."""
    stated = ("japanese", *_YEARS, "credential", "where")
    found = [kind for kind in stated if getattr(requirement, kind) is not None]
    return [*found, *(kind for kind in ("technical", "own_visa", "judged") if getattr(requirement, kind))]


def asked(library: Library, requirement: Requirement, language: str) -> str:
    """A requirement on one line."""
    stated = kinds(requirement)
    return ", ".join(condition(library, requirement, kind, language, alone=len(stated) == 1) for kind in stated)


def credits_of(library: Library, references: Iterable[str], language: str) -> str:
    """Where facts come from and when that was seen, each source once."""
    found: dict[str, str] = {}
    for reference in references:
        if reference in library.facts:
            source = library.facts[reference][0]
            seen = source.seen.isoformat()
            found[source.id] = say(language, "source.seen", credit=credit(library, reference, language), seen=seen)
    return say(language, "source.more", credits="; ".join(found.values())) if found else ""


def credit(library: Library, reference: str, language: str) -> str:
    """Whose word a fact is; an employer's is marked as that."""
    source = library.facts[reference][0]
    name = library.local(source.credit or source.title, language)
    return say(language, "source.employer", credit=name) if source.kind == "employer-page" else name
