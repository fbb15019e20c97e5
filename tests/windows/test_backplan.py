"""The plan counted back from a closing date, and the dates that moderators enter for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import SHIPPED_PACK
from bot.library.problems import PackError
from bot.texts import LANGUAGES
from bot.windows.backplan import Step, back_plan
from bot.windows.known_dates import DateSource, KnownDates, Sitting, load_dates
from bot.windows.words import step
from bot.windows.working_days import before, is_working, on_or_before
from tests.windows.samples import CLOSES, window

SOURCE = DateSource(title="Made up for this test", seen=date(2026, 1, 1))
TODAY = date(2026, 11, 2)


def sitting(day: date, results: date | None = None, entry: date | None = None) -> Sitting:
    return Sitting(day=day, results=results, entry_closes=entry, source=SOURCE)


def doings(steps: list[Step]) -> list[tuple[str, str, str]]:
    return [(s.doing, str(s.by), s.state) for s in steps]


def test_the_plan_of_a_window() -> None:
    steps = back_plan(window(), KnownDates(), TODAY, japanese=True)
    assert doings(steps) == [
        ("jlpt-sitting", "None", "unknown"),
        ("jlpt-results", "None", "unknown"),
        ("talk", "2026-11-19", "open"),  # 23 November is a holiday
        ("draft", "2026-12-04", "open"),
        ("papers", "2026-12-11", "open"),
        ("hand-in", "2026-12-17", "open"),
        ("closes", "2026-12-20", "open"),
    ]
    assert "jlpt-sitting" not in [s.doing for s in back_plan(window(), KnownDates(), TODAY, japanese=False)]


def test_what_has_passed_is_late() -> None:
    states = {s.doing: s.state for s in back_plan(window(), KnownDates(), date(2026, 12, 7), japanese=False)}
    assert states == {"talk": "late", "draft": "late", "papers": "open", "hand-in": "open", "closes": "open"}


def test_the_last_sitting_whose_results_come_in_time() -> None:
    known = KnownDates((sitting(date(2027, 7, 4), date(2027, 8, 23), date(2027, 4, 7)), sitting(date(2027, 12, 5))))
    autumn = window(opens=datetime(2027, 9, 1, tzinfo=UTC), closes=datetime(2027, 9, 30, tzinfo=UTC))
    jlpt = [s for s in back_plan(autumn, known, TODAY, japanese=True) if s.doing.startswith("jlpt")]
    assert doings(jlpt) == [
        ("jlpt-entry", "2027-04-07", "open"),
        ("jlpt-sitting", "2027-07-04", "open"),
        ("jlpt-results", "2027-08-23", "open"),
    ]
    assert {s.source for s in jlpt} == {SOURCE}


def test_a_sitting_that_comes_too_late_for_this_window_is_said_to() -> None:
    known = KnownDates((sitting(date(2026, 12, 6), date(2027, 1, 25)),))
    steps = {s.doing: s.state for s in back_plan(window(), known, TODAY, japanese=True)}
    assert (steps["jlpt-entry"], steps["jlpt-sitting"], steps["jlpt-results"]) == (
        "unknown",
        "open",
        "too-late-for-this",
    )


def test_results_that_are_awaited() -> None:
    known = KnownDates((sitting(date(2026, 7, 5), date(2026, 12, 1)),))
    steps = [s for s in back_plan(window(), known, TODAY, japanese=True) if s.doing.startswith("jlpt")]
    assert doings(steps) == [("jlpt-sitting", "2026-07-05", "late"), ("jlpt-results", "2026-12-01", "open")]


@pytest.mark.parametrize("offset", range(400))
def test_any_closing_date_has_its_steps_in_order(offset: int) -> None:
    closes = CLOSES + timedelta(days=offset)
    steps = back_plan(window(closes=closes), KnownDates(), TODAY + timedelta(days=offset // 2), japanese=False)
    assert [s.doing for s in steps] == ["talk", "draft", "papers", "hand-in", "closes"]
    days = [s.by for s in steps if s.by is not None]
    assert days == sorted(days)
    assert all(is_working(day) for day in days[:-1])
    for found in steps:
        assert found.by is not None
        assert (found.state == "late") == (found.by < TODAY + timedelta(days=offset // 2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_its_words(language: str) -> None:
    known = KnownDates((sitting(date(2026, 12, 6), date(2027, 1, 25)),))
    for found in back_plan(window(), known, date(2026, 12, 1), japanese=True):
        assert step(found, language)


def test_working_days_in_japan() -> None:
    assert [is_working(date(2026, 11, day)) for day in (20, 21, 22, 23, 24)] == [True, False, False, False, True]
    assert on_or_before(date(2027, 1, 3)) == date(2026, 12, 28)  # offices close from 29 December
    assert before(date(2026, 11, 24), 1) == date(2026, 11, 20)
    assert not is_working(date(2026, 9, 22))  # between two holidays
    assert is_working(date(2099, 3, 23))


def test_the_shipped_calendar_can_be_read() -> None:
    known = load_dates(SHIPPED_PACK)
    assert all(sitting.source.title for sitting in known.jlpt)
    assert all(dated.source.title for dated in known.dates)


def test_a_pack_without_a_calendar_knows_no_dates(tmp_path: Path) -> None:
    assert load_dates(tmp_path) == KnownDates()


def test_a_calendar_is_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "calendar.yaml").write_text(
        "jlpt:\n"
        "  - {day: 2027-07-04, results: 2027-08-23, source: {title: A page, seen: 2027-01-01}}\n"
        "  - {day: 2026-12-06, source: {title: A page, address: 'https://example.org', seen: 2026-01-01}}\n"
        "dates:\n"
        "  - {id: talk, title: {en: Careers talk}, day: 2026-12-01, source: {title: Notice, seen: 2026-11-20}}\n",
        "utf-8",
    )
    known = load_dates(tmp_path)
    assert [s.day for s in known.jlpt] == [date(2026, 12, 6), date(2027, 7, 4)]
    assert [d.id for d in known.dates] == ["talk"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("jlpt:\n  - day: 2026-12-06\n", ":2:5: “jlpt.0.source” is missing"),
        ("jlpt:\n  - day: 6 December\n    source: {title: A, seen: 2026-01-01}\n", ":2:5: “jlpt.0.day”"),
        ("jltp: []\n", ":1:1: “jltp” is not a key"),
        (
            "jlpt:\n  - day: 2026-12-06\n    results: 2026-01-25\n    source: {title: A, seen: 2026-01-01}\n",
            ":3:5: “results” (2026-01-25) must come after “day” (2026-12-06) (check the year)",
        ),
        (
            "jlpt:\n  - {day: 2026-12-06, source: {title: A, seen: 2026-01-01}}\n"
            "  - {day: 2026-12-06, source: {title: A, seen: 2026-01-01}}\n",
            ":3:6: the sitting of 2026-12-06 stands twice",
        ),
        (
            "dates:\n  - {id: a, title: {en: A}, day: 2026-12-06, source: {title: A, seen: 2026-01-01}}\n"
            "  - {id: a, title: {en: A}, day: 2026-12-07, source: {title: A, seen: 2026-01-01}}\n",
            ":3:6: the date “a” stands twice",
        ),
        (
            "jlpt:\n  - {day: 2026-12-06, source: {title: A, address: nowhere, seen: 2026-01-01}}\n",
            ":2:42: “jlpt.0.source.address”",
        ),
        ("jlpt: [\n", "calendar.yaml:"),
    ],
)
def test_what_is_wrong_in_a_calendar_has_its_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "calendar.yaml").write_text(text, "utf-8")
    with pytest.raises(PackError) as error:
        load_dates(tmp_path)
    assert told in str(error.value)
