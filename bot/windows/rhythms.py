"""A rhythm as people type it, in the forms of readers and of admins: days before closing, and quiet hours."""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from typing import TYPE_CHECKING

from bot.windows.milestones import MOST_DAYS, Quiet

if TYPE_CHECKING:
    from bot.windows.milestones import Rhythm

MOST = 5  # reminders before a closing
_NONE = ("", "none", "no", "off", "-", "なし", "無し")
_CLOCK = r"(\d{1,2})(?:[:時](\d{2})?分?)?"
_HOURS = re.compile(rf"{_CLOCK}\s*(?:-|–|—|~|〜|to|until|から)\s*{_CLOCK}(?:まで)?")


def read_days(text: str) -> tuple[int, ...] | None:
    """Days before closing, the longest first; None for what is none."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain in _NONE:
        return ()
    words = re.findall(r"[^\s,、;日]+", re.sub(r"days?|before|and|前|と", " ", plain))
    if not words or len(words) > MOST or not all(word.isdecimal() and 0 < int(word) <= MOST_DAYS for word in words):
        return None
    return tuple(sorted({int(word) for word in words}, reverse=True))


def read_quiet(text: str) -> tuple[Quiet | None] | None:
    """Quiet hours, or none of them, in a tuple; None for what cannot be read."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain in _NONE:
        return (None,)
    found = _HOURS.fullmatch(plain)
    if found is None:
        return None
    (start, start_minute), (end, end_minute) = ((int(found[i]), int(found[i + 1] or 0)) for i in (1, 3))
    if max(start, end) > 24 or max(start_minute, end_minute) > 59:
        return None
    quiet = Quiet(time(start % 24, start_minute), time(end % 24, end_minute))
    return None if quiet.start == quiet.end else (quiet,)


def typed_days(rhythm: Rhythm) -> str:
    """Days as `read_days` reads them back."""
    return ", ".join(map(str, rhythm.days))


def typed_quiet(rhythm: Rhythm) -> str:
    """Quiet hours as `read_quiet` reads them back; nothing for none."""
    return "" if rhythm.quiet is None else f"{rhythm.quiet.start:%H:%M}–{rhythm.quiet.end:%H:%M}"
