"""The small vocabulary that every reply is made of. No platform type stands here; each adapter draws it natively.

`Text` holds a small Markdown: **bold**, *italic*, `code`, [links](https://…), lists with "- " and quotes with "> ".
A link to `channel:ID`, `role:ID` or `person:ID` names one of the platform's own: [general](channel:42).
Text that came from people goes through `literal` first, so that it can neither format nor mention anything.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ACTION_LIMIT = 100  # characters: what the narrowest platform allows a button to carry


@dataclass(frozen=True)
class Action:
    """What a press means: a command's name and small arguments. Its wire form fits in 100 characters."""

    command: str
    arguments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.wire()) > ACTION_LIMIT:
            raise ValueError(f"an action must fit in {ACTION_LIMIT} characters: {self.wire()!r}")

    def wire(self) -> str:
        return json.dumps([self.command, *self.arguments], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, wire: str) -> Action:
        """The action in its wire form; ValueError for anything else."""
        parts = json.loads(wire)
        if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
            raise ValueError(f"not an action: {wire!r}")
        return cls(parts[0], tuple(parts[1:]))


def small(command: str, *arguments: str) -> Action | None:
    """An action, or None where its arguments are too long for one."""
    try:
        return Action(command, arguments)
    except ValueError:
        return None


@dataclass(frozen=True)
class Text:
    markdown: str


@dataclass(frozen=True)
class Fields:
    """Pairs of a short name and a value, side by side where there is room."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Columns:
    """Two or more things compared: a heading each, and rows of (name, one cell a heading)."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    def __post_init__(self) -> None:
        if any(len(cells) != len(self.headings) for _, cells in self.rows):
            raise ValueError("each row needs a cell for each heading")


@dataclass(frozen=True)
class Divider:
    pass


@dataclass(frozen=True)
class Picture:
    png: bytes
    alternative: str


@dataclass(frozen=True)
class Progress:
    done: int
    total: int


@dataclass(frozen=True)
class Moment:
    """An instant, shown in the reader's own time zone with Japan's beside it; must be aware of its zone."""

    at: datetime


@dataclass(frozen=True)
class Button:
    label: str
    action: Action


@dataclass(frozen=True)
class Buttons:
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Select:
    prompt: str
    options: tuple[Button, ...]


@dataclass(frozen=True)
class Picker:
    """Choosing channels or roles with the platform's own chooser.

    What was chosen comes back as a request for `action`, with the ids, separated by spaces, as its last argument.
    """

    prompt: str
    kind: Literal["channel", "role"]
    action: Action
    chosen: tuple[str, ...] = ()  # ids
    most: int = 10


Block = Text | Fields | Columns | Divider | Picture | Progress | Moment | Buttons | Select | Picker


@dataclass(frozen=True)
class Card:
    title: str = ""
    blocks: tuple[Block, ...] = ()
    footer: str = ""


@dataclass(frozen=True)
class Field:
    """One thing a form asks for. `kind`: text, long, choice or moment."""

    name: str
    label: str
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()  # (value, label) for a choice
    value: str = ""
    required: bool = True
    limit: int = 1_000
    error: str = ""  # what was wrong with what was sent before


@dataclass(frozen=True)
class Form:
    """Fields to fill in; they come back as a request for `submit` with the values in `Request.fields`."""

    title: str
    fields: tuple[Field, ...]
    submit: Action


@dataclass(frozen=True)
class Reply:
    """What the bot says back. Nobody else sees it when `private`; an empty card means silence.

    `again` makes the same reply anew, so that a button can turn its pages or show it to others after a restart. A reply
    that is to `replace` takes the place of the card that was pressed, where the platform can and it is theirs alone.
    Replies to a press are private, but for one that is `for_all`: a press whose meaning was to show it to everybody.
    """

    body: Card | Form = field(default_factory=Card)
    private: bool = False
    again: Action | None = None
    replace: bool = False
    for_all: bool = False

    @property
    def silent(self) -> bool:
        return isinstance(self.body, Card) and not self.body.title and not self.body.blocks


_SPECIAL = re.compile(r"([\\`*_~\[\]<>|#])")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)  # controls, directions
_LINE_START = re.compile(r"^([ \t]*)(?:([-+>])|(\d+)\.)", re.MULTILINE)
_MENTION = re.compile(r"@(?=\S)")


def literal(text: str) -> str:
    """Somebody's words as inert text: no formatting, no link, no mention."""
    quoted = _SPECIAL.sub(r"\\\1", _UNSEEN.sub("", text))
    quoted = _LINE_START.sub(lambda at: f"{at[1]}\\{at[2]}" if at[2] else f"{at[1]}{at[3]}\\.", quoted)
    return _MENTION.sub("@\u200b", quoted)


def plain(reply: Reply, *, choices: bool = True) -> str:
    """Everything a person would read in a reply, as plain text; without buttons and selects where those are drawn."""
    if isinstance(reply.body, Form):
        return "\n".join([reply.body.title, *(f.label for f in reply.body.fields)])
    parts = [reply.body.title, *(_plain_block(block, choices) for block in reply.body.blocks), reply.body.footer]
    return "\n".join(part for part in parts if part)


_OWN = ("channel:", "role:", "person:")  # links to the platform's own, which are no addresses
_MARKUP = re.compile(r"\\([\\`*_~\[\]<>|#\-+.])|\[([^\[\]]*)\]\(([^()]*)\)|\*\*|\*|`|~~")


def unformatted(markdown: str) -> str:
    """Markdown as the reader sees it where nothing can be formatted."""
    return _MARKUP.sub(_unmarked, markdown).replace("\u200b", "")


def _unmarked(found: re.Match[str]) -> str:
    if found[1] is not None:
        return found[1]
    if found[3] is None:
        return ""
    return unformatted(found[2]) if found[3].startswith(_OWN) else f"{unformatted(found[2])} ({found[3]})"


def _plain_block(block: Block, choices: bool) -> str:
    match block:
        case Text(markdown):
            return unformatted(markdown)
        case Fields(pairs):
            return "\n".join(f"{name}: {unformatted(value)}" for name, value in pairs)
        case Columns(headings, rows):
            return "\n".join(
                f"{name}: " + " / ".join(f"{h}: {unformatted(c)}" for h, c in zip(headings, cells, strict=True))
                for name, cells in rows
            )
        case Buttons(buttons):
            return "; ".join(button.label for button in buttons) if choices else ""
        case Select(prompt, options):
            listed = (f"{i}. {option.label}" for i, option in enumerate(options, 1)) if choices else ()
            return "\n".join([prompt, *listed])
        case Picture(_, alternative):
            return alternative
        case Progress(done, total):
            return f"{done}/{total}"
        case Moment(at):
            return at.isoformat(timespec="minutes")
        case Picker(prompt, _, _, chosen, _):
            return ": ".join([prompt, ", ".join(chosen)] if chosen else [prompt])
        case Divider():
            return ""
