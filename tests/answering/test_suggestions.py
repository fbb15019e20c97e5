"""While somebody types: what begins as they do first, the most asked for an empty box, and never more than wanted."""

from __future__ import annotations

import pytest

from bot.answering.suggestions import Suggestions
from bot.library.library import Library


@pytest.fixture(scope="module")
def offered(small_library: Library) -> Suggestions:
    return Suggestions(small_library)


def test_what_begins_so_comes_before_what_contains_it(offered: Suggestions) -> None:
    values = [value for value, _ in offered.questions("is", "en", 500)]
    begins = [value.startswith("is") for value in values]
    assert begins == sorted(begins, reverse=True)
    assert begins[0]
    assert not begins[-1]


def test_words_may_stand_in_any_order(offered: Suggestions) -> None:
    values = [value for value, _ in offered.questions("SALES   jlpt", "en", 25)]
    assert "what jlpt do i need for sales" in values
    assert all("sales" in value and "jlpt" in value for value in values)


def test_an_empty_box_offers_the_most_asked_of_many_entries(offered: Suggestions) -> None:
    first = [value for value, _ in offered.questions("", "en", 10)]
    assert len(first) == 10
    assert len({value.split()[-1] for value in first}) > 2
    assert first[0].startswith("what jlpt do i need")
    assert "where are the sales positions" not in first  # nothing is known of that
    assert offered.questions("   ", "en", 3) == offered.questions("", "en", 3)


@pytest.mark.parametrize("limit", [0, 1, 25])
def test_never_more_than_the_platform_takes(offered: Suggestions, limit: int) -> None:
    assert len(offered.questions("", "en", limit)) == limit
    assert len(offered.questions("a", "en", limit)) <= limit


def test_japanese(offered: Suggestions) -> None:
    assert offered.questions("営業の給料", "ja", 5)[0] == ("営業の給料はいくらですか", "営業の給料はいくらですか")
    assert [label for _, label in offered.subjects("トレーナー", "ja", 5)] == ["トレーナー"]
    assert [label for _, label in offered.subjects("ﾄﾚｰﾅｰ", "ja", 5)] == ["トレーナー"]
    assert offered.questions("営業", "en", 5) == []


def test_subjects_by_title_or_alias_once_each(offered: Suggestions) -> None:
    assert offered.subjects("headh", "en", 5) == [("Recruiting", "Recruiting")]
    assert {value for value, _ in offered.subjects("", "en", 25)} == {
        "Recruiting",
        "Recruiter",
        "Sales",
        "IT",
        "Trainer",
    }
    assert offered.subjects("recr", "en", 5) == [("Recruiter", "Recruiter"), ("Recruiting", "Recruiting")]


def test_nobody_is_offered_a_crisis(offered: Suggestions) -> None:
    assert offered.questions("i want to die", "en", 5) == []
    assert offered.subjects("people who help", "en", 5) == []
    assert offered.questions("xyzzy", "en", 5) == []
    assert offered.questions("pay", "fr", 5) == []
