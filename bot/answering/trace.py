"""Why an answer was given: what was understood, which words spoke for which entry, what the gate saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.answering.concepts import negative
from bot.answering.grams import WORD
from bot.answering.signals import NAMES, sight

if TYPE_CHECKING:
    from bot.answering.engine import Decision
    from bot.answering.mind import Mind

_WORDS = 8


@dataclass(frozen=True)
class Trace:
    """A decision taken apart. Scores and weights are unitless; `signals` belong to the first candidate."""

    band: str
    score: float
    sure: float
    close: float
    subjects: tuple[str, ...]
    aspects: tuple[str, ...]
    contexts: tuple[str, ...]
    negative: bool
    looks: tuple[tuple[str, str], ...]
    candidates: tuple[tuple[str, float], ...]
    words: tuple[tuple[str, float], ...]
    nearest: tuple[str, float]
    signals: tuple[tuple[str, float], ...]
    group: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "band": self.band,
            "score": self.score,
            "thresholds": {"sure": self.sure, "close": self.close},
            "understood": {
                "subjects": self.subjects,
                "aspects": self.aspects,
                "contexts": self.contexts,
                "negative": self.negative,
            },
            "looks": [{"kind": kind, "text": text} for kind, text in self.looks],
            "candidates": [{"entry": entry, "score": score} for entry, score in self.candidates],
            "words": [{"feature": word, "weight": weight} for word, weight in self.words],
            "nearest": {"phrasing": self.nearest[0], "likeness": self.nearest[1]},
            "signals": dict(self.signals),
            "not_ours": self.group,
        }


def explain(mind: Mind, question: str, decision: Decision) -> Trace:
    """Take a decision apart; the question is read again, as a whole."""
    reading = mind.reader.read(question)
    index = mind.rankers.index
    first = decision.candidates[0].entry if decision.candidates else ""
    words: list[tuple[str, float]] = []
    nearest: tuple[str, float] = ("", 0.0)
    signals: tuple[tuple[str, float], ...] = ()
    measures = mind.rankers.measure(reading)
    seen = sight(mind.rankers, measures) if measures else None
    if measures is not None and seen is not None and first:
        names = list(index.vocabulary)
        words = [
            (_shown(names[feature]), round(weight, 3)) for weight, feature in index.evidence(measures.query, first)
        ]
        nearest = _nearest(mind, measures.query, first)
        row = seen.signals[seen.labels.index(first)] if first in seen.labels else np.zeros(len(NAMES), np.float32)
        signals = tuple((name, round(float(value), 3)) for name, value in zip(NAMES, row, strict=True))
    return Trace(
        decision.band,
        decision.score,
        mind.sure,
        mind.close,
        tuple(sorted(decision.concepts.subjects)),
        tuple(sorted(decision.concepts.aspects)),
        tuple(sorted(decision.concepts.contexts)),
        negative(reading.normal),
        tuple((look.kind, look.normal) for look in decision.looks),
        tuple((ranked.entry, ranked.score) for ranked in decision.candidates),
        tuple(words[:_WORDS]),
        nearest,
        signals,
        mind.nearest_group(measures),
    )


def _nearest(mind: Mind, query: Any, entry: str) -> tuple[str, float]:
    """The entry's own phrasing that is most like the question."""
    index = mind.rankers.index
    best = ("", 0.0)
    if entry not in mind.library.entries:
        return best
    weights = dict(zip(query.features.tolist(), query.weights.tolist(), strict=True))
    for lines in mind.library.entries[entry].phrasings.values():
        for line in lines:
            other = index.query(mind.reader.read(line).features)
            shared = zip(other.features.tolist(), other.weights.tolist(), strict=True)
            likeness = sum(weight * weights.get(feature, 0.0) for feature, weight in shared)
            if likeness > best[1]:
                best = (line, round(likeness, 3))
    return best


def _shown(feature: str) -> str:
    kinds = {"s:": "subject ", "a:": "aspect ", "c:": "context ", "l:": "level n"}
    if feature.startswith(WORD):
        return feature.removeprefix(WORD)
    for mark, kind in kinds.items():
        if feature.startswith(mark):
            return feature.replace("+", " + ").replace(mark, kind, 1)
    return f"…{feature.strip()}…"
