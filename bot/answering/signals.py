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


@dataclass(frozen=True)
class Sighting:
    """A question's candidates, and a row of signals for each."""

    labels: tuple[str, ...]
    signals: Floats


def sight(rankers: Rankers, measures: Measures) -> Sighting:
    """The candidates of every view, and their signals."""
    index, ours, reading = rankers.index, rankers.ours, measures.reading
    views = {
        "slow": _View(measures.slow, ours),
        "quick": _View(measures.quick, ours),
        "near": _View(measures.nearest, ours),
        "told": _View(measures.told, ours),
        "fresh": _View(rankers.fresh(measures), ours),
        "separator": _View(measures.separated, ours),
    }
    takes = {"slow": 5, "near": 3, "fresh": 5, "told": 1, "separator": 5 if rankers.separators else 0}
    picked = [i for name, most in takes.items() for i in views[name].order[:most]]
    candidates = list(dict.fromkeys(int(i) for i in picked))
    posterior, soft = softmax(measures.slow), softmax(measures.slow / np.float32(3))
    asked = [f for f in reading.features if f.startswith(WORD)]
    known_words = sum(f in index.vocabulary for f in asked) / len(asked) if asked else measures.query.known
    common = (measures.query.known, known_words, math.log1p(len(reading.features)))
    ours_posterior = float(posterior[ours].sum())
    for_size = rankers.for_size(measures)
    rows = np.zeros((len(candidates), len(NAMES)), np.float32)
    for row, i in enumerate(candidates):
        own = np.sort(measures.near[index.first[i] : index.first[i + 1]])[-3:]
        rows[row] = (
            views["slow"].lead(i), views["slow"].over(i), posterior[i], soft[i], ours_posterior,
            views["quick"].lead(i), views["quick"].over(i), measures.told[i], views["told"].lead(i),
            views["fresh"].scores[i], views["fresh"].lead(i),
            measures.nearest[i], own.mean(), views["near"].lead(i), views["near"].over(i), for_size[i],
            measures.separated[i], views["separator"].lead(i), views["separator"].over(i),
            *common, views["slow"].rank(i), views["near"].rank(i), views["separator"].rank(i),
            views["fresh"].rank(i), *_structure(rankers.profiles.get(index.labels[i]), reading.concepts),
            rankers.log_sizes[i], reading.japanese,
        )  # fmt: skip
    return Sighting(tuple(index.labels[i] for i in candidates), rows)


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


def softmax(scores: Floats) -> Floats:
    """Shares that add up to one."""
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum(), np.float32)
