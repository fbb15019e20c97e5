"""The core's small Markdown as Discord's. What it does not mark is escaped, so that Discord marks nothing either."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.ui import literal

_LINE_BREAKS = re.compile(r"\r\n|\n")
_SPACES = re.compile(r"[\t\r\x0b\x0c\x85\u2028\u2029]")  # no line breaks: after one of these `literal` escapes nothing
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u2060\u3164\u115f\u1160\uffa0\u00ad]")
_LINE = re.compile(r"(?P<indent> *)(?P<quote>> ?)?(?P<marker>- |\d{1,3}\. )?(?P<rest>.*)", re.DOTALL)
_NO_LIST = re.compile(r"(?:([-+])(?=[\s\\]|$)|(\d+)([.)])(?=\s|$))")  # of the core's; Discord would make one of it
_MARK = re.compile(r"[\\`*_~\[\]<>|#:@]")
_TOKEN = re.compile(
    r"\\(?P<escaped>[\\`*_~\[\]<>|#\-+.])"
    r"|`(?P<code>(?:\\.|[^\\`])+)`"
    r"|\*\*(?=[^\s*])(?P<bold>(?:\\.|[^\\*]|\*(?!\*))+)(?<=\S)\*\*"
    r"|\*(?=[^\s*])(?P<italic>(?:\\.|[^\\*])+)(?<=\S)\*"
    r"|~~(?=[^\s~])(?P<struck>(?:\\.|[^\\~]|~(?!~))+)(?<=\S)~~"
    r"|\[(?P<label>(?:\\.|[^\\\[\]])*)\]\((?P<target>[^\[()\s]*)\)"
    r"|(?<=[tTpP][pPsS])(?P<address>://(?:\\[_~*#|+.\[\]\-]|@\u200b?|~(?!~)|[!#$%&'()+,\-./0-9:;=?A-Za-z_])+)"
    r"|(?P<inert>://|:(?=[\w+~\-]+:)|@(?=everyone|here)|[\\`*_~\[\]<>|#])"
)
_SCHEME = re.compile(r"https?$", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\`*_~\[\]<>|#\-+.])")
_TRAILING = re.compile(r"[.,:;!?'\\]+$")
_ID = re.compile(r"(?P<kind>channel|role|person):(?P<id>[1-9][0-9]{0,19})", re.ASCII)
_WEB = re.compile(r"https?://[!-~]", re.IGNORECASE)
_IN_CODE = re.compile(r"(?<=<)(?=[@#:/]|t:|a:|id:)|(?<=@)(?=everyone|here)")
_SIGILS = {"channel": "#", "role": "@&", "person": "@"}
_FENCES = {"bold": "**", "italic": "*", "struck": "~~"}
_IN_ADDRESS = str.maketrans({c: f"%{ord(c):02X}" for c in "*`|<>@\\"} | {"\u200b": None})
_IN_BRACKETS = str.maketrans({"(": "%28", ")": "%29"})
_APART = "\u200b"  # between two markers that Discord would read as one


@lru_cache(maxsize=1_024)  # answers are told again and again, most of them word for word
def markdown(source: str) -> str:
    """The core's Markdown in Discord's; never raises, whatever stands in it."""
    return "\n".join(_line(line) for line in _LINE_BREAKS.split(clean(source)))


def plain(text: str) -> str:
    """A title, a name or a footer: shown as it is typed, on one line."""
    return markdown(literal(one_line(text)))


def one_line(text: str) -> str:
    """For a label, where Discord formats nothing and a line break would break the drawing."""
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """Without what no reader sees: controls, turned directions, halves of characters."""
    if text.isascii() and text.isprintable():
        return text
    return _SPACES.sub(" ", _UNSEEN.sub("", text.replace("\r\n", "\n")))


def blank(text: str) -> bool:
    """Whether Discord would take a text for empty."""
    return not _ZERO_WIDTH.sub("", text).strip()


def _line(line: str) -> str:
    parts = _LINE.fullmatch(line)
    if parts is None:
        return _inline(line)
    quote = "> " if parts["quote"] else ""
    rest = _NO_LIST.sub(_no_list, _inline(parts["rest"]), count=1) if parts["rest"] else ""
    return f"{parts['indent']}{quote}{parts['marker'] or ''}{rest}"


def _no_list(found: re.Match[str]) -> str:
    if found.start():
        return found[0]
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _inline(text: str) -> str:
    out: list[str] = []
    at, marked = 0, ""
    found = _MARK.search(text)
    while found is not None:
        token = _TOKEN.match(text, found.start())
        if token is None:
            found = _MARK.search(text, found.end())
            continue
        start, end, piece = _piece(token, text, at)
        if start > at:
            out.append(text[at:start])
            marked = ""
        if marked and piece.startswith(marked):
            out.append(_APART)
        out.append(piece)
        marked = piece[-1] if token.lastgroup in ("code", "bold", "italic", "struck") else ""
        at = end
        found = _MARK.search(text, at)
    out.append(text[at:])
    return "".join(out)


def _piece(token: re.Match[str], text: str, at: int) -> tuple[int, int, str]:
    """Where a token starts and ends, and what Discord is given for it."""
    start, end = token.span()
    match token.lastgroup:
        case "escaped":
            return start, end, token[0] if token["escaped"] not in "-+." else token["escaped"]
        case "code":
            return start, end, _code(_ESCAPE.sub(r"\1", token["code"]))
        case "target":
            return start, end, _link(token["label"], token["target"])
        case "address":
            scheme = _SCHEME.search(text, max(at, start - 5), start)
            if scheme is None:
                return start, start + 3, "\\://"
            rest = _without_trailing(token["address"])
            return scheme.start(), start + len(rest), f"<{_address(scheme[0] + rest)}>"
        case "inert":
            return start, end, f"@{_APART}" if token[0] == "@" else f"\\{token[0]}"
        case kind:
            fence = _FENCES[str(kind)]
            return start, end, f"{fence}{_inline(token[str(kind)])}{fence}"


def _code(content: str) -> str:
    content = _IN_CODE.sub(_APART, content)
    if "`" not in content:
        return f"`{content}`"
    return f"`` {content} ``" if "``" not in content else _inline(literal(content))


def _link(label: str, target: str) -> str:
    """A link under its label; the address is shown beside a label that is or may be taken for an address itself."""
    named = _ID.fullmatch(target)
    if named is not None:
        return f"<{_SIGILS[named['kind']]}{named['id']}>"
    shown = _inline(label)
    if target.startswith(("channel:", "role:", "person:")):
        return shown
    if not _WEB.match(target):
        return f"{shown} ({_inline(literal(target))})" if target else shown
    address = _address(target)
    if blank(label) or label == target:
        return f"<{address}>"
    if "://" in label or "[" in shown or "]" in shown:
        return f"{shown} (<{address}>)"
    return f"[{shown}](<{address.translate(_IN_BRACKETS)}>)"


def _address(address: str) -> str:
    return _ESCAPE.sub(r"\1", address).translate(_IN_ADDRESS).replace("~~", "%7E%7E")


def _without_trailing(address: str) -> str:
    """An address without the punctuation of the sentence it stands in."""
    while True:
        shorter = _TRAILING.sub("", address)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address or len(shorter) <= len("://"):
            return address if len(shorter) <= len("://") else shorter
        address = shorter
