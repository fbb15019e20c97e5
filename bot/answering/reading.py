"""Reading: from a text as somebody typed it to what can be compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.answering.concepts import Concepts, Lexicon
from bot.answering.grams import concept_grams, word_grams
from bot.answering.normalise import japanese_share, normalise, words
from bot.answering.spelling import Spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.library.library import Library

NOT_OURS = "~"  # begins the label of a group of messages that no entry answers


@dataclass(frozen=True)
class Reading:
    """A text, read: normalised, its words spelled, and the concepts it names."""

    normal: str
    words: tuple[str, ...]
    concepts: Concepts

    @cached_property
    def features(self) -> list[str]:
        """What the rankers count."""
        found = [gram for word in self.words for gram in word_grams(word)]
        return found + concept_grams(self.concepts.names())

    @cached_property
    def japanese(self) -> float:
        return japanese_share(self.normal)


@dataclass
class Reader:
    """Reads questions and phrasings alike, with the names and the vocabulary of one library."""

    lexicon: Lexicon
    spelling: Spelling
    _spelled: dict[str, str] = field(default_factory=dict)

    def read(self, text: str) -> Reading:
        """Read a raw text."""
        return self._read(normalise(text), self.spelling.correct)

    def names_danger(self, text: str) -> bool:
        """Whether words that leave no doubt somebody is in danger stand in a raw text."""
        return self.lexicon.names_danger(normalise(text))

    def read_known(self, normal: str) -> Reading:
        """Read one of the library's own messages, already normalised; remembers how its words are spelled."""
        return self._read(normal, self._spell)

    def _spell(self, word: str) -> str:
        right = self._spelled.get(word)
        if right is None:
            right = self._spelled[word] = self.spelling.correct(word)
        return right

    def _read(self, normal: str, spell: Callable[[str], str]) -> Reading:
        tokens = tuple(spell(word) for word in words(normal))
        return Reading(normal, tokens, self.lexicon.find(normal, tokens))


def known_messages(library: Library) -> list[tuple[str, str]]:
    """(label, normalised message) for all that the library knows, each once, in the order an index keeps them."""
    return sorted({(label, normal) for label, text in _labelled(library) if words(normal := normalise(text))})


def reader_of(library: Library, known: list[tuple[str, str]]) -> Reader:
    """A reader with a library's names, whose spelling is learned from what the library knows."""
    lexicon = Lexicon(library)
    counts: Counter[str] = Counter()
    for _, normal in known:
        counts.update(words(normal))
    return Reader(lexicon, Spelling(counts, lexicon.words))


def _labelled(library: Library) -> Iterator[tuple[str, str]]:
    for entry in library.entries.values():
        for wordings in entry.phrasings.values():
            yield from ((entry.id, line) for line in wordings)
    for file in library.not_ours:
        for group in file.groups:
            if not group.crisis_only:
                for lines in group.ask.values():
                    yield from ((f"{NOT_OURS}{file.kind}/{group.id}", line) for line in lines)
