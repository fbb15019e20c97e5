"""An internal application window: the record, where it stands, who may approve it, and what a change changes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Status = Literal["draft", "approved", "withdrawn"]  # what people decide
Standing = Literal["draft", "approved", "open", "closed", "withdrawn"]  # what that means at an instant
Audience = Literal["public", "staff"]
Track = Literal["", "local", "national"]

MOVES: dict[Standing, frozenset[Standing]] = {
    "draft": frozenset({"approved", "withdrawn"}),
    "approved": frozenset({"open", "withdrawn"}),
    "open": frozenset({"closed", "withdrawn"}),
    "closed": frozenset(),
    "withdrawn": frozenset(),
}
EDITABLE: frozenset[Standing] = frozenset({"draft", "approved", "open"})


@dataclass(frozen=True)
class Window:
    """What is open, for whom, from when until when, and how to apply. `revision` counts what was approved.

    Texts are as staff typed them; an empty one is not stated, and nothing is ever made up for it.
    """

    id: str
    organisation: str
    title: str
    opens: datetime
    closes: datetime
    roles: tuple[str, ...] = ()  # subjects of the library
    track: Track = ""
    branches: tuple[str, ...] = ()
    relocation: str = ""
    starts: str = ""
    headcount: str = ""
    duties: str = ""
    requirements: str = ""  # empty: the library's
    papers: tuple[str, ...] = ()
    how: str = ""
    contact: str = ""  # a mailbox or channel of a role, not a person
    stages: tuple[str, ...] = ()
    pay: str = ""
    link: str = ""
    source: str = ""
    audience: Audience = "public"
    places: tuple[str, ...] = ()  # empty: every place where the organisation announces
    status: Status = "draft"
    revision: int = 0  # none was approved yet
    author: str = ""
    changed: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def __post_init__(self) -> None:
        if self.opens.tzinfo is None or self.closes.tzinfo is None:
            raise ValueError("a window's dates must be aware of their zone")


ANNOUNCED = tuple(
    field.name
    for field in fields(Window)
    if field.name not in ("id", "organisation", "status", "revision", "author", "changed", "audience", "places")
)
LISTS = frozenset({"roles", "branches", "papers", "stages", "places"})
INSTANTS = frozenset({"opens", "closes", "changed"})


@dataclass(frozen=True)
class Change:
    """One field of a window before and after."""

    field: str
    old: Any
    new: Any


def standing(window: Window, now: datetime) -> Standing:
    """Where a window stands. Open and closed follow from the clock, so that no stop of the bot makes them untrue."""
    if window.status != "approved":
        return window.status
    if now >= window.closes:
        return "closed"
    return "open" if now >= window.opens else "approved"


def may_move(window: Window, to: Standing, now: datetime) -> bool:
    """Whether a window may go from where it stands to another standing."""
    return to in MOVES[standing(window, now)]


def may_approve(window: Window, person: str, *, self_approval: bool) -> bool:
    """A second person approves, unless the organisation lets people approve their own."""
    return self_approval or person != window.author


def approved(draft: Window, now: datetime) -> Window:
    """A draft, or what replaces a window that was approved before, as everybody sees it from now on."""
    return replace(draft, status="approved", revision=draft.revision + 1, changed=now)


def withdrawn(window: Window, now: datetime) -> Window:
    """The window, withdrawn."""
    return replace(window, status="withdrawn", changed=now)


def same(one: Window, other: Window) -> bool:
    """Whether two records say the same and are shown in the same places."""
    return not changes(one, other) and (one.audience, one.places) == (other.audience, other.places)


def changes(old: Window, new: Window) -> tuple[Change, ...]:
    """What readers of the old record must be told; nothing about who wrote it and where it is shown."""
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in ANNOUNCED)
    return tuple(Change(name, before, after) for name, before, after in pairs if before != after)


def as_record(window: Window) -> dict[str, Any]:
    """The window as plain values, for the store and for files."""
    return {field.name: _plain(field.name, getattr(window, field.name)) for field in fields(window)}


def from_record(record: Mapping[str, Any]) -> Window:
    """The window of a record. What a newer version added is left out."""
    known = {field.name for field in fields(Window)}
    return Window(**{name: _rich(name, value) for name, value in record.items() if name in known})


def _plain(name: str, value: Any) -> Any:
    if name in INSTANTS:
        return value.astimezone(UTC).isoformat()
    return list(value) if name in LISTS else value


def _rich(name: str, value: Any) -> Any:
    if name in INSTANTS:
        return datetime.fromisoformat(value)
    return tuple(value) if name in LISTS else value
