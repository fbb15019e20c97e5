"""Calendar files: what a calendar programme reads in them."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar

from bot.windows.ics import feed, window_file
from bot.windows.window import approved, withdrawn
from tests.windows.samples import CLOSES, NOW, OPENS, window


def events(raw: bytes) -> dict[str, dict[str, object]]:
    calendar = Calendar.from_ical(raw)
    return {str(event["uid"]): dict(event) for event in calendar.walk("VEVENT")}


def test_a_window_has_an_opening_and_a_closing_in_utc() -> None:
    raw = window_file(window(link="https://example.org", how="Through your branch"), "en")
    found = events(raw)
    assert set(found) == {"sht-2026-opens@shinro", "sht-2026-closes@shinro"}
    opens, closes = found["sht-2026-opens@shinro"], found["sht-2026-closes@shinro"]
    assert opens["DTSTART"].dt == OPENS  # type: ignore[attr-defined]
    assert closes["DTEND"].dt == CLOSES  # type: ignore[attr-defined]
    assert b"DTSTART:20261201T000000Z" in raw
    assert str(closes["SUMMARY"]) == "Closes: Senior Head Teacher"
    assert "Sun 20 Dec 2026, 17:00 JST" in str(closes["DESCRIPTION"])
    assert str(closes["STATUS"]) == "CONFIRMED"
    assert raw.count(b"BEGIN:VALARM") == 2
    assert b"TRIGGER:-P7D" in raw
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_the_same_window_is_the_same_file_and_a_change_supersedes_it() -> None:
    assert window_file(window(), "ja") == window_file(window(), "ja")
    later = approved(window(closes=CLOSES + timedelta(days=1)), NOW + timedelta(days=1))
    before, after = events(window_file(window(), "en")), events(window_file(later, "en"))
    assert set(before) == set(after)
    for uid in before:
        assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]  # type: ignore[operator]


def test_a_withdrawn_window_stays_as_cancelled() -> None:
    gone = withdrawn(window(), NOW + timedelta(days=1))
    found = events(feed([gone], "en"))
    assert {str(event["STATUS"]) for event in found.values()} == {"CANCELLED"}
    assert {event["SEQUENCE"] for event in found.values()} == {1}
    assert b"VALARM" not in feed([gone], "en")


def test_a_feed_holds_what_was_announced_to_all() -> None:
    others = [
        window(id="staff", audience="staff"),
        window(id="draft", status="draft", revision=0),
        withdrawn(window(id="never", status="draft", revision=0), NOW),
        window(id="im-2026", opens=OPENS - timedelta(days=1)),
    ]
    raw = feed([window(), *others], "ja")
    assert [uid for uid in events(raw) if uid.endswith("opens@shinro")] == [
        "im-2026-opens@shinro",
        "sht-2026-opens@shinro",
    ]
    assert "社内募集" in raw.decode()
    assert events(feed([], "en")) == {}


def test_peoples_words_cannot_break_the_file() -> None:
    evil = window(title="A; B, C\\ \nEND:VCALENDAR", how="x\r\nBEGIN:VEVENT\r\nUID:evil")
    found = events(window_file(evil, "en"))
    assert set(found) == {"sht-2026-opens@shinro", "sht-2026-closes@shinro"}
