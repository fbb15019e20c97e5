"""Dates as people type them: read as they are meant, asked about where two readings are fair, shown back readably."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.windows.grammar import LONGEST, TOKYO
from bot.windows.moments import Read, Unclear, Unread, read, shown, shown_day
from bot.windows.typed import START_OF_DAY
from tests.windows.samples import NOW

INSTANTS = st.datetimes(datetime(2001, 1, 1), datetime(2098, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-06 17:00", "2026-12-06 17:00"),
        ("2026/12/6 17:00:00", "2026-12-06 17:00"),
        ("2026-12-06T17:00", "2026-12-06 17:00"),
        ("2026.12.6 5pm", "2026-12-06 17:00"),
        ("20261206 17:00", "2026-12-06 17:00"),
        ("6 Dec 5pm", "2026-12-06 17:00"),
        ("5pm 6 Dec", "2026-12-06 17:00"),
        ("17:00 Dec 6", "2026-12-06 17:00"),
        ("6 Dec 5 p.m.", "2026-12-06 17:00"),
        ("6-Dec-2026 5.30pm", "2026-12-06 17:30"),
        ("Sunday, December 6th, 2026 at 5:30 PM", "2026-12-06 17:30"),
        ("the 6th of December 2026 by 17:30", "2026-12-06 17:30"),
        ("Dec. 6, noon", "2026-12-06 12:00"),
        ("6 Dec 12am", "2026-12-06 00:00"),
        ("6 Dec 12pm", "2026-12-06 12:00"),
        ("6 Dec 24:00", "2026-12-07 00:00"),
        ("12月6日 17時", "2026-12-06 17:00"),
        ("12月6日（日）17時半まで", "2026-12-06 17:30"),
        ("12月6日午後5時", "2026-12-06 17:00"),
        ("12月6日の午後5時15分", "2026-12-06 17:15"),
        ("１２月６日　１７：００", "2026-12-06 17:00"),
        ("2026年12月6日 正午", "2026-12-06 12:00"),
        ("12月6日 朝9時", "2026-12-06 09:00"),
        ("12月6日 夜8時", "2026-12-06 20:00"),
        ("12月6日 24時", "2026-12-07 00:00"),
        ("令和8年12月6日 17:00", "2026-12-06 17:00"),
        ("R8.12.6 17:00", "2026-12-06 17:00"),
        ("r8/12/6 17:00", "2026-12-06 17:00"),
        ("令和元年5月1日 0時", "2019-05-01 00:00"),
        ("平成31年4月30日 0時", "2019-04-30 00:00"),
        ("十二月六日 十七時", "2026-12-06 17:00"),
        ("二〇二六年十二月二十日 十時三十分", "2026-12-20 10:30"),
        ("来年3月1日 9:00", "2027-03-01 09:00"),
        ("今年の12月6日 9:00", "2026-12-06 09:00"),
        ("12/6(日) 17:00", "2026-12-06 17:00"),
        ("6/12 Sun 17:00", "2026-12-06 17:00"),
        ("12/25 17:00", "2026-12-25 17:00"),
        ("25.12. 17:00", "2026-12-25 17:00"),
        ("6/6 17:00", "2027-06-06 17:00"),
        ("tomorrow 9:00", "2026-11-25 09:00"),
        ("明日 9時", "2026-11-25 09:00"),
        ("今日 17:00", "2026-11-24 17:00"),
        ("2026-12-06 17:00 JST", "2026-12-06 17:00"),
        ("2026-12-06 08:00 UTC", "2026-12-06 17:00"),
        ("2026-12-06T08:00Z", "2026-12-06 17:00"),
        ("2026-12-06T17:00:00+09:00", "2026-12-06 17:00"),
        ("2026-12-06 13:30 UTC+5:30", "2026-12-06 17:00"),
        ("2026-12-06 01:00 gmt-7", "2026-12-06 17:00"),
    ],
)
def test_it_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    reading = read(typed, NOW)
    assert isinstance(reading, Read), reading
    assert f"{reading.at.astimezone(TOKYO):%Y-%m-%d %H:%M}" == meant
    assert reading.clock
    assert reading.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("typed", "either", "other"),
    [
        ("6/12", "2026-12-06 23:59", "2027-06-12 23:59"),
        ("6/12 17:00", "2026-12-06 17:00", "2027-06-12 17:00"),
        ("6/12/2026", "2026-06-12 23:59", "2026-12-06 23:59"),
        ("12-6", "2026-12-06 23:59", "2027-06-12 23:59"),
        ("midnight 6 Dec", "2026-12-06 00:00", "2026-12-07 00:00"),
        ("12月6日午後12時", "2026-12-06 12:00", "2026-12-07 00:00"),
        ("12月6日午前12時", "2026-12-06 00:00", "2026-12-06 12:00"),
    ],
)
def test_two_fair_readings_are_asked_about(typed: str, either: str, other: str) -> None:
    reading = read(typed, NOW)
    assert isinstance(reading, Unclear), reading
    assert [f"{at.astimezone(TOKYO):%Y-%m-%d %H:%M}" for at in reading.choices] == [either, other]
    for choice in reading.choices:  # whichever is picked is understood
        assert read(shown(choice, "ja"), NOW) == Read(choice)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "no_day"),
        ("17:00", "no_day"),
        ("soon", "no_day"),
        ("12月", "no_day"),
        ("31 Feb", "no_such_day"),
        ("2026-02-29", "no_such_day"),
        ("13/14", "no_such_day"),
        ("0/0", "no_such_day"),
        ("6 Dec 25:00", "no_time"),
        ("6 Dec 17:61", "no_time"),
        ("12月6日 25時", "no_time"),
        ("6 Dec 17am", "no_time"),
        ("26/12/06", "short_year"),
        ("1026-12-06", "year"),
        ("9999-12-31", "year"),
        ("6 Dec 5pm or so", "unread"),
        ("6 Dec 5pm 6pm", "unread"),
        ("6 Dec and 7 Dec", "unread"),
        ("6 Dec 17:00 UTC+25", "unread"),
        ("x" * (LONGEST + 1), "unread"),
    ],
)
def test_what_is_no_date_is_not_guessed(typed: str, key: str) -> None:
    assert read(typed, NOW) == Unread(key)


@pytest.mark.parametrize("typed", ["Mon 6 Dec", "2026-12-06 Monday", "12月6日（月）", "月曜 12月6日"])
def test_a_weekday_that_does_not_fit_is_told(typed: str) -> None:
    assert read(typed, NOW) == Unread("weekday", date(2026, 12, 6))


def test_without_a_time_the_day_ends_and_without_a_year_the_next_is_meant() -> None:
    assert read("6 Dec", NOW) == Read(datetime(2026, 12, 6, 14, 59, tzinfo=UTC), clock=False, year=False)
    assert read("6 Dec", NOW, unsaid=START_OF_DAY) == Read(datetime(2026, 12, 5, 15, tzinfo=UTC), False, False)
    assert read("24 Nov", NOW) == Read(datetime(2026, 11, 24, 14, 59, tzinfo=UTC), clock=False, year=False)
    assert read("24 Nov 11:00", NOW) == Read(datetime(2027, 11, 24, 2, tzinfo=UTC), year=False)
    assert read("23 Nov", NOW) == Read(datetime(2027, 11, 23, 14, 59, tzinfo=UTC), clock=False, year=False)
    assert read("29 Feb", NOW) == Read(datetime(2028, 2, 29, 14, 59, tzinfo=UTC), clock=False, year=False)


def test_today_is_today_in_japan() -> None:
    late = datetime(2026, 11, 24, 20, tzinfo=UTC)  # the 25th in Tokyo
    assert read("today 23:00", late) == Read(datetime(2026, 11, 25, 14, tzinfo=UTC))


def test_in_zones_whose_clocks_change() -> None:
    london = ZoneInfo("Europe/London")
    assert read("2026-07-01 17:00", NOW, london) == Read(datetime(2026, 7, 1, 16, tzinfo=UTC))
    assert read("2027-03-28 01:30", NOW, london) == Unread("no_time")
    assert shown(datetime(2026, 7, 1, 16, tzinfo=UTC), "en", london) == "Wed 1 Jul 2026, 17:00 UTC+01:00"


def test_shown_back_with_weekday() -> None:
    at = datetime(2026, 12, 6, 8, tzinfo=UTC)
    assert shown(at, "en") == "Sun 6 Dec 2026, 17:00 JST"
    assert shown(at, "ja") == "2026年12月6日（日）17:00 JST"
    assert shown(at, "en", UTC) == "Sun 6 Dec 2026, 08:00 UTC"
    assert shown_day(date(2026, 12, 6), "en") == "Sun 6 Dec 2026"


@given(INSTANTS, INSTANTS, st.sampled_from(["en", "ja", "fr"]), st.sampled_from([0, 9 * 60, -210, 345, 840, -720]))
def test_what_is_shown_is_read_as_the_same_instant(at: datetime, now: datetime, language: str, offset: int) -> None:
    for zone in (TOKYO, timezone(timedelta(minutes=offset)), UTC):
        assert read(shown(at, language, zone), now) == Read(at)


@given(INSTANTS, st.text(max_size=90))
def test_any_text_has_a_reading_and_none_is_guessed_from_rubbish(now: datetime, text: str) -> None:
    assert isinstance(read(text, now), Read | Unclear | Unread)


@given(
    INSTANTS,
    st.lists(st.sampled_from("0123456789/-.:年月日時分半十一二六午前後令和元RrDecpmamSun(日) ,~\u3000"), max_size=20),
)
def test_anything_made_of_a_dates_letters_has_a_reading(now: datetime, letters: list[str]) -> None:
    assert isinstance(read("".join(letters), now), Read | Unclear | Unread)


@given(INSTANTS, st.integers(1, 12), st.integers(1, 31))
def test_without_a_year_it_is_never_in_the_past(now: datetime, month: int, day: int) -> None:
    reading = read(f"{month}月{day}日", now)
    assert reading == Unread("no_such_day") or (isinstance(reading, Read) and reading.at > now)
