"""The requirement ledger: each requirement of a subject as met, missing or unknown, with its source.

Nothing is concluded beyond what the source lists: a total of years and the years at one employer are two lines, a level
that may be shown in another way stays apart from one that names no other way, and what people judge is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.people.facts import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.library.library import Library
    from bot.library.schema import Requirement
    from bot.people.facts import Known

Verdict = Literal["met", "missing", "unknown"]
Kind = Literal[
    "japanese", "teaching_years", "interac_years", "alt_years", "credential", "technical", "own_visa", "where", "judged"
]
VERDICTS: tuple[Verdict, ...] = ("met", "missing", "unknown")
GATES = ("required", "threshold")  # strengths whose missing keeps a door shut; the others only help
_YEARS: tuple[Kind, ...] = ("teaching_years", "interac_years", "alt_years")
_WHERE: dict[str, tuple[str, ...]] = {"anywhere": ("japan",), "local": ("japan", "local"), "home": ("home",)}


@dataclass(frozen=True)
class Line:
    """One condition of a requirement. `note` is the reason why the verdict is as it is, where that needs saying."""

    kind: Kind
    requirement: Requirement
    verdict: Verdict
    note: Literal["", "equivalent", "no_equivalent", "other_years", "judged"] = ""
    reads: tuple[str, ...] = ()  # the facts that the verdict may hang on

    @property
    def gate(self) -> bool:
        return self.requirement.strength in GATES


@dataclass(frozen=True)
class Section:
    """The lines of one subject's own list."""

    subject: str
    lines: tuple[Line, ...]


def ledger(library: Library, subject: str, known: Known) -> tuple[Section, ...]:
    """The subject's own list first, then those of its parents; what two of them state alike stands once."""
    return tuple(
        Section(name, tuple(line for requirement in requirements for line in lines(requirement, known)))
        for name, requirements in requirements_of(library, subject)
    )


def requirements_of(library: Library, subject: str) -> list[tuple[str, Sequence[Requirement]]]:
    """Requirements by the subject whose list they stand on, nearest first."""
    found: list[tuple[str, Sequence[Requirement]]] = []
    seen: list[Requirement] = []
    visited: set[str] = set()
    while subject in library.subjects and subject not in visited:
        visited.add(subject)
        own = [requirement for requirement in library.subjects[subject].requirements if requirement not in seen]
        if own:
            found.append((subject, own))
            seen += own
        subject = library.subjects[subject].parent or ""
    return found


def all_lines(sections: Sequence[Section]) -> list[Line]:
    return [line for section in sections for line in section.lines]


def lines(requirement: Requirement, known: Known) -> Iterator[Line]:
    """The conditions of one requirement."""
    if requirement.japanese is not None:
        yield _japanese(requirement, known)
    for kind in _YEARS:
        if getattr(requirement, kind) is not None:
            yield _years(kind, requirement, known)
    if requirement.credential is not None:
        held = known.get("credentials")
        verdict: Verdict = "unknown" if not isinstance(held, list) else _is(requirement.credential in held)
        yield Line("credential", requirement, verdict, reads=("credentials",))
    if requirement.technical:
        yield Line("technical", requirement, _yes(known.get("technical")), reads=("technical",))
    if requirement.own_visa:
        needs = known.get("visa_support")
        yield Line(
            "own_visa", requirement, "unknown" if needs is None else _is(needs is False), reads=("visa_support",)
        )
    if requirement.where is not None:
        yield _where(requirement, known)
    if requirement.judged:
        yield Line("judged", requirement, "unknown", "judged")


def _japanese(requirement: Requirement, known: Known) -> Line:
    line = Line("japanese", requirement, "unknown", reads=("japanese", "certificate"))
    level, certificate = known.get("japanese"), known.get("certificate")
    if level is None:
        return line
    if level not in LEVELS or LEVELS.index(str(level)) < LEVELS.index(str(requirement.japanese)):
        return replace(line, verdict="missing", reads=("japanese",))
    if certificate is True:
        return replace(line, verdict="met")
    if requirement.certificate:
        return replace(line, verdict="unknown" if certificate is None else "missing")
    if requirement.or_equivalent:
        return replace(line, verdict="met", note="equivalent", reads=("japanese",))
    return replace(line, note="no_equivalent")


def _years(kind: Kind, requirement: Requirement, known: Known) -> Line:
    needed = int(getattr(requirement, kind))
    here = _count(known, "interac_years")
    if kind == "interac_years":
        return Line(kind, requirement, "unknown" if here is None else _is(here >= needed), reads=(kind,))
    own = _count(known, kind)
    if kind == "alt_years":
        # A year as an Interac ALT is a year as an ALT, and a year of teaching.
        least = max((years for years in (own, here) if years is not None), default=None)
        if least is not None and least >= needed:
            return Line(kind, requirement, "met", reads=("alt_years",))
        return Line(kind, requirement, "unknown" if own is None else "missing", reads=("alt_years",))
    least = max((years for years in (own, here) if years is not None), default=None)
    if least is not None and least >= needed:
        return Line(kind, requirement, "met", reads=("teaching_years",))
    if own is None:
        return Line(kind, requirement, "unknown", reads=("teaching_years",))
    others = _count(known, "other_years")
    reads = ("teaching_years", "other_years")
    if others is not None and (least or 0) + others >= needed:
        return Line(kind, requirement, "unknown", "other_years", reads)
    return Line(kind, requirement, "missing", reads=reads)


def _where(requirement: Requirement, known: Known) -> Line:
    stay = known.get("stay")
    if requirement.where == "tokyo":
        verdict = _yes(known.get("tokyo"))
        return Line("where", requirement, "missing" if stay == "home" else verdict, reads=("tokyo",))
    wanted = _WHERE[str(requirement.where)]
    return Line("where", requirement, "unknown" if stay is None else _is(stay in wanted), reads=("stay",))


def _count(known: Known, fact: str) -> int | None:
    value = known.get(fact)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _is(true: bool) -> Verdict:
    return "met" if true else "missing"


def _yes(value: object) -> Verdict:
    return "unknown" if value is None else _is(value is True)
