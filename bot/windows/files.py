"""Windows from and to YAML and CSV, with a plan of what an import would do. The same file twice changes nothing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import yaml

from bot.texts import LANGUAGES
from bot.windows.grammar import TOKYO
from bot.windows.sheets import Row, SheetError, decoded, read_table, write_table
from bot.windows.typed import LIMITS, Problem, check, typed_of
from bot.windows.window import LISTS, Window, same
from bot.windows.words import field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, tzinfo

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
COLUMNS = ("id", *LIMITS, "status")
IGNORED = frozenset({"status"})  # for the reader: a file approves nothing
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Misfit:
    """What is wrong in a file, and at which line of it."""

    line: int
    problem: Problem


@dataclass(frozen=True)
class Plan:
    """What an import would do. Windows that the file does not have are named, and left alone."""

    new: tuple[Window, ...] = ()
    changed: tuple[tuple[Window, Window], ...] = ()
    same: tuple[Window, ...] = ()
    gone: tuple[Window, ...] = ()
    misfits: tuple[Misfit, ...] = ()


def read_file(name: str, raw: bytes) -> list[Row]:
    """The rows of a file by its ending; SheetError where it is neither YAML nor a table."""
    text = decoded(raw)
    rows = _from_yaml(text) if PurePath(name).suffix.casefold() in (".yaml", ".yml") else read_table(text, column)
    if len(rows) > MOST_ROWS:
        raise SheetError("too_many")
    return rows


def write_file(name: str, windows: Iterable[Window], zone: tzinfo = TOKYO) -> bytes:
    """Windows as `read_file` reads them back."""
    rows = [
        {"id": w.id, **typed_of(w, zone), "status": w.status} for w in sorted(windows, key=lambda w: (w.opens, w.id))
    ]
    if PurePath(name).suffix.casefold() not in (".yaml", ".yml"):
        return write_table(COLUMNS, rows)
    records = [
        {key: value.split("\n") if key in LISTS else value for key, value in row.items() if value} for row in rows
    ]
    return yaml.safe_dump({"windows": records}, allow_unicode=True, sort_keys=False, width=120).encode()


def column(heading: str) -> str:
    """The field that a heading names: by its own name, or as the forms call it in a language."""
    return _headings().get(_folded(heading), "")


def plan(
    rows: Sequence[Row],
    kept: Sequence[Window],
    fresh: Window,
    now: datetime,
    roles: Mapping[str, str],
    zone: tzinfo = TOKYO,
) -> Plan:
    """What importing some rows would do to the windows that are `kept`; a new one is made from `fresh`."""
    by_id = {window.id: window for window in kept}
    new: list[Window] = []
    changed: list[tuple[Window, Window]] = []
    unchanged: list[Window] = []
    misfits: list[Misfit] = []
    seen: set[str] = set()
    for row in rows:
        old, window, problems = _one(row, by_id, fresh, now, roles, zone)
        if window is not None and window.id in seen:
            problems.append(Problem("id", "twice", {"id": window.id}))
        if problems or window is None:
            misfits += [Misfit(row.line, problem) for problem in problems]
            seen |= {row.values.get("id", "")}
            continue
        seen.add(window.id)
        if old is None:
            new.append(window)
        elif same(old, window):
            unchanged.append(old)
        else:
            changed.append((old, window))
    gone = tuple(window for window in kept if window.id not in seen and window.status != "withdrawn")
    return Plan(tuple(new), tuple(changed), tuple(unchanged), gone, tuple(misfits))


def _one(
    row: Row, kept: Mapping[str, Window], fresh: Window, now: datetime, roles: Mapping[str, str], zone: tzinfo
) -> tuple[Window | None, Window | None, list[Problem]]:
    named = row.values.get("id", "").strip()
    problems = [Problem(name, "column") for name in row.values if name not in COLUMNS]
    if named and not ID.fullmatch(named):
        problems.append(Problem("id", "id", {"id": named}))
    if problems:
        return None, None, problems
    typed = {name: text for name, text in row.values.items() if name in LIMITS}
    old = kept.get(named)
    checked = check(typed, old or fresh, now, roles, zone)
    passed = [problem.key for problem in checked.problems] == ["past"]
    if passed:  # a year's plan goes on holding what is over
        checked = check(typed, old or fresh, now, roles, zone, past=True)
    problems = [*checked.problems, *(note for note in checked.notes if note.key == "no_year")]
    problems += [
        Problem(name, "unclear", dict(zip(("one", "other"), at, strict=False))) for name, at in checked.unclear.items()
    ]
    window = checked.window
    if problems or window is None:
        return None, None, problems
    if not named:
        window = replace(window, id=derived_id(window))
        old = kept.get(window.id)
        if old is not None:
            window = replace(old, **{name: getattr(window, name) for name in LIMITS if name in typed})
    if passed and (old is None or not same(old, window)):
        return None, None, [Problem("closes", "past")]
    return old, window, []


def derived_id(window: Window) -> str:
    """The id of a row that has none: from its title, branches and opening, so that the same row has the same again."""
    slug = re.sub(r"[^a-z0-9]+", "-", window.title.casefold()).strip("-")[:24].strip("-") or "window"
    parts = (window.title, *sorted(window.branches), window.opens.isoformat())
    return f"{slug}-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:8]}"


def _headings() -> dict[str, str]:
    found = {_folded(name): name for name in COLUMNS}
    for language in LANGUAGES:
        found |= {_folded(field(name, language)): name for name in COLUMNS}
    return found


def _folded(heading: str) -> str:
    return re.sub(r"[\s_*:：]+", " ", heading).strip().casefold()


def _from_yaml(text: str) -> list[Row]:
    """Every value as text, so that a date is read as people's dates are."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise SheetError("broken") from None
    if isinstance(root, yaml.MappingNode):
        root = next((value for key, value in root.value if key.value == "windows"), None)
    if root is None:
        raise SheetError("empty")
    if not isinstance(root, yaml.SequenceNode):
        raise SheetError("shape")
    return [_row(node) for node in root.value]


def _row(node: Any) -> Row:
    if not isinstance(node, yaml.MappingNode):
        raise SheetError("shape")
    values: dict[str, str] = {}
    for key, value in node.value:
        if isinstance(value, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in value.value):
            values[str(key.value)] = "\n".join(item.value for item in value.value)
        elif isinstance(value, yaml.ScalarNode):
            values[str(key.value)] = "" if value.tag == "tag:yaml.org,2002:null" else value.value
        else:
            raise SheetError("shape")
    return Row(node.start_mark.line + 1, values)
