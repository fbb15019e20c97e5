"""Discord's Markdown as its clients read it: which characters show, how, and what they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True)
class Run:
    """Characters shown alike. `kind`: text, code, address, link, mention, time or emoji."""

    text: str
    kind: str = "text"
    styles: frozenset[str] = frozenset()
    target: str = ""


@dataclass(frozen=True)
class Line:
    """`kind`: text, heading1 to heading3, small, bullet or number; with its marker and depth, and whether quoted."""

    kind: str
    runs: tuple[Run, ...]
    quoted: bool = False
    indent: int = 0
    marker: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


_INLINE = re.compile(
    r"\\(?P<escaped>[^0-9A-Za-z\s])"
    r"|<(?P<hidden>[^: >]+:/[^ >]+)>"
    r"|(?P<address>(?:https?|steam|discord)://[^\s<]+[^<.,:;\"'\]\s])"
    r"|(?P<mention><(?:@[!&]?|#)\d+>|@everyone|@here|<id:\w+>|</[^<>:]+:\d+>)"
    r"|<t:(?P<time>-?\d+(?::[tTdDfFR])?)>"
    r"|(?P<emoji><a?:\w+:\d+>|:[\w+~\-]+:)"
    r"|(?P<ticks>`+)(?P<code>.*?[^`])(?P=ticks)(?!`)"
    r"|\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*(?!\*)"
    r"|__(?P<underlined>(?:\\.|[^\\])+?)__(?!_)"
    r"|\*(?=\S)(?P<italic>(?:\*\*|\\.|\s+(?:\\.|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
    r"|\b_(?P<slanted>(?:__|\\.|[^\\_])+?)_\b"
    r"|~~(?P<struck>(?:\\.|[^\\])+?)~~"
    r"|\|\|(?P<spoiler>(?:\\.|[^\\])+?)\|\|"
    r"|\[(?P<label>(?:\\.|[^\[\]\\])*)\]\(<?(?P<target>https?://[^\s<>()]+)>?\)",
    re.DOTALL,
)
_BLOCK = re.compile(r"(?P<mark>#{1,3}|-#) +(?=\S)")
_ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-*+]|\d+\.) +(?=\S)")
_QUOTE = re.compile(r"\s*>(?:>>)? ")


def lines(text: str) -> list[Line]:
    return [_line(line) for line in text.split("\n")]


def _line(line: str) -> Line:
    quote = _QUOTE.match(line)
    rest = line[quote.end() :] if quote else line
    block, item = _BLOCK.match(rest), _ITEM.match(rest)
    quoted = quote is not None
    if block is not None:
        kind = "small" if block["mark"] == "-#" else f"heading{len(block['mark'])}"
        return Line(kind, tuple(inline(rest[block.end() :])), quoted)
    if item is not None:
        kind = "number" if item["mark"][0].isdigit() else "bullet"
        return Line(kind, tuple(inline(rest[item.end() :])), quoted, len(item["indent"]), item["mark"])
    return Line("text", tuple(inline(rest)), quoted, len(rest) - len(rest.lstrip(" ")))


def inline(text: str, styles: frozenset[str] = frozenset()) -> Iterator[Run]:
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            yield Run(text[at : found.start()], styles=styles)
        at = found.end()
        kind = found.lastgroup or ""
        match kind:
            case "escaped":
                yield Run(found[kind], styles=styles)
            case "hidden" | "address":
                yield Run(found[kind], "address", styles, found[kind])
            case "mention" | "emoji":
                yield Run(found[0], kind, styles)
            case "time":
                yield Run(found[0], "time", styles, found["time"])
            case "code":
                yield Run(_unpadded(found["code"]), "code", styles)
            case "target":
                for run in inline(found["label"], styles):
                    yield Run(run.text, "link", run.styles, found["target"])
            case _:
                yield from inline(found[kind], styles | {"italic" if kind == "slanted" else kind})
    if at < len(text):
        yield Run(text[at:], styles=styles)


def _unpadded(code: str) -> str:
    padded = len(code) > 1 and code[0] == code[-1] == " " and "`" in code
    return code[1:-1] if padded else code
