"""What is known about a question and one candidate entry, as numbers the gate weighs; and what raises the alarm."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.grams import WORD

if TYPE_CHECKING:
    import numpy.typing as npt

    from bot.answering.concepts import Concepts
    from bot.answering.rankers import Measures, Profile, Rankers

    Floats = npt.NDArray[np.float32]
    Ints = npt.NDArray[np.int64]

NAMES = (
    "slow_lead", "slow_over_not_ours", "posterior", "soft_posterior", "ours_posterior",
    "quick_lead", "quick_over_not_ours", "told", "told_lead", "fresh", "fresh_lead",
    "nearest", "near_three", "near_lead", "near_over_not_ours", "near_for_size",
    "separator", "separator_lead", "separator_over_not_ours",
    "known_share", "known_words", "length", "slow_rank", "near_rank", "separator_rank", "fresh_rank",
    "names_subject", "names_family", "names_other", "names_none", "names_aspect", "other_aspect",
    "same_context", "other_context", "known_unknown", "phrasings", "japanese",
)  # fmt: skip
NAME = {name: i for i, name in enumerate(NAMES)}
ALARMS = (
    "separator", "separator_lead", "slow_lead", "quick_lead",
    "nearest", "near_lead", "posterior", "danger", "length", "japanese",
)  # fmt: skip
ALARM = {name: i for i, name in enumerate(ALARMS)}
_THREE = 3
_LAST = 20  # ranks from here on are alike
_PLACES = np.arange(_LAST, dtype=np.float32)


@dataclass(frozen=True)
class Sighting:
    """A question's candidates, and a row of signals for each."""

    labels: tuple[str, ...]
    signals: Floats


def sight(rankers: Rankers, measures: Measures) -> Sighting:
    """The candidates of every view, and their signals."""
    index, ours, reading = rankers.index, rankers.ours, measures.reading
    slow, near = _View(measures.slow, ours), _View(measures.nearest, ours)
    for_size = rankers.for_size(measures)
    fresh, separator = _View(rankers.fresh(measures, for_size), ours), _View(measures.separated, ours)
    quick, told = _Lead(measures.quick, ours), _Lead(measures.told, ours)
    picked = [*slow.order[:5], *near.order[:3], *fresh.order[:5], told.best]
    if rankers.separators:
        picked += [*separator.order[:5]]
    chosen = np.array(list(dict.fromkeys(picked)), np.int64)
    posterior, soft = softmax(measures.slow), softmax(measures.slow / np.float32(3))
    known = [WORD + word in index.vocabulary for word in reading.words if word.isascii()]
    known_words = sum(known) / len(known) if known else measures.query.known
    rows = np.empty((len(chosen), len(NAMES)), np.float32)
    columns = (
        slow.lead(chosen), slow.over(chosen), posterior[chosen], soft[chosen], posterior[ours].sum(),
        quick.lead(chosen), quick.over(chosen), measures.told[chosen], told.lead(chosen),
        fresh.scores[chosen], fresh.lead(chosen),
        measures.nearest[chosen], [_three(measures, rankers, i) for i in chosen], near.lead(chosen), near.over(chosen),
        for_size[chosen],
        measures.separated[chosen], separator.lead(chosen), separator.over(chosen),
        measures.query.known, known_words, math.log1p(len(reading.features)),
        slow.rank(chosen), near.rank(chosen), separator.rank(chosen), fresh.rank(chosen),
    )  # fmt: skip
    for i, column in enumerate(columns):
        rows[:, i] = column
    rows[:, len(columns) : -2] = [_structure(rankers.profiles.get(index.labels[i]), reading.concepts) for i in chosen]
    rows[:, -2], rows[:, -1] = rankers.log_sizes[chosen], reading.japanese
    return Sighting(tuple(index.labels[i] for i in chosen), rows)


def _three(measures: Measures, rankers: Rankers, label: int) -> float:
    """The mean of the three nearest phrasings of a label."""
    own = measures.near[rankers.index.first[label] : rankers.index.first[label + 1]]
    return float(own.sum() / len(own) if len(own) <= _THREE else np.partition(own, -_THREE)[-_THREE:].sum() / _THREE)


def alarm(rankers: Rankers, measures: Measures) -> Floats | None:
    """Signals that somebody needs people, not information; None where the pack names nobody to turn to."""
    people, reading = rankers.people, measures.reading
    if not people.any() or people.all():
        return None

    def lead(scores: Floats) -> float:
        return float(scores[people].max() - scores[~people].max())

    return np.array(
        (
            measures.separated[people].max(), lead(measures.separated), lead(measures.slow), lead(measures.quick),
            measures.nearest[people].max(), lead(measures.nearest),
            softmax(measures.slow / np.float32(2))[people].sum(), float(reading.concepts.danger),
            math.log1p(len(reading.words)), reading.japanese,
        ),
        np.float32,
    )  # fmt: skip


class _Lead:
    """One ranker's scores: leads among entries, and over the best of what is not ours."""

    def __init__(self, scores: Floats, ours: npt.NDArray[np.bool_]) -> None:
        self.scores = scores
        self.inside = np.where(ours, scores, np.float32(-np.inf))
        self.best = int(self.inside.argmax())
        self._first = scores[self.best]
        others = self.inside.copy()
        others[self.best] = -np.inf
        second = others.max()
        self._second = second if np.isfinite(second) else self._first - 1
        outside = scores[~ours]
        self._outside = outside.max() if len(outside) else None

    def lead(self, chosen: Ints) -> Floats:
        """How far ahead of the best other entry (negative: behind the best)."""
        return np.asarray(self.scores[chosen] - np.where(chosen == self.best, self._second, self._first), np.float32)

    def over(self, chosen: Ints) -> Floats:
        """How far ahead of the best message that is not ours; 0 where the pack names none."""
        if self._outside is None:
            return np.zeros(len(chosen), np.float32)
        return np.asarray(self.scores[chosen] - self._outside, np.float32)


class _View(_Lead):
    """Scores with the order they put entries in."""

    def __init__(self, scores: Floats, ours: npt.NDArray[np.bool_]) -> None:
        super().__init__(scores, ours)
        self.order = np.argsort(-self.inside, kind="stable")[: min(_LAST, int(ours.sum()))]
        self._ranks = np.full(len(scores), _LAST, np.float32)
        self._ranks[self.order] = _PLACES[: len(self.order)]

    def rank(self, chosen: Ints) -> Floats:
        """Place in the order, from 0; all the last are alike."""
        return self._ranks[chosen]


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


def softmax(scores: Floats) -> Floats:
    """Shares that add up to one."""
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum(), np.float32)
