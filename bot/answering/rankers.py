"""The rankers, asked together: every view of a question against every label, measured once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.encoder import SHARE
from bot.answering.reading import NOT_OURS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from bot.answering.concepts import Concepts
    from bot.answering.encoder import Encoder
    from bot.answering.index import Index, Query
    from bot.answering.reading import Reading
    from bot.answering.separators import Separators
    from bot.library.library import Library

    Floats = npt.NDArray[np.float32]
    Bools = npt.NDArray[np.bool_]

SIZE_PULL = 0.07  # how much nearer a label with e times as many phrasings comes by chance alone
_PARTS = np.array((1.0, 1.0, 0.5, 0.5), np.float32)  # of the fresh view: quick, nearness for size, told, structure
_FOREIGN = -0.4  # how far outside a group a text may lie and still be called one of it


@dataclass(frozen=True)
class Profile:
    """What a label stands for in the library, looked up once."""

    subject: str
    family: frozenset[str]
    aspect: str | None
    context: str
    known_unknown: bool
    people: bool = False


@dataclass(frozen=True)
class Measures:
    """A question's scores against every label; `near` against every phrasing."""

    reading: Reading
    query: Query
    slow: Floats
    quick: Floats
    near: Floats
    nearest: Floats
    told: Floats
    separated: Floats


@dataclass(frozen=True)
class Meanings:
    """An encoder, and what it makes of every phrasing: a row of unit length each, in the order of the index."""

    encoder: Encoder
    vectors: Floats

    def nearness(self, reading: Reading) -> Floats:
        """Likeness of meaning with every phrasing, from 0 to 1."""
        return np.asarray(np.maximum(self.vectors @ self.encoder.encode([reading.normal])[0], 0), np.float32)


class Rankers:
    """The index and, where there are any, separators and meanings; which labels are entries, and which are people's."""

    def __init__(
        self,
        index: Index,
        profiles: Mapping[str, Profile],
        separators: Separators | None = None,
        meanings: Meanings | None = None,
    ) -> None:
        self.index = index
        self.meanings = meanings
        self.profiles = profiles
        self.separators = separators
        self.ours: Bools = np.array([not label.startswith(NOT_OURS) for label in index.labels], bool)
        self.ours_at, self.theirs_at = np.flatnonzero(self.ours), np.flatnonzero(~self.ours)
        self.people: Bools = np.array([label in profiles and profiles[label].people for label in index.labels], bool)
        self.log_sizes: Floats = np.log(np.maximum(np.diff(index.first), 1)).astype(np.float32)
        self._size_pull = np.asarray(SIZE_PULL * self.log_sizes, np.float32)
        self._structure = _Structure(index.labels, profiles)

    def measure(self, reading: Reading) -> Measures | None:
        """All views of what was read; None where there is nothing to compare."""
        query = self.index.query(reading.features)
        if not len(query.features) or not self.ours.any():
            return None
        slow, quick, told = self.index.views(query)
        near = self.index.nearness(query)
        if self.meanings is not None:
            near = (1 - SHARE) * near + SHARE * self.meanings.nearness(reading)
        separated = self.separators.scores(query) if self.separators else np.zeros(len(self.ours), np.float32)
        return Measures(reading, query, slow, quick, near, self.index.nearest(near), told, separated)

    def for_size(self, measures: Measures) -> Floats:
        """Nearness less what a label gains by having many phrasings."""
        return measures.nearest - self._size_pull

    def fresh(self, measures: Measures, for_size: Floats) -> Floats:
        """A view that does not count phrasings, in which a newcomer stands beside entries that have a hundred."""
        structure = self._structure.scores(measures.reading.concepts)
        parts = np.stack((measures.quick, for_size, measures.told, structure))
        inside = parts[:, self.ours_at]
        mean = inside.mean(1)
        spread = np.sqrt((inside * inside).mean(1) - mean**2 + np.float32(1e-9)) + np.float32(1e-6)
        return np.asarray((_PARTS / spread) @ (parts - mean[:, None]), np.float32)

    def help_for(self, measures: Measures) -> str:
        """The label of those to turn to for which most speaks."""
        return self.index.labels[int(np.argmax(np.where(self.people, measures.slow, -np.inf)))]

    def nearest_foreign(self, measures: Measures) -> str:
        """The group that is not ours which a text resembles most, if it resembles no entry more; else nothing."""
        scores = measures.separated if self.separators else measures.slow
        best = int(np.argmax(scores))
        sure = self.separators is None or scores[best] > _FOREIGN
        return "" if self.ours[best] or not sure else self.index.labels[best].removeprefix(NOT_OURS)


class _Structure:
    """How well each label's place in the library fits what a question names: subject, its family, aspect, context."""

    def __init__(self, labels: Sequence[str], profiles: Mapping[str, Profile]) -> None:
        self._size = len(labels)
        self._found: dict[tuple[str, str], list[int]] = {}
        for i, label in enumerate(labels):
            profile = profiles.get(label)
            if profile is not None:
                places = [("subject", profile.subject), ("aspect", profile.aspect or ""), ("context", profile.context)]
                for place in [*places, *(("family", name) for name in profile.family)]:
                    self._found.setdefault(place, []).append(i)

    def scores(self, concepts: Concepts) -> Floats:
        total = np.zeros(self._size, np.float32)
        for kind, weight, names in (
            ("subject", 2.0, concepts.subjects),
            ("family", 0.5, concepts.subjects),
            ("aspect", 1.0, concepts.aspects),
            ("context", 0.3, concepts.contexts),
        ):
            for name in names:
                total[self._found.get((kind, name), [])] += weight
        return total


def profiles_of(library: Library) -> dict[str, Profile]:
    """The profile of every entry."""
    found = {}
    for entry in library.entries.values():
        family, subject = set(), entry.subject
        while subject in library.subjects and subject not in family:
            family.add(subject)
            subject = library.subjects[subject].parent or ""
        found[entry.id] = Profile(
            entry.subject, frozenset(family), entry.aspect, entry.context, entry.known_unknown, entry.people
        )
    return found
