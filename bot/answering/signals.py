"""What is known about a question and one candidate entry, as numbers the gate weighs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.grams import WORD
from bot.answering.reading import NOT_OURS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from bot.answering.concepts import Concepts
    from bot.answering.index import Index, Query
    from bot.answering.reading import Reading
    from bot.answering.separators import Separators
    from bot.library.library import Library

    Floats = npt.NDArray[np.float32]

NAMES = (
    "bayes_lead", "bayes_over_not_ours", "posterior", "soft_posterior", "ours_posterior",
    "nearest", "near_three", "near_lead", "near_over_not_ours",
    "separator", "separator_lead", "separator_over_not_ours",
    "known_share", "known_words", "length", "bayes_rank", "near_rank", "separator_rank",
    "names_subject", "names_family", "names_other", "names_none", "names_aspect", "other_aspect",
    "same_context", "other_context", "known_unknown", "phrasings", "japanese",
)  # fmt: skip


_FOREIGN = -0.4  # how far outside a group a text may lie and still be called one of it


@dataclass(frozen=True)
class Profile:
    """What a label stands for in the library, looked up once."""

    subject: str
    family: frozenset[str]
    aspect: str | None
    context: str
    known_unknown: bool


@dataclass(frozen=True)
class Sighting:
    """A question seen by the rankers: its candidates and a row of signals for each."""

    query: Query
    concepts: Concepts
    labels: tuple[str, ...]
    signals: Floats


class Rankers:
    """The index and, where one is fitted, the separators, asked together."""

    def __init__(self, index: Index, profiles: Mapping[str, Profile], separators: Separators | None = None) -> None:
        self.index = index
        self.profiles = profiles
        self.separators = separators
        self._ours = np.array([not label.startswith(NOT_OURS) for label in index.labels], bool)
        self._log_sizes = np.log1p(np.diff(index.first)).astype(np.float32)

    def sight(self, reading: Reading) -> Sighting | None:
        """Candidates and their signals for what was read; None where there is nothing to compare."""
        index, ours = self.index, self._ours
        features, concepts = reading.features, reading.concepts
        query = index.query(features)
        if not len(query.features) or not ours.any():
            return None
        bayes, near = index.bayes(query), index.nearness(query)
        nearest = index.nearest(near)
        separated = self.separators.scores(query) if self.separators else np.zeros(len(ours), np.float32)

        views = (_View(bayes, ours), _View(nearest, ours), _View(separated, ours))
        picked = [*views[0].order[:6], *views[1].order[:4], *(views[2].order[:6] if self.separators else ())]
        candidates = list(dict.fromkeys(int(i) for i in picked))
        posterior = _softmax(bayes)
        soft = _softmax(bayes / np.float32(3))
        asked = [f for f in features if f.startswith(WORD)]
        common = (
            query.known,
            sum(f in index.vocabulary for f in asked) / len(asked) if asked else query.known,
            math.log1p(len(features)),
        )
        ours_posterior = float(posterior[ours].sum())
        rows = np.zeros((len(candidates), len(NAMES)), np.float32)
        for row, i in enumerate(candidates):
            own = np.sort(near[index.first[i] : index.first[i + 1]])[-3:]
            rows[row] = (
                views[0].lead(i), views[0].over(i), posterior[i], soft[i], ours_posterior,
                nearest[i], own.mean(), views[1].lead(i), views[1].over(i),
                separated[i], views[2].lead(i), views[2].over(i),
                *common, views[0].rank(i), views[1].rank(i), views[2].rank(i),
                *_structure(self.profiles.get(index.labels[i]), concepts),
                self._log_sizes[i], reading.japanese,
            )  # fmt: skip
        return Sighting(query, concepts, tuple(index.labels[i] for i in candidates), rows)

    def nearest_foreign(self, reading: Reading) -> str:
        """The group that is not ours which a text resembles most, if it resembles no entry more; else nothing."""
        query = self.index.query(reading.features)
        if self._ours.all() or not len(query.features):
            return ""
        scores = self.separators.scores(query) if self.separators else self.index.bayes(query)
        best = int(np.argmax(scores))
        sure = self.separators is None or scores[best] > _FOREIGN
        return "" if self._ours[best] or not sure else self.index.labels[best].removeprefix(NOT_OURS)


class _View:
    """One ranker's scores: order, ranks and leads among entries, and the best of what is not ours."""

    def __init__(self, scores: Floats, ours: npt.NDArray[np.bool_]) -> None:
        self.scores = scores
        inside = np.where(ours, scores, -np.inf)
        self.order = np.argsort(-inside, kind="stable")[: int(ours.sum())]
        self._first = float(scores[self.order[0]])
        self._second = float(scores[self.order[1]]) if len(self.order) > 1 else self._first - 1.0
        self._outside = float(scores[~ours].max()) if not ours.all() else None
        self._ranks = {int(i): rank for rank, i in enumerate(self.order[:20])}

    def lead(self, i: int) -> float:
        """How far ahead of the best other entry (negative: behind the best)."""
        return float(self.scores[i]) - (self._second if i == self.order[0] else self._first)

    def over(self, i: int) -> float:
        """How far ahead of the best message that is not ours; 0 where the pack names none."""
        return float(self.scores[i]) - self._outside if self._outside is not None else 0.0

    def rank(self, i: int) -> int:
        return self._ranks.get(i, 20)


def _structure(profile: Profile | None, concepts: Concepts) -> tuple[float, ...]:
    if profile is None:
        return (0.0,) * 9
    named = profile.subject in concepts.subjects
    family = bool(concepts.subjects & profile.family)
    aspect = profile.aspect in concepts.aspects
    context = profile.context in concepts.contexts
    return (
        float(named),
        float(family),
        float(bool(concepts.subjects) and not family),
        float(not concepts.subjects),
        float(aspect),
        float(bool(concepts.aspects) and not aspect),
        float(context),
        float(bool(concepts.contexts) and not context and profile.context != "any"),
        float(profile.known_unknown),
    )


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum(), np.float32)


def profiles_of(library: Library) -> dict[str, Profile]:
    """The profile of every entry."""
    found = {}
    for entry in library.entries.values():
        family, subject = set(), entry.subject
        while subject in library.subjects and subject not in family:
            family.add(subject)
            subject = library.subjects[subject].parent or ""
        found[entry.id] = Profile(entry.subject, frozenset(family), entry.aspect, entry.context, entry.known_unknown)
    return found
