"""The shape of a pack's files. A pack is content: these models are what its YAML may say, nothing more."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_500)]
Event = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]  # what a review waits for
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*\.[a-z0-9][a-z0-9_-]*$", max_length=90)]
FactRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+#[a-z0-9_-]+$")]
Level = Literal["N1", "N2", "N3", "N4", "N5"]
Context = Literal["interac", "elsewhere", "home", "any"]
Texts = dict[Slug, Prose]
Lines = dict[Slug, list[Line]]
Value = str | int | float | bool | list[str | int | float]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PackFile(Model):
    """pack.yaml: what the pack is, and the bar its golden questions must reach."""

    class Bar(Model):
        """Shares from 0 to 1; `shinro eval` fails under (or, for wrong answers, over) them."""

        right_at_once: float = Field(default=0.0, ge=0, le=1)
        within_one_press: float = Field(default=0.0, ge=0, le=1)
        wrong_at_once: float = Field(default=1.0, ge=0, le=1)
        out_of_scope_answered: float = Field(default=1.0, ge=0, le=1)
        people_reached: float = Field(default=0.0, ge=0, le=1)

    class Stretch(Model):
        """A part of the internal ladder: subjects in the order in which one climbs them, or that stand side by side.

        One that stands `apart` is reached without the one before. `allowance`: the fact that states one, by rung.
        """

        title: Texts
        rungs: list[Slug] = Field(min_length=1)
        side_by_side: bool = False
        apart: bool = False
        allowance: dict[Slug, FactRef] = Field(default_factory=dict)

    id: Slug
    title: Texts
    languages: list[Slug] = Field(min_length=1)
    ask_people: Texts = Field(default_factory=dict)
    ladder: list[Stretch] = Field(default_factory=list)
    bar: Bar = Bar()


class Requirement(Model):
    """A condition a source states, readable by answers, eligibility and quizzes alike."""

    context: Context
    japanese: Level | None = None
    or_equivalent: bool = False
    certificate: bool | None = None
    teaching_years: int | None = Field(default=None, ge=0, le=50)
    interac_years: int | None = Field(default=None, ge=0, le=50)
    alt_years: int | None = Field(default=None, ge=0, le=50)
    credential: Slug | None = None
    technical: bool | None = None
    own_visa: bool | None = None
    where: Literal["tokyo", "anywhere", "local", "home"] | None = None
    judged: bool = False
    strength: Literal["required", "threshold", "looked-for", "advised"] = "required"
    note: Texts = Field(default_factory=dict)
    source: FactRef


class EntryFile(Model):
    """One curated answer as it stands in a subject's file."""

    id: Slug | None = None
    aspect: Slug | None = None
    context: Context | None = None
    audience: Literal["public", "staff"] = "public"
    label: Texts = Field(default_factory=dict)
    title: Texts = Field(default_factory=dict)
    answer: Texts
    ask: Lines = Field(default_factory=dict)
    facts: dict[Slug, Value] = Field(default_factory=dict)
    sources: list[FactRef] = Field(default_factory=list)
    next: list[EntryId] = Field(default_factory=list, max_length=3)
    beside: list[EntryId] = Field(default_factory=list, max_length=2)
    known_unknown: bool = False
    checked: date | None = None
    review_by: date | Event | None = None


class SubjectFile(Model):
    """subjects/*.yaml and topics/*.yaml: what a question can be about, with its entries."""

    id: Slug
    kind: Literal["path", "role", "programme", "topic", "safety"] = "topic"
    context: Context = "any"
    title: Texts
    summary: Texts = Field(default_factory=dict)
    aliases: Lines = Field(default_factory=dict)
    signals: Lines = Field(default_factory=dict)  # safety only: words that leave no doubt somebody is in danger
    parent: Slug | None = None
    requirements: list[Requirement] = Field(default_factory=list)
    entries: list[EntryFile] = Field(default_factory=list)


class PhrasingsFile(RootModel[dict[Slug, Lines]]):
    """phrasings/*.yaml: more wordings for a subject's entries, by slug and language."""


class SourceFact(Model):
    """One thing a source states: `source#id`, where in it, and its figures as data."""

    id: Slug
    section: Line
    context: Context = "any"
    about: Line | None = None
    values: dict[Slug, Value] = Field(default_factory=dict)


class SourceFile(Model):
    """sources/*.yaml: a document the pack draws on."""

    id: Slug
    title: Texts
    publisher: Line
    kind: Literal["employer-page", "neutral-guide", "public-service", "community"]
    credit: Texts = Field(default_factory=dict)
    address: Line | None = None
    seen: date
    as_of: Line | date | None = None
    facts: list[SourceFact] = Field(default_factory=list)


class Term(Model):
    """A glossary term; `subject` binds it and its aliases to a subject, `ambiguous` says what else it may mean."""

    term: Line
    aliases: list[Line] = Field(default_factory=list)
    meaning: Texts
    subject: Slug | None = None
    ambiguous: Texts = Field(default_factory=dict)


class GlossaryFile(Model):
    terms: list[Term]


class Aspect(Model):
    """What can be asked of a subject, with the words people ask it in."""

    id: Slug
    label: Texts
    cues: Lines


class AspectsFile(Model):
    aspects: list[Aspect]


class Group(Model):
    """Messages of one topic that no entry answers, and whom to ask instead."""

    id: Slug
    label: Texts
    ask_whom: Texts = Field(default_factory=dict)
    nearest: list[EntryId] = Field(default_factory=list, max_length=2)
    crisis_only: bool = False  # teaches the crisis check what is harmless, but may be a question that entries answer
    ask: Lines


class NotOursFile(Model):
    kind: Literal["near", "chatter", "far", "unsafe", "lookalike"]
    groups: list[Group]


class Golden(Model):
    """A question with the entries that rightly answer it; none for a question that nothing answers."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=5_000)]
    lang: Slug | None = None
    context: list[Line] = Field(default_factory=list)
    expect: list[EntryId] = Field(default_factory=list)
    people: bool = False


class GoldenFile(Model):
    questions: list[Golden]
