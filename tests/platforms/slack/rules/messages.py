"""Messages as wholes: text, attachments, and the sums over everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .blocks import MARKDOWN, MESSAGE, of_blocks
from .texts import of_choices
from .violation import Violation, count, length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..wire import Json

TEXT, ATTACHMENTS, OFFERED = 40_000, 100, 100


def of_message(body: Json) -> Iterator[Violation]:
    if body.get("markdown_text") is not None:
        if body.get("text") or body.get("blocks"):
            yield Violation("markdown_text", "not together with text or blocks", "markdown_text_conflict")
        yield from length("markdown_text", body["markdown_text"], MARKDOWN, error="msg_too_long")
    text = body.get("text")
    if text is not None and not isinstance(text, str):
        yield Violation("text", "must be text", "invalid_arguments")
    elif text and len(text) > TEXT:
        yield Violation("text", f"{len(text)} characters; after {TEXT} it is cut off", "")
    if body.get("blocks"):
        yield from of_blocks(body["blocks"], MESSAGE)
        if not text:
            yield Violation("text", "missing beside blocks: a notification would say nothing", "")
    attachments = body.get("attachments") or ()
    yield from count("attachments", len(attachments), ATTACHMENTS, error="too_many_attachments")
    for one in attachments:
        yield from of_blocks(one.get("blocks") or [], MESSAGE)


def of_response(body: Json, *, pressed: bool) -> Iterator[Violation]:
    """An answer by a response address, or in the acknowledgement of a command."""
    if body.get("delete_original") in (True, "true"):
        return
    if body.get("response_type") not in (None, "ephemeral", "in_channel"):
        yield Violation("response_type", f"no such type: {body['response_type']!r}", "invalid_arguments")
    if pressed and body.get("replace_original") is None and body.get("delete_original") is None:
        yield Violation("replace_original", "not said: whether the answer replaces what was pressed", "")
    yield from of_message(body)


def of_offer(body: Json) -> Iterator[Violation]:
    """What a select with options from outside is given; nothing found is an empty list."""
    if "options" not in body and "option_groups" not in body:
        yield Violation("options", "neither options nor groups of them")
    elif body.get("options") or body.get("option_groups"):
        yield from of_choices("options", body, OFFERED)
