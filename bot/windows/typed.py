"""From what staff typed to a window, or to what is wrong at each field; what was typed is always kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.windows.grammar import TOKYO
from bot.windows.moments import END_OF_DAY, Read, Unclear, read, shown
from bot.windows.window import LISTS, Window

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

START_OF_DAY = time(0, 0)  # when a window opens whose opening day has no clock time
LIMITS = {
    "title": 120,
    "roles": 300,
    "track": 10,
    "branches": 300,
    "relocation": 200,
    "starts": 100,
    "opens": 80,
    "closes": 80,
    "headcount": 60,
    "duties": 4_000,
    "requirements": 2_000,
    "papers": 1_000,
    "how": 1_000,
    "contact": 200,
    "stages": 1_000,
    "pay": 500,
    "link": 500,
    "source": 300,
    "audience": 10,
    "places": 1_000,
}
ONE_LINE = ("title", "relocation", "starts", "headcount", "contact", "link", "source")
REQUIRED = ("title", "opens", "closes")
LONGEST_OPEN = 400  # days; a window that is open for longer is a slip of the year
CHOICES = {"track": ("", "local", "national"), "audience": ("public", "staff")}
_MASS = re.compile(r"@\s*(?:everyone|here|channel|all)\b|<!(?:everyone|here|channel)|<!subteam\^|<@&?\w+>")
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\u00ad]")
_BETWEEN = re.compile(r"[\n;；]+")
_COMMAS = re.compile(r"[\n;；,，、]+")
NAMES = ("branches", "places")  # lists whose items are names, without commas


@dataclass(frozen=True)
class Problem:
    """What is wrong at a field: `key` is a sentence of `texts/` under `window.error`, with its values."""

    at: str
    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """A window, or none where something is wrong or unclear. `notes` say what was filled in for confirmation."""

    window: Window | None
    typed: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    unclear: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()


def check(
    typed: Mapping[str, str],
    base: Window,
    now: datetime,
    roles: Mapping[str, str],
    zone: tzinfo = TOKYO,
    *,
    past: bool = False,
) -> Checked:
    """Read what was typed over `base`, which has what nobody types. `roles` are ids by every name that they have.

    A window that has closed is refused, unless `past` says that it may have.
    """
    reader = _Reader(now, roles, zone)
    for name in LIMITS:
        if name in typed:
            reader.take(name, " ".join(typed[name].split()) if name in ONE_LINE else typed[name].strip())
        elif name in REQUIRED and not getattr(base, name):
            reader.problems.append(Problem(name, "missing"))
    window = replace(base, **reader.found)
    if not reader.problems and not reader.unclear:
        reader.problems += _order(window, window.opens if past else now, typed)
    good = not reader.problems and not reader.unclear
    return Checked(window if good else None, dict(typed), tuple(reader.problems), reader.unclear, tuple(reader.notes))


def typed_of(window: Window, zone: tzinfo = TOKYO) -> dict[str, str]:
    """A window as it can be typed, for a form to be changed; `check` reads it back to the same window."""
    text: dict[str, str] = {}
    for name in LIMITS:
        value = getattr(window, name)
        if name in ("opens", "closes"):
            text[name] = shown(value, "en", zone)
        else:
            text[name] = "\n".join(value) if name in LISTS else value
    return text


def items(text: str, *, commas: bool = False) -> list[str]:
    """A list as people type one: a line each, or semicolons between; commas too where no item has one itself."""
    parts = (part.strip() for part in (_COMMAS if commas else _BETWEEN).split(text))
    return list(dict.fromkeys(part for part in (part.removeprefix("- ").strip() for part in parts) if part))


def mentions_many(text: str) -> bool:
    """Whether a text would call many people, or somebody by id, on any platform."""
    return _MASS.search(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()) is not None


def _unfit(name: str, text: str) -> Problem | None:
    if not text:
        return Problem(name, "missing") if name in REQUIRED else None
    if len(text) > LIMITS[name]:
        return Problem(name, "too_long", {"limit": LIMITS[name], "length": len(text)})
    if mentions_many(text):
        return Problem(name, "mass_mention")
    if name == "link" and not _is_address(text):
        return Problem(name, "link")
    return None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"|]", text)
    except ValueError:
        return False


class _Reader:
    """Takes field by field what was typed, and gathers what it means or why it cannot be taken."""

    def __init__(self, now: datetime, roles: Mapping[str, str], zone: tzinfo) -> None:
        self._now, self._roles, self._zone = now, roles, zone
        self.found: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.unclear: dict[str, tuple[datetime, ...]] = {}

    def take(self, name: str, text: str) -> None:
        if problem := _unfit(name, text):
            self.problems.append(problem)
        elif name in ("opens", "closes"):
            self._moment(name, text)
        elif name == "roles":
            self._take_roles(items(text, commas=True))
        elif name in CHOICES:
            self._choose(name, text)
        else:
            self.found[name] = tuple(items(text, commas=name in NAMES)) if name in LISTS else text

    def _moment(self, name: str, text: str) -> None:
        unsaid = START_OF_DAY if name == "opens" else END_OF_DAY
        reading = read(text, self._now, self._zone, unsaid)
        if isinstance(reading, Unclear):
            self.unclear[name] = reading.choices
        elif isinstance(reading, Read):
            self.found[name] = reading.at
            if not reading.year:
                self.notes.append(Problem(name, "no_year", {"year": reading.at.astimezone(self._zone).year}))
            if not reading.clock:
                self.notes.append(Problem(name, "no_clock", {"clock": f"{unsaid:%H:%M}"}))
        else:
            self.problems.append(Problem(name, f"moment.{reading.key}", {"day": reading.day}))

    def _choose(self, name: str, text: str) -> None:
        if text.casefold() in CHOICES[name]:
            self.found[name] = text.casefold()
        elif text:
            self.problems.append(Problem(name, "choice", {"choices": ", ".join(filter(None, CHOICES[name]))}))

    def _take_roles(self, names: Sequence[str]) -> None:
        ids = {name: self._roles.get(name.casefold()) for name in names}
        unknown = [name for name, id_ in ids.items() if id_ is None]
        if unknown:
            known = ", ".join(dict.fromkeys(self._roles.values()))
            self.problems.append(Problem("roles", "role", {"name": unknown[0], "known": known}))
        else:
            self.found["roles"] = tuple(dict.fromkeys(id_ for id_ in ids.values() if id_ is not None))


def _order(window: Window, now: datetime, typed: Mapping[str, str]) -> list[Problem]:
    if window.closes <= window.opens:
        return [Problem("closes" if "closes" in typed else "opens", "order")]
    if window.closes <= now:
        return [Problem("closes", "past")]
    if (window.closes - window.opens).days > LONGEST_OPEN:
        return [Problem("closes", "too_far", {"days": LONGEST_OPEN})]
    return []
