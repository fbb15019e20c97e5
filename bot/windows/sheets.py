"""Tables as spreadsheets write them: their encodings and separators, quotes, empty rows, cells that are formulas."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

SEPARATORS = (",", ";", "\t")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")  # what a spreadsheet would run; one more apostrophe makes it text
_QUOTED = re.compile(r"'+[=+\-@\t\r]")


class SheetError(ValueError):
    """A file that is no table; the message is a key of `texts/` under `window.file`."""


@dataclass(frozen=True)
class Row:
    """A record of a file, and the line that it begins at (from 1)."""

    line: int
    values: Mapping[str, str]


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 with or without its mark, or what Excel in Japan writes."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError("encoding")


def read_table(text: str, column: Callable[[str], str]) -> list[Row]:
    """The rows under a heading. `column` gives a heading's field, or an empty text for one that is not known."""
    lines = list(io.StringIO(text, newline=""))
    skipped = 0
    separators: Sequence[str] = SEPARATORS
    while lines and (not lines[0].strip(" ,;\t\r\n") or re.fullmatch(r"sep=.\s*", lines[0])):
        if found := re.fullmatch(r"sep=(.)\s*", lines[0]):
            separators = (found[1],)
        del lines[0]
        skipped += 1
    if not lines:
        raise SheetError("empty")
    separator = max(separators, key=lambda each: sum(bool(column(h)) for h in _split(lines[0], each)))
    reader = csv.reader(lines, delimiter=separator)
    try:
        return list(_rows(reader, skipped, column))
    except csv.Error:
        raise SheetError("broken") from None


def write_table(headings: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table that spreadsheets open as UTF-8, in which no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_inert(row.get(heading, "")) for heading in headings])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _rows(reader: Iterable[list[str]], skipped: int, column: Callable[[str], str]) -> Iterable[Row]:
    headings: list[str] | None = None
    line = skipped + 1
    for cells in reader:
        begun, line = line, skipped + reader.line_num + 1  # type: ignore[attr-defined]
        if headings is None:
            headings = [column(cell) or cell.strip() for cell in cells]
            continue
        if any(cell.strip() for cell in cells[len(headings) :]):
            raise SheetError("too_many_cells")
        pairs = zip(headings, cells, strict=False)
        values = {name: _plain(cell) for name, cell in pairs if name or cell.strip()}
        if any(values.values()):
            yield Row(begun, values)


def _split(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [])


def _inert(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _plain(cell: str) -> str:
    cell = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    return cell[1:] if _QUOTED.match(cell) else cell
