"""Days on which a branch works in Japan: no Saturday, Sunday or national holiday, nor the days around New Year."""

from __future__ import annotations

from datetime import date, timedelta

import jpholiday

NEW_YEAR = {(12, 29), (12, 30), (12, 31), (1, 2), (1, 3)}  # public offices are closed by law; 1 January is a holiday
DAY = timedelta(days=1)


def is_working(day: date) -> bool:
    """Whether a branch can be expected to work on a day."""
    return day.weekday() < 5 and not jpholiday.is_holiday(day) and (day.month, day.day) not in NEW_YEAR


def on_or_before(day: date) -> date:
    """The last working day that is not after a day."""
    while not is_working(day):
        day -= DAY
    return day


def before(day: date, count: int) -> date:
    """The working day that lies some working days before a day."""
    for _ in range(count):
        day = on_or_before(day - DAY)
    return day
