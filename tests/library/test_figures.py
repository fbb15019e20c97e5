"""What counts as a figure in a text, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.checks.figures import figures, figures_of, stated
from bot.library.schema import SourceFact, Value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("two years, of which one as an Acme ALT", {"1", "2"}),
        ("a one-year programme", {"1"}),
        ("of the two years, one must be here", {"1", "2"}),
        ("at least one full year", {"1"}),
        ("a little over a year as a CHT", {"1"}),
        ("positions open once a year", {"1"}),
        ("in twenty-four countries", {"24"}),
        ("more than a hundred people", {"100"}),
        ("two hundred people", {"200"}),
        ("around 60% pass, that is 60 percent", {"60%"}),
        ("JLPT N3, or n2", {"N3", "N2"}),
        ("JLPTN2", {"N2"}),
        ("300,000 yen", {"300000"}),
        ("2.50 times", {"2.5"}),
        ("call 0120-279-338 or #8008, 9:00 to 17:00", {"0120-279-338", "#8008", "9:00", "17:00"}),
        ("0570-090911", {"0570-090911"}),
        ("（1） apply; (2) wait", set()),
        ("1. apply\n2. wait", set()),
        ("the one in Tokyo, no one, each one, which one?", set()),
        ("one of the best, one another, a good one.", set()),
        ("do not count on one", set()),
        ("B2B and B2C", set()),
        ("the first interview, the 2nd step, your first year", set()),
        ("someone alone", set()),
    ],
)
def test_english(text: str, found: set[str]) -> None:
    assert figures(text, "en") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("最低２年、うち1年", {"1", "2"}),
        ("合計二年の経験", {"2"}),
        ("約十一年", {"11"}),
        ("四つの条件と三段階", {"4", "3"}),
        ("面接は三回、百人以上", {"3", "100"}),
        ("24か国から2種類", {"24", "2"}),
        ("約６０％、つまり6割、六割", {"60%"}),
        ("Ｎ２またはN3以上", {"N2", "N3"}),
        ("年に一度の募集", {"1"}),
        ("119（救急）か110（警察）", {"119", "110"}),
        ("①応募、②書類選考", set()),
        ("一次面接、二段階目、1年目、第2回", set()),
        ("一人で抱えない、最も高い道の一つ、もう一度、最初の一歩", set()),
        ("十分、一部、一般、同一人物", set()),
    ],
)
def test_japanese(text: str, found: set[str]) -> None:
    assert figures(text, "ja") == found


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("years", 2, {"2"}),
        ("pass_percent", 60, {"60%"}),
        ("share", 2.5, {"2.5"}),
        ("or_equivalent", True, set()),
        ("levels", ["N2", 3], {"N2", "3"}),
        ("hours", "10:00 to 22:00", {"10:00", "22:00"}),
        ("size", "more than 100", {"100"}),
    ],
)
def test_facts(key: str, value: Value, found: set[str]) -> None:
    assert figures_of(key, value) == found


@pytest.mark.parametrize(
    ("fact", "found"),
    [
        (SourceFact(id="below_n3", section="Levels"), {"N3"}),
        (SourceFact(id="two_types", section="Levels", about="three of them"), {"2", "3"}),
        (SourceFact(id="papers", section="Papers", values={"items": ["a", "b", "c"]}), {"3"}),
        (SourceFact(id="window", section="When", values={"frequency": "yearly"}), {"1"}),
        (SourceFact(id="one_bullet", section="CV"), {"1"}),
        (SourceFact(id="share", section="CV", values={"percent": 60}), {"60%"}),
    ],
)
def test_what_a_source_vouches_for(fact: SourceFact, found: set[str]) -> None:
    assert stated(fact) == found


@given(text=st.text(), language=st.sampled_from(["en", "ja", "fr"]))
def test_any_text_has_figures_or_none(text: str, language: str) -> None:
    assert all(figures(text, language))
