"""Understanding: which subjects, aspects and contexts of the library a text names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.normalise import normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.library.library import Library

_NONE: frozenset[str] = frozenset()
_CONTEXT_CUES = {
    "interac": (
        "interac",
        "internal",
        "internally",
        "in-house",
        "within the company",
        "inside the company",
        "our company",
        "head office",
    ),
    "elsewhere": (
        "agency",
        "agencies",
        "outside",
        "firm",
        "firms",
        "other companies",
        "another company",
        "non-teaching",
        "non teaching",
    ),
    "home": ("back home", "home country", "going home", "go home", "abroad", "overseas", "outside japan"),
}
_CONTEXT_CUES_JA = {
    "interac": ("インタラック", "社内", "内部"),
    "elsewhere": ("他社", "社外", "転職", "外部"),
    "home": ("帰国", "母国", "海外", "国外"),
}
_NEGATIVE = re.compile(
    r"\b(?:no|not|without|only|just|never|dont|don't|doesnt|doesn't|isnt|isn't|cant|can't|less than|below|under|lack)\b"
    r"|ない|なし|なく|だけ|しか|未満|以下|ません"
)
_LEVEL = re.compile(r"(?<![a-z0-9])n([1-5])(?![0-9])")


@dataclass(frozen=True)
class Concepts:
    """What was understood; each name stands for a subject, aspect or context of the library."""

    subjects: frozenset[str]
    aspects: frozenset[str]
    contexts: frozenset[str]
    levels: frozenset[str]
    danger: bool = False  # words that leave no doubt somebody is in danger

    def names(self) -> list[str]:
        """The concepts as feature names, the same for a phrasing and a question."""
        found = [f"s:{s}" for s in self.subjects] + [f"a:{a}" for a in self.aspects]
        return found + [f"c:{c}" for c in self.contexts] + [f"l:{level}" for level in self.levels]


def negative(normal: str) -> bool:
    """Whether a normalised text says that something is missing, or that there is only so much of it."""
    return bool(_NEGATIVE.search(normal))


class Lexicon:
    """Every name of the library's subjects and aspects, ready to be found in a normalised text."""

    def __init__(self, library: Library) -> None:
        self._phrases: dict[str, set[str]] = {}
        japanese: dict[str, set[str]] = {}
        for name, concept in _named(library):
            spelled = normalise(name)
            if not spelled:
                continue
            if spelled.isascii():
                self._phrases.setdefault(" ".join(words(spelled)), set()).add(concept)
            else:
                japanese.setdefault(spelled, set()).add(concept)
        self._japanese = japanese
        ordered = sorted(japanese, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(map(re.escape, ordered))) if ordered else None
        self._danger = _danger_words(library)
        self._longest: dict[str, int] = {}
        for phrase in self._phrases:
            head, size = phrase.partition(" ")[0], phrase.count(" ") + 1
            self._longest[head] = max(size, self._longest.get(head, 0))
        self.words = frozenset(word for phrase in self._phrases for word in phrase.split())

    def names_danger(self, normal: str) -> bool:
        """Whether words that leave no doubt stand in a normalised text."""
        return bool(self._danger and self._danger.search(normal))

    def find(self, normal: str, tokens: Sequence[str]) -> Concepts:
        """The concepts that a normalised text, and its words, name; the longest name wins where names overlap."""
        names: set[str] = set()
        skip = 0
        for i, token in enumerate(tokens):
            if skip:
                skip -= 1
                continue
            for n in range(min(self._longest.get(token, 0), len(tokens) - i), 0, -1):
                found = self._phrases.get(" ".join(tokens[i : i + n]) if n > 1 else token)
                if found:
                    names |= found
                    skip = n - 1
                    break
            else:
                if token.endswith("s") and len(token) > 2:
                    names |= self._phrases.get(token[:-1], _NONE)
        if self._pattern:
            for match in self._pattern.finditer(normal):
                names |= self._japanese[match.group()]
        by_kind: dict[str, set[str]] = {"s": set(), "a": set(), "c": set()}
        for name in names:
            kind, _, rest = name.partition(":")
            by_kind[kind].add(rest)
        return Concepts(
            subjects=frozenset(by_kind["s"]),
            aspects=frozenset(by_kind["a"]),
            contexts=frozenset(by_kind["c"]),
            levels=frozenset(_LEVEL.findall(normal)),
            danger=self.names_danger(normal),
        )


def _danger_words(library: Library) -> re.Pattern[str] | None:
    found = {
        normalise(line) for subject in library.subjects.values() for lines in subject.signals.values() for line in lines
    }
    latin = "|".join(re.escape(words) for words in sorted(found - {""}) if words.isascii())
    each = [rf"(?<![a-z])(?:{latin})(?![a-z])"] if latin else []
    each += [re.escape(words) for words in sorted(found) if not words.isascii()]
    return re.compile("|".join(each)) if each else None


def _named(library: Library) -> Iterable[tuple[str, str]]:
    for subject in library.subjects.values():
        for names in subject.aliases.values():
            for name in names:
                yield name, f"s:{subject.id}"
    for term in library.glossary:
        if term.subject:
            for name in (term.term, *term.aliases):
                yield name, f"s:{term.subject}"
    for aspect in library.aspects.values():
        for spoken_as in aspect.cues.values():
            for name in spoken_as:
                yield name, f"a:{aspect.id}"
    for cues in (_CONTEXT_CUES, _CONTEXT_CUES_JA):
        for context, spoken in cues.items():
            for name in spoken:
                yield name, f"c:{context}"
