"""Slack's blocks, made and weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from adapters.slack import limits
from adapters.slack.reading import Line, blank, one_line
from adapters.slack.rich import Json
from bot.lettering import shorten


def header(text: str) -> Json:
    return {"type": "header", "text": words(text)}


def small_print(text: str) -> Json:
    return {"type": "context", "elements": [words(text)]}


def words(text: str) -> Json:
    """Words that Slack shows as they are."""
    return {"type": "plain_text", "text": text, "emoji": False}


def weight(block: Json) -> int:
    """The characters of a block that count: all that is read in it, and where its links lead."""
    found = 0
    waiting: list[object] = [block]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            found += sum(len(part[name]) for name in ("text", "url", "alt_text") if isinstance(part.get(name), str))
            waiting += [value for name, value in part.items() if not isinstance(value, str)]
        elif isinstance(part, list):
            waiting += part
    return found


def actions(parts: Sequence[Json]) -> Json:
    return {"type": "actions", "elements": list(parts)}


def is_rule(part: Json | list[Line]) -> bool:
    return isinstance(part, dict) and part["type"] == "divider"


def alternative_text(text: str) -> str:
    text = one_line(text)
    return "…" if blank(text) else shorten(text, limits.ALTERNATIVE)


def pictured(block: Json, files: Mapping[str, str]) -> Json:
    if block["type"] != "image":
        return block
    name = block["slack_file"]["id"]
    return block | {"slack_file": {"id": files[name]}} if name in files else small_print(block["alt_text"])
