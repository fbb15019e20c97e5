"""Replies as text that a test can compare: [buttons], ( ) choices, _fields_ of a form."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from bot.ui import Buttons, Card, Divider, Form, Moment, Picker, Picture, Progress, Reply, Select, plain

if TYPE_CHECKING:
    from datetime import datetime

    from bot.ui import Block, Field

JST = timezone(timedelta(hours=9), "JST")
BAR = 10


def drawn(reply: Reply) -> str:
    """Everything that a person reads and can press."""
    if isinstance(reply.body, Form):
        return "\n".join([reply.body.title, *map(_field, reply.body.fields)])
    parts = [reply.body.title, *map(_block, reply.body.blocks), reply.body.footer]
    return "\n".join(part for part in parts if part)


def one_line(text: str) -> str:
    """As a button or a choice is labelled."""
    return " ".join(text.split())


def moment(at: datetime) -> str:
    """An instant in Japan's time, wherever the test runs."""
    return f"{at.astimezone(JST):%Y-%m-%d %H:%M} JST"


def _block(block: Block) -> str:
    match block:
        case Buttons(buttons):
            return " ".join(f"[{one_line(button.label)}]" for button in buttons)
        case Select(prompt, options):
            return "\n".join([prompt, *(f"( ) {one_line(option.label)}" for option in options)])
        case Picker(prompt, kind, _, chosen):
            return f"{prompt} <{kind}: {', '.join(chosen) or '–'}>"
        case Picture(_, alternative):
            return f"[picture: {one_line(alternative)}]"
        case Progress(done, total):
            filled = BAR * min(max(done, 0), total) // total if total > 0 else 0
            return f"{'#' * filled}{'.' * (BAR - filled)} {done}/{total}"
        case Moment(at):
            return moment(at)
        case Divider():
            return "---"
        case _:
            return plain(Reply(Card(blocks=(block,))))


def _field(field: Field) -> str:
    offered = " ".join(f"( ) {one_line(label)}" for _, label in field.options) if field.kind == "choice" else ""
    shown = " ".join(part for part in (f"_{field.value}_", offered) if part)
    wrong = f" !{field.error}" if field.error else ""
    return f"{field.label}{'*' if field.required else ''} ({field.kind}): {shown}{wrong}"
