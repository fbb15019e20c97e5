"""`calendar.yaml` of a pack: dates that moderators have entered, each with its source. What is not there is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints

from bot.library.problems import PackError, Problem
from bot.library.schema import Line, Model, Slug, Texts
from bot.library.yaml_files import position, read

if TYPE_CHECKING:
    from pathlib import Path

NAME = "calendar.yaml"
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)]


class DateSource(Model):
    """Where a date was read, and when."""

    title: Line
    address: Address | None = None
    seen: date


class Sitting(Model):
    """One sitting of the JLPT. A date that is not known yet is left out."""

    day: date
    entry_opens: date | None = None
    entry_closes: date | None = None
    results: date | None = None
    source: DateSource


class Dated(Model):
    """Another day that people plan around: a school's term, a talk for all branches."""

    id: Slug
    title: Texts
    day: date
    source: DateSource


class CalendarFile(Model):
    """The whole file."""

    jlpt: list[Sitting] = Field(default_factory=list)
    dates: list[Dated] = Field(default_factory=list)


@dataclass(frozen=True)
class KnownDates:
    """What is known, in the order of the days."""

    jlpt: tuple[Sitting, ...] = ()
    dates: tuple[Dated, ...] = ()


def load_dates(folder: Path) -> KnownDates:
    """The dates of a pack; none where it has no such file. PackError with every problem, each with file and line."""
    path = folder / NAME
    if not path.is_file():
        return KnownDates()
    found, problems = read(path, str(path), CalendarFile)
    if found is not None:
        problems = _disorder(path, found)
    if problems or found is None:
        raise PackError(problems)
    return KnownDates(tuple(sorted(found.jlpt, key=_day)), tuple(sorted(found.dates, key=_day)))


def _day(item: Sitting | Dated) -> date:
    return item.day


def _disorder(path: Path, found: CalendarFile) -> list[Problem]:
    text = path.read_text("utf-8-sig")
    problems = []
    for i, sitting in enumerate(found.jlpt):
        steps = [(name, getattr(sitting, name)) for name in ("entry_opens", "entry_closes", "day", "results")]
        known = [(name, day) for name, day in steps if day is not None]
        for (earlier, first), (later, second) in pairwise(known):
            if first >= second:
                wrong = f"“{later}” ({second}) must come after “{earlier}” ({first})"
                problems.append(Problem(str(path), *position(text, ["jlpt", i, later]), wrong, "check the year"))
        if sitting.day in [other.day for other in found.jlpt[:i]]:
            at = position(text, ["jlpt", i, "day"])
            problems.append(Problem(str(path), *at, f"the sitting of {sitting.day} stands twice", "remove one"))
    for i, dated in enumerate(found.dates):
        if dated.id in [other.id for other in found.dates[:i]]:
            at = position(text, ["dates", i, "id"])
            problems.append(Problem(str(path), *at, f"the date “{dated.id}” stands twice", "give it another id"))
    return problems
