"""Pieces of a card laid out on as few pages as Discord's limits allow, each page one message."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from adapters.discord import limits
from adapters.discord.markdown import blank, one_line, plain
from adapters.discord.split import split
from bot.lettering import shorten

Component = dict[str, Any]  # as it goes over the wire

ACCENT = 0x3D9BB3
HEADING = 256  # characters of a title that are repeated on each page
_NUMBER = len(" (999/999)")
_FRAME = 2  # components: the container and its heading
_STUB = 240  # characters: with less room than this a text begins on the next page
_ROW, _GALLERY, _TEXT, _RULE, _CONTAINER = 1, 12, 10, 14, 17


@dataclass(frozen=True)
class Writing:
    """Text that may go on on the next page, with what each of its parts begins with."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Row:
    """Buttons, or one select."""

    components: tuple[Component, ...]


@dataclass(frozen=True)
class Rule:
    pass


@dataclass(frozen=True)
class Image:
    name: str
    png: bytes
    alternative: str


Piece = Writing | Row | Rule | Image


class Message(discord.ui.LayoutView):
    """Components ready to be sent. Nothing in it waits for a press, so discord.py has nothing to keep."""

    def __init__(self, components: list[Component]) -> None:
        super().__init__(timeout=None)
        self._components = components

    def to_components(self) -> list[Component]:
        return self._components

    def has_components_v2(self) -> bool:
        return True

    def is_finished(self) -> bool:
        return True


@dataclass(frozen=True)
class Page:
    """One message. A file can be sent once, so `files` are made anew each time they are asked for."""

    view: Message
    pictures: tuple[Image, ...] = ()

    @property
    def files(self) -> tuple[discord.File, ...]:
        return tuple(
            discord.File(io.BytesIO(p.png), p.name, description=_alternative(p.alternative)) for p in self.pictures
        )


def pages(title: str, pieces: Iterable[Piece], controls: Sequence[Row] = ()) -> list[Page]:
    """The pieces in their order under the title; `controls` end every page."""
    title = one_line(title)
    heading = "" if blank(title) else plain(shorten(title, HEADING))
    layout = _Layout(heading, controls)
    if len(title) > HEADING:
        layout.write(Writing(plain(title)))
    for piece in pieces:
        match piece:
            case Writing():
                layout.write(piece)
            case Row():
                layout.place_row(piece)
            case Rule():
                layout.rule()
            case Image():
                layout.show(piece)
    return layout.pages()


@dataclass
class _Sheet:
    """A page in the making, with the room that is left on it."""

    room: int  # characters
    places: int  # components
    taken: set[str]  # custom ids
    components: list[Component] = field(default_factory=list)
    pictures: list[Image] = field(default_factory=list)

    def add(self, component: Component, places: int = 1) -> None:
        self.components.append(component)
        self.places -= places


class _Layout:
    def __init__(self, heading: str, controls: Sequence[Row]) -> None:
        self.heading = heading
        self.controls = [_row(row.components) for row in controls]
        self.ids = {part["custom_id"] for row in controls for part in row.components}
        self.room = limits.TEXT - len("### ") - len(heading) - _NUMBER
        self.places = limits.COMPONENTS - _FRAME - sum(1 + len(row.components) for row in controls)
        self.sheet = self._new()
        self.sheets = [self.sheet]

    def _new(self) -> _Sheet:
        return _Sheet(self.room, self.places, set(self.ids))

    def turn(self) -> None:
        self.sheet = self._new()
        self.sheets.append(self.sheet)

    def write(self, writing: Writing) -> None:
        text, lead = writing.text, writing.lead
        if blank(text):
            return
        length = len(lead) + len(text)
        if self.sheet.places < 1 or self._better_on_the_next(length):
            self.turn()
        if length <= self.sheet.room:
            self._put(lead + text)
            return
        for number, part in enumerate(split(text, self.room - len(lead), self.sheet.room - len(lead))):
            if number:
                self.turn()
            self._put(lead + part)

    def _better_on_the_next(self, length: int) -> bool:
        left = self.sheet.room
        return length > left and (left < _STUB or (length <= self.room and left < self.room // 2))

    def _put(self, content: str) -> None:
        self.sheet.add({"type": _TEXT, "content": content})
        self.sheet.room -= len(content)

    def place_row(self, row: Row) -> None:
        parts = self._untaken(row)
        if len(parts) + 1 > self.sheet.places:
            self.turn()
            parts = self._untaken(row)
        if parts:
            self.sheet.taken.update(part["custom_id"] for part in parts)
            self.sheet.add(_row(parts), 1 + len(parts))

    def _untaken(self, row: Row) -> list[Component]:
        """Without what stands on this page already: Discord refuses a message that names an id twice."""
        new = {part["custom_id"]: part for part in reversed(row.components)}
        return [
            part
            for part in row.components
            if part["custom_id"] not in self.sheet.taken and new[part["custom_id"]] is part
        ]

    def rule(self) -> None:
        if self.sheet.components and self.sheet.components[-1]["type"] != _RULE and self.sheet.places:
            self.sheet.add({"type": _RULE, "divider": True, "spacing": 1})

    def show(self, image: Image) -> None:
        if self.sheet.places < 1 or len(self.sheet.pictures) >= limits.PICTURES:
            self.turn()
        item: Component = {"media": {"url": f"attachment://{image.name}"}}
        alternative = _alternative(image.alternative)
        if alternative:
            item["description"] = alternative
        self.sheet.add({"type": _GALLERY, "items": [item]})
        self.sheet.pictures.append(image)

    def pages(self) -> list[Page]:
        return [self._page(sheet, n, len(self.sheets)) for n, sheet in enumerate(self.sheets, 1)]

    def _page(self, sheet: _Sheet, number: int, total: int) -> Page:
        inside = sheet.components
        if inside and inside[-1]["type"] == _RULE:
            inside.pop()
        heading = f"### {self.heading}" if self.heading else ""
        if total > 1:
            heading = f"{heading} ({number}/{total})" if heading else f"-# {number}/{total}"
        if heading:
            inside.insert(0, {"type": _TEXT, "content": heading})
        body = [{"type": _CONTAINER, "accent_color": ACCENT, "components": inside}] if inside else []
        return Page(Message([*body, *self.controls]), tuple(sheet.pictures))


def _row(parts: Sequence[Component]) -> Component:
    return {"type": _ROW, "components": list(parts)}


def _alternative(text: str) -> str | None:
    text = one_line(text)
    return None if blank(text) else shorten(text, limits.ALTERNATIVE)
