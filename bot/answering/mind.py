"""A mind: a library with all that was learned from it. Immutable; a better one takes its place whole."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from bot.answering import fit
from bot.answering.rankers import profiles_of
from bot.answering.reading import known_messages, reader_of
from bot.answering.signals import ALARM, NAME, alarm, sight

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from bot.answering.encoder import Encoder
    from bot.answering.gate import Gate
    from bot.answering.rankers import Measures, Rankers
    from bot.answering.reading import Reader, Reading
    from bot.answering.signals import Sighting
    from bot.library.library import Library

    Floats = npt.NDArray[np.float32]

SURE, CLOSE = 0.55, 0.05  # chances of being right, from the gate: told when clearly more likely right than not
NAMED = 0.12  # what unmistakable words of a crisis add to the alarm
NEWCOMER = 12  # an entry with fewer phrasings is a newcomer
NEWCOMERS = 2  # how many of the first places of the fresh view are looked at for them
EARLY_SURE, EARLY_CLOSE = 0.38, 0.20  # likeness, for a starter: it knows less, so everything is less like it
UNGATED_SURE, UNGATED_CLOSE = 0.66, 0.30  # likeness, where no gate is fitted: strict
STARTER_LINES = 16  # phrasings of each label and language that a starter knows


@dataclass(frozen=True, repr=False)
class Impression:
    """One look at a text: chances of candidates (likenesses while no gate is fitted), danger, newcomers."""

    chances: Mapping[str, float] = field(default_factory=dict)
    danger: float = 0.0
    newcomers: tuple[str, ...] = ()
    measures: Measures | None = None


@dataclass(frozen=True, repr=False)
class Mind:
    """What answers questions: the library, a reader of its language, rankers, and the gate once it is fitted."""

    library: Library
    reader: Reader
    rankers: Rankers
    gate: Gate | None = None
    alarm: Gate | None = None
    early: bool = False  # a starter, which knows a part and has no separators

    @property
    def sure(self) -> float:
        """From this score on, an entry is told."""
        return SURE if self.gate else EARLY_SURE if self.early else UNGATED_SURE

    @property
    def close(self) -> float:
        """From this score on, entries are offered."""
        return CLOSE if self.gate else EARLY_CLOSE if self.early else UNGATED_CLOSE

    def look(self, reading: Reading) -> Impression:
        """What was read, weighed against all that is known."""
        measures = self.rankers.measure(reading)
        if measures is None:
            return Impression()
        seen = sight(self.rankers, measures)
        scores = self.gate.chances(seen.signals) if self.gate else _likeness(seen.signals)
        chances = {label: float(score) for label, score in zip(seen.labels, scores, strict=True)}
        return Impression(chances, self._danger(measures), self._newcomers(seen), measures)

    def help_for(self, measures: Measures) -> str:
        """The entry that points to the people whom a text in danger needs most."""
        return self.rankers.help_for(measures)

    def nearest_group(self, measures: Measures | None) -> str:
        """The group of messages that are not ours which a question resembles more than any entry, or nothing."""
        return self.rankers.nearest_foreign(measures) if measures else ""

    def _danger(self, measures: Measures) -> float:
        """The chance that somebody needs people, not information; by plain signs alone while no alarm is fitted."""
        signals = alarm(self.rankers, measures)
        if signals is None:
            return 0.0
        named = measures.reading.concepts.danger
        if self.alarm is None:
            return float(signals[ALARM["slow_lead"]] > 0 and (named or signals[ALARM["nearest"]] > UNGATED_CLOSE))
        return min(1.0, float(self.alarm.chances(signals[None])[0]) + (NAMED if named else 0.0))

    def _newcomers(self, seen: Sighting) -> tuple[str, ...]:
        """Entries known by a handful of phrasings that stand first by a view which does not count phrasings.

        Beside entries with a hundred phrasings they would never be sure; so they are offered.
        """
        if not self.gate:
            return ()
        few = seen.signals[:, NAME["phrasings"]] < math.log(NEWCOMER)
        first = seen.signals[:, NAME["fresh_rank"]] < NEWCOMERS
        return tuple(seen.labels[i] for i in np.flatnonzero(few & first))

    def subject_name(self, subject: str) -> str:
        """A word that names a subject, for a question that left it out."""
        return next((names[0] for names in self.library.subjects[subject].aliases.values() if names), subject)

    def aspect_name(self, aspect: str) -> str:
        """A word that asks for an aspect, for a question that left it out."""
        known = self.library.aspects.get(aspect)
        return next((cues[0] for cues in known.cues.values() if cues), aspect) if known else aspect


def starter(library: Library, encoder: Encoder | None = None) -> Mind:
    """A mind for the first seconds: a part of the phrasings, no separators, no gate, strict thresholds."""
    library = library.public()
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
    rankers = fit.messages_of(library, kept, reader, encoder).rankers(profiles_of(library), passes=0)
    return Mind(library, reader, rankers, early=True)


def learned(library: Library, encoder: Encoder | None = None) -> Mind:
    """The full mind: every phrasing, separators, and the gate if the pack says what is not its own. Takes seconds."""
    library = library.public()
    known = known_messages(library)
    reader = reader_of(library, known)
    messages = fit.messages_of(library, known, reader, encoder)
    with fit.lessons(library, messages) as finished:
        rankers = messages.rankers(profiles_of(library))
        done = finished()
        return Mind(library, reader, rankers, fit.taught(done), fit.alarmed(done))


def _likeness(signals: Floats) -> Floats:
    """Nearness to phrasings, the separators' word and the posterior in one, less for words nobody has used here."""
    nearest, three = signals[:, NAME["nearest"]], signals[:, NAME["near_three"]]
    inside = 1 / (1 + np.exp(-3 * signals[:, NAME["separator"]] - 1))
    score = 0.3 * nearest + 0.2 * three + 0.25 * inside + 0.25 * signals[:, NAME["soft_posterior"]]
    return np.asarray(score * (0.7 + 0.3 * signals[:, NAME["known_words"]]), np.float32).round(4)
