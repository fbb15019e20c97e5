"""Text from anywhere made safe for a terminal: nothing in it can move the cursor, colour, beep or reorder a line."""

from __future__ import annotations

import re

_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u200b]")
_SEQUENCES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def inert(text: str) -> str:
    """Lines stay lines and tabs become spaces; control, direction and zero-width characters are dropped."""
    shown = _NEWLINES.sub("\n", text).replace("\t", "    ")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _SEQUENCES.sub("", shown)))


def one_line(text: str) -> str:
    """For a label or a prompt, where a line break would break the drawing."""
    return " ".join(inert(text).split())
