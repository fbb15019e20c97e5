"""Long text in parts: cut where a reader would pause, never inside a word, a link, an escape or a character."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import IntEnum

from bot.lettering import between_characters

LEAST = 32  # characters: room for all that is closed and opened again at a cut, and for something between
_FULL = 3  # a part is at least one third full before a better place to cut is preferred


class Pause(IntEnum):
    """Where a text may be cut, the best last."""

    CLAUSE = 0
    SPACE = 1
    SENTENCE = 2
    LINE = 3
    BLANK = 4
    HEADING = 5


@dataclass(frozen=True)
class Part:
    """A stretch of the text, with what is opened again before it and closed after it."""

    start: int
    stop: int
    before: str = ""
    after: str = ""


def split(text: str, limit: int, first: int | None = None) -> list[str]:
    """A text of Discord's Markdown in parts of at most `limit` characters, the first of at most `first`."""
    return [f"{part.before}{text[part.start : part.stop]}{part.after}" for part in parts(text, limit, first)]


def parts(text: str, limit: int, first: int | None = None) -> list[Part]:
    """The same as places in the text; between them nothing but white space is left out."""
    room = limit if first is None else first
    if min(limit, room) < LEAST:
        raise ValueError(f"a part has room for {LEAST} characters at least")
    start, end = _trimmed(text, 0, len(text))
    if end - start <= room:
        return [Part(start, end)] if start < end else []
    reader = _Reader(text)
    found: list[Part] = []
    before = ""
    while start < end:
        if len(before) + end - start <= room:
            found.append(Part(start, end, before))
            break
        stop, go, after = reader.cut(start, room - len(before))
        found.append(Part(start, stop, before, after))
        start, room = go, limit
        before = reader.opened_again(go)
    return found


