"""Labels that fit, and where a text may be cut so that no character falls apart."""

from __future__ import annotations

import unicodedata

_FAR = 64  # code points: no character anybody writes is longer


def shorten(text: str, limit: int) -> str:
    """A label that fits, with … where something is left out."""
    if len(text) <= limit:
        return text
    return text[: between_characters(text, 0, limit - 1)].rstrip() + "…"


def between_characters(text: str, start: int, stop: int) -> int:
    """The last place up to `stop` that no sequence of combined characters spans, if there is one."""
    at = stop
    while at > start + 1 and at > stop - _FAR:
        if not _combined(text, at):
            return at
        at -= 1
    return stop


def _combined(text: str, at: int) -> bool:
    """Whether the characters on both sides of a place make one: accents, emoji in parts, flags, halves of a pair."""
    if at >= len(text):
        return False
    left, right = text[at - 1], text[at]
    if right.isascii():
        return left == "\r" and right == "\n"
    if unicodedata.category(right).startswith("M") or right in "\u200d\uff9e\uff9f" or left == "\u200d":
        return True
    if "\U0001f3fb" <= right <= "\U0001f3ff" or "\U000e0020" <= right <= "\U000e007f":
        return True
    if "\ud800" <= left <= "\udbff" and "\udc00" <= right <= "\udfff":
        return True
    if _is_flag_half(left) and _is_flag_half(right):
        run = at
        while run > 0 and at - run < _FAR and _is_flag_half(text[run - 1]):
            run -= 1
        return (at - run) % 2 == 1
    return False


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
