"""The lists of roles and channels that a server has, and how a typed one is read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["channel", "role"]

ROLES = ("moderators", "admins")
CHANNELS = ("answers", "windows", "staff", "listening")
KINDS: dict[str, Kind] = {**dict.fromkeys(ROLES, "role"), **dict.fromkeys(CHANNELS, "channel")}
MOST = 10  # ids in one list: no more fit into a chooser

_CLEAR = frozenset({"none", "なし", "無し"})
_WORD = re.compile(r"<[^<>]*>|[^\s,、<]+|<")
_CHANNEL = re.compile(r"<#([0-9A-Z]{1,30})(?:\|[^<>]*)?>|#([\w-]{1,100})|([0-9]{1,20}|[CGD][0-9A-Z]{1,29})")
_ROLE = re.compile(
    r"<@&([0-9]{1,20})>|<!subteam\^(S[0-9A-Z]{1,29})(?:\|[^<>]*)?>|<@([UW][0-9A-Z]{1,29})(?:\|[^<>]*)?>"
    r"|@?([0-9]{1,20}|[SUW][0-9A-Z]{1,29})"
)
_PICKED = re.compile(r"[\w-]{1,100}")


@dataclass(frozen=True)
class Typed:
    """What somebody typed for a list: ids in their order, each once, and the words that are none."""

    ids: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def read_ids(text: str, kind: Kind) -> Typed:
    """Ids, as they are or as the platform writes a mention; “none” alone empties the list. `#name` is its name."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text))
    if len(words) == 1 and words[0].casefold() in _CLEAR:
        return Typed()
    found = [((_CHANNEL if kind == "channel" else _ROLE).fullmatch(word), word) for word in words]
    ids = [next(part for part in match.groups() if part) for match, _ in found if match]
    return Typed(tuple(dict.fromkeys(ids)), tuple(word for match, word in found if not match))


def picked_ids(text: str) -> Typed:
    """Ids from the platform's own chooser, whatever they look like there; nothing chosen empties the list."""
    words = text.split()
    ids = [word for word in words if _PICKED.fullmatch(word)]
    return Typed(tuple(dict.fromkeys(ids)), tuple(word for word in words if not _PICKED.fullmatch(word)))
