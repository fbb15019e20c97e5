"""Messages: text, embeds, files, mentions; what stands in components is checked beside this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..components import ROW, TEXT_DISPLAY, walk
from ..messages import V2
from .parts import of_parts
from .violation import Violation, count, length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..wire import Json

CONTENT, NONCE = 2_000, 25
EMBEDS, EMBED_SUM, FILES = 10, 6_000, 10
V2_PARTS, V2_TEXT, ROWS = 40, 4_000, 5
ALONE = ("content", "embeds", "poll", "sticker_ids")


def of_message(body: Json, files: int, *, editing: bool) -> Iterator[Violation]:
    components: Sequence[Json] = body.get("components") or ()
    flagged = bool((body.get("flags") or 0) & V2)
    modern = any(one["type"] != ROW for one in components)
    yield from length("content", body.get("content"), CONTENT)
    yield from length("nonce", str(body.get("nonce") or ""), NONCE)
    yield from _embeds(body.get("embeds") or ())
    yield from count("attachments", max(files, len(body.get("attachments") or ())), FILES)
    if modern and not flagged and not editing:
        yield Violation("flags", "components V2 without the flag for them")
    if flagged or modern:
        yield from _alone(body, components)
    elif not editing:
        yield from count("components", len(components), ROWS)
    yield from of_parts(components, in_modal=False)
    if body.get("content") or any(one["type"] == TEXT_DISPLAY for one in walk(components)):
        yield from _mentions(body.get("allowed_mentions"))


def _alone(body: Json, components: Sequence[Json]) -> Iterator[Violation]:
    """Components V2 stand alone and have limits over the whole message."""
    for name in ALONE:
        if body.get(name):
            yield Violation(name, "not together with components V2")
    parts = list(walk(components))
    yield from count("components", len(parts), V2_PARTS)
    text = sum(len(one["content"]) for one in parts if one["type"] == TEXT_DISPLAY)
    if text > V2_TEXT:
        yield Violation("components", f"{text} characters over all text displays, where {V2_TEXT} are allowed")


def _mentions(allowed: Json | None) -> Iterator[Violation]:
    """The house's rule: text pings nobody, unless somebody is named."""
    if allowed is None:
        yield Violation("allowed_mentions", "missing: text must not be able to ping", refused=False)
    elif allowed.get("parse") != []:
        yield Violation("allowed_mentions", f"parse must be empty, not {allowed.get('parse')!r}", refused=False)


def _embeds(embeds: Sequence[Json]) -> Iterator[Violation]:
    yield from count("embeds", len(embeds), EMBEDS)
    total = 0
    for number, embed in enumerate(embeds):
        place = f"embeds[{number}]"
        fields: Sequence[Json] = embed.get("fields") or ()
        footer, author = (embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")
        yield from length(f"{place}.title", embed.get("title"), 256)
        yield from length(f"{place}.description", embed.get("description"), 4_096)
        yield from length(f"{place}.footer", footer, 2_048)
        yield from length(f"{place}.author", author, 256)
        yield from count(f"{place}.fields", len(fields), 25)
        for field in fields:
            yield from length(f"{place}.fields.name", field["name"], 256, 1)
            yield from length(f"{place}.fields.value", field["value"], 1_024, 1)
        texts = [embed.get("title"), embed.get("description"), footer, author]
        total += sum(len(one or "") for one in texts) + sum(len(one["name"]) + len(one["value"]) for one in fields)
    if total > EMBED_SUM:
        yield Violation("embeds", f"{total} characters over all embeds, where {EMBED_SUM} are allowed")
