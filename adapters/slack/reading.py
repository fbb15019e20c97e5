"""The core's small Markdown as lines of runs: what is data can then be told to Slack as data, whatever stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

Style = Literal["bold", "italic", "strike", "code"]
Kind = Literal["text", "link", "channel", "role", "person"]
Mark = Literal["text", "bullet", "number", "quote"]


@dataclass(frozen=True)
class Run:
    """Characters shown alike; `target` is a link's address, or the id of what is named."""

    text: str
    styles: frozenset[Style] = frozenset()
    kind: Kind = "text"
    target: str = ""


@dataclass(frozen=True)
class Line:
    """A line with what marks it, and how deep it is set in."""

    runs: tuple[Run, ...]
    mark: Mark = "text"
    depth: int = 0
    number: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def shown(self) -> str:
        """As it reads without any formatting."""
        lead = {"bullet": "• ", "number": f"{self.number}. ", "quote": "> "}.get(self.mark, "")
        return "  " * self.depth + lead + self.text


_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"[\t\r\x0b\x0c\u2028\u2029]")
_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u2060\u3164\u115f\u1160\uffa0\u00ad]")
_TOKEN = re.compile(
    r"\\(?P<escaped>[\\`*_~\[\]<>|#\-+.])"
    r"|`(?P<code>(?:\\.|[^\\`])+)`"
    r"|\*\*(?=[^\s*])(?P<bold>(?:\\.|[^\\*]|\*(?!\*))+)(?<=\S)\*\*"
    r"|\*(?=[^\s*])(?P<italic>(?:\\.|[^\\*])+)(?<=\S)\*"
    r"|~~(?=[^\s~])(?P<strike>(?:\\.|[^\\~]|~(?!~))+)(?<=\S)~~"
    r"|\[(?P<label>(?:\\.|[^\\\[\]])*)\]\((?P<target>[^\[()\s]*)\)"
)
_MARKED = re.compile(r"(?P<indent> *)(?:(?P<quote>>) ?)?(?:(?P<bullet>-) |(?P<number>\d{1,3})\. )?(?P<rest>.*)")
_ESCAPE = re.compile(r"\\([\\`*_~\[\]<>|#\-+.])")
_OWN = re.compile(r"(?P<kind>channel|role|person):(?P<id>[A-Z][A-Z0-9]{1,30})", re.ASCII)
_WEB = re.compile(r"https?://[!-~]", re.IGNORECASE)
_DEEPEST = 4


def clean(text: str) -> str:
    """Without what no reader sees: controls, turned directions, halves of characters."""
    if text.isascii() and text.isprintable():
        return text
    return _SPACES.sub(" ", _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\x85", "\n")))


def one_line(text: str) -> str:
    """For a label, where a line break would break the drawing."""
    return " ".join(clean(text).split())


def blank(text: str) -> bool:
    """Whether Slack would take a text for empty."""
    return not _ZERO_WIDTH.sub("", text).strip()


def plain(text: str) -> Line:
    """A title, a name or a prompt: shown as it is typed, on one line."""
    return Line((Run(one_line(text)),))


@lru_cache(maxsize=1_024)  # answers are told again and again, most of them word for word
def read(markdown: str) -> tuple[Line, ...]:
    """The lines of a text; never raises, whatever stands in it."""
    return tuple(_line(line) for line in clean(markdown).split("\n"))


def inline(markdown: str) -> tuple[Run, ...]:
    """One stretch of text, whatever its lines are marked with."""
    return tuple(_joined(_runs(clean(markdown), frozenset(), 0)))


def styled(runs: Iterable[Run], style: Style) -> tuple[Run, ...]:
    return tuple(replace(run, styles=run.styles | {style}) for run in runs)


def is_blank(lines: Sequence[Line]) -> bool:
    return all(blank(line.text) for line in lines)


def _line(line: str) -> Line:
    found = _MARKED.fullmatch(line)
    if found is None:
        return Line(inline(line))
    depth = min(len(found["indent"]) // 2, _DEEPEST)
    runs = inline(found["rest"])
    if found["quote"]:
        lead = "• " if found["bullet"] else f"{found['number']}. " if found["number"] else ""
        return Line((Run(lead), *runs) if lead else runs, "quote")
    if found["bullet"] and runs:
        return Line(runs, "bullet", depth)
    if found["number"] and runs:
        return Line(runs, "number", depth, int(found["number"]))
    return Line(inline(line.strip()))


def _runs(text: str, styles: frozenset[Style], depth: int) -> Iterator[Run]:
    at = 0
    for found in _TOKEN.finditer(text):
        if found.start() > at:
            yield Run(_shown(text[at : found.start()]), styles)
        at = found.end()
        match found.lastgroup:
            case "escaped":
                yield Run(found["escaped"], styles)
            case "code":
                yield Run(_shown(_ESCAPE.sub(r"\1", found["code"])), styles | {"code"})
            case "target":
                yield from _link(found["label"], found["target"], styles, depth)
            case "bold" | "italic" | "strike" as style:
                if depth < _DEEPEST:
                    yield from _runs(found[style], styles | {style}, depth + 1)
                else:
                    yield Run(found[0], styles)
    if at < len(text):
        yield Run(_shown(text[at:]), styles)


def _link(label: str, target: str, styles: frozenset[Style], depth: int) -> Iterator[Run]:
    """A link under its label; the address stands beside a label that may be taken for an address itself."""
    shown = tuple(_runs(label, styles, depth + 1)) if depth < _DEEPEST else (Run(label, styles),)
    words = "".join(run.text for run in shown)
    own = _OWN.fullmatch(target)
    if own is not None:
        yield Run(words or own["id"], styles, _named(own["kind"], own["id"]), own["id"])
    elif target.startswith(("channel:", "role:", "person:")):
        yield from shown
    elif not _WEB.match(target):
        yield from shown
        if target:
            address = _ESCAPE.sub(r"\1", target)
            yield Run(address if blank(words) else f" ({address})", styles)
    else:
        address = _ESCAPE.sub(r"\1", target).replace("\u200b", "")
        if blank(words) or words == address:
            yield Run(address, styles, "link", address)
        elif "://" in words:
            yield from shown
            yield Run(" (", styles)
            yield Run(address, styles, "link", address)
            yield Run(")", styles)
        else:
            yield Run(words, styles | frozenset(s for run in shown for s in run.styles), "link", address)


def _named(kind: str, id_: str) -> Kind:
    """In Slack a role is a user group or a person."""
    if kind == "channel":
        return "channel" if id_[0] in "CGD" else "text"
    if kind == "person" or id_[0] in "UW":
        return "person" if id_[0] in "UW" else "text"
    return "role" if id_[0] == "S" else "text"


def _shown(text: str) -> str:
    return text.replace("@\u200b", "@")


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs shown alike as one; empty ones left out."""
    last: Run | None = None
    for run in runs:
        if not run.text:
            continue
        if last is not None and last.kind == run.kind == "text" and last.styles == run.styles:
            last = replace(last, text=last.text + run.text)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last
