"""Which milestones a window has, when they are due, and what is still true of those that have passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.windows.milestones import KINDS, NIGHT, Milestone, Quiet, Rhythm, first_due, milestones, still_true
from bot.windows.window import approved, standing, withdrawn
from tests.windows.samples import CLOSES, NOW, OPENS, window

ALL = Rhythm(frozenset(KINDS))
TOKYO = ZoneInfo("Asia/Tokyo")


def keys(found: tuple[Milestone, ...]) -> list[str]:
    return [milestone.key for milestone in found]


def test_the_milestones_of_a_window() -> None:
    found = milestones(window(), ALL)
    assert keys(found) == ["coming", "opens@2026-12-01", "left-7@2026-12-20", "left-1@2026-12-20", "closes@2026-12-20"]
    assert [m.due for m in found] == [NOW, OPENS, CLOSES - timedelta(days=7), CLOSES - timedelta(days=1), CLOSES]


def test_an_organisation_chooses_which_and_how_many_days() -> None:
    chosen = Rhythm(frozenset({"opens", "left"}), days=(14, 3, 3, 0, -1, 400))
    assert keys(milestones(window(), chosen)) == ["opens@2026-12-01", "left-14@2026-12-20", "left-3@2026-12-20"]


def test_days_left_before_the_opening_are_none() -> None:
    short = window(closes=OPENS + timedelta(days=3))
    assert keys(milestones(short, Rhythm())) == ["opens@2026-12-01", "left-1@2026-12-04", "closes@2026-12-04"]


def test_drafts_and_windows_never_approved_have_none() -> None:
    assert milestones(window(status="draft"), ALL) == ()
    assert milestones(withdrawn(window(status="draft", revision=0), NOW), ALL) == ()


def test_a_change_and_a_withdrawal_are_milestones() -> None:
    changed = approved(window(), NOW + timedelta(days=1))
    assert "changed-2" in keys(milestones(changed, Rhythm()))
    assert keys(milestones(withdrawn(changed, NOW), Rhythm())) == ["withdrawn"]


def test_a_window_that_moves_to_another_day_has_others_and_one_that_moves_by_hours_the_same() -> None:
    before = set(keys(milestones(window(), Rhythm())))
    assert set(keys(milestones(window(closes=CLOSES + timedelta(hours=2)), Rhythm()))) == before
    later = set(keys(milestones(window(closes=CLOSES + timedelta(days=2)), Rhythm())))
    assert later & before == {"opens@2026-12-01"}


@pytest.mark.parametrize(
    ("opens", "due"),
    [
        ("2026-12-01 20:59", "2026-12-01 20:59"),
        ("2026-12-01 21:00", "2026-12-02 08:00"),
        ("2026-12-01 00:00", "2026-12-01 08:00"),
        ("2026-12-01 07:59", "2026-12-01 08:00"),
        ("2026-12-01 08:00", "2026-12-01 08:00"),
    ],
)
def test_a_milestone_in_quiet_hours_waits_for_their_end(opens: str, due: str) -> None:
    at = datetime.fromisoformat(opens).replace(tzinfo=TOKYO)
    [first, *_] = milestones(window(opens=at), Rhythm(quiet=NIGHT))
    assert f"{first.due.astimezone(TOKYO):%Y-%m-%d %H:%M}" == due


def test_closing_never_waits_nor_does_what_would_outlast_it() -> None:
    closes = datetime(2026, 12, 6, 23, 59, tzinfo=TOKYO)
    found = {m.kind: m for m in milestones(window(closes=closes), Rhythm(quiet=NIGHT, days=(1,)))}
    assert found["closes"].due == closes
    assert f"{found['left'].due.astimezone(TOKYO):%m-%d %H:%M}" == "12-06 08:00"
    early = window(opens=datetime(2026, 12, 6, 1, tzinfo=TOKYO), closes=datetime(2026, 12, 6, 6, tzinfo=TOKYO))
    assert {m.due == m.at for m in milestones(early, Rhythm(quiet=NIGHT))} == {True}


def test_quiet_hours_within_a_day_and_none() -> None:
    noon = Quiet(time(12), time(13))
    assert [noon.covers(time(hour)) for hour in (11, 12, 13)] == [False, True, False]
    assert not Quiet(time(8), time(8)).covers(time(8))


def due_at(now: datetime, **changes: object) -> list[Milestone]:
    return [m for m in milestones(window(**changes), Rhythm()) if m.due <= now]


def test_what_is_over_collapses_into_what_is_still_true() -> None:
    live = window()
    late = CLOSES - timedelta(hours=5)
    told = still_true(live, due_at(late), late, told=True)
    assert keys(told.say) == ["left-1@2026-12-20"]
    assert keys(told.skip) == ["opens@2026-12-01", "left-7@2026-12-20"]
    new = still_true(live, due_at(late), late, told=False)
    assert keys(new.say) == ["opens@2026-12-01"]  # the announcement, which tells how long is left


def test_after_the_end_those_who_were_told_hear_the_end_and_others_nothing() -> None:
    late = CLOSES + timedelta(days=30)
    assert keys(still_true(window(), due_at(late), late, told=True).say) == ["closes@2026-12-20"]
    assert still_true(window(), due_at(late), late, told=False).say == ()


def test_changes_and_withdrawals_are_for_those_who_were_told() -> None:
    changed = approved(window(), OPENS + timedelta(days=1))
    now = OPENS + timedelta(days=2)
    due = [m for m in milestones(changed, Rhythm()) if m.due <= now]
    assert keys(still_true(changed, due, now, told=True).say) == ["changed-2", "opens@2026-12-01"]
    assert keys(still_true(changed, due, now, told=False).say) == ["opens@2026-12-01"]
    gone = withdrawn(changed, now)
    due += [m for m in milestones(gone, Rhythm()) if m.due <= now]
    assert keys(still_true(gone, due, now, told=True).say) == ["withdrawn"]
    assert still_true(gone, due, now, told=False).say == ()


@given(
    st.integers(1, 60 * 24 * 90),
    st.lists(st.integers(-5, 70), max_size=5).map(tuple),
    st.sets(st.sampled_from(KINDS)).map(frozenset),
    st.none() | st.tuples(st.times(), st.times()).map(lambda pair: Quiet(*pair)),
    st.integers(-10, 100 * 24 * 60),
    st.booleans(),
)
def test_rules_that_always_hold(
    minutes: int, days: tuple[int, ...], kinds: frozenset[str], quiet: Quiet | None, later: int, told: bool
) -> None:
    live = window(closes=OPENS + timedelta(minutes=minutes))
    rhythm = Rhythm(kinds, days, quiet)  # type: ignore[arg-type]
    found = milestones(live, rhythm)
    assert len(set(keys(found))) == len(found)
    assert {m.kind for m in found} <= kinds
    for m in found:
        assert m.at <= m.due <= m.at + timedelta(days=1)
        assert m.due <= live.closes or m.kind in ("changed", "withdrawn")
        waited = m.due.astimezone(TOKYO).time()
        assert m.due == m.at or quiet is None or not quiet.covers(waited)
    now = NOW + timedelta(minutes=later)
    due = [m for m in found if m.due <= now]
    verdict = still_true(live, due, now, told=told)
    assert sorted([*keys(verdict.say), *keys(verdict.skip)]) == sorted(keys(tuple(due)))
    assert len(verdict.say) <= 1
    if standing(live, now) == "open" and due and not told:
        assert len(verdict.say) == 1
    assert first_due(found) == (min(m.due for m in found) if found else None)


def test_a_milestone_keeps_its_name_over_revisions() -> None:
    once = milestones(window(), Rhythm())
    again = milestones(replace(window(), revision=5, changed=datetime(2026, 12, 2, tzinfo=UTC)), Rhythm())
    assert set(keys(once)) < set(keys(again))
