"""What to do by when, counted back from the closing of a window. The spans are ours, as advice; dates come from people.

Steps that fall on a day when branches do not work move to the last working day before. A sitting of the JLPT is named
only where `calendar.yaml` has it; else the step says that its date is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from bot.windows.working_days import before, on_or_before

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.windows.known_dates import DateSource, KnownDates, Sitting
    from bot.windows.window import Window

Doing = Literal["jlpt-entry", "jlpt-sitting", "jlpt-results", "talk", "draft", "papers", "hand-in", "closes"]
TALK, DRAFT, PAPERS, HAND_IN = 20, 10, 5, 1  # working days before closing
State = Literal["open", "late", "unknown", "too-late-for-this"]


@dataclass(frozen=True)
class Step:
    """One thing to do. `by` is none where nobody knows the day; `source` says where a day that is not ours stands.

    States: still to do; its day has passed; the day is unknown; comes after the window has closed.
    """

    doing: Doing
    by: date | None
    state: State
    source: DateSource | None = None


def back_plan(
    window: Window, known: KnownDates, today: date, *, japanese: bool, zone: str = "Asia/Tokyo"
) -> list[Step]:
    """The steps in the order of their days, those with no day first. `japanese`: the window asks for a level."""
    closes = window.closes.astimezone(ZoneInfo(zone)).date()
    last = on_or_before(closes)
    steps = [
        _step("talk", before(last, TALK), today),
        _step("draft", before(last, DRAFT), today),
        _step("papers", before(last, PAPERS), today),
        _step("hand-in", before(last, HAND_IN), today),
        _step("closes", closes, today),
    ]
    if japanese:
        steps += _jlpt(known.jlpt, closes, today)
    order = {step.doing: i for i, step in enumerate(steps)}
    return sorted(steps, key=lambda step: (step.by is not None, step.by or today, order[step.doing]))


def _jlpt(sittings: Sequence[Sitting], closes: date, today: date) -> list[Step]:
    """The last sitting whose results still come in time, else the next one, which is too late for this window."""
    coming = [sitting for sitting in sittings if sitting.day >= today]
    in_time = [sitting for sitting in coming if sitting.results is not None and sitting.results <= closes]
    waiting = [sitting for sitting in sittings if sitting.day < today <= (sitting.results or sitting.day)]
    chosen = next(iter([*in_time[-1:], *waiting[-1:], *coming[:1]]), None)
    if chosen is None:
        return [Step("jlpt-sitting", None, "unknown"), Step("jlpt-results", None, "unknown")]
    steps: list[Step] = []
    if chosen.day >= today:
        steps += _dated("jlpt-entry", chosen.entry_closes, closes, today, chosen.source)
    steps += _dated("jlpt-sitting", chosen.day, closes, today, chosen.source)
    return steps + _dated("jlpt-results", chosen.results, closes, today, chosen.source)


def _dated(doing: Doing, day: date | None, closes: date, today: date, source: DateSource) -> list[Step]:
    if day is None:
        return [Step(doing, None, "unknown", source)]
    return [Step(doing, day, "too-late-for-this" if day > closes else "late" if day < today else "open", source)]


def _step(doing: Doing, by: date, today: date) -> Step:
    return Step(doing, by, "late" if by < today else "open")
