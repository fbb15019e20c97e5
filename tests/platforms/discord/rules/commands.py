"""Commands as they are registered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..commands import CHAT, GROUP, STRING, SUBCOMMAND
from .violation import Violation, count, length, unique

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..wire import Json

MOST = {1: 100, 2: 15, 3: 15}
NAME = re.compile(r"[-_'\w]{1,32}")
DESCRIPTION, OPTIONS, CHOICES, CHOICE_TEXT, WEIGHT = 100, 25, 25, 100, 8_000
MENU_NAME = 32


def of_all(commands: Sequence[Json]) -> Iterator[Violation]:
    for kind, most in MOST.items():
        names = [one["name"] for one in commands if one.get("type", CHAT) == kind]
        yield from count(f"commands of type {kind}", len(names), most)
        yield from unique(f"commands of type {kind}", names)
    for one in commands:
        yield from of_one(one, one["name"])


def of_one(command: Json, place: str) -> Iterator[Violation]:
    if command.get("type", CHAT) != CHAT:
        yield from length(f"{place}.name", command["name"], MENU_NAME, 1)
        if command.get("description") or command.get("options"):
            yield Violation(place, "a menu command has neither description nor options")
        return
    yield from _named(command, place)
    yield from _options(command.get("options") or (), place, depth=0)
    weight = _weight(command)
    if weight > WEIGHT:
        yield Violation(place, f"{weight} characters in all, where {WEIGHT} are allowed")


def _named(thing: Json, place: str) -> Iterator[Violation]:
    for name in [thing["name"], *(thing.get("name_localizations") or {}).values()]:
        if not NAME.fullmatch(name) or name != name.lower():
            yield Violation(f"{place}.name", f"{name!r} is not 1 to 32 small letters, digits, - and _")
    for text in [thing.get("description"), *(thing.get("description_localizations") or {}).values()]:
        yield from length(f"{place}.description", text, DESCRIPTION, 1)


def _options(options: Sequence[Json], place: str, depth: int) -> Iterator[Violation]:
    yield from count(f"{place}.options", len(options), OPTIONS)
    yield from unique(f"{place}.options", [one["name"] for one in options])
    below = [one["type"] in (SUBCOMMAND, GROUP) for one in options]
    if any(below) and not all(below):
        yield Violation(place, "subcommands do not mix with other options")
    optional = False
    for one in options:
        here = f"{place} {one['name']}"
        yield from _named(one, here)
        if one["type"] in (SUBCOMMAND, GROUP):
            if depth == 2 or (depth == 1 and one["type"] == GROUP):
                yield Violation(here, "nested too deep")
            yield from _options(one.get("options") or (), here, depth + (1 if one["type"] == GROUP else 2))
            continue
        if one.get("required") and optional:
            yield Violation(here, "required options come first")
        optional = optional or not one.get("required")
        yield from _choices(one, here)


def _choices(option: Json, place: str) -> Iterator[Violation]:
    choices: Sequence[Json] = option.get("choices") or ()
    yield from count(f"{place}.choices", len(choices), CHOICES)
    if choices and option.get("autocomplete"):
        yield Violation(place, "either choices or autocomplete")
    yield from unique(f"{place}.choices", [str(one["name"]) for one in choices])
    for one in choices:
        for name in [one["name"], *(one.get("name_localizations") or {}).values()]:
            yield from length(f"{place}.choices.name", name, CHOICE_TEXT, 1)
        if option["type"] == STRING:
            yield from length(f"{place}.choices.value", one["value"], CHOICE_TEXT, 1)


def _weight(thing: Json) -> int:
    """Names, descriptions and values; of each the longest language counts."""
    total = len(str(thing.get("value", "")))
    for key in ("name", "description"):
        texts = [thing.get(key) or "", *(thing.get(f"{key}_localizations") or {}).values()]
        total += max(len(text) for text in texts)
    nested: list[Json] = [*(thing.get("options") or ()), *(thing.get("choices") or ())]
    return total + sum(_weight(one) for one in nested)
