"""What an announcement says, in both languages, and what nobody said is not in it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.texts import LANGUAGES
from bot.ui import Card, Moment, Reply, plain
from bot.windows.cards import Speaker, fault, headline, living
from bot.windows.ports import Claimed, Delivery, Post
from bot.windows.window import approved, withdrawn
from bot.windows.words import left
from tests.windows.samples import CLOSES, NOW, OPENS, window

FULL = window(
    track="local",
    branches=("Sapporo",),
    relocation="None",
    starts="April 2027",
    headcount="2",
    duties="Teaching",
    requirements="N3",
    papers=("Cover letter", "Mission statement"),
    how="Through your branch",
    contact="#branch",
    stages=("Screening", "Interviews"),
    pay="See the notice",
    link="https://example.org/",
    source="Branch notice",
)


def names(role: str, _language: str) -> str:
    return f"({role})"


def read(card: Card) -> str:
    return plain(Reply(card))


def claimed(of: object, language: str = "en", before: object = None) -> Claimed:
    post = Post("p", "alts", "sht-2026", "place discord:1 23", language, 1, "m1")
    return Claimed(post, (), of, before, NOW)  # type: ignore[arg-type]


def delivery(kind: str) -> Delivery:
    return Delivery("p", kind, kind, NOW, NOW)  # type: ignore[arg-type]


def test_where_a_window_stands_in_one_line() -> None:
    assert headline(window(), NOW, "en") == "Opens in 6 days: Tue 1 Dec 2026, 09:00 JST"
    assert headline(window(), OPENS, "en") == "Open. Closes in 19 days: Sun 20 Dec 2026, 17:00 JST"
    assert headline(window(), CLOSES - timedelta(hours=30), "en").startswith("Open. Closes in 30 hours")
    assert (
        headline(window(), CLOSES - timedelta(minutes=1), "ja")
        == "受付中。締め切りまであと1分：2026年12月20日（日）17:00 JST"
    )
    assert headline(window(), CLOSES, "en") == "Closed since Sun 20 Dec 2026, 17:00 JST"
    assert headline(withdrawn(window(), NOW), NOW, "en") == "Withdrawn: you can no longer apply"
    assert headline(window(status="draft"), NOW, "en").startswith("A draft")
    assert left(NOW, NOW, "en") == "0 minutes"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_stated_is_told(language: str) -> None:
    text = read(living(FULL, OPENS, language, names))
    for said in ("Senior Head Teacher", "(sht)", "Sapporo", "April 2027", "Mission statement", "https://example.org/"):
        assert said in text
    assert any(isinstance(block, Moment) for block in living(FULL, OPENS, language, names).blocks)


def test_what_is_not_stated_is_not_there() -> None:
    text = read(living(window(roles=()), OPENS, "en", names))
    assert text.splitlines() == [
        "Senior Head Teacher",
        "Open. Closes in 19 days: Sun 20 Dec 2026, 17:00 JST",
        CLOSES.isoformat(timespec="minutes"),
        "Opens: Tue 1 Dec 2026, 09:00 JST",
        "Closes: Sun 20 Dec 2026, 17:00 JST",
    ]


def test_each_message_says_its_own() -> None:
    speak = Speaker(names)
    moved = approved(replace(FULL, closes=CLOSES + timedelta(days=1)), NOW)
    of = claimed(moved, before=FULL)
    assert read(speak(of, "note", delivery("changed"), NOW)).splitlines() == [
        "Changed: Senior Head Teacher",
        "- Closes: Sun 20 Dec 2026, 17:00 JST → Mon 21 Dec 2026, 17:00 JST",
    ]
    assert "Through your branch" in read(speak(of, "post", delivery("opens"), OPENS))
    assert "Through your branch" in read(speak(of, "direct", delivery("opens"), OPENS))
    assert "Through your branch" not in read(speak(of, "note", delivery("left"), OPENS))
    assert "Withdrawn" in read(speak(claimed(withdrawn(FULL, NOW)), "direct", delivery("withdrawn"), NOW))
    assert speak(claimed(FULL), "note", delivery("changed"), NOW).blocks == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["refused", "given up", "deleted"])
@pytest.mark.parametrize("where", ["place discord:1 23", "person discord:42"])
def test_staff_reads_what_went_wrong_where(language: str, what: str, where: str) -> None:
    detail = json.dumps({"what": what, "where": where, "milestone": "opens", "why": "Missing *Permissions*"})
    text = read(fault(FULL, detail, language))
    assert "Senior Head Teacher" in text
    assert "42" not in text  # who could not be reached is nobody's business
    spoken = Speaker(names)(claimed(FULL, language), "fault", replace(delivery("fault"), detail=detail), NOW)
    assert read(spoken) == text


def test_peoples_words_are_inert() -> None:
    evil = window(title="<@1> **x**", duties="@everyone [a](https://evil.example)", papers=("*a*",), contact="#here")
    card = living(evil, OPENS, "en", names)
    said = repr(card.blocks)
    assert "@everyone" not in said
    assert "[a](" not in said
