"""Cards of the small vocabulary as Slack messages. Every limit of Slack's is kept here and in what this calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.slack import limits
from adapters.slack.blocks import small_print
from adapters.slack.elements import CHOOSE, IN_A_ROW, Names, button_rows, choosers, menus, pressable
from adapters.slack.mrkdwn import bold, moment, mrkdwn
from adapters.slack.pages import Image, Page, Piece, Row, Rule, Set, Table, Writing, pages
from adapters.slack.reading import Line, Run, blank, clean, inline, is_blank, one_line, plain, read, styled
from adapters.slack.rich import Json, inert, rich_text
from bot.lettering import shorten
from bot.ui import (
    Button,
    Buttons,
    Card,
    Columns,
    Divider,
    Fields,
    Moment,
    Picker,
    Picture,
    Progress,
    Select,
    Text,
)

BAR = 12  # characters, so that it stays on one line of a phone
AT_ONCE = 5  # options that are shown as buttons under each other, rather than in a menu
NAME, VALUE = 40, 60  # characters of a field that still stands beside another
CELL = 250  # characters of a cell that still belongs in a table


def draw(
    card: Card,
    controls: Sequence[Button] = (),
    names: Names | None = None,
    *,
    home: bool = False,
    language: str = "en",
) -> list[Page]:
    """A card as one message, or as several where Slack allows no more in one; `controls` end each of them."""
    most = limits.VIEW_BLOCKS if home else limits.BLOCKS
    ending = list(button_rows(controls[: 2 * IN_A_ROW]))
    return pages(card.title, _pieces(card, names or {}, language, tables=not home), ending, most=most)


def _pieces(card: Card, names: Names, language: str, *, tables: bool) -> Iterator[Piece]:
    selects = pictures = 0
    for block in card.blocks:
        match block:
            case Text(source):
                yield Writing(read(source))
            case Fields(pairs):
                yield from _fields(pairs)
            case Columns(headings, rows):
                yield from _columns(headings, rows, tables=tables)
            case Divider():
                yield Rule()
            case Picture(png, alternative) if png:
                pictures += 1
                yield Image(f"picture-{pictures}.png", png, alternative)
            case Picture(_, alternative) if not blank(one_line(alternative)):
                yield Writing((Line(styled(plain(alternative).runs, "italic")),))
            case Progress(done, total):
                yield Writing((Line((Run(bar(done, total)),)),))
            case Moment(at):
                told = moment(at)
                yield Set({"type": "section", "text": {"type": "mrkdwn", "text": told, "verbatim": True}}, _said(told))
            case Buttons(buttons):
                yield from button_rows(buttons)
            case Select(prompt, options):
                yield Writing((plain(prompt),))
                if len({option.action.wire() for option in options}) <= AT_ONCE:
                    yield from _under_each_other(options)
                else:
                    found = menus(prompt, options, selects)
                    selects += len(found)
                    yield from found
            case Picker():
                yield Writing((plain(block.prompt),))
                yield from (Row((element,)) for element in choosers(block, names, language))
            case _:
                pass
    yield from _footer(card.footer)


def _footer(text: str) -> Iterator[Piece]:
    for line in clean(text).splitlines():
        rest = " ".join(line.split())
        while not blank(rest):
            shown = shorten(rest, limits.CONTEXT)
            kept = len(shown) - 1 if shown != rest else len(rest)
            yield Set(small_print(shown.removesuffix("…") if shown != rest else rest), rest[:kept])
            rest = rest[kept:].strip()


def _fields(pairs: Sequence[tuple[str, str]]) -> Iterator[Piece]:
    """Short ones side by side; where one is longer, or holds what mrkdwn would read as formatting, a line each."""
    beside = [text for name, value in pairs if (text := _beside(name, value)) is not None]
    if len(pairs) > 1 and len(beside) == len(pairs):
        for at in range(0, len(beside), limits.FIELDS):
            found = beside[at : at + limits.FIELDS]
            shown = [{"type": "mrkdwn", "text": text, "verbatim": True} for text in found]
            told = "\n".join(f"{one_line(n)}: {_flat(v)}" for n, v in pairs[at : at + limits.FIELDS])
            yield Set({"type": "section", "fields": shown}, told)
        return
    yield Writing(tuple(line for name, value in pairs for line in _field(name, value)))


def _beside(name: str, value: str) -> str | None:
    lines = read(value)
    name, heading = one_line(name), bold(one_line(name))
    if heading is None or len(name) > NAME or len(lines) > 1 or lines[0].mark != "text":
        return None
    shown = mrkdwn(lines[0].runs)
    if shown is None or blank(lines[0].text) or len(lines[0].text) > VALUE:
        return None
    return f"{heading}\n{shown}" if len(heading) + len(shown) < limits.FIELD else None


def _field(name: str, value: str) -> Iterator[Line]:
    """A name and what holds for it, on one line where both fit."""
    lines = tuple(line for line in read(value) if not blank(line.text))
    if blank(name):
        yield from lines
        return
    name = one_line(name)
    if len(lines) == 1 and lines[0].mark == "text":
        colon = "" if name.endswith((":", "：", "?", "？")) else ":"
        yield Line((*_bold(f"{name}{colon}"), Run(" "), *lines[0].runs))
        return
    yield Line(_bold(name))
    yield from lines


def _bold(text: str) -> tuple[Run, ...]:
    return styled(plain(text).runs, "bold")


def _columns(headings: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]], *, tables: bool) -> Iterator[Piece]:
    lines = tuple(line for name, cells in rows for line in _compared(headings, name, cells))
    told = "\n".join(line.shown for line in lines)
    short = all(len(_flat(cell)) <= CELL for _, cells in rows for cell in cells) and len(told) <= limits.TABLE_TEXT
    narrow = len(headings) < limits.TABLE_COLUMNS and 0 < len(rows) < limits.TABLE_ROWS
    if not (tables and short and narrow):
        yield Writing(lines)
        return
    shown = [[{"type": "raw_text", "text": "\u00a0"}, *map(_raw, headings)]]
    shown += [[_raw(name), *(_cell(cell) for cell in cells)] for name, cells in rows]
    settings = [{"is_wrapped": True} for _ in range(len(headings) + 1)]
    yield Table({"type": "table", "rows": shown, "column_settings": settings}, told, lines)


def _raw(text: str) -> Json:
    text = one_line(text)
    return {"type": "raw_text", "text": "–" if blank(text) else inert(shorten(text, CELL))}


def _cell(text: str) -> Json:
    lines = read(text)
    return _raw("") if is_blank(lines) else rich_text(lines)


def _compared(headings: Sequence[str], name: str, cells: Sequence[str]) -> Iterator[Line]:
    """One row of a comparison without a table: a line or a paragraph a column."""
    if not blank(name):
        yield Line(_bold(name))
    for heading, cell in zip(headings, cells, strict=True):
        lines = tuple(line for line in read(cell) if not blank(line.text)) or (Line((Run("–"),)),)
        if len(lines) == 1 and lines[0].mark == "text":
            lead = () if blank(heading) else (Run(f"{one_line(heading)}: "),)
            yield Line((*lead, *lines[0].runs), "bullet")
        else:
            if not blank(heading):
                yield Line(styled(plain(heading).runs, "italic"))
            yield from lines


def bar(done: int, total: int) -> str:
    """How far something is, as a bar and in numbers."""
    filled = BAR * min(max(done, 0), max(total, 0)) // total if total > 0 else 0
    return f"{'▰' * filled}{'▱' * (BAR - filled)} {done}/{total}"


def _said(told: str) -> str:
    """The part of a date that stands outside its code."""
    return told.partition("> (")[2].removesuffix(")") or told


def _flat(source: str) -> str:
    return "".join(run.text for run in inline(source))


def _under_each_other(options: Sequence[Button]) -> Iterator[Piece]:
    """All at once and one press away; a label that is too long for its button stands above it too."""
    for option in options:
        if len(one_line(option.label)) > limits.BUTTON_LABEL:
            yield Writing((plain(option.label),))
        yield Row((pressable(option, CHOOSE),))
