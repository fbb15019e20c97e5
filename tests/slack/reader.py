"""Blocks as a person reads them: without formatting, links with where they lead, dates as Japan's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Json = dict[str, Any]

_LINK = re.compile(r"<(https?://[^<>|]+)\|([^<>]*)>")
_DATE = re.compile(r"<!date\^\d+\^[^|<>]*\|([^<>]*)>")
_FENCE = re.compile(r"(?<![\w*_~`])([*_~`])(\S(?:[^*_~`\n]*\S)?)\1(?![\w*_~`])")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def readable(blocks: Sequence[Json]) -> str:
    return "\n".join(text for block in blocks for text in _block(block) if text)


def mrkdwn(text: str) -> str:
    """What is read of a text in mrkdwn."""
    text = _FENCE.sub(r"\2", _DATE.sub(r"\1", _LINK.sub(r"\2 (\1)", text)))
    for entity, character in _ENTITIES.items():
        text = text.replace(entity, character)
    return text


def _block(block: Json) -> Iterator[str]:
    match block["type"]:
        case "rich_text":
            yield from _rich(block)
        case "table":
            yield from (" | ".join("\n".join(_rich(cell)) for cell in row) for row in block["rows"])
        case "section":
            yield from (_text(one) for one in (block.get("text"), *block.get("fields", ())) if one)
        case "header":
            yield _text(block["text"])
        case "context":
            yield from (_text(one) for one in block["elements"])
        case "image":
            yield block["alt_text"]
        case "actions":
            for element in block["elements"]:
                yield _text(element.get("text") or element.get("placeholder") or {"type": "plain_text", "text": ""})
                for option in element.get("options", ()):
                    yield _text(option["text"]) + (
                        f" {_text(option['description'])}" if "description" in option else ""
                    )
        case "input":
            yield _text(block["label"])


def _text(text: Json) -> str:
    return mrkdwn(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _rich(block: Json) -> Iterator[str]:
    if block["type"] == "raw_text":
        yield block["text"]
        return
    for part in block["elements"]:
        match part["type"]:
            case "rich_text_list":
                for number, item in enumerate(part["elements"], 1):
                    marker = "•" if part["style"] == "bullet" else f"{number}."
                    yield f"{marker} {_line(item)}"
            case "rich_text_quote":
                yield "\n".join(f"> {line}" for line in _line(part).split("\n"))
            case _:
                yield _line(part)


def _line(part: Json) -> str:
    return "".join(map(_run, part["elements"]))


def _run(run: Json) -> str:
    match run["type"]:
        case "link":
            return f"{run['text']} ({run['url']})"
        case "channel":
            return f"<#{run['channel_id']}>"
        case "user":
            return f"<@{run['user_id']}>"
        case "usergroup":
            return f"<!subteam^{run['usergroup_id']}>"
        case _:
            return str(run["text"])