_TOKEN = re.compile(
    r"\\[^\w\s]"
    r"|(?<!`)(?P<fence>`)(?!`)[^`\n]+`(?!`)"
    r"|(?<!`)(?P<double>``)(?!`)(?:[^`\n]|`(?!`))+``(?!`)"
    r"|<[^\s<>]+>"
    r"|\[(?:\\.|[^\\\[\]\n])*\]\([^()\s]*\)"
    r"|https?://[^\s<>]+"
    r"|(?P<marker>\*\*|\*|~~|__)"
    r"|(?P<line>\n)"
)
_PAUSE = re.compile(
    r"(?P<sentence>[。！？]+[」』）”]*)(?=[^\s。！？」』）”])|(?P<clause>[、，])(?=[^\s、，」』）”])|(?P<space>\s+)"
)
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)」』）\]*_`~]*$")
_HEADING = re.compile(r"#{1,3} |\*\*[^*\n]+\*\*(?=\n|$)")
_LINE_MARKER = re.compile(r"(?:[-*+>]|#{1,3}|-#|>>>|\d+[.)])(?=\s|$)")  # at the start of a part it would format it
_NO_MARKER = "\u200b"
_ONLY_MARKER = re.compile(r"\s*(?:> *)?(?:[-*+>]|#{1,3}|-#|\d+\.)")
_LONGEST_MARKER = 16
_QUOTE = re.compile(r"\s*> ")


class _Reader:
    """What stands where in a text, read once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.whole: list[tuple[int, int]] = []  # never cut between these ends
        self.opened: list[tuple[int, str]] = [(0, "")]  # from here on, these markers are open (outermost first)
        self._read_tokens()
        self.starts = [start for start, _ in self.whole]
        self.changes = [at for at, _ in self.opened]
        self.pauses = list(self._pauses())
        self.stops = [stop for stop, _, _ in self.pauses]

    def _read_tokens(self) -> None:
        open_now: list[tuple[str, int, int]] = []
        pairs: list[tuple[int, int, int, int, str]] = []
        for token in _TOKEN.finditer(self.text):
            start, end = token.span()
            if token["line"]:
                open_now.clear()
            elif token["marker"]:
                names = [name for name, _, _ in open_now]
                if token[0] in names and not self.text[start - 1].isspace() and open_now[-1][2] < start:
                    at = names.index(token[0])
                    pairs.append((*open_now[at][1:], start, end, token[0]))
                    del open_now[at:]
                elif token[0] not in names and end < len(self.text) and not self.text[end].isspace():
                    open_now.append((token[0], start, end))
            elif token["fence"] or token["double"]:
                fence = 1 if token["fence"] else 2
                if self.text[start + fence : end - fence].strip():
                    inside_start = start + fence + (self.text[start + fence] == " ")
                    inside_end = end - fence - (self.text[end - fence - 1] == " ")
                    pairs.append((start, inside_start, inside_end, end, self.text[start:inside_start]))
            else:
                self.whole.append((start, end))
        self._keep(pairs)

    def _keep(self, pairs: list[tuple[int, int, int, int, str]]) -> None:
        """Markers are never cut off from what they mark; between them they are closed and opened again."""
        events: list[tuple[int, int, str]] = []
        for start, inside, outside, end, marker in pairs:
            self.whole += [(start, inside + 1), (outside - 1, end)]
            events += [(inside, 1, marker), (outside, 0, marker)]
        open_now: list[str] = []
        for at, opens, marker in sorted(events, key=lambda event: event[:2]):
            if opens:
                open_now.append(marker)
            else:
                open_now.remove(marker)
            self.opened.append((at, "\0".join(open_now)))
        self.whole.sort()

    def _pauses(self) -> list[tuple[int, int, Pause]]:
        found = []
        for pause in _PAUSE.finditer(self.text):
            start, end = pause.span()
            if pause["space"] is None:
                rank = Pause.SENTENCE if pause["sentence"] else Pause.CLAUSE
                start = end
            else:
                rank = self._rank(start, end)
            if rank < Pause.LINE and _LINE_MARKER.match(self.text, end):
                continue
            if not self._inside(start) and not self._after_marker(start, end):
                found.append((start, end, rank))
        return found

    def _after_marker(self, at: int, end: int) -> bool:
        """A line's marker stays with what it marks, a quote's with its space too: cut off, it shows as a character."""
        if self.text[at - 1] not in "-+*>#." or (self.text[at - 1] != ">" and "\n" in self.text[at:end]):
            return False
        line = self.text.rfind("\n", max(0, at - _LONGEST_MARKER), at) + 1
        return (line > 0 or at <= _LONGEST_MARKER) and _ONLY_MARKER.fullmatch(self.text, line, at) is not None

    def _rank(self, start: int, end: int) -> Pause:
        lines = self.text.count("\n", start, end)
        if lines:
            if _HEADING.match(self.text, end):
                return Pause.HEADING
            return Pause.BLANK if lines > 1 else Pause.LINE
        ends = _SENTENCE_END.search(self.text, max(0, start - 8), start)
        return Pause.SENTENCE if ends and end < len(self.text) and not self.text[end].islower() else Pause.SPACE

    def cut(self, start: int, room: int) -> tuple[int, int, str]:
        """Where the part that begins at `start` stops, where the next begins, and what is closed between them."""
        best: tuple[int, int, Pause] | None = None
        least = start + room // _FULL
        for at in range(bisect_right(self.stops, start + room) - 1, -1, -1):
            stop, go, rank = self.pauses[at]
            if stop <= start or (stop < least and best is not None):
                break
            if (best is None or rank > best[2]) and stop - start + len(self._closing(stop)) <= room:
                best = (stop, go, rank)
                if rank is Pause.HEADING:
                    break
        if best is None:
            stop = self._forced(start, room)
            return stop, stop, self._closing(stop)
        return best[0], best[1], self._closing(best[0])

    def _forced(self, start: int, room: int) -> int:
        """A word longer than a part is cut: before what is whole, else between two characters."""
        stop = start + room
        while stop > start + 1:
            around = self._inside(stop)
            if around is not None and around[0] > start:
                better = around[0]
            else:
                better = between_characters(self.text, start, stop)
                better -= around is not None and _escaping(self.text, start, better)
            better = min(better, start + room - len(self._closing(better)))
            if better == stop:
                break
            stop = better
        return max(stop, start + 1)

    def _inside(self, at: int) -> tuple[int, int] | None:
        """What must stay whole around a place."""
        found = bisect_left(self.starts, at) - 1
        if found >= 0 and self.whole[found][1] > at:
            return self.whole[found]
        return None

    def _open(self, at: int) -> list[str]:
        marks = self.opened[bisect_right(self.changes, at) - 1][1]
        return marks.split("\0") if marks else []

    def _closing(self, at: int) -> str:
        return "".join(mark[::-1] for mark in reversed(self._open(at)))

    def opened_again(self, at: int) -> str:
        """What the part that begins here begins with."""
        line = self.text.rfind("\n", 0, at) + 1
        quote = "> " if _QUOTE.match(self.text, line, at) else ""
        inside = self.text[line:at].strip(" >") and _LINE_MARKER.match(self.text, at)
        return quote + (_NO_MARKER if inside else "") + "".join(self._open(at))


def _escaping(text: str, start: int, stop: int) -> bool:
    """Whether the last character before a place escapes the one after it."""
    return (stop - start - len(text[start:stop].rstrip("\\"))) % 2 == 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    stripped = text.strip()
    start = text.find(stripped) if stripped else end
    return start, start + len(stripped)
