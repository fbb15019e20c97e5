"""A slip of the thumb is understood; a short word or a known one is never “corrected”."""

from __future__ import annotations

import pytest

from bot.answering.spelling import OFTEN, Spelling

KNOWN = Spelling(
    {
        "jlpt": 50,
        "recruiting": 20,
        "salary": 9,
        "sales": 30,
        "scales": OFTEN,
        "apply": 8,
        "rare": 1,
        "seen": 2,
        "spp": 40,
    },
    {"trainer", "n2", "cht", "marketing"},
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jltp", "jlpt"),  # two letters swapped
        ("jlppt", "jlpt"),  # one too many
        ("recruting", "recruiting"),  # one left out
        ("recruitong", "recruiting"),  # one wrong
        ("trainr", "trainer"),  # a name, though it never stood in a phrasing
        ("salry", "salary"),
        ("appyl", "apply"),
    ],
)
def test_one_slip_is_mended(typed: str, meant: str) -> None:
    assert KNOWN.correct(typed) == meant


@pytest.mark.parametrize("word", ["ht", "cht", "sht", "n2", "n3", "it", "spp", "spq", "im", "hr"])
def test_short_words_are_left_alone(word: str) -> None:
    assert KNOWN.correct(word) == word


@pytest.mark.parametrize("word", ["jlpt", "scales", "sales", "trainer", "seen"])
def test_known_words_stay(word: str) -> None:
    assert KNOWN.correct(word) == word


@pytest.mark.parametrize("word", ["rcruitng", "jlptjlpt", "xyzzy", "にほんご", "it&", "don't", "2024", "café"])
def test_two_slips_or_another_script_are_left_alone(word: str) -> None:
    assert KNOWN.correct(word) == word


def test_of_two_near_words_the_more_used_one_is_meant() -> None:
    assert KNOWN.correct("sales") == "sales"
    assert KNOWN.correct("scalez") == "scales"
    assert KNOWN.correct("szales") == "sales"  # “scales” is as near, and rarer


def test_a_word_used_once_can_be_a_slip_and_is_no_target() -> None:
    assert KNOWN.correct("rrare") == "rrare"
    assert Spelling({"salary": 9, "salry": 1}, ()).correct("salry") == "salary"
