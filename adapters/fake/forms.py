"""A form filled in by a person, held to what every platform holds it to."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.fake.draw import JST, one_line
from adapters.fake.errors import HeldBack, NotThere

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.ui import Field, Form


def filled(form: Form, typed: Mapping[str, str]) -> dict[str, str]:
    """The values by field name, from what was typed by label or name. What is not named keeps what stood there."""
    known = {field.label: field.name for field in form.fields} | {field.name: field.name for field in form.fields}
    unknown = [name for name in typed if name not in known]
    if unknown:
        raise NotThere(f"the form “{form.title}” has no {unknown}; it asks for {[f.label for f in form.fields]}")
    given = {known[name]: value for name, value in typed.items()}
    return {field.name: _value(field, given.get(field.name, field.value)) for field in form.fields}


def _value(field: Field, typed: str) -> str:
    if not typed.strip():
        if field.required:
            raise HeldBack(f"“{field.label}” must be filled in")
        return ""
    if len(typed) > field.limit:
        raise HeldBack(f"“{field.label}” takes {field.limit} characters, not {len(typed)}")
    if field.kind == "choice":
        return _choice(field, typed)
    return _moment(typed) if field.kind == "moment" else typed


def _choice(field: Field, typed: str) -> str:
    for value, label in field.options:
        if typed in (value, label, one_line(label)):
            return value
    raise HeldBack(f"“{field.label}” offers {[label for _, label in field.options]}, not “{typed}”")


def _moment(typed: str) -> str:
    """An instant, Japan's where no zone is named. What is none goes out as it was typed, as in Discord."""
    try:
        at = datetime.fromisoformat(" ".join(unicodedata.normalize("NFKC", typed).split()))
    except ValueError:
        return typed
    return (at if at.tzinfo else at.replace(tzinfo=JST)).isoformat(timespec="minutes")
