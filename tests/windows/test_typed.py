"""What staff type becomes a window, or is told what is wrong with it at the field; nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import LANGUAGES
from bot.windows.moments import shown
from bot.windows.roles import roles_of
from bot.windows.typed import LIMITS, Problem, check, items, mentions_many, typed_of
from bot.windows.window import (
    MOVES,
    approved,
    as_record,
    changes,
    from_record,
    may_approve,
    may_move,
    same,
    standing,
    withdrawn,
)
from bot.windows.words import change, problem, unclear
from tests.answering.harbour import harbour
from tests.windows.samples import CLOSES, NOW, OPENS, ROLES, fresh, window

GOOD = {"title": "Senior Head Teacher", "opens": "1 Dec 2026 9:00", "closes": "2026-12-20 17:00"}
FULL = GOOD | {
    "roles": "SHT, マネージャー",
    "track": "local",
    "branches": "Sapporo、Fukuoka",
    "relocation": "Within the branch's area",
    "starts": "April 2027",
    "headcount": "2",
    "duties": "Teaching, and looking after head teachers",
    "papers": "- Cover letter\n- Mission statement; Teaching experience",
    "how": "Through your branch",
    "contact": "#branch-office",
    "stages": "Screening\nInterviews",
    "link": "https://example.org/apply?x=1",
    "source": "Branch notice",
    "audience": "staff",
    "places": "23 24",
}


def test_a_good_form_is_a_window() -> None:
    checked = check(FULL, fresh(), NOW, ROLES)
    assert checked.problems == ()
    made = checked.window
    assert made is not None
    assert (made.opens, made.closes) == (OPENS, CLOSES)
    assert made.roles == ("sht", "im")
    assert made.branches == ("Sapporo", "Fukuoka")
    assert made.papers == ("Cover letter", "Mission statement", "Teaching experience")
    assert made.duties == "Teaching, and looking after head teachers"
    assert (made.track, made.audience, made.author, made.status) == ("local", "staff", "discord:1", "draft")


def test_what_was_filled_in_is_said() -> None:
    checked = check({"title": "SHT", "opens": "Dec 1", "closes": "20 Dec"}, fresh(), NOW, ROLES)
    assert checked.window is not None
    assert checked.window.opens == datetime(2026, 11, 30, 15, tzinfo=UTC)  # the day begins
    assert checked.window.closes == datetime(2026, 12, 20, 14, 59, tzinfo=UTC)  # the day ends
    said = [problem(note, "en") for note in checked.notes]
    assert said == [
        "Opens: no year was given, so I take 2026.",
        "Opens: no time of day was given, so I take 00:00.",
        "Closes: no year was given, so I take 2026.",
        "Closes: no time of day was given, so I take 23:59.",
    ]


@pytest.mark.parametrize(
    ("at", "typed", "key"),
    [
        ("title", "", "missing"),
        ("closes", " ", "missing"),
        ("closes", "2026-11-30", "order"),
        ("closes", "1 Dec 2026 9:00", "order"),
        ("closes", "2028-12-20", "too_far"),
        ("closes", "whenever", "moment.no_day"),
        ("opens", "Mon 6 Dec", "moment.weekday"),
        ("opens", "31 Feb 2027", "moment.no_such_day"),
        ("roles", "Senior Head Teacher; Dean", "role"),
        ("track", "regional", "choice"),
        ("audience", "everybody", "choice"),
        ("link", "example.org", "link"),
        ("link", "javascript:alert(1)", "link"),
        ("link", "ftp://example.org", "link"),
        ("link", "https://", "link"),
        ("link", "https://exa mple.org", "link"),
        ("link", "https://[", "link"),
        ("duties", "x" * 5_000, "too_long"),
        ("title", "x" * 121, "too_long"),
        ("duties", "Hello @everyone", "mass_mention"),
        ("title", "@ here", "mass_mention"),
        ("how", "＠ｅｖｅｒｙｏｎｅ", "mass_mention"),
        ("how", "@every\u200bone", "mass_mention"),
        ("contact", "<!channel>", "mass_mention"),
        ("contact", "<@&123>", "mass_mention"),
        ("pay", "ask <@U123>", "mass_mention"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_is_kept(at: str, typed: str, key: str) -> None:
    whole = FULL | {at: typed}
    checked = check(whole, fresh(), NOW, ROLES)
    assert checked.window is None
    assert [(found.at, found.key) for found in checked.problems] == [(at, key)]
    assert checked.typed == whole
    for language in LANGUAGES:
        assert problem(checked.problems[0], language)


def test_every_problem_is_told_at_once() -> None:
    checked = check({"title": "", "opens": "x", "closes": "6/12", "link": "x"}, fresh(), NOW, ROLES)
    assert [found.at for found in checked.problems] == ["title", "opens", "link"]
    assert set(checked.unclear) == {"closes"}


def test_fields_that_are_missing_altogether() -> None:
    assert [p.at for p in check({"opens": "1 Dec"}, fresh(), NOW, ROLES).problems] == ["title"]


def test_a_window_that_is_over_is_refused_and_one_that_has_begun_is_not() -> None:
    over = check(GOOD | {"opens": "2026-11-01", "closes": "2026-11-23"}, fresh(), NOW, ROLES)
    assert [p.key for p in over.problems] == ["past"]
    begun = check(GOOD | {"opens": "2026-11-01"}, fresh(), NOW, ROLES)
    assert begun.window is not None
    assert standing(begun.window, NOW) == "draft"


def test_two_readings_are_asked_about() -> None:
    checked = check(GOOD | {"closes": "6/12 17:00"}, fresh(), NOW, ROLES)
    assert checked.window is None
    assert checked.problems == ()
    question = unclear("closes", checked.unclear["closes"], "en")
    assert "Sun 6 Dec 2026, 17:00 JST / Sat 12 Jun 2027, 17:00 JST" in question


def test_a_change_keeps_what_is_not_typed() -> None:
    base = window(duties="Teaching")
    checked = check({"closes": "2026-12-21 17:00"}, base, NOW, ROLES)
    assert checked.window == replace(base, closes=CLOSES + timedelta(days=1))


def test_what_a_change_changes() -> None:
    old = window()
    new = replace(old, closes=CLOSES + timedelta(days=1), pay="Not stated", audience="staff", author="x", revision=9)
    found = changes(old, new)
    assert [each.field for each in found] == ["closes", "pay"]
    assert change(found[0], "en") == "Closes: Sun 20 Dec 2026, 17:00 JST → Mon 21 Dec 2026, 17:00 JST"
    assert change(found[1], "ja") == "給与：記載なし → Not stated"
    assert not same(old, replace(old, audience="staff"))
    assert same(old, replace(old, status="draft", revision=7, author="z"))


def test_where_a_window_stands_follows_from_the_clock() -> None:
    live = window()
    at = [OPENS - timedelta(minutes=1), OPENS, CLOSES - timedelta(minutes=1), CLOSES]
    assert [standing(live, now) for now in at] == ["approved", "open", "open", "closed"]
    assert {standing(withdrawn(live, NOW), now) for now in at} == {"withdrawn"}
    assert {standing(window(status="draft"), now) for now in at} == {"draft"}


def test_moves() -> None:
    assert may_move(window(status="draft"), "approved", NOW)
    assert may_move(window(), "withdrawn", NOW)
    assert not may_move(window(), "withdrawn", CLOSES)
    assert not may_move(withdrawn(window(), NOW), "approved", NOW)
    assert {to for some in MOVES.values() for to in some} == {"approved", "open", "closed", "withdrawn"}


def test_a_second_person_approves() -> None:
    draft = window(status="draft", author="a", revision=0)
    assert may_approve(draft, "b", self_approval=False)
    assert not may_approve(draft, "a", self_approval=False)
    assert may_approve(draft, "a", self_approval=True)
    assert (approved(draft, NOW).status, approved(draft, NOW).revision) == ("approved", 1)


def test_a_windows_dates_know_their_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        window(opens=datetime(2026, 12, 1))


def test_lists() -> None:
    assert items("- a\n- b;c；a\n\n") == ["a", "b", "c"]
    assert items("a, b、c", commas=True) == ["a", "b", "c"]
    assert items("a, b") == ["a, b"]


def test_mentions() -> None:
    assert mentions_many("@channel look")
    assert not mentions_many("write to jobs@example.org, or to alts@hereford.example")


def test_roles_by_every_name_they_have(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = harbour(tmp_path_factory.mktemp("harbour"))
    found = roles_of(library)
    roles = [s for s in library.subjects.values() if s.kind in ("role", "programme")]
    assert {role.id for role in roles} <= set(found)
    assert all(found[role.id] == role.id for role in roles)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40).map(
    lambda text: " ".join(text.replace("@", "").replace("<", "").split()).strip("- ") or "x"
)
LINES = st.lists(WORDS.filter(lambda text: items(text) == [text]), max_size=4, unique=True).map(tuple)
WHEN = st.datetimes(datetime(2027, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


@given(WORDS, WHEN, st.integers(1, 500_000), LINES, WORDS, st.sampled_from(["", "local", "national"]))
def test_a_window_typed_back_is_the_same_window(
    title: str, opens: datetime, minutes: int, papers: tuple[str, ...], how: str, track: str
) -> None:
    made = replace(
        fresh(),
        title=title,
        opens=opens,
        closes=opens + timedelta(minutes=minutes),
        papers=papers,
        how=how,
        track=track,  # type: ignore[arg-type]
    )
    checked = check(typed_of(made), fresh(), NOW, ROLES)
    assert checked.problems == ()
    assert checked.notes == ()
    assert checked.window == made
    assert from_record(as_record(made)) == made


@given(st.dictionaries(st.sampled_from([*LIMITS, "other"]), st.text(max_size=60)))
def test_anything_typed_is_checked_and_kept(typed: dict[str, str]) -> None:
    checked = check(typed, fresh(), NOW, ROLES)
    assert checked.typed == typed
    assert checked.window is None or not checked.problems
    for found in (*checked.problems, *checked.notes):
        assert problem(found, "en")
        assert problem(found, "ja")


def test_a_problem_says_the_day_in_the_readers_language() -> None:
    found = Problem("opens", "moment.weekday", {"day": datetime(2026, 12, 6, tzinfo=UTC).date()})
    assert problem(found, "ja").endswith("正しくは2026年12月6日（日）です。")
    assert shown(OPENS, "en") == "Tue 1 Dec 2026, 09:00 JST"
