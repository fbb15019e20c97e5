"""Components one by one: labels, ids, options, and what may stand in what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..components import (
    BUTTON,
    CONTAINER,
    FILE,
    GALLERY,
    LABEL,
    LINK,
    ROW,
    SECTION,
    SELECTS,
    SEPARATOR,
    STRING_SELECT,
    TEXT_DISPLAY,
    THUMBNAIL,
    walk,
)
from .violation import Violation, count, length, unique

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..wire import Json

CUSTOM_ID, BUTTON_LABEL, URL, PLACEHOLDER = 100, 80, 512, 150
OPTIONS, OPTION_TEXT, IN_ROW, TEXT, ALTERNATIVE = 25, 100, 5, 4_000, 1_024
PREMIUM = 6
TOP_LEVEL = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR)


def of_parts(components: Sequence[Json], *, in_modal: bool) -> Iterator[Violation]:
    parts = list(walk(components))
    yield from unique("custom_id", [one["custom_id"] for one in parts if one.get("custom_id")])
    yield from unique("id", [str(one["id"]) for one in parts if one.get("id")])
    if not in_modal:
        for one in components:
            if one["type"] not in (*TOP_LEVEL, CONTAINER):
                yield Violation("components", f"type {one['type']} cannot stand at the top")
    for one in parts:
        check = CHECKS.get(one["type"])
        if check is not None:
            yield from check(one)
        if "custom_id" in one:
            yield from length(f"{_name(one)}.custom_id", one["custom_id"], CUSTOM_ID, 1)


def _name(component: Json) -> str:
    return f"component {component['type']} {component.get('custom_id') or component.get('label') or ''}".rstrip()


def _row(row: Json) -> Iterator[Violation]:
    inside = [one["type"] for one in row["components"]]
    if all(kind == BUTTON for kind in inside):
        yield from count("row", len(inside), IN_ROW, 1)
    elif len(inside) > 1:
        yield Violation("row", "a select or an input stands alone in its row")


def _button(button: Json) -> Iterator[Violation]:
    place = _name(button)
    yield from length(f"{place}.label", button.get("label"), BUTTON_LABEL)
    if button.get("style") == LINK:
        yield from length(f"{place}.url", button.get("url"), URL, 1)
        if button.get("custom_id"):
            yield Violation(place, "a link has no custom id")
    elif button.get("style") != PREMIUM and (not button.get("custom_id") or button.get("url")):
        yield Violation(place, "a button has a custom id and no address")
    if not button.get("label") and not button.get("emoji") and button.get("style") != PREMIUM:
        yield Violation(place, "a button needs a label or an emoji")


def _select(select: Json) -> Iterator[Violation]:
    place = _name(select)
    yield from length(f"{place}.placeholder", select.get("placeholder"), PLACEHOLDER)
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not 0 <= least <= most <= OPTIONS or most < 1:
        yield Violation(place, f"{least} to {most} values")
    if select["type"] == STRING_SELECT:
        options: list[Json] = select.get("options") or []
        yield from count(f"{place}.options", len(options), OPTIONS, 1)
        yield from of_options(place, options)
        if most > len(options):
            yield Violation(place, f"up to {most} values of {len(options)} options")
        if sum(bool(one.get("default")) for one in options) > most:
            yield Violation(place, "more defaults than values")


def of_options(place: str, options: Sequence[Json]) -> Iterator[Violation]:
    yield from unique(f"{place}.options", [one["value"] for one in options])
    for one in options:
        yield from length(f"{place}.options.label", one["label"], OPTION_TEXT, 1)
        yield from length(f"{place}.options.value", one["value"], OPTION_TEXT, 1)
        yield from length(f"{place}.options.description", one.get("description"), OPTION_TEXT)


def _section(section: Json) -> Iterator[Violation]:
    yield from count("section", len(section["components"]), 3, 1)
    if any(one["type"] != TEXT_DISPLAY for one in section["components"]):
        yield Violation("section", "only text displays stand in a section")
    if (section.get("accessory") or {}).get("type") not in (BUTTON, THUMBNAIL):
        yield Violation("section", "a section needs a button or a thumbnail beside it")


def _text(display: Json) -> Iterator[Violation]:
    yield from length("text display", display["content"], TEXT, 1)


def _thumbnail(thumbnail: Json) -> Iterator[Violation]:
    yield from length("thumbnail.description", thumbnail.get("description"), ALTERNATIVE)


def _gallery(gallery: Json) -> Iterator[Violation]:
    yield from count("gallery", len(gallery["items"]), 10, 1)
    for one in gallery["items"]:
        yield from length("gallery.description", one.get("description"), ALTERNATIVE)


def _container(container: Json) -> Iterator[Violation]:
    if any(one["type"] not in TOP_LEVEL for one in container["components"]):
        yield Violation("container", "holds what cannot stand in a container")
    yield from count("container", len(container["components"]), 39, 1)


def _label(label: Json) -> Iterator[Violation]:
    yield from length("label", label["label"], 45, 1)
    yield from length("label.description", label.get("description"), 100)


CHECKS = {
    ROW: _row,
    BUTTON: _button,
    SECTION: _section,
    TEXT_DISPLAY: _text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    CONTAINER: _container,
    LABEL: _label,
} | dict.fromkeys(SELECTS, _select)
