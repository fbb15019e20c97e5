"""The shape of quizzes/*.yaml: questions with choices, and the subjects that they rank."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.library.schema import EntryId, Level, Line, Model, Slug, Texts

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=24)]  # two fit in a button
Points = Annotated[int, Field(strict=True, ge=-9, le=9)]
Years = Annotated[int, Field(strict=True, ge=0, le=50)]
Within = Literal[30, 90, 365]
WITHIN: tuple[Within, ...] = (30, 90, 365)


class Facts(Model):
    """What a choice tells of a person. Requirements are held against these, never against points."""

    japanese: Level | Literal["none"] | None = None
    certificate: bool | None = None  # of that level
    teaching_years: Years | None = None  # in all, with Interac or another provider
    interac_years: Years | None = None  # as an Interac ALT
    alt_years: Years | None = None  # as an ALT anywhere
    other_years: Years | None = None  # of teaching that no source names, such as JET or eikaiwa
    tokyo: bool | None = None  # would live in or near Tokyo
    stay: Literal["japan", "local", "home"] | None = None  # where to live: anywhere in Japan, here, the home country
    visa_support: bool | None = None  # needs it
    technical: bool | None = None  # has technical skills that are in demand
    credentials: tuple[Slug, ...] | None = None


class Weight(Model):
    """Points for an outcome, with the reason why, and the entry that bears it out."""

    to: Slug
    points: Points
    because: Line
    entry: EntryId | None = None


class Choice(Model):
    id: Name
    label: Texts
    said: Texts = Field(default_factory=dict)  # “you said …”; the label where left out
    weights: list[Weight] = Field(default_factory=list)
    facts: Facts = Facts()


class Question(Model):
    """Asked where each question under `when` was answered with one of the choices there."""

    id: Name
    ask: Texts
    why: Texts = Field(default_factory=dict)
    when: dict[Name, list[Name]] = Field(default_factory=dict)
    choices: list[Choice] = Field(min_length=2, max_length=20)


class Step(Model):
    """Something to do within so many days, with the entry that says more."""

    within: Within
    do: Texts
    entry: EntryId


class Outcome(Model):
    """A subject that is ranked. Of equal points, the one that stands first in the file is first."""

    subject: Slug
    steps: list[Step] = Field(default_factory=list)


class Run(Model):
    """How many questions are asked in one run."""

    least: int = Field(default=7, ge=1, le=20)
    most: int = Field(default=9, ge=1, le=20)


class QuizFile(Model):
    id: Name
    title: Texts
    summary: Texts
    aliases: list[Line] = Field(default_factory=list)
    ranks: Literal["interest", "chosen"] = "interest"  # chosen: the person says which outcome it is about
    run: Run = Run()
    outcomes: list[Outcome] = Field(min_length=1, max_length=20)
    questions: list[Question] = Field(min_length=1, max_length=20)
