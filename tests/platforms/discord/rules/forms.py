"""Modals and what autocomplete offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..components import (
    BUTTON,
    CHECKBOXES,
    FILE_UPLOAD,
    LABEL,
    RADIO,
    ROW,
    SELECTS,
    TEXT_DISPLAY,
    TEXT_INPUT,
    walk,
)
from .parts import of_options, of_parts
from .violation import Violation, count, length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..wire import Json

TITLE, CHOICES, CHOICE_TEXT, TOP_LEVEL, INPUT = 45, 25, 100, 5, 4_000
WHOLE = (int, float)


def of_choices(choices: Sequence[Json]) -> Iterator[Violation]:
    yield from count("choices", len(choices), CHOICES)
    for one in choices:
        yield from length("choices.name", one["name"], CHOICE_TEXT, 1)
        if not isinstance(one["value"], WHOLE):
            yield from length("choices.value", one["value"], CHOICE_TEXT, 1)


def of_modal(modal: Json) -> Iterator[Violation]:
    components: Sequence[Json] = modal.get("components") or ()
    yield from length("title", modal.get("title"), TITLE, 1)
    yield from length("custom_id", modal.get("custom_id"), 100, 1)
    yield from count("components", len(components), TOP_LEVEL, 1)
    if any(one["type"] not in (ROW, LABEL, TEXT_DISPLAY) for one in components):
        yield Violation("components", "a form is made of labels and text")
    yield from of_parts(components, in_modal=True)
    for one in walk(components):
        kind, place = one["type"], str(one.get("custom_id"))
        if kind == TEXT_INPUT:
            yield from _input(one)
        elif kind == BUTTON:
            yield Violation(place, "no buttons in a form")
        elif kind in SELECTS and one.get("disabled"):
            yield Violation(place, "nothing in a form is disabled")
        elif kind in (RADIO, CHECKBOXES):
            options: Sequence[Json] = one.get("options") or ()
            yield from count(f"{place}.options", len(options), 10, 2 if kind == RADIO else 1)
            yield from of_options(place, options)
        elif kind == FILE_UPLOAD:
            yield from count(f"{place}.max_values", one.get("max_values", 1), 10, 1)


def _input(field: Json) -> Iterator[Violation]:
    place = field["custom_id"]
    least, most = field.get("min_length") or 0, field.get("max_length") or INPUT
    if not 0 <= least <= most <= INPUT:
        yield Violation(place, f"{least} to {most} characters")
    yield from length(f"{place}.placeholder", field.get("placeholder"), 100)
    yield from length(f"{place}.label", field.get("label"), 45)
    if field.get("value"):
        yield from length(f"{place}.value", field["value"], most, least)
