"""Blocks one by one, where each may stand, and what may stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..blocks import LISTS, PICKERS, SELECTS, TYPED, elements, words
from .elements import ALTERNATIVE, of_element
from .texts import of_text
from .violation import Violation, count, length, unique

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..wire import Json

MESSAGE, MODAL, HOME = "message", "modal", "home"
MOST = {MESSAGE: 50, MODAL: 100, HOME: 100}
EVERYWHERE = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
SURFACES = {
    MESSAGE: EVERYWHERE
    | {"alert", "card", "carousel", "container", "context_actions", "data_table", "data_visualization", "file"}
    | {"markdown", "plan", "table", "task_card"},
    MODAL: EVERYWHERE | {"alert"},
    HOME: EVERYWHERE,
}
MENUS = {one for one in SELECTS if one not in LISTS and one not in PICKERS}
HOLDS = {
    "section": MENUS | {"button", "image", "workflow_button", "datepicker", "timepicker", *LISTS},
    "actions": MENUS | {"button", "workflow_button", "rich_text_input", *LISTS, *PICKERS},
    "context": {"image", "plain_text", "mrkdwn"},
    "context_actions": {"feedback_buttons", "icon_button"},
    "input": (MENUS | {"radio_buttons", "checkboxes", *TYPED, *PICKERS}),
}
BLOCK_ID, TEXT, FIELD, FIELDS, HEADER, LABEL = 255, 3_000, 2_000, 10, 150, 2_000
ACTIONS, CONTEXT, MARKDOWN, ROWS, COLUMNS, WHOLE = 25, 10, 12_000, 100, 20, 13_200


def of_blocks(blocks: Sequence[Json], surface: str) -> Iterator[Violation]:
    if not isinstance(blocks, list) or not all(isinstance(one, dict) and "type" in one for one in blocks):
        yield Violation("blocks", "must be a list of blocks", "invalid_blocks_format")
        return
    yield from count("blocks", len(blocks), MOST[surface])
    yield from unique("blocks.block_id", [one["block_id"] for one in blocks if one.get("block_id")])
    for number, block in enumerate(blocks):
        place, kind = f"blocks/{number}/{block['type']}", block["type"]
        if kind not in SURFACES[surface]:
            yield Violation(place, f"cannot stand in a {surface}")
            continue
        yield from length(f"{place}.block_id", block.get("block_id"), BLOCK_ID)
        check = CHECKS.get(kind)
        if check is not None:
            yield from check(place, block)
        yield from _elements(place, block)
    yield from _sums(blocks)


def _elements(place: str, block: Json) -> Iterator[Violation]:
    inside = [one for _, one in elements([block])]
    allowed = HOLDS.get(block["type"])
    for one in inside:
        if allowed is not None and one.get("type") not in allowed:
            yield Violation(place, f"holds no {one.get('type')!r}")
        else:
            yield from of_element(place, one)
    yield from unique(f"{place}.action_id", [one["action_id"] for one in inside if one.get("action_id")])


def _sums(blocks: Sequence[Json]) -> Iterator[Violation]:
    """Limits over all blocks together."""
    markdown = sum(len(one.get("text") or "") for one in blocks if one["type"] == "markdown")
    if markdown > MARKDOWN:
        yield Violation("blocks", f"{markdown} characters of markdown, where {MARKDOWN} are allowed", "msg_too_long")
    tables = sum(one["type"] == "table" for one in blocks)
    if tables > 1:
        yield Violation("blocks", f"{tables} tables, where one is allowed")
    try:
        whole = sum(map(len, words(blocks)))
    except (KeyError, TypeError, AttributeError):  # broken in ways that are told above
        return
    if whole > WHOLE:
        yield Violation("blocks", f"{whole} characters in all, where {WHOLE} are allowed", "msg_blocks_too_long")


def _section(place: str, block: Json) -> Iterator[Violation]:
    fields = block.get("fields")
    if block.get("text") is None and not fields:
        yield Violation(place, "needs text or fields")
    if block.get("text") is not None:
        yield from of_text(f"{place}.text", block["text"], TEXT)
    if fields is not None:
        yield from count(f"{place}.fields", len(fields), FIELDS, 1)
        for one in fields:
            yield from of_text(f"{place}.fields", one, FIELD)


def _header(place: str, block: Json) -> Iterator[Violation]:
    yield from of_text(f"{place}.text", block.get("text"), HEADER, plain=True)


def _actions(place: str, block: Json) -> Iterator[Violation]:
    yield from count(f"{place}.elements", len(block.get("elements") or ()), ACTIONS, 1)


def _context(place: str, block: Json) -> Iterator[Violation]:
    inside: Sequence[Json] = block.get("elements") or ()
    yield from count(f"{place}.elements", len(inside), CONTEXT, 1)
    for one in inside:
        if one.get("type") == "image":
            yield from of_element(place, one)
        elif one.get("type") in HOLDS["context"]:
            yield from of_text(place, one, TEXT)
        else:
            yield Violation(place, f"holds no {one.get('type')!r}")


def _image(place: str, block: Json) -> Iterator[Violation]:
    yield from of_element(place, block)
    if block.get("title") is not None:
        yield from of_text(f"{place}.title", block["title"], ALTERNATIVE, plain=True)


def _input(place: str, block: Json) -> Iterator[Violation]:
    yield from of_text(f"{place}.label", block.get("label"), LABEL, plain=True)
    if block.get("hint") is not None:
        yield from of_text(f"{place}.hint", block["hint"], LABEL, plain=True)
    if not block.get("element"):
        yield Violation(place, "needs an element")


def _markdown(place: str, block: Json) -> Iterator[Violation]:
    yield from length(f"{place}.text", block.get("text"), MARKDOWN, 1)


def _table(place: str, block: Json) -> Iterator[Violation]:
    rows: Sequence[Sequence[Json]] = block.get("rows") or ()
    yield from count(f"{place}.rows", len(rows), ROWS, 1)
    for row in rows:
        yield from count(f"{place}.columns", len(row), COLUMNS, 1)
        if len(row) != len(rows[0]):
            yield Violation(place, "rows of different lengths")


CHECKS: dict[str, Callable[[str, Json], Iterator[Violation]]] = {
    "section": _section,
    "header": _header,
    "actions": _actions,
    "context": _context,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "table": _table,
}
