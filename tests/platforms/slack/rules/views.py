"""Forms and homes as wholes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..wire import dumps
from .blocks import HOME, MODAL, of_blocks
from .texts import of_optional, of_text
from .violation import Violation, length

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE, ID, METADATA, WHOLE = 24, 255, 3_000, 250_000
ARGUMENTS = "invalid_arguments"


def of_view(view: Any, kind: str) -> Iterator[Violation]:
    if not isinstance(view, dict) or view.get("type") != kind:
        yield Violation("view", f"must be a view of type {kind!r}", ARGUMENTS)
        return
    for key in ("callback_id", "external_id"):
        yield from length(f"view.{key}", view.get(key), ID, error=ARGUMENTS)
    yield from length("view.private_metadata", view.get("private_metadata"), METADATA, error=ARGUMENTS)
    if "blocks" not in view:
        yield Violation("view", "needs blocks", ARGUMENTS)
        return
    if kind == MODAL:
        yield from of_text("view.title", view.get("title"), TITLE, plain=True)
        for key in ("submit", "close"):
            yield from of_optional(f"view.{key}", view.get(key), TITLE)
        asks = any(one.get("type") == "input" for one in view["blocks"] if isinstance(one, dict))
        if asks and not view.get("submit"):
            yield Violation("view.submit", "a form with inputs needs a way to send it", ARGUMENTS)
    elif view.get("title") or view.get("submit") or view.get("close"):
        yield Violation("view", "a home has neither title nor submit nor close", ARGUMENTS)
    yield from of_blocks(view["blocks"], kind if kind in (MODAL, HOME) else MODAL)
    size = len(dumps(view).encode())
    if size > WHOLE:
        yield Violation("view", f"{size} bytes, where {WHOLE} are allowed", "view_too_large")
