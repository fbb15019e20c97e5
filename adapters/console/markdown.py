"""The core's small Markdown as styled text. What `literal` escaped is shown as typed; markers without a partner too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text

from adapters.console.inert import inert

_INLINE = re.compile(
    r"\\(?P<escaped>[\\`*_~\[\]<>|#\-+.])"
    r"|`(?P<code>(?:\\.|[^\\`])+)`"
    r"|\*\*(?=[^\s*])(?P<bold>(?:\\.|[^\\*]|\*(?!\*))+)(?<=\S)\*\*"
    r"|\*(?=[^\s*])(?P<italic>(?:\\.|[^\\*])+)(?<=\S)\*"
    r"|~~(?P<struck>(?:\\.|[^\\~]|~(?!~))+)~~"
    r"|\[(?P<label>(?:\\.|[^\\\[\]])*)\]\((?P<url>[^\[)\s]*)\)"
)
_MARKED = re.compile(r"(?P<indent> *)(?:(?P<quote>>) ?|(?P<bullet>-) |(?P<number>\d{1,3}\.) )(?P<rest>.*)", re.DOTALL)
STYLES = {
    "bold": Style(bold=True),
    "italic": Style(italic=True),
    "struck": Style(strike=True),
    "code": Style(color="cyan"),
}
LINK = Style(underline=True)
ADDRESS = Style(dim=True)
OWN = ("channel:", "role:", "person:")  # names of a platform's own, which are no addresses


@dataclass(frozen=True)
class Line:
    """A line with the marker that stands before it (a bullet, a number, a quote's bar) and how far it is set in."""

    text: Text
    marker: str = ""
    indent: int = 0


def lines(markdown: str) -> Iterator[Line]:
    for line in inert(markdown).split("\n"):
        marked = _MARKED.fullmatch(line)
        if marked is None:
            yield Line(inline(line))
            continue
        marker = "│" if marked["quote"] else "•" if marked["bullet"] else marked["number"]
        style = "italic" if marked["quote"] else ""
        text = inline(marked["rest"])
        text.style = style
        yield Line(text, marker, min(len(marked["indent"]), 8))


def inline(markdown: str) -> Text:
    """One run of text with its formatting; never raises, whatever stands in it."""
    text = Text()
    _write(text, inert(markdown), Style(), depth=0)
    return text


def _write(text: Text, markdown: str, style: Style, depth: int) -> None:
    at = 0
    for match in _INLINE.finditer(markdown) if depth < 4 else ():
        text.append(markdown[at : match.start()], style)
        at = match.end()
        if match["escaped"]:
            text.append(match["escaped"], style)
        elif match["label"] is not None:
            _write_link(text, match["label"], match["url"], style, depth)
        elif match.lastgroup is not None:
            _write(text, match[match.lastgroup], style + STYLES[match.lastgroup], depth + 1)
    text.append(markdown[at:], style)


def _write_link(text: Text, label: str, url: str, style: Style, depth: int) -> None:
    """A link as its label and its address: terminals find an address by themselves, and no reader is misled."""
    if label == url or not label:
        text.append(url, style + LINK)
        return
    _write(text, label, style + LINK, depth + 1)
    if not url.startswith(OWN):
        text.append(f" ({url})", style + ADDRESS)
