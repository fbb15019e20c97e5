"""What a text is made of for the ranking: words, pieces of words, and the concepts it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD = "w:"
_CONCEPTS_COUNT = 2  # a named concept weighs as if it stood twice


def word_grams(word: str) -> list[str]:
    """A word and the 2- to 4-letter pieces of it, padded; Japanese by 1 to 4 characters."""
    if word.isascii():
        padded = f" {word} "
        pieces = [padded[i : i + n] for n in (2, 3, 4) for i in range(len(padded) - n + 1)]
        return [WORD + word, *pieces]
    return [word[i : i + n] for n in (1, 2, 3, 4) for i in range(len(word) - n + 1)]


def concept_grams(concepts: Iterable[str]) -> list[str]:
    """Concepts and their pairs as features of their own, so that “spp × pay” speaks louder than either."""
    names = sorted(set(concepts))
    pairs = [f"{a}+{b}" for i, a in enumerate(names) for b in names[i + 1 :]]
    return (names + pairs) * _CONCEPTS_COUNT
