"""Scheduled events."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from .violation import Violation, length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..wire import Json

EXTERNAL, GUILD_ONLY = 3, 2


def of_event(event: Json, *, editing: bool) -> Iterator[Violation]:
    if "name" in event or not editing:
        yield from length("name", event.get("name"), 100, 1)
    yield from length("description", event.get("description"), 1_000)
    place = (event.get("entity_metadata") or {}).get("location")
    if place is not None:
        yield from length("entity_metadata.location", place, 100, 1)
    start, end = event.get("scheduled_start_time"), event.get("scheduled_end_time")
    if start and end and datetime.fromisoformat(start) >= datetime.fromisoformat(end):
        yield Violation("scheduled_end_time", "ends before it starts")
    if editing:
        return
    if event.get("privacy_level") != GUILD_ONLY or not start:
        yield Violation("event", "needs a start and the privacy level of the guild")
    if event.get("entity_type") == EXTERNAL and not (end and place):
        yield Violation("event", "an external event needs a place and an end")
