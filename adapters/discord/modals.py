"""Forms as Discord's modals: five fields a step, and the values that come back."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import discord

from adapters.discord import limits
from adapters.discord.draw import JST
from adapters.discord.markdown import blank, clean, one_line
from bot.lettering import shorten
from bot.ui import Field, Form

STEP = "shinro:form:"  # of a form in several steps: the adapter keeps what was filled in before
EMPTY = "shinro:empty"  # stands for an option whose value is "": Discord refuses it
MOMENT = "%Y-%m-%d %H:%M"
EXAMPLE = "2027-01-31 17:00"
_SELECT_OF_STRINGS, _RADIO_GROUP = 3, 21


class Sheet(discord.ui.Modal):
    """A modal that discord.py does not wait for: its answer names itself, also after a restart."""

    def is_finished(self) -> bool:
        return True


def steps(form: Form) -> int:
    """How many modals a form takes, one after another."""
    return max(1, -(-len(form.fields) // limits.MODAL_FIELDS))


def modal(form: Form, step: int = 0, values: Mapping[str, str] | None = None) -> discord.ui.Modal:
    """One step of a form, filled with `values` where they are known, else with what the form proposes."""
    total = steps(form)
    number = f" ({step + 1}/{total})" if total > 1 else ""
    title = shorten(_named(form.title, form.submit.command), limits.MODAL_TITLE - len(number)) + number
    sheet = Sheet(title=title, custom_id=form.submit.wire() if total == 1 else f"{STEP}{step}")
    at = step * limits.MODAL_FIELDS
    for field in form.fields[at : at + limits.MODAL_FIELDS]:
        value = clean((values or {}).get(field.name, field.value))
        sheet.add_item(_labelled(field, _component(field, value)))
    if not sheet.children:
        sheet.add_item(discord.ui.TextDisplay(title))
    return sheet


def read(components: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The values by field name, from `interaction.data["components"]` of a submitted modal."""
    return {part["custom_id"]: _value(part) for part in _parts(components)}


def instants(form: Form, values: Mapping[str, str]) -> dict[str, str]:
    """The values with what was typed for a moment as an instant of Japan's; what is none stays as it was typed."""
    moments = {field.name for field in form.fields if field.kind == "moment"}
    return {name: _instant(value) if name in moments else value for name, value in values.items()}


def _parts(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if "component" in component:
            yield from _parts([component["component"]])
        elif "components" in component:
            yield from _parts(component["components"])
        elif "custom_id" in component:
            yield component


def _value(part: Mapping[str, Any]) -> str:
    value = part.get("value")
    if value is None:
        value = next(iter(part.get("values") or ()), "")
    return "" if value == EMPTY and part.get("type") in (_SELECT_OF_STRINGS, _RADIO_GROUP) else str(value)


def _named(text: str, otherwise: str) -> str:
    text = one_line(text)
    return otherwise if blank(text) else text


def _labelled(field: Field, component: discord.ui.Item[Any]) -> discord.ui.Label[Any]:
    label = _named(field.label, field.name)
    short = shorten(label, limits.FIELD_LABEL)
    notes = [f"⚠ {one_line(field.error)}"] if field.error else []
    notes += [label] if short != label else []
    if field.kind == "moment":
        notes.append("JST")
    description = shorten(" · ".join(notes), limits.FIELD_DESCRIPTION) if notes else None
    return discord.ui.Label(text=short, description=description, component=component)


def _component(field: Field, value: str) -> discord.ui.Item[Any]:
    if field.kind == "choice":
        options = _options(field, value)
        if len(options) >= limits.RADIO_OPTIONS_LEAST:
            return _radio(field, options) if len(options) <= limits.RADIO_OPTIONS else _select(field, options)
        if options:
            return _select(field, options)
    longest = min(max(field.limit, 1), limits.FIELD_TEXT)
    if field.kind == "moment":
        value = _in_japan(value)
    if field.kind != "long":
        value = one_line(value)
    return discord.ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if field.kind == "long" else discord.TextStyle.short,
        default=value[:longest] or None,
        placeholder=EXAMPLE if field.kind == "moment" else None,
        required=field.required,
        max_length=longest,
    )


def _options(field: Field, value: str) -> list[tuple[str, str, bool]]:
    """(value, label, whether it is chosen); the chosen one is among them also where there are too many."""
    fitting = {key or EMPTY: label for key, label in field.options if len(key) <= limits.OPTION_VALUE}
    chosen = value or EMPTY
    names = list(fitting)
    kept = names[: limits.OPTIONS]
    if chosen in names[limits.OPTIONS :]:
        kept[-1] = chosen
    return [(key, shorten(_named(fitting[key], key), limits.OPTION_LABEL), key == chosen) for key in kept]


def _radio(field: Field, options: Iterable[tuple[str, str, bool]]) -> discord.ui.RadioGroup[Any]:
    shown = [discord.RadioGroupOption(label=label, value=key, default=chosen) for key, label, chosen in options]
    return discord.ui.RadioGroup(custom_id=field.name, required=field.required, options=shown)


def _select(field: Field, options: Iterable[tuple[str, str, bool]]) -> discord.ui.Select[Any]:
    shown = [discord.SelectOption(label=label, value=key, default=chosen) for key, label, chosen in options]
    least = 1 if field.required else 0
    return discord.ui.Select(custom_id=field.name, required=field.required, min_values=least, options=shown)


def _in_japan(value: str) -> str:
    """An instant as people type it; anything else as it is."""
    try:
        at = datetime.fromisoformat(value)
        return f"{at.astimezone(JST) if at.tzinfo else at:{MOMENT}}"
    except (ValueError, OverflowError):
        return value


def _instant(typed: str) -> str:
    try:
        at = datetime.fromisoformat(" ".join(unicodedata.normalize("NFKC", typed).split()))
    except ValueError:
        return typed
    return (at if at.tzinfo else at.replace(tzinfo=JST)).isoformat(timespec="minutes")
