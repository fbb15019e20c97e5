"""The figures of a replay, worked out by hand on a small set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.engine import Decision
from bot.evaluation import Figures, Verdict, figures, replay
from bot.library.schema import Golden, PackFile
from tests.answering.test_engine import fixed

if TYPE_CHECKING:
    from bot.answering.mind import Mind


def verdict(outcome: str, *, expect: bool = True, people: bool = False, sent_to_people: bool = False) -> Verdict:
    golden = Golden(q="?", expect=["sales.pay"] if expect else [], people=people)
    return Verdict(golden, Decision("none", sent_to_people, (), (), (), 0.0, "en"), outcome)


def test_shares_by_hand() -> None:
    found = figures(
        [
            *[verdict("right")] * 5,
            *[verdict("one press")] * 2,
            verdict("wrong"),
            verdict("missed"),
            verdict("wrong", sent_to_people=True),
            *[verdict("quiet", expect=False)] * 3,
            verdict("answered", expect=False),
            verdict("people", expect=False, people=True, sent_to_people=True),
            verdict("no people", people=True),
        ]
    )
    assert found == Figures(0.5, 0.7, 0.2, 0.25, 0.5, 1 / 14, 10, 4, 2)
    assert str(found).splitlines() == [
        "10 in scope: 50.0% right at once, 70.0% within one press, 20.0% wrong at once",
        "4 out of scope: 25.0% answered",
        "2 about people in danger: 50.0% reached, 7.14% of the others misplaced",
    ]


def test_nothing_asked() -> None:
    assert figures([]) == Figures(0, 0, 0, 0, 1.0, 0, 0, 0, 0)


def test_the_bar_names_each_figure_that_misses_it() -> None:
    found = Figures(0.5, 0.7, 0.2, 0.25, 0.5, 0.1, 10, 4, 2)
    assert found.under(PackFile.Bar()) == []
    assert found.under(PackFile.Bar(right_at_once=0.5, wrong_at_once=0.2, people_reached=0.5)) == []
    assert found.under(PackFile.Bar(right_at_once=0.51, out_of_scope_answered=0.1, people_reached=1)) == [
        "right_at_once 50.0% < 51.0%",
        "people_reached 50.0% < 100.0%",
        "out_of_scope_answered 25.0% > 10.0%",
    ]


@pytest.mark.parametrize(
    ("golden", "outcome"),
    [
        (Golden(q="what does sales pay", expect=["sales.pay"]), "right"),
        (Golden(q="what does sales pay", expect=["it.pay", "sales.pay"]), "right"),
        (Golden(q="what does sales pay", expect=["it.pay"]), "wrong"),
        (Golden(q="what does sales pay"), "answered"),
        (Golden(q="best karaoke place in kobe"), "quiet"),
        (Golden(q="i want to die", people=True), "people"),
        (Golden(q="what does sales pay", people=True), "no people"),
        (Golden(q="and the pay?", context=["what are the duties in sales"], expect=["sales.pay"]), "right"),
    ],
)
def test_outcomes(small_mind: Mind, golden: Golden, outcome: str) -> None:
    (found,) = replay(small_mind, [golden])
    assert found.outcome == outcome
    assert found.good == (outcome in ("right", "one press", "quiet", "people"))


def test_one_press_away_or_missed(small_mind: Mind) -> None:
    torn = fixed(small_mind, {"sales.pay": small_mind.close, "it.pay": small_mind.close})
    asked = [Golden(q="pay?", expect=["it.pay"]), Golden(q="pay?", expect=["it.location"]), Golden(q="pay?")]
    assert [found.outcome for found in replay(torn, asked)] == ["one press", "missed", "quiet"]


def test_the_packs_own_questions(small_mind: Mind) -> None:
    found = figures(replay(small_mind, [golden for golden, _ in small_mind.library.golden]))
    assert (found.right_at_once, found.out_of_scope_answered, found.people_reached) == (1, 0, 1)
    assert found.people_misplaced == 0
