"""Reading component trees: what a person sees of them, and what can be pressed or chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .wire import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = range(1, 9)
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR = range(9, 15)
CONTAINER, LABEL, FILE_UPLOAD = 17, 18, 19
RADIO, CHECKBOXES, CHECKBOX = 21, 22, 23
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
LINK = 5


@dataclass(frozen=True)
class Button:
    label: str
    custom_id: str
    disabled: bool
    style: int
    url: str
    emoji: str


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    description: str
    default: bool


@dataclass(frozen=True)
class Select:
    custom_id: str
    type: int
    placeholder: str
    options: tuple[Option, ...]
    disabled: bool
    minimum: int
    maximum: int


def walk(components: Sequence[Json]) -> Iterator[Json]:
    """Every component, in the order in which it is read."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        for single in ("accessory", "component"):
            if (nested := component.get(single)) is not None:
                yield from walk([nested])


def buttons(components: Sequence[Json]) -> list[Button]:
    return [
        Button(
            one.get("label") or "",
            one.get("custom_id") or "",
            bool(one.get("disabled")),
            one.get("style", 2),
            one.get("url") or "",
            (one.get("emoji") or {}).get("name") or "",
        )
        for one in walk(components)
        if one["type"] == BUTTON
    ]


def options(component: Json) -> tuple[Option, ...]:
    return tuple(
        Option(one["value"], one["label"], one.get("description") or "", bool(one.get("default")))
        for one in component.get("options") or ()
    )


def selects(components: Sequence[Json]) -> list[Select]:
    return [
        Select(
            one["custom_id"],
            one["type"],
            one.get("placeholder") or "",
            options(one),
            bool(one.get("disabled")),
            one.get("min_values", 1),
            one.get("max_values", 1),
        )
        for one in walk(components)
        if one["type"] in SELECTS
    ]


def words(components: Sequence[Json]) -> Iterator[str]:
    """Everything in components that a person reads, in order."""
    for one in walk(components):
        kind = one["type"]
        if kind == TEXT_DISPLAY:
            yield one["content"]
        elif kind == BUTTON:
            yield " ".join(filter(None, ((one.get("emoji") or {}).get("name"), one.get("label"))))
        elif kind == GALLERY:
            yield from (item["description"] for item in one["items"] if item.get("description"))
        elif kind == FILE:
            yield one["file"]["url"].rpartition("/")[2]
        else:
            yield from (one[key] for key in ("label", "description", "placeholder") if one.get(key))
            for option in options(one):
                yield " — ".join(filter(None, (option.label, option.description)))


def number(components: Sequence[Json]) -> None:
    """Gives each component without an id its own, as the server does on every send."""
    taken = {one["id"] for one in walk(components) if one.get("id")}
    following = 0
    for one in walk(components):
        if not one.get("id"):
            following += 1
            while following in taken:
                following += 1
            one["id"] = following
