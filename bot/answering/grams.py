"""What a text is made of for the ranking: words, pieces of words, and the concepts it names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD = "w:"
_LONG_WORD = 20  # characters above which a word is cut up anew each time: few of them come twice
_CONCEPTS_COUNT = 2  # a named concept weighs as if it stood twice


def word_grams(word: str) -> tuple[str, ...]:
    """A word and the 2- to 4-letter pieces of it, padded; Japanese by 1 to 4 characters."""
    if len(word) > _LONG_WORD:
        return _pieces(word)
    return _short(word)


@lru_cache(maxsize=4_096)
def _short(word: str) -> tuple[str, ...]:
    return _pieces(word)


def _pieces(word: str) -> tuple[str, ...]:
    if word.isascii():
        padded = f" {word} "
        return (WORD + word, *(padded[i : i + n] for n in (2, 3, 4) for i in range(len(padded) - n + 1)))
    return tuple(word[i : i + n] for n in (1, 2, 3, 4) for i in range(len(word) - n + 1))


def concept_grams(concepts: Iterable[str]) -> list[str]:
    """Concepts and their pairs as features of their own, so that “spp × pay” speaks louder than either."""
    names = sorted(set(concepts))
    pairs = [f"{a}+{b}" for i, a in enumerate(names) for b in names[i + 1 :]]
    return (names + pairs) * _CONCEPTS_COUNT
