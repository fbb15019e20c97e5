"""A mind: a library with all that was learned from it. Immutable; a better one takes its place whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bot.answering import fit
from bot.answering.normalise import normalise
from bot.answering.reading import known_messages, reader_of
from bot.answering.signals import NAMES, profiles_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from bot.answering.gate import Gate
    from bot.answering.reading import Reader, Reading
    from bot.answering.signals import Rankers
    from bot.library.library import Library

    Floats = npt.NDArray[np.float32]

SURE, CLOSE = 0.37, 0.04  # chances of being right, from the gate
UNGATED_SURE, UNGATED_CLOSE = 0.66, 0.30  # likeness, where no gate is fitted: strict
STARTER_LINES = 16  # phrasings of each label and language that a starter knows
_SIGNAL = {name: i for i, name in enumerate(NAMES)}


@dataclass(frozen=True)
class Mind:
    """What answers questions: the library, a reader of its language, rankers, and the gate once it is fitted."""

    library: Library
    reader: Reader
    rankers: Rankers
    gate: Gate | None = None

    @property
    def sure(self) -> float:
        """From this score on, an entry is told."""
        return SURE if self.gate else UNGATED_SURE

    @property
    def close(self) -> float:
        """From this score on, entries are offered."""
        return CLOSE if self.gate else UNGATED_CLOSE

    def chances(self, reading: Reading) -> dict[str, float]:
        """How likely each candidate entry is the right one; a likeness from 0 to 1 while no gate is fitted."""
        seen = self.rankers.sight(reading)
        if seen is None:
            return {}
        scores = self.gate.chances(seen.signals) if self.gate else _likeness(seen.signals)
        return {label: float(score) for label, score in zip(seen.labels, scores, strict=True)}

    def nearest_group(self, reading: Reading) -> str:
        """The group of messages that are not ours which a question resembles more than any entry, or nothing."""
        return self.rankers.nearest_foreign(reading)

    def names_crisis(self, normal: str) -> bool:
        """Whether unmistakable words of a crisis stand in a normalised text."""
        return bool(self._crisis and self._crisis.search(normal))

    def subject_name(self, subject: str) -> str:
        """A word that names a subject, for a question that left it out."""
        return next((names[0] for names in self.library.subjects[subject].aliases.values() if names), subject)

    def aspect_name(self, aspect: str) -> str:
        """A word that asks for an aspect, for a question that left it out."""
        known = self.library.aspects.get(aspect)
        return next((cues[0] for cues in known.cues.values() if cues), aspect) if known else aspect

    @cached_property
    def _crisis(self) -> re.Pattern[str] | None:
        words = {
            normalise(line)
            for subject in self.library.subjects.values()
            if subject.kind == "safety"
            for lines in subject.signals.values()
            for line in lines
        }
        found = [rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in sorted(words)]
        return re.compile("|".join(found)) if found else None


def starter(library: Library) -> Mind:
    """A mind for the first seconds: a part of the phrasings, no separators, no gate, strict thresholds."""
    known = known_messages(library)
    some: dict[tuple[str, bool], int] = {}
    kept = []
    for label, normal in known:
        key = (label, normal.isascii())
        some[key] = some.get(key, 0) + 1
        people = label in library.entries and library.entries[label].people
        if some[key] <= STARTER_LINES or people:
            kept.append((label, normal))
    reader = reader_of(library, kept)
    return Mind(library, reader, fit.messages_of(kept, reader).rankers(profiles_of(library), passes=0))


def learned(library: Library) -> Mind:
    """The full mind: every phrasing, separators, and the gate if the pack says what is not its own. Takes seconds."""
    known = known_messages(library)
    reader = reader_of(library, known)
    messages = fit.messages_of(known, reader)
    with fit.lessons(library, messages) as finished:
        rankers = messages.rankers(profiles_of(library))
        return Mind(library, reader, rankers, fit.taught(finished()))


def _likeness(signals: Floats) -> Floats:
    """Nearness to phrasings, the separators' word and the posterior in one, less for words nobody has used here."""
    nearest, three = signals[:, _SIGNAL["nearest"]], signals[:, _SIGNAL["near_three"]]
    inside = 1 / (1 + np.exp(-3 * signals[:, _SIGNAL["separator"]] - 1))
    score = 0.3 * nearest + 0.2 * three + 0.25 * inside + 0.25 * signals[:, _SIGNAL["soft_posterior"]]
    return np.asarray(score * (0.7 + 0.3 * signals[:, _SIGNAL["known_words"]]), np.float32).round(4)
