"""Text in Slack's mrkdwn: what people wrote, and what is told where no rich text is taken (fields, dates).

mrkdwn has no escape for its markers. So only what holds none of them is told in it, and the rest goes as rich text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from adapters.slack.reading import Run, blank

JST = timezone(timedelta(hours=9), "JST")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKER = re.compile(r"[*_~`]|:[\w+'-]+:|^\s*(?:[>•]|&gt;)|[@#](?=\w)|\n")
_FENCES = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}
_NAMES = re.compile(r"<(?P<sigil>[@#!])(?P<id>[^<>|]+)(?:\|(?P<name>[^<>]*))?>")
_LINK = re.compile(r"<(?P<url>(?:https?|mailto|tel):[^<>|]+)(?:\|(?P<label>[^<>]*))?>")
_IN_ADDRESS = str.maketrans({"|": "%7C", "<": "%3C", ">": "%3E", "&": "&amp;", "*": "%2A", "`": "%60"})


def escaped(text: str) -> str:
    """Text in which Slack reads no mention, no link and no date."""
    return text.translate(_ESCAPES)


def unescaped(text: str) -> str:
    """What somebody typed, from the way Slack tells it."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain_text(text: str, me: str = "") -> str:
    """What somebody wrote, as they see it: without the mention of the bot (`me`), links as they read."""
    text = _NAMES.sub(lambda found: _name(found, me), text)
    text = _LINK.sub(lambda found: found["label"] or found["url"].removeprefix("mailto:"), text)
    return unescaped(text).strip()


def _name(found: re.Match[str], me: str) -> str:
    sigil, id_, name = found["sigil"], found["id"], found["name"]
    if sigil == "@":
        return " " if id_ == me else f"@{name}" if name else f"<@{id_}>"
    if sigil == "#":
        return f"#{name}" if name else f"<#{id_}>"
    if id_.startswith("date^"):
        return name or ""
    return name or (f"<!{id_}>" if id_.startswith("subteam") else f"@{id_}")


def mrkdwn(runs: Iterable[Run]) -> str | None:
    """The runs in mrkdwn; None where a character of theirs would be taken for formatting."""
    parts: list[str] = []
    for run in runs:
        match run.kind:
            case "channel":
                parts.append(f"<#{run.target}>")
            case "person":
                parts.append(f"<@{run.target}>")
            case "role":
                parts.append(f"<!subteam^{run.target}>")
            case _ if _MARKER.search(run.text) or (run.styles and (len(run.styles) > 1 or not _whole(run.text, parts))):
                return None
            case "link":
                parts.append(f"<{run.target.translate(_IN_ADDRESS)}|{escaped(run.text).replace('|', '¦')}>")
            case _:
                fence = _FENCES[next(iter(run.styles))] if run.styles else ""
                parts.append(f"{fence}{escaped(run.text)}{fence}")
    return "".join(parts)


def bold(text: str) -> str | None:
    """A name in bold letters; None where mrkdwn cannot show it."""
    return None if blank(text) or _MARKER.search(text) or text != text.strip() else f"*{escaped(text)}*"


def moment(at: datetime) -> str:
    """An instant in the reader's own time, with Japan's beside it."""
    japan, unix = in_japan(at), stamp(at)
    if unix is None:
        return escaped(japan)
    return f"<!date^{unix}^{{date_short_pretty}} {{time}}|{japan}> ({japan})"


def in_japan(at: datetime) -> str:
    try:
        return f"{at.astimezone(JST):%Y-%m-%d %H:%M} JST"
    except (OverflowError, ValueError):
        return at.isoformat(" ", "minutes")


def stamp(at: datetime) -> int | None:
    """Seconds since 1970; None for what Slack has no date for."""
    try:
        unix = int(at.timestamp())
        at.astimezone(JST)
    except (OverflowError, ValueError, OSError):
        return None
    return unix if unix > 0 else None


def _whole(text: str, before: list[str]) -> bool:
    """Whether markers around a text would be read as such: not inside a word, nor beside white space."""
    outside = before[-1][-1:] if before else ""
    return text == text.strip() and bool(text) and not (outside and (outside.isalnum() or outside in "*_~`"))
