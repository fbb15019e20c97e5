"""Text objects, options and questions before an action: the small parts that everything is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .violation import Violation, count, length, unique

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..wire import Json

PLAIN, MARKUP = "plain_text", "mrkdwn"
OPTION, VALUE, DESCRIPTION, GROUPS = 75, 150, 75, 100


def of_text(place: str, text: Any, most: int, *, plain: bool = False) -> Iterator[Violation]:
    """A text object; `plain`: where nothing can be formatted."""
    if not isinstance(text, dict) or text.get("type") not in (PLAIN, MARKUP) or not isinstance(text.get("text"), str):
        yield Violation(place, f"must be a text object, not {text!r:.80}")
        return
    if plain and text["type"] != PLAIN:
        yield Violation(place, "must be plain text")
    if text["type"] == MARKUP and "emoji" in text:
        yield Violation(place, "emoji goes with plain text only")
    yield from length(place, text["text"], most, 1)


def of_optional(place: str, text: Any, most: int) -> Iterator[Violation]:
    if text is not None:
        yield from of_text(place, text, most, plain=True)


def of_choices(place: str, element: Json, most: int, *, markup: bool = False) -> Iterator[Violation]:
    """Options or groups of them; `markup`: where their texts may be formatted."""
    groups: Sequence[Json] | None = element.get("option_groups")
    if groups is None:
        yield from of_options(place, element.get("options") or (), most, markup=markup)
        return
    if element.get("options") is not None:
        yield Violation(place, "either options or groups of them")
    yield from count(f"{place}.option_groups", len(groups), GROUPS, 1)
    for group in groups:
        yield from of_text(f"{place}.option_groups.label", group.get("label"), OPTION, plain=True)
        yield from of_options(place, group.get("options") or (), most, markup=markup)


def of_options(
    place: str, options: Sequence[Json], most: int, *, least: int = 1, markup: bool = False
) -> Iterator[Violation]:
    yield from count(f"{place}.options", len(options), most, least)
    yield from unique(f"{place}.options", [str(one.get("value")) for one in options])
    for one in options:
        yield from of_text(f"{place}.options.text", one.get("text"), OPTION, plain=not markup)
        yield from length(f"{place}.options.value", one.get("value"), VALUE, 1)
        if one.get("description") is not None:
            yield from of_text(f"{place}.options.description", one["description"], DESCRIPTION, plain=not markup)


def of_confirm(place: str, confirm: Json | None) -> Iterator[Violation]:
    if confirm is None:
        return
    yield from of_text(f"{place}.confirm.title", confirm.get("title"), 100, plain=True)
    yield from of_text(f"{place}.confirm.text", confirm.get("text"), 300)
    for key in ("confirm", "deny"):
        yield from of_optional(f"{place}.confirm.{key}", confirm.get(key), 30)
