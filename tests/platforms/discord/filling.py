"""A form filled in by a person, in the shape in which it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .components import (
    CHECKBOX,
    CHECKBOXES,
    LABEL,
    RADIO,
    ROW,
    SELECTS,
    STRING_SELECT,
    TEXT_INPUT,
    Option,
    options,
)
from .errors import ImpossibleError
from .people import Role, User

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .asked import Modal
    from .channels import Channel
    from .commands import Resolved
    from .wire import Json

Filled = str | bool | list[Any]
LONGEST = 4_000


def picked(offered: Sequence[Option], wanted: Sequence[str]) -> list[str]:
    """Values for values or labels."""
    found = []
    for one in wanted:
        fitting = [option.value for option in offered if option.value == one] or [
            option.value for option in offered if option.label == one
        ]
        if len(fitting) != 1:
            raise ImpossibleError(f"{one!r} is not offered; there is {[option.label for option in offered]}")
        found += fitting
    return found


def filled(modal: Modal, values: Mapping[str, Filled], resolved: Resolved) -> list[Json]:
    """The components of a submission; refuses what the app would not let a person send."""
    unknown = set(values) - set(modal.fields)
    if unknown:
        raise ImpossibleError(f"the form has no {sorted(unknown)}; it asks for {list(modal.fields)}")
    sent: list[Json] = []
    for number, component in enumerate(modal.components, 1):
        base: Json = {"type": component["type"], "id": component.get("id") or number}
        if component["type"] == ROW:
            base["components"] = [_field(one, values, resolved) for one in component["components"]]
        elif component["type"] == LABEL:
            base["component"] = _field(component["component"], values, resolved)
        sent.append(base)
    return sent


def _field(field: Json, values: Mapping[str, Filled], resolved: Resolved) -> Json:
    kind, name = field["type"], field["custom_id"]
    sent: Json = {"type": kind, "id": field.get("id") or 100, "custom_id": name}
    value = values.get(name)
    if kind == TEXT_INPUT:
        return sent | {"value": _text(field, value)}
    if kind == CHECKBOX:
        return sent | {"value": bool(field.get("default") if value is None else value)}
    if kind == RADIO:
        chosen = _chosen(field, value, resolved)
        return sent | {"value": chosen[0] if chosen else None}
    if kind in (*SELECTS, CHECKBOXES):
        return sent | {"values": _chosen(field, value, resolved)}
    raise ImpossibleError(f"nobody can fill in a component of type {kind} here")


def _text(field: Json, value: Filled | None) -> str:
    text = str(field.get("value") or "") if value is None else str(value)
    least, most = field.get("min_length") or 0, field.get("max_length") or LONGEST
    if field.get("required", True) and not text:
        raise ImpossibleError(f"{field['custom_id']!r} must be filled in")
    if text and not least <= len(text) <= most:
        raise ImpossibleError(f"{field['custom_id']!r} takes {least} to {most} characters, not {len(text)}")
    return text


def _chosen(field: Json, value: Filled | None, resolved: Resolved) -> list[str]:
    """Values of options, or ids of people, roles and channels."""
    name, kind = field["custom_id"], field["type"]
    if value is None:
        chosen = [option.value for option in options(field) if option.default]
    elif kind in (STRING_SELECT, RADIO, CHECKBOXES):
        chosen = picked(options(field), [value] if isinstance(value, str) else [str(one) for one in _many(value)])
    else:
        things: list[User | Role | Channel] = _many(value)
        chosen = [resolved.add(one) for one in things]
    least = 1 if field.get("required", True) else 0
    if not chosen and not least:
        return chosen
    least, most = max(least, field.get("min_values", 1)), field.get("max_values", 1)
    if kind == CHECKBOXES:
        most = field.get("max_values", len(options(field)))
    if not least <= len(chosen) <= most:
        raise ImpossibleError(f"{name!r} takes {least} to {most} choices, not {len(chosen)}")
    return chosen


def _many(value: Filled) -> list[Any]:
    return value if isinstance(value, list) else [value]
