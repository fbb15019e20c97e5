"""Pieces of a card laid out on as few pages as Slack's limits allow, each page one message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from adapters.slack import limits
from adapters.slack.blocks import actions, alternative_text, header, is_rule, pictured, small_print, weight
from adapters.slack.mrkdwn import escaped
from adapters.slack.reading import Line, blank, is_blank, one_line, plain
from adapters.slack.rich import Json, cut, rich_text, size
from bot.lettering import shorten

HEADING = limits.HEADER - len(" (999/999)")
_STUB = 240  # characters: with less room than this a text begins on the next page
_LEAST = 80  # characters that a line is cut to rather than put on the next page whole


@dataclass(frozen=True)
class Writing:
    """Text that may go on on the next page."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Row:
    """Buttons beside each other, or one chooser."""

    elements: tuple[Json, ...]


@dataclass(frozen=True)
class Set:
    """One block that stays whole, and what it says in plain words."""

    block: Json
    told: str


@dataclass(frozen=True)
class Table:
    """Rows and columns; `otherwise` where a message has a table already, or the surface takes none."""

    block: Json
    told: str
    otherwise: tuple[Line, ...]


@dataclass(frozen=True)
class Rule:
    pass


@dataclass(frozen=True)
class Image:
    name: str
    png: bytes
    alternative: str


Piece = Writing | Row | Set | Table | Rule | Image


@dataclass(frozen=True)
class Page:
    """One message: its blocks, and the text for notifications and for those who listen to it."""

    blocks: tuple[Json, ...]
    text: str
    pictures: tuple[Image, ...] = ()

    def shown(self, files: Mapping[str, str] | None = None) -> list[Json]:
        """The blocks with pictures by the ids of their files; words in the place of one that has none."""
        return [pictured(block, files or {}) for block in self.blocks]


def pages(
    title: str, pieces: Iterable[Piece], controls: Sequence[Row] = (), *, most: int = limits.BLOCKS
) -> list[Page]:
    """The pieces in their order under the title; `controls` end every page. `most`: blocks of one page."""
    title = one_line(title)
    heading = "" if blank(title) else shorten(title, HEADING)
    layout = _Layout(heading, controls, most)
    if len(title) > HEADING:
        layout.write(Writing((plain(title),)))
    for piece in pieces:
        match piece:
            case Writing():
                layout.write(piece)
            case Row():
                layout.row(piece)
            case Set():
                layout.place(piece.block, piece.told)
            case Table():
                layout.table(piece)
            case Rule():
                layout.rule()
            case Image():
                layout.show(piece)
    return layout.pages()


@dataclass
class _Sheet:
    """A page in the making, with the room that is left on it."""

    room: int  # characters
    places: int  # blocks
    parts: list[Json | list[Line]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    pictures: list[Image] = field(default_factory=list)
    has_table: bool = False

    def add(self, part: Json | list[Line], length: int) -> None:
        self.parts.append(part)
        self.places -= 1
        self.room -= length


class _Layout:
    def __init__(self, heading: str, controls: Sequence[Row], most: int) -> None:
        self.heading = heading
        self.controls = [actions(row.elements) for row in controls]
        self.ids = {part["action_id"] for row in controls for part in row.elements}
        self.room = limits.TEXT - limits.HEADER - sum(map(weight, self.controls))
        self.places = most - 1 - len(self.controls)
        self.sheet = self._new()
        self.sheets = [self.sheet]

    def _new(self) -> _Sheet:
        return _Sheet(self.room, self.places, ids=set(self.ids))

    def turn(self) -> None:
        self.sheet = self._new()
        self.sheets.append(self.sheet)

    def write(self, writing: Writing) -> None:
        if is_blank(writing.lines):
            return
        whole = sum(map(size, writing.lines))
        if whole > self.sheet.room and self._better_on_the_next(whole):
            self.turn()
        fresh = True
        for line in writing.lines:
            rest: Line | None = line
            while rest is not None:
                rest = self._line(rest, fresh=fresh)
                fresh = False

    def _better_on_the_next(self, length: int) -> bool:
        left = self.sheet.room
        return left < _STUB or (length <= self.room and left < self.room // 2)

    def _line(self, line: Line, *, fresh: bool) -> Line | None:
        """Put a line on the page, or the first part of it; what is left of it."""
        part = self.sheet.parts[-1] if self.sheet.parts else None
        if fresh or not isinstance(part, list) or sum(map(size, part)) + size(line) > limits.RICH:
            if self.sheet.places < 1:
                self.turn()
            part = []
        room = min(self.sheet.room, limits.RICH)
        if size(line) <= room:
            self._put(part, line)
            return None
        if room < _LEAST:
            self.turn()
            return line
        head, rest = cut(line, room - 1)
        self._put(part, head)
        return rest

    def _put(self, part: list[Line], line: Line) -> None:
        if not part:
            self.sheet.add(part, 0)
        part.append(line)
        self.sheet.room -= size(line)
        self.sheet.told.append(line.shown)

    def row(self, row: Row) -> None:
        parts = self._untaken(row)
        block = actions(parts)
        if self.sheet.places < 1 or weight(block) > self.sheet.room:
            self.turn()
            parts = self._untaken(row)
            block = actions(parts)
        if parts:
            self.sheet.ids.update(part["action_id"] for part in parts)
            self.sheet.add(block, weight(block))

    def _untaken(self, row: Row) -> list[Json]:
        """Without what stands on this page already: pressed there or here, it means the same."""
        new = {part["action_id"]: part for part in reversed(row.elements)}
        return [p for p in row.elements if p["action_id"] not in self.sheet.ids and new[p["action_id"]] is p]

    def place(self, block: Json, told: str) -> None:
        if self.sheet.places < 1 or weight(block) > self.sheet.room:
            self.turn()
        self.sheet.add(block, weight(block))
        self.sheet.told.append(told)

    def table(self, table: Table) -> None:
        if self.sheet.has_table:
            self.write(Writing(table.otherwise))
            return
        self.place(table.block, table.told)
        self.sheet.has_table = True

    def rule(self) -> None:
        if self.sheet.parts and self.sheet.places > 0 and not is_rule(self.sheet.parts[-1]):
            self.sheet.add({"type": "divider"}, 0)

    def show(self, image: Image) -> None:
        alternative = alternative_text(image.alternative)
        if self.sheet.places < 1 or len(self.sheet.pictures) >= limits.PICTURES or len(alternative) > self.sheet.room:
            self.turn()
        block = {"type": "image", "slack_file": {"id": image.name}, "alt_text": alternative}
        self.sheet.add(block, len(alternative))
        self.sheet.told.append(alternative)
        self.sheet.pictures.append(replace(image, alternative=alternative))

    def pages(self) -> list[Page]:
        return [self._page(sheet, n, len(self.sheets)) for n, sheet in enumerate(self.sheets, 1)]

    def _page(self, sheet: _Sheet, number: int, total: int) -> Page:
        parts = sheet.parts
        if parts and is_rule(parts[-1]):
            parts.pop()
        blocks = [rich_text(part) if isinstance(part, list) else part for part in parts]
        count = f"{number}/{total}" if total > 1 else ""
        heading = " ".join(part for part in (self.heading, f"({count})" if count and self.heading else count) if part)
        if heading:
            block = header(heading) if self.heading else small_print(heading)
            blocks.insert(0, block)
        told = "\n".join(text for text in (heading, *sheet.told) if not blank(text))
        blocks += self.controls
        return Page(tuple(blocks), escaped(shorten(told, limits.FALLBACK // 2)) or "…", tuple(sheet.pictures))
