"""Block elements one by one: what is pressed, chosen from and filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..blocks import CHANNELS, CONVERSATIONS, EXTERNAL, STATIC, USERS, words_of
from .texts import of_choices, of_confirm, of_optional, of_text
from .violation import Violation, length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..wire import Json

ACTION_ID, LABEL, VALUE, URL, PLACEHOLDER, INPUT = 255, 75, 2_000, 3_000, 150, 3_000
OPTIONS, FEW, OVERFLOW, ALTERNATIVE = 100, 10, 5, 2_000


def of_element(place: str, element: Json) -> Iterator[Violation]:
    kind = element.get("type", "")
    here = f"{place}.{kind}"
    if "action_id" in element:
        yield from length(f"{here}.action_id", element["action_id"], ACTION_ID, 1)
    yield from of_optional(f"{here}.placeholder", element.get("placeholder"), PLACEHOLDER)
    yield from of_confirm(here, element.get("confirm"))
    check = CHECKS.get(kind)
    if check is not None:
        yield from check(here, element)


def _button(place: str, button: Json) -> Iterator[Violation]:
    yield from of_text(f"{place}.text", button.get("text"), LABEL, plain=True)
    yield from length(f"{place}.value", button.get("value"), VALUE)
    yield from length(f"{place}.url", button.get("url"), URL)
    yield from length(f"{place}.accessibility_label", button.get("accessibility_label"), LABEL)
    if button.get("style") not in (None, "primary", "danger"):
        yield Violation(place, f"no such style: {button['style']!r}")
    if button.get("value") == "":
        yield Violation(f"{place}.value", "empty; leave it out")


def _image(place: str, image: Json) -> Iterator[Violation]:
    yield from length(f"{place}.alt_text", image.get("alt_text"), ALTERNATIVE, 1)
    yield from length(f"{place}.image_url", image.get("image_url"), URL)
    if not image.get("image_url") and not image.get("slack_file"):
        yield Violation(place, "an image needs an address or a file")


def _static(place: str, select: Json) -> Iterator[Violation]:
    yield from of_choices(place, select, OPTIONS)
    yield from _chosen(place, select)
    yield from _most(place, select)


def _list(place: str, element: Json) -> Iterator[Violation]:
    yield from of_choices(place, element, FEW, markup=True)
    yield from _chosen(place, element)


def _overflow(place: str, element: Json) -> Iterator[Violation]:
    yield from of_choices(place, element, OVERFLOW)


def _external(place: str, select: Json) -> Iterator[Violation]:
    if select.get("options"):
        yield Violation(place, "options come from outside")
    yield from _most(place, select)


def _chosen(place: str, element: Json) -> Iterator[Violation]:
    """What is chosen from the start must be one of the options, whole."""
    offered = [*(element.get("options") or ()), *_grouped(element)]
    initial = element.get("initial_options") or ([element["initial_option"]] if element.get("initial_option") else [])
    for one in initial:
        if not any(
            one.get("value") == o.get("value") and words_of(one["text"]) == words_of(o["text"]) for o in offered
        ):
            yield Violation(place, f"what is chosen from the start is not offered: {one!r:.80}")
    if element.get("initial_options") == []:
        yield Violation(f"{place}.initial_options", "empty; leave it out")


def _grouped(element: Json) -> Iterator[Json]:
    for group in element.get("option_groups") or ():
        yield from group.get("options") or ()


def _most(place: str, select: Json) -> Iterator[Violation]:
    if select.get("max_selected_items", 1) < 1:
        yield Violation(place, "at least one can be chosen")


def _plain_input(place: str, field: Json) -> Iterator[Violation]:
    least, most = field.get("min_length", 0), field.get("max_length", INPUT)
    if not 0 <= least <= most <= INPUT or most < 1:
        yield Violation(place, f"{least} to {most} characters")
    elif field.get("initial_value"):
        yield from length(f"{place}.initial_value", field["initial_value"], most, least)


def _file_input(place: str, field: Json) -> Iterator[Violation]:
    if not 1 <= field.get("max_files", 10) <= 10:
        yield Violation(place, "one to ten files")


CHECKS: dict[str, Callable[[str, Json], Iterator[Violation]]] = {
    "button": _button,
    "image": _image,
    "overflow": _overflow,
    "radio_buttons": _list,
    "checkboxes": _list,
    "plain_text_input": _plain_input,
    "file_input": _file_input,
    **dict.fromkeys(STATIC, _static),
    **dict.fromkeys(EXTERNAL, _external),
    **dict.fromkeys((*USERS, *CONVERSATIONS, *CHANNELS), _most),
}
