"""Forms as Slack's modals: one view a step, errors by field, and the values that come back."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from adapters.slack import limits
from adapters.slack.blocks import words
from adapters.slack.mrkdwn import JST, stamp
from adapters.slack.reading import blank, clean, one_line, plain
from adapters.slack.rich import Json, rich_text
from bot.lettering import shorten
from bot.texts import say
from bot.ui import Action, Field, Form

FORM = "shinro:form"  # the callback of every form of ours
VALUE = "value"  # the element of each field; the field's name is its block's id
NO_VALUE = "shinro:empty"  # stands for an option whose value is "": Slack refuses it
_AT = re.compile(r"^shinro:[0-9]+:")


def steps(form: Form) -> int:
    """How many views a form takes, one after another."""
    return max(1, -(-len(form.fields) // limits.VIEW_FIELDS))


def fields_of(form: Form, step: int) -> tuple[Field, ...]:
    at = step * limits.VIEW_FIELDS
    return form.fields[at : at + limits.VIEW_FIELDS]


def view(form: Form, metadata: str, language: str, step: int = 0, values: Mapping[str, str] | None = None) -> Json:
    """One step of a form, filled with `values` where they are known, else with what the form proposes.

    `metadata` is what the adapter must know when the step is sent; at most 3,000 characters.
    """
    total = steps(form)
    title = _named(form.title, form.submit.command)
    number = f" ({step + 1}/{total})" if total > 1 else ""
    short = shorten(title, limits.VIEW_TITLE - len(number)) + number
    blocks: list[Json] = [rich_text((plain(title),))] if short != title + number else []
    submit = "form.submit" if step + 1 == total else "form.go_on"
    for at, field in enumerate(fields_of(form, step), step * limits.VIEW_FIELDS):
        value = clean((values or {}).get(field.name, field.value))
        if field.error:
            blocks.append(rich_text((plain(f"⚠ {_named(field.label, field.name)}: {field.error}"),)))
        blocks.append(_input(field, at, value, language))
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": words(short),
        "submit": words(shorten(say(language, submit), limits.VIEW_BUTTON)),
        "close": words(shorten(say(language, "form.cancel"), limits.VIEW_BUTTON)),
        "private_metadata": metadata,
        "blocks": blocks or [rich_text((plain(title),))],
    }


def read(state: Mapping[str, Any]) -> dict[str, str]:
    """The values by field name, from the state of a view that was sent."""
    found = {}
    for block_id, elements in state.items():
        name = _AT.sub("", block_id)
        if name != block_id:
            found[name] = _value(next(iter(elements.values()), {}))
    return found


def errors(form: Form, step: int, values: Mapping[str, str], language: str) -> dict[str, str]:
    """By block, what is wrong with what was sent: what Slack itself does not hold people to."""
    wrong = {}
    for at, field in enumerate(fields_of(form, step), step * limits.VIEW_FIELDS):
        value = values.get(field.name, "")
        if field.required and blank(value) and not _has_empty_option(field):
            wrong[block_id(at, field)] = say(language, "form.missing")
        elif field.kind in ("text", "long") and len(value) > _longest(field):
            wrong[block_id(at, field)] = say(language, "form.too_long", limit=_longest(field))
    return wrong


def told_errors(form: Form, step: int) -> dict[str, str]:
    """By block, what the core found wrong; only of fields of this step."""
    at = step * limits.VIEW_FIELDS
    return {block_id(n, f): shorten(f.error, 2_000) for n, f in enumerate(fields_of(form, step), at) if f.error}


def options_of(form: Form, block: str, typed: str) -> list[Json]:
    """The choices of a field that begin with, or else hold, what was typed."""
    wanted = unicodedata.normalize("NFKC", typed).casefold().strip()
    for at, field in enumerate(form.fields):
        if block_id(at, field) == block:
            found = [option for option in _options(field) if wanted in option["text"]["text"].casefold()]
            return sorted(found, key=lambda option: not option["text"]["text"].casefold().startswith(wanted))[
                : limits.OPTIONS
            ]
    return []


def block_id(at: int, field: Field) -> str:
    """The number keeps apart two fields of a name, and makes Slack forget what stood in the step before."""
    return f"shinro:{at}:{field.name}"[: limits.ACTION_ID]


def kept(form: Form) -> str:
    """A form as text."""
    return json.dumps(asdict(form), ensure_ascii=False)


def form_of(text: str) -> Form:
    data = json.loads(text)
    fields = tuple(
        Field(**{**field, "options": tuple((value, label) for value, label in field["options"])})
        for field in data["fields"]
    )
    submit = Action(data["submit"]["command"], tuple(data["submit"]["arguments"]))
    return Form(data["title"], fields, submit)


def _input(field: Field, at: int, value: str, language: str) -> Json:
    label = _named(field.label, field.name)
    block: Json = {
        "type": "input",
        "block_id": block_id(at, field),
        "label": words(shorten(label, limits.FIELD_LABEL)),
        "optional": not field.required,
        "element": _element(field, value, language) | {"action_id": VALUE},
    }
    if field.kind == "moment":
        block["hint"] = words(say(language, "form.moment"))
    return block


def _element(field: Field, value: str, language: str) -> Json:
    if field.kind == "choice" and field.options:
        return _choice(field, value, language)
    if field.kind == "moment":
        at = _instant(value)
        return {"type": "datetimepicker"} | ({"initial_date_time": at} if at is not None else {})
    longest = min(_longest(field), limits.FIELD_TEXT)
    if field.kind != "long":
        value = one_line(value)
    element: Json = {"type": "plain_text_input", "multiline": field.kind == "long", "max_length": longest}
    if value[:longest]:
        element["initial_value"] = value[:longest]
    return element


def _choice(field: Field, value: str, language: str) -> Json:
    options = _options(field)
    chosen = [option for option in options if option["value"] == (value or NO_VALUE)]
    if len(options) > limits.OPTIONS:
        element: Json = {"type": "external_select", "min_query_length": 0}
    else:
        element = {"type": "static_select", "options": options}
    if chosen:
        element["initial_option"] = chosen[0]
    return element | {"placeholder": words(shorten(say(language, "form.choose"), limits.PLACEHOLDER))}


def _options(field: Field) -> list[Json]:
    fitting = {key or NO_VALUE: label for key, label in field.options if len(key) <= limits.OPTION_VALUE}
    if not fitting:
        fitting = {NO_VALUE: "–"}
    return [
        {"text": words(shorten(_named(label, key), limits.OPTION_LABEL)), "value": key}
        for key, label in fitting.items()
    ]


def _has_empty_option(field: Field) -> bool:
    return field.kind == "choice" and any(not key for key, _ in field.options)


def _longest(field: Field) -> int:
    return min(max(field.limit, 1), limits.FIELD_TEXT)


def _value(element: Mapping[str, Any]) -> str:
    option = element.get("selected_option")
    if option:
        return "" if option["value"] == NO_VALUE else str(option["value"])
    at = element.get("selected_date_time")
    if at:
        return datetime.fromtimestamp(int(at), JST).isoformat(timespec="minutes")
    return str(element.get("value") or "")


def _instant(value: str) -> int | None:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return stamp(at if at.tzinfo else at.replace(tzinfo=JST))


def _named(text: str, otherwise: str) -> str:
    text = one_line(text)
    return text if not blank(text) else one_line(otherwise) or "…"
