"""Lines as Slack's rich text: structured, so that nothing in the words is read as formatting or as a mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from adapters.slack.reading import Line, Run
from bot.lettering import between_characters

Json = dict[str, Any]  # as it goes over the wire

_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|[。！？][」』）”]*")
_PAUSE = re.compile(r"\s+|(?<=[、，])")
_LIKE_A_MENTION = re.compile(r"<(?=[!@#])")
_FULL = 3  # a part is at least one third full before a better place to cut is preferred
_NUMBERED_WITHOUT_LIST = "{number}. "


def rich_text(lines: Sequence[Line]) -> Json:
    """One block; the lines must hold something."""
    return {"type": "rich_text", "elements": list(_elements(lines))}


def size(line: Line) -> int:
    """What a line takes of the room of a message: its characters, and the addresses behind them."""
    return len(line.shown) + 1 + sum(len(run.target) for run in line.runs)


def cut(line: Line, room: int) -> tuple[Line, Line]:
    """A line in two, the first of which fits; cut where a reader would pause."""
    text = line.text
    room = max(1, room - (size(line) - len(text)))
    at = _place(text, min(room, len(text) - 1))
    head, rest = _divided(line.runs, at)
    return replace(line, runs=head), replace(line, runs=_without_lead(rest), mark=_later(line))


def _later(line: Line) -> Any:
    return "text" if line.mark in ("bullet", "number") else line.mark


def _place(text: str, room: int) -> int:
    least = room // _FULL
    for pattern in (_SENTENCE, _PAUSE):
        ends = [found.end() for found in pattern.finditer(text, 0, room + 1) if least < found.end() <= room]
        if ends:
            return ends[-1]
    return max(1, between_characters(text, 0, room))


def _divided(runs: Iterable[Run], at: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    head: list[Run] = []
    rest: list[Run] = []
    for run in runs:
        if at >= len(run.text):
            head.append(run)
        elif at <= 0 or (run.kind not in ("text", "link") and head):
            rest.append(run)
        else:
            head.append(replace(run, text=run.text[:at]))
            rest.append(replace(run, text=run.text[at:]))
        at -= len(run.text)
    return tuple(head), tuple(rest)


def _without_lead(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    if runs and runs[0].text[:1].isspace():
        first = replace(runs[0], text=runs[0].text.lstrip())
        return (first, *runs[1:]) if first.text else runs[1:]
    return runs


def _elements(lines: Sequence[Line]) -> Iterator[Json]:
    """Lists and quotes as such; other lines as one section, with its line breaks."""
    for (mark, depth), group in groupby(_listed(lines), key=lambda line: (line.mark, line.depth)):
        found = list(group)
        match mark:
            case "bullet" | "number":
                items = [_section(line.runs) for line in found]
                style = "bullet" if mark == "bullet" else "ordered"
                yield {"type": "rich_text_list", "style": style, "indent": depth, "elements": items}
            case "quote":
                yield {"type": "rich_text_quote", "elements": _together(found)}
            case _ if any(line.text.strip() for line in found):
                yield {"type": "rich_text_section", "elements": _together(found)}


def _listed(lines: Sequence[Line]) -> Iterator[Line]:
    """Without blank lines at both ends; a number that does not count on from one is written, not counted by Slack."""
    kept = list(lines)
    while kept and not kept[-1].text.strip():
        kept.pop()
    start = next((at for at, line in enumerate(kept) if line.text.strip()), 0)
    expected: dict[int, int] = {}
    previous = ""
    for line in kept[start:]:
        if line.mark in ("bullet", "number") and not line.text.strip():
            continue
        if line.mark != "number":
            expected.clear()
            previous = line.mark
            yield line
            continue
        wanted = expected.get(line.depth, 1)
        if line.number == wanted and previous in ("", "number", "text", "bullet", "quote"):
            expected[line.depth] = wanted + 1
            yield line
        else:
            expected.clear()
            expected[line.depth] = -1  # no list any more until something else stands between
            yield Line((Run(_NUMBERED_WITHOUT_LIST.format(number=line.number)), *line.runs), "text")
        previous = "number"


def _together(lines: Sequence[Line]) -> list[Json]:
    found: list[Json] = []
    for number, line in enumerate(lines):
        runs = line.runs if number == 0 else (Run("\n"), *line.runs)
        found += [part for run in runs if (part := _run(run))]
    return _merged(found) or [{"type": "text", "text": " "}]


def _section(runs: Sequence[Run]) -> Json:
    return {"type": "rich_text_section", "elements": [part for run in runs if (part := _run(run))]}


def _run(run: Run) -> Json | None:
    style = {name: True for name in ("bold", "italic", "strike", "code") if name in run.styles}
    more: Json = {"style": style} if style else {}
    match run.kind:
        case "channel":
            return {"type": "channel", "channel_id": run.target}
        case "person":
            return {"type": "user", "user_id": run.target}
        case "role":
            return {"type": "usergroup", "usergroup_id": run.target}
        case "link":
            return {"type": "link", "url": run.target, "text": inert(run.text)} | more
        case _:
            return {"type": "text", "text": inert(run.text)} | more if run.text else None


def inert(text: str) -> str:
    """What would be a mention in mrkdwn can be none here; still, nothing in it looks like one."""
    return _LIKE_A_MENTION.sub("<\u200b", text)


def _merged(parts: Iterable[Json]) -> list[Json]:
    """Neighbours alike as one text."""
    found: list[Json] = []
    for part in parts:
        last = found[-1] if found else None
        if last and last["type"] == part["type"] == "text" and last.get("style") == part.get("style"):
            found[-1] = last | {"text": last["text"] + part["text"]}
        else:
            found.append(part)
    return found
