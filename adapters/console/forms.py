"""A form filled in one field after another: what is asked now, what was typed, and what is sent in the end."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from adapters.console.texts import Texts
from bot.ui import Field, Form

BACK, CANCEL, CLEAR = ":back", ":cancel", "-"
JST = timezone(timedelta(hours=9), "JST")


@dataclass(frozen=True)
class Filling:
    """A form under way.

    `in_place`: the person edits the value where it stands, so an emptied line means empty and a long text comes whole.
    Otherwise an empty line keeps what was there and a long text comes line by line.
    """

    form: Form
    in_place: bool = False
    at: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()

    @property
    def asked(self) -> Field:
        return self.form.fields[self.at]

    @property
    def done(self) -> bool:
        return self.at >= len(self.form.fields)

    @property
    def default(self) -> str:
        """What stands there already: typed before a step back, or proposed by the form."""
        return self.values.get(self.asked.name, self.asked.value)

    @property
    def editable(self) -> str:
        """The text to put into the line for editing; a choice is typed as a number instead."""
        return self.default if self.in_place and self.asked.kind != "choice" else ""


@dataclass(frozen=True)
class Refused:
    """Why a value cannot stand: one sentence."""

    sentence: str


def take(filling: Filling, line: str, texts: Texts) -> Filling | Refused | None:
    """The form after a line was typed; None when the person left it."""
    asked, typed = filling.asked, line.strip()
    if typed.casefold() == CANCEL:
        return None
    if typed.casefold() == BACK:
        return replace(filling, at=max(0, filling.at - 1), lines=())
    if asked.kind == "long" and not filling.in_place:
        if typed and not (typed == CLEAR and not filling.lines):
            return replace(filling, lines=(*filling.lines, line.rstrip("\r\n")))
        typed = "\n".join(filling.lines) or typed
    value = _value(filling, typed, texts)
    if isinstance(value, Refused):
        return value
    return replace(filling, at=filling.at + 1, values={**filling.values, asked.name: value}, lines=())


def _value(filling: Filling, typed: str, texts: Texts) -> str | Refused:
    asked = filling.asked
    if typed == CLEAR and not asked.required:
        return ""
    if not typed and (asked.kind == "choice" or not filling.in_place):
        typed = filling.default
    if not typed:
        return Refused(texts.say("form_required")) if asked.required else ""
    if len(typed) > asked.limit:
        return Refused(texts.say("form_too_long", length=len(typed), limit=asked.limit))
    if asked.kind == "choice":
        return _choice(asked, typed, texts)
    if asked.kind == "moment":
        return _moment(typed, texts)
    return typed


def _choice(asked: Field, typed: str, texts: Texts) -> str | Refused:
    number = unicodedata.normalize("NFKC", typed).strip("[].").lstrip("0")
    for position, (value, label) in enumerate(asked.options, 1):
        if number == str(position):
            return value
        if typed.casefold() in (value.casefold(), label.casefold()):
            return value
    return Refused(texts.say("form_choose", last=len(asked.options)))


def _moment(typed: str, texts: Texts) -> str | Refused:
    """An instant in ISO 8601 with its offset; what is typed without one is Japan's time."""
    try:
        at = datetime.fromisoformat(" ".join(unicodedata.normalize("NFKC", typed).split()))
    except ValueError:
        return Refused(texts.say("form_not_a_moment"))
    return (at if at.tzinfo else at.replace(tzinfo=JST)).isoformat(timespec="minutes")


def question(filling: Filling, texts: Texts) -> str:
    """The field that is asked now, with what may be typed."""
    asked = filling.asked
    if filling.lines:
        return ""
    notes = []
    if not asked.required:
        notes.append(texts.say("form_optional"))
    if asked.kind == "long":
        notes.append(texts.say("form_long"))
    if asked.kind == "moment":
        notes.append(texts.say("form_moment"))
    if filling.default and not filling.editable:
        notes.append(texts.say("form_default", value=dict(asked.options).get(filling.default, filling.default)))
        if not asked.required:
            notes.append(texts.say("form_clear"))
    head = f"{filling.at + 1}/{len(filling.form.fields)} {asked.label}" + (f" ({'; '.join(notes)})" if notes else "")
    wrong = [f"! {asked.error}"] if asked.error else []
    return "\n".join([*wrong, head, *(f"[{n}] {label}" for n, (_, label) in enumerate(asked.options, 1))])
