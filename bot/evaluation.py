"""Replaying golden questions: how many are answered right at once, within one press, wrongly, or should not be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.engine import decide

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.engine import Decision
    from bot.answering.mind import Mind
    from bot.library.schema import Golden, PackFile


@dataclass(frozen=True)
class Verdict:
    """One golden question and what became of it."""

    golden: Golden
    decision: Decision
    outcome: str  # right, one press, missed, wrong, quiet, answered, people, no people

    @property
    def good(self) -> bool:
        return self.outcome in ("right", "one press", "quiet", "people")


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1 over the questions each is about; 0 where there are none."""

    right_at_once: float
    within_one_press: float
    wrong_at_once: float
    out_of_scope_answered: float
    people_reached: float
    people_misplaced: float
    in_scope: int
    out_of_scope: int
    people: int

    def __str__(self) -> str:
        return (
            f"{self.in_scope} in scope: {self.right_at_once:.1%} right at once, "
            f"{self.within_one_press:.1%} within one press, {self.wrong_at_once:.1%} wrong at once\n"
            f"{self.out_of_scope} out of scope: {self.out_of_scope_answered:.1%} answered\n"
            f"{self.people} about people in danger: {self.people_reached:.1%} reached, "
            f"{self.people_misplaced:.2%} of the others misplaced"
        )

    def under(self, bar: PackFile.Bar) -> list[str]:
        """Which figures miss the pack's own bar, as (name, figure, bar) in words."""
        least = ("right_at_once", "within_one_press", "people_reached")
        most = ("wrong_at_once", "out_of_scope_answered")
        missed = [
            f"{n} {getattr(self, n):.1%} < {getattr(bar, n):.1%}" for n in least if getattr(self, n) < getattr(bar, n)
        ]
        return missed + [
            f"{n} {getattr(self, n):.1%} > {getattr(bar, n):.1%}" for n in most if getattr(self, n) > getattr(bar, n)
        ]


def replay(mind: Mind, questions: Iterable[Golden]) -> list[Verdict]:
    """Ask every golden question; follow-ups with what was asked before them."""
    return [_verdict(question, decide(mind, question.q, question.context)) for question in questions]


def figures(verdicts: Iterable[Verdict]) -> Figures:
    """The shares over a replay."""
    known = list(verdicts)
    inside = [v for v in known if v.golden.expect and not v.golden.people]
    outside = [v for v in known if not v.golden.expect and not v.golden.people]
    people = [v for v in known if v.golden.people]
    others = [v for v in known if not v.golden.people]
    return Figures(
        right_at_once=_share(inside, "right"),
        within_one_press=_share(inside, "right", "one press"),
        wrong_at_once=_share(inside, "wrong"),
        out_of_scope_answered=_share(outside, "answered"),
        people_reached=_share(people, "people") if people else 1.0,
        people_misplaced=sum(v.decision.people for v in others) / len(others) if others else 0.0,
        in_scope=len(inside),
        out_of_scope=len(outside),
        people=len(people),
    )


def _verdict(golden: Golden, decision: Decision) -> Verdict:
    if golden.people:
        outcome = "people" if decision.people else "no people"
    elif not golden.expect:
        outcome = "answered" if decision.band == "sure" else "quiet"
    elif decision.band == "sure":
        outcome = "right" if set(decision.entries) & set(golden.expect) else "wrong"
    else:
        outcome = "one press" if set(decision.choices) & set(golden.expect) else "missed"
    return Verdict(golden, decision, outcome)


def _share(verdicts: list[Verdict], *outcomes: str) -> float:
    return sum(v.outcome in outcomes for v in verdicts) / len(verdicts) if verdicts else 0.0
