"""Cards of the small vocabulary drawn for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text as Styled

from adapters.console.forms import JST
from adapters.console.inert import inert, one_line
from adapters.console.markdown import inline, lines
from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Columns,
    Divider,
    Fields,
    Form,
    Moment,
    Picker,
    Picture,
    Progress,
    Reply,
    Select,
    Text,
    literal,
)

COLUMN_WIDTH = 18  # below this many characters a column, things compared stand one under the other
BAR_WIDTH = 24
TITLE, NAME, NUMBER, QUIET = "bold cyan", "bold", "bold green", "dim"


def draw(reply: Reply, zone: tzinfo | None = None) -> Iterator[RenderableType]:
    """A reply as renderables, from top to bottom; `zone` is the reader's, by default the computer's."""
    if isinstance(reply.body, Form):
        yield Styled(inert(reply.body.title), style=TITLE)
        return
    yield from _card(reply.body, zone)


def _card(card: Card, zone: tzinfo | None) -> Iterator[RenderableType]:
    if card.title:
        yield Styled(inert(card.title), style=TITLE)
    number = 1
    for position, block in enumerate(card.blocks):
        if position and not isinstance(block, Divider | Moment) and not isinstance(card.blocks[position - 1], Divider):
            yield Styled("")
        yield from _block(block, number, zone)
        number += (
            len(block.buttons) if isinstance(block, Buttons) else len(block.options) if isinstance(block, Select) else 0
        )
    if card.footer:
        if card.blocks:
            yield Styled("")
        yield Styled(inert(card.footer), style=QUIET)


def _block(block: Block, number: int, zone: tzinfo | None) -> Iterator[RenderableType]:
    match block:
        case Text(markdown):
            yield from _text(markdown)
        case Fields(pairs):
            yield Pairs(pairs)
        case Columns(headings, rows):
            yield Compared(headings, rows)
        case Divider():
            yield Rule(style=QUIET)
        case Picture(_, alternative):
            yield Styled(f"[{one_line(alternative)}]", style="italic")
        case Progress(done, total):
            yield bar(done, total)
        case Moment(at):
            yield Styled(moment(at, zone))
        case Buttons(buttons):
            yield Wrapped(tuple(_choice(n, button) for n, button in enumerate(buttons, number)))
        case Select(prompt, options):
            yield Styled(inert(prompt), style=NAME)
            for n, option in enumerate(options, number):
                yield _hanging(Styled(f"[{n}]", style=NUMBER), Styled(one_line(option.label)))
        case Picker(prompt, _, _, chosen):
            yield Pairs(((prompt, literal(", ".join(chosen)) or "–"),))


def _text(markdown: str) -> Iterator[RenderableType]:
    for line in lines(markdown):
        if not line.marker:
            yield line.text
            continue
        yield Padding(_hanging(Styled(line.marker, style=QUIET), line.text), (0, 0, 0, line.indent), expand=False)


def _hanging(marker: Styled, text: Styled) -> Table:
    """A marker with its text beside it, also where the text goes on in a second line."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True, overflow="crop", min_width=marker.cell_len)
    grid.add_column(overflow="fold")
    grid.add_row(marker, text)
    return grid


def _choice(number: int, button: Button) -> Styled:
    return Styled.assemble((f"[{number}]", NUMBER), " ", one_line(button.label))


@dataclass(frozen=True)
class Pairs:
    """Names and values in two columns; the names never take more than two fifths of the line."""

    pairs: tuple[tuple[str, str], ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(style=NAME, overflow="fold", max_width=max(1, options.max_width * 2 // 5))
        grid.add_column(overflow="fold")
        for name, value in self.pairs:
            grid.add_row(Styled(inert(name)), inline(value))
        yield grid


@dataclass(frozen=True)
class Compared:
    """Things side by side where the line is long enough, one under the other where it is not."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = options.max_width >= COLUMN_WIDTH * (len(self.headings) + 1)
        yield from self._table() if wide else self._stacked()

    def _table(self) -> Iterator[RenderableType]:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style=NAME, expand=False)
        table.add_column("", style=NAME, overflow="fold")
        for heading in self.headings:
            table.add_column(Styled(inert(heading)), overflow="fold")
        for name, cells in self.rows:
            table.add_row(Styled(inert(name)), *(inline(cell) for cell in cells[: len(self.headings)]))
        yield table

    def _stacked(self) -> Iterator[RenderableType]:
        for position, (name, cells) in enumerate(self.rows):
            if position:
                yield Styled("")
            yield Styled(inert(name), style=NAME)
            pairs = tuple(zip(self.headings, cells, strict=False))
            yield Padding(Pairs(pairs), (0, 0, 0, 2))


@dataclass(frozen=True)
class Wrapped:
    """Short things in a row, broken between them; only one longer than the line is broken inside."""

    parts: Sequence[Styled]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        line = Styled()
        for part in self.parts:
            if line and line.cell_len + 2 + part.cell_len > options.max_width:
                yield line
                line = Styled()
            line = Styled.assemble(line, "  ", part) if line else part
        if line:
            yield line


def bar(done: int, total: int) -> Styled:
    """How far something is, as a bar and in numbers."""
    filled = BAR_WIDTH * min(max(done, 0), max(total, 0)) // total if total > 0 else 0
    return Styled.assemble(("█" * filled, "green"), ("░" * (BAR_WIDTH - filled), QUIET), f" {done}/{total}")


def moment(at: datetime, zone: tzinfo | None = None) -> str:
    """An instant in the reader's time with Japan's beside it; the date is repeated only where it differs."""
    try:
        here, japan = at.astimezone(zone), at.astimezone(JST)
    except (OverflowError, ValueError, OSError):
        return at.isoformat(timespec="minutes")
    if here.utcoffset() == japan.utcoffset():
        return f"{japan:%Y-%m-%d %H:%M} JST"
    beside = f"{japan:%H:%M} JST" if here.date() == japan.date() else f"{japan:%Y-%m-%d %H:%M} JST"
    return f"{here:%Y-%m-%d %H:%M} {one_line(here.tzname() or '')}".rstrip() + f" ({beside})"
