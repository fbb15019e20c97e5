"""Days before closing and quiet hours, as people type them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.windows.milestones import Quiet, Rhythm
from bot.windows.rhythms import read_days, read_quiet, typed_days, typed_quiet


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("7, 1", (7, 1)),
        ("1 7", (7, 1)),
        ("14 days, 3 days before", (14, 3)),
        ("７日前と１日前", (7, 1)),
        ("3、3", (3,)),
        ("", ()),
        ("none", ()),
        ("なし", ()),
    ],
)
def test_days(typed: str, days: tuple[int, ...]) -> None:
    assert read_days(typed) == days


@pytest.mark.parametrize("typed", ["often", "0", "61", "-1", "1.5", "1,2,3,4,5,6", "7; drop", "@everyone"])
def test_what_are_no_days(typed: str) -> None:
    assert read_days(typed) is None


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("21:00–8:00", time(21), time(8)),
        ("21-8", time(21), time(8)),
        ("22:30 to 6:15", time(22, 30), time(6, 15)),
        ("21時から8時まで", time(21), time(8)),
        ("２２時３０分〜６時", time(22, 30), time(6)),
        ("0:00-24:00 ", None, None),
        ("23-24", time(23), time(0)),
    ],
)
def test_quiet_hours(typed: str, start: time | None, end: time | None) -> None:
    assert read_quiet(typed) == (None if start is None or end is None else (Quiet(start, end),))


@pytest.mark.parametrize("typed", ["", "none", "なし"])
def test_no_quiet_hours(typed: str) -> None:
    assert read_quiet(typed) == (None,)


@pytest.mark.parametrize("typed", ["at night", "25-8", "21:75-8", "8-8", "21", "21-8-9"])
def test_what_are_no_quiet_hours(typed: str) -> None:
    assert read_quiet(typed) is None


@given(st.lists(st.integers(1, 60), max_size=5), st.times(), st.times())
def test_what_is_shown_is_read_back(days: list[int], start: time, end: time) -> None:
    start, end = (clock.replace(second=0, microsecond=0, tzinfo=None) for clock in (start, end))
    rhythm = Rhythm(days=tuple(sorted(set(days), reverse=True)), quiet=None if start == end else Quiet(start, end))
    assert read_days(typed_days(rhythm)) == rhythm.days
    assert read_quiet(typed_quiet(rhythm)) == (rhythm.quiet,)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_days(text)
    read_quiet(text)
