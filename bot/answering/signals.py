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
_SLOW, _NEAR, _FRESH, _SEPARATOR, _QUICK, _TOLD = range(6)  # the views' rows; the first four give places
_RANKED = 4
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
    index, reading = rankers.index, measures.reading
    for_size = rankers.for_size(measures)
    fresh = rankers.fresh(measures, for_size)
    rows = np.stack((measures.slow, measures.nearest, fresh, measures.separated, measures.quick, measures.told))
    views = _Views(rows, rankers)
    slow, near, new, separator = views.order
    picked = [*slow[:5], *near[:3], *new[:5], views.best[_TOLD]]
    if rankers.separators:
        picked += [*separator[:5]]
    chosen = np.array(list(dict.fromkeys(picked)), np.int64)
    lead, over, rank = views.lead(chosen), views.over(chosen), views.ranks[:, chosen]
    posterior, soft = softmax(measures.slow), softmax(measures.slow / np.float32(3))
    known = [WORD + word in index.vocabulary for word in reading.words if word.isascii()]
    known_words = sum(known) / len(known) if known else measures.query.known
    signals = np.empty((len(chosen), len(NAMES)), np.float32)
    columns = (
        lead[_SLOW], over[_SLOW], posterior[chosen], soft[chosen], posterior[rankers.ours_at].sum(),
        lead[_QUICK], over[_QUICK], measures.told[chosen], lead[_TOLD],
        fresh[chosen], lead[_FRESH],
        measures.nearest[chosen], _three(measures, rankers, chosen), lead[_NEAR], over[_NEAR],
        for_size[chosen],
        measures.separated[chosen], lead[_SEPARATOR], over[_SEPARATOR],
        measures.query.known, known_words, math.log1p(len(reading.features)),
        rank[_SLOW], rank[_NEAR], rank[_SEPARATOR], rank[_FRESH],
    )  # fmt: skip
    for i, column in enumerate(columns):
        signals[:, i] = column
    labels = tuple(index.labels[i] for i in chosen)
    signals[:, len(columns) : -2] = [_structure(rankers.profiles.get(label), reading.concepts) for label in labels]
    signals[:, -2], signals[:, -1] = rankers.log_sizes[chosen], reading.japanese
    return Sighting(labels, signals)


def _three(measures: Measures, rankers: Rankers, labels: Ints) -> Floats:
    """The mean of the three nearest phrasings of each label."""
    first = rankers.index.first
    begin, sizes = first[labels], first[labels + 1] - first[labels]
    offsets = np.arange(max(_THREE, int(sizes.max())))
    own = offsets < sizes[:, None]
    near = np.where(own, measures.near[np.where(own, begin[:, None] + offsets, 0)], np.float32(0))
    nearest = np.partition(near, -_THREE, axis=1)[:, -_THREE:]
    return np.asarray(nearest.sum(1) / np.minimum(sizes, _THREE), np.float32)


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


class _Views:
    """Every ranker's scores, a row each: leads among entries, over what is not ours, and places in the first four."""

    def __init__(self, rows: Floats, rankers: Rankers) -> None:
        ours, theirs = rankers.ours_at, rankers.theirs_at
        inside = rows[:, ours]
        ordered = np.argsort(-inside[:_RANKED], axis=1, kind="stable")[:, :_LAST]
        each, at = np.arange(len(rows)), inside.argmax(1)
        self.rows = rows
        self.order = ours[ordered]
        self.best = ours[at]
        self._first = inside[each, at][:, None]
        inside[each, at] = -np.inf
        second = inside.max(1)[:, None]
        self._second = np.where(np.isfinite(second), second, self._first - 1)
        self._outside = rows[:, theirs].max(1)[:, None] if len(theirs) else None
        self.ranks = np.full((_RANKED, rows.shape[1]), _LAST, np.float32)
        np.put_along_axis(self.ranks, self.order, _PLACES[None, : self.order.shape[1]], axis=1)

    def lead(self, chosen: Ints) -> Floats:
        """How far ahead of the best other entry (negative: behind the best)."""
        others = np.where(chosen == self.best[:, None], self._second, self._first)
        return np.asarray(self.rows[:, chosen] - others, np.float32)

    def over(self, chosen: Ints) -> Floats:
        """How far ahead of the best message that is not ours; 0 where the pack names none."""
        if self._outside is None:
            return np.zeros((len(self.rows), len(chosen)), np.float32)
        return np.asarray(self.rows[:, chosen] - self._outside, np.float32)


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
