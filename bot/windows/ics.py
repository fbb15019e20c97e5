"""Windows as calendar files: two events each, its opening and its closing, in UTC, with Japan's time in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event, vDuration

from bot.texts import say
from bot.windows.moments import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.windows.window import Window

PRODUCT = "-//Shinro//Application windows//EN"
LASTS = timedelta(minutes=30)  # of an opening; a closing ends at its instant, so that nobody reads it as the start
ALARMS = (timedelta(days=7), timedelta(days=1))
REFRESH = timedelta(hours=6)


def window_file(window: Window, language: str) -> bytes:
    """One window as an `.ics` file."""
    return feed([window], language, window.title)


def feed(windows: Iterable[Window], language: str, name: str = "") -> bytes:
    """Every window that was announced to all, as a feed. One that was withdrawn stays, as cancelled."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(name.split()) or say(language, "window.ics.name"))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    for window in sorted(windows, key=lambda window: (window.opens, window.id)):
        if window.revision and window.audience == "public":
            calendar.add_component(_event(window, language, "opens"))
            calendar.add_component(_event(window, language, "closes"))
    return bytes(calendar.to_ical())


def _event(window: Window, language: str, which: str) -> Event:
    at = window.opens if which == "opens" else window.closes
    cancelled = window.status == "withdrawn"
    event = Event()
    event.add("uid", f"{window.id}-{which}@shinro")
    event.add("sequence", window.revision - 1 + cancelled)
    event.add("dtstamp", window.changed)
    event.add("last-modified", window.changed)
    event.add("dtstart", at if which == "opens" else at - LASTS)
    event.add("dtend", at + LASTS if which == "opens" else at)
    event.add("summary", say(language, f"window.ics.{which}", title=" ".join(window.title.split())))
    event.add("description", _description(window, language, cancelled=cancelled))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if window.link:
        event.add("url", window.link)
    if which == "closes" and not cancelled:
        for span in ALARMS:
            event.add_component(_alarm(span, say(language, "window.ics.closes", title=window.title)))
    return event


def _alarm(span: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -span)
    return alarm


def _description(window: Window, language: str, *, cancelled: bool) -> str:
    lines = [say(language, "window.ics.withdrawn")] if cancelled else []
    lines.append(say(language, "window.ics.opens", title=shown(window.opens, language)))
    lines.append(say(language, "window.ics.closes", title=shown(window.closes, language)))
    lines += [text for text in (window.how, window.contact, window.link) if text]
    return "\n".join(lines)
