"""The dry-run calendar lists all that would be sent, and who would get it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ports import Server
from bot.windows.audience import Subscription, Target, places_of, staff_of
from bot.windows.calendar import calendar, year
from bot.windows.milestones import NIGHT, PERSONAL, Rhythm
from bot.windows.window import approved
from tests.windows.samples import CLOSES, NOW, OPENS, window

PLACE = Target("place", "discord:1", "23")
PERSON = Target("person", "", "discord:42")
END = CLOSES + timedelta(days=300)


def test_the_calendar_of_a_window() -> None:
    lines = calendar(window(), {PLACE: Rhythm(), PERSON: PERSONAL}, NOW, END)
    assert [line.shown() for line in lines] == [
        "2026-12-01 09:00 person discord:42 sht-2026 direct opens@2026-12-01",
        "2026-12-01 09:00 place discord:1 23 sht-2026 post opens@2026-12-01",
        "2026-12-13 17:00 person discord:42 sht-2026 direct left-7@2026-12-20",
        "2026-12-13 17:00 place discord:1 23 sht-2026 edit left-7@2026-12-20",
        "2026-12-13 17:00 place discord:1 23 sht-2026 note left-7@2026-12-20",
        "2026-12-19 17:00 person discord:42 sht-2026 direct left-1@2026-12-20",
        "2026-12-19 17:00 place discord:1 23 sht-2026 edit left-1@2026-12-20",
        "2026-12-19 17:00 place discord:1 23 sht-2026 note left-1@2026-12-20",
        "2026-12-20 17:00 place discord:1 23 sht-2026 edit closes@2026-12-20",
    ]


def test_a_window_made_late_announces_what_is_still_true() -> None:
    late = CLOSES - timedelta(days=3)
    lines = calendar(window(), {PLACE: Rhythm()}, late, END)
    assert [(line.at, line.verb, line.milestone) for line in lines] == [
        (late, "post", "opens@2026-12-01"),
        (CLOSES - timedelta(days=1), "edit", "left-1@2026-12-20"),
        (CLOSES - timedelta(days=1), "note", "left-1@2026-12-20"),
        (CLOSES, "edit", "closes@2026-12-20"),
    ]
    assert calendar(window(), {PLACE: Rhythm()}, CLOSES, END) == ()


def test_those_who_were_told_hear_the_change_first() -> None:
    changed = approved(window(), OPENS + timedelta(days=1))
    lines = calendar(changed, {PLACE: Rhythm(frozenset({"left", "changed"}))}, OPENS + timedelta(days=1), END, [PLACE])
    assert [(line.verb, line.milestone) for line in lines][:3] == [
        ("edit", "changed-2"),
        ("note", "changed-2"),
        ("edit", "left-7@2026-12-20"),
    ]


def test_a_year_is_all_windows_until_its_end() -> None:
    second = window(id="im-2026", opens=OPENS + timedelta(days=1))
    both = year([(window(), {PLACE: Rhythm()}), (second, {PLACE: Rhythm()})], NOW, CLOSES - timedelta(days=7))
    assert [(line.window, line.verb) for line in both] == [
        ("sht-2026", "post"),
        ("im-2026", "post"),
        ("im-2026", "edit"),
        ("im-2026", "note"),
        ("sht-2026", "edit"),
        ("sht-2026", "note"),
    ]


def test_quiet_hours_are_in_the_calendar() -> None:
    night = window(opens=OPENS - timedelta(hours=6))
    [first, *_] = calendar(night, {PLACE: Rhythm(quiet=NIGHT)}, NOW, END)
    assert first.shown().startswith("2026-12-01 08:00")


SERVERS = (
    Server("discord:1", "alts", windows=("23", "25"), staff=("24",)),
    Server("slack:T1", "alts", windows=("C1",), staff=("C2",)),
    Server("discord:2", "others", windows=("31",), staff=("32",)),
    Server("discord:3", "alts", windows=("41",), staff=("42",), left_at=NOW),
)


def test_places_are_those_of_the_organisation() -> None:
    def keys(**changes: object) -> list[str]:
        return [target.key for target in places_of(window(**changes), SERVERS)]

    assert keys() == ["place discord:1 23", "place discord:1 25", "place slack:T1 C1"]
    assert keys(places=("25", "C1", "31")) == ["place discord:1 25", "place slack:T1 C1"]
    assert keys(audience="staff") == ["place discord:1 24", "place slack:T1 C2"]
    assert [target.key for target in staff_of("others", SERVERS)] == ["place discord:2 32"]


def test_a_target_has_a_key_that_names_it() -> None:
    for target in (PLACE, PERSON, Target("place", "slack:T1", "C 1")):
        assert Target.of(target.key) == target
    assert (PLACE.platform, PERSON.platform) == ("discord", "discord")
    for wrong in ("", "place", "place discord:1", "person a b", "channel a b"):
        with pytest.raises(ValueError, match="not a target"):
            Target.of(wrong)


@pytest.mark.parametrize(
    ("topic", "wanted"),
    [
        ("all", True),
        ("when-known", True),
        ("role sht", True),
        ("role im", False),
        ("branch sapporo", True),
        ("branch Tokyo", False),
        ("", False),
        ("sht", False),
    ],
)
def test_who_subscribed_to_what(topic: str, wanted: bool) -> None:
    reader = Subscription("alts", "discord:42", (topic,))
    assert reader.wants(window(branches=("Sapporo",))) is wanted
    assert not reader.wants(window(branches=("Sapporo",), audience="staff"))
    assert not reader.wants(window(branches=("Sapporo",), organisation="others"))
    assert reader.target == PERSON
