"""The dry-run calendar: every post, edit, note and direct message that would be sent, with time and place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from bot.windows.milestones import milestones, still_true

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.windows.audience import Target
    from bot.windows.milestones import Kind, Milestone, Rhythm
    from bot.windows.window import Window

Verb = Literal["post", "edit", "note", "direct"]
VERBS: tuple[Verb, ...] = ("post", "edit", "note", "direct")
SILENT: frozenset[Kind] = frozenset({"closes"})  # the living post says it; nobody is called to a door that has shut


@dataclass(frozen=True)
class Line:
    """One thing that is sent, at an instant, to a place or a person."""

    at: datetime
    target: Target
    window: str
    verb: Verb
    milestone: str

    def shown(self, zone: str = "Asia/Tokyo") -> str:
        """The line as it is compared and listed."""
        local = self.at.astimezone(ZoneInfo(zone))
        return f"{local:%Y-%m-%d %H:%M} {self.target.key} {self.window} {self.verb} {self.milestone}"


def verbs(target: Target, milestone: Milestone, *, told: bool) -> tuple[Verb, ...]:
    """What says a milestone: to a person a message; in a place one living post, then edits of it and short notes."""
    if target.kind == "person":
        return ("direct",)
    if not told:
        return ("post",)
    return ("edit",) if milestone.kind in SILENT else ("edit", "note")


def calendar(
    window: Window, targets: Mapping[Target, Rhythm], now: datetime, until: datetime, told: Iterable[Target] = ()
) -> tuple[Line, ...]:
    """What one window sends from now on, to targets by the rhythm of each. In `told` ones it has been announced."""
    known = set(told)
    lines: list[Line] = []
    for target, rhythm in targets.items():
        lines += _course(window, target, milestones(window, rhythm), now, until, told=target in known)
    return tuple(sorted(lines, key=order))


def year(
    windows: Iterable[tuple[Window, Mapping[Target, Rhythm]]],
    now: datetime,
    until: datetime,
    told: Iterable[tuple[str, str]] = (),
) -> tuple[Line, ...]:
    """What several windows send; `told` are the pairs of window and target's key that have been announced."""
    known = set(told)
    lines: list[Line] = []
    for window, targets in windows:
        there = [target for target in targets if (window.id, target.key) in known]
        lines += calendar(window, targets, now, until, there)
    return tuple(sorted(lines, key=order))


def order(line: Line) -> tuple[datetime, str, str, int, str]:
    """By time; what is sent at once, by target and window."""
    return line.at, line.target.key, line.window, VERBS.index(line.verb), line.milestone


def _course(
    window: Window, target: Target, waiting: Sequence[Milestone], now: datetime, until: datetime, *, told: bool
) -> list[Line]:
    lines: list[Line] = []
    pending = list(waiting)
    while pending:
        at = max(now, min(milestone.due for milestone in pending))
        if at > until:
            break
        due = [milestone for milestone in pending if milestone.due <= at]
        for milestone in still_true(window, due, at, told=told).say:
            lines += [Line(at, target, window.id, verb, milestone.key) for verb in verbs(target, milestone, told=told)]
            told = True
        pending = [milestone for milestone in pending if milestone.due > at]
    return lines
