"""What a person puts into inputs, in the shape in which it is sent; refuses what the app would not let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import blocks
from .blocks import CHANNELS, CONVERSATIONS, EXTERNAL, LISTS, MANY, PICKERS, SELECTS, STATIC, TYPED, USERS, words_of
from .channels import Channel
from .errors import ImpossibleError
from .people import User

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .views import View
    from .wire import Json

LONGEST = 3_000
PICKED = {"datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time"}
INITIAL = {"datepicker": "initial_date", "timepicker": "initial_time", "datetimepicker": "initial_date_time"}
THINGS = {**dict.fromkeys(USERS, "user"), **dict.fromkeys(CONVERSATIONS, "conversation")}
THINGS |= dict.fromkeys(CHANNELS, "channel")

State = dict[tuple[str, str], "Json"]


def picked(element: Json, wanted: Sequence[Any], offered: Sequence[tuple[str, str]] = ()) -> list[Json]:
    """Options for values or labels; `offered`: what came from outside while somebody typed."""
    found = []
    choices = blocks.wire_options(element) or [
        {"text": {"type": "plain_text", "text": label}, "value": value} for label, value in offered
    ]
    for one in wanted:
        fitting = [option for option in choices if option.get("value") == one] or [
            option for option in choices if words_of(option["text"]) == one
        ]
        if len(fitting) != 1:
            raise ImpossibleError(f"{one!r} is not offered; there is {[words_of(o['text']) for o in choices]}")
        found += fitting
    return found


def initial(element: Json) -> Json:
    """What the bot put there."""
    kind = element["type"]
    value: Any
    if kind in PICKERS:
        return {"type": kind, PICKED[kind]: element.get(INITIAL[kind])}
    if kind in THINGS:
        name = THINGS[kind] + ("s" if kind in MANY else "")
        value = element.get(f"initial_{name}")
        return {"type": kind, f"selected_{name}": value or ([] if kind in MANY else None)}
    if kind in MANY:
        return {"type": kind, "selected_options": element.get("initial_options") or []}
    if kind in SELECTS:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": element.get("initial_value")}
    if kind == "file_input":
        return {"type": kind, "files": []}
    return {"type": kind, "value": element.get("initial_value")}


def chosen(element: Json, value: Any, offered: Sequence[tuple[str, str]] = ()) -> Json:
    """What a person chooses or types."""
    kind, name = element["type"], element.get("action_id")
    if kind in PICKERS:
        return {"type": kind, PICKED[kind]: value}
    if kind in TYPED:
        return _typed(element, value)
    many = list(value) if isinstance(value, (list, tuple)) else [value]
    most = element.get("max_selected_items", 10_000) if kind in MANY else 1
    if len(many) > most or (not many and kind not in MANY):
        raise ImpossibleError(f"{name!r} takes up to {most}, not {len(many)}")
    if kind in THINGS:
        ids = [one.id if isinstance(one, (User, Channel)) else str(one) for one in many]
        thing = f"selected_{THINGS[kind]}"
        return {"type": kind, f"{thing}s": ids} if kind in MANY else {"type": kind, thing: ids[0]}
    if kind not in (*STATIC, *EXTERNAL, *LISTS):
        raise ImpossibleError(f"nobody can fill in a {kind} here")
    options = picked(element, many, offered)
    return (
        {"type": kind, "selected_options": options} if kind in MANY else {"type": kind, "selected_option": options[0]}
    )


def state(everything: Sequence[Json], typed: State) -> Json:
    """The values of everything that holds one, as they stand."""
    values: Json = {}
    for block, element in blocks.elements(everything):
        if element["type"] in SELECTS or element["type"] in TYPED:
            name = block["block_id"], element["action_id"]
            kept = typed.get(name)
            values.setdefault(name[0], {})[name[1]] = kept if kept is not None else initial(element)
    return values


def fill(view: View, values: Mapping[str, Any], typed: State, offers: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Notes what a person enters, by block, by action or by label."""
    for name, value in values.items():
        block, element = named(view.everything, name)
        typed[block["block_id"], element["action_id"]] = chosen(element, value, offers.get(element["action_id"], ()))


def complete(view: View, typed: State) -> None:
    """Refuses to send a form in which something is missing."""
    for block in view.blocks:
        if block["type"] != "input" or block.get("optional"):
            continue
        element = block["element"]
        held = typed.get((block["block_id"], element["action_id"])) or initial(element)
        if not any(value for key, value in held.items() if key != "type"):
            raise ImpossibleError(f"{words_of(block['label'])!r} must be filled in")


def named(everything: Sequence[Json], name: str) -> tuple[Json, Json]:
    """The one element that goes by this name: its action, its block, or its label."""
    found = [
        (block, one) for block, one in blocks.elements(everything) if one["type"] in SELECTS or one["type"] in TYPED
    ]
    for fits in (
        [(b, e) for b, e in found if e.get("action_id") == name],
        [(b, e) for b, e in found if b.get("block_id") == name],
        [(b, e) for b, e in found if words_of(b.get("label")) == name],
        [(b, e) for b, e in found if words_of(e.get("placeholder")) == name],
    ):
        if len(fits) == 1:
            return fits[0]
    there = [(b.get("block_id"), e.get("action_id"), words_of(b.get("label"))) for b, e in found]
    raise ImpossibleError(f"nothing to fill in is {name!r}; there is {there}")


def _typed(element: Json, value: Any) -> Json:
    kind = element["type"]
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": value}
    if kind == "file_input":
        return {"type": kind, "files": value}
    text = "" if value is None else str(value)
    least, most = element.get("min_length") or 0, element.get("max_length") or LONGEST
    if text and not least <= len(text) <= most:
        raise ImpossibleError(f"{element['action_id']!r} takes {least} to {most} characters, not {len(text)}")
    return {"type": kind, "value": text or None}
