"""Slips of the thumb: a word nobody has used here becomes the known word one letter away."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORTEST = 4  # shorter words are left alone: HT, CHT, N2 and IT are one letter from each other
OFTEN = 4  # how often a word must stand in the pack to be the right spelling of another
_FAMILIAR = 2  # a word used this often is a word, not a slip


class Spelling:
    """Known words, found by one deletion on either side (after Garbe's symmetric deletes)."""

    def __init__(self, counts: Mapping[str, int], names: Iterable[str]) -> None:
        self.counts = dict(counts)
        right = {word for word, n in counts.items() if n >= OFTEN} | set(names)
        self._right = {word for word in right if len(word) >= SHORTEST and word.isascii() and word.isalpha()}
        self._by_deletion: dict[str, list[str]] = {}
        for word in sorted(self._right):
            for shorter in _deletions(word):
                self._by_deletion.setdefault(shorter, []).append(word)

    def correct(self, word: str) -> str:
        """The word, or the most used known word one insertion, deletion, swap or other letter away."""
        if len(word) < SHORTEST or not word.isascii() or not word.isalpha() or word in self._right:
            return word
        if self.counts.get(word, 0) >= _FAMILIAR:
            return word
        near = {known for shorter in _deletions(word) for known in self._by_deletion.get(shorter, ())}
        near = {known for known in near if _one_apart(word, known)}
        return max(near, key=lambda known: (self.counts.get(known, 0), known)) if near else word


def _deletions(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _one_apart(a: str, b: str) -> bool:
    if len(a) == len(b):
        apart = [i for i in range(len(a)) if a[i] != b[i]]
        swapped = (
            len(apart) == 2 and apart[1] == apart[0] + 1 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]
        )
        return len(apart) == 1 or swapped
    shorter, longer = sorted((a, b), key=len)
    return len(longer) - len(shorter) == 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
