"""How each step moved the figures: each ranker alone on the same questions, then all of them with the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.answering.engine import decide
from tests.benchmarks.common import BM25, Item, Row, items_of, shipped, shown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from bot.answering.mind import Mind


def measure(options: argparse.Namespace) -> list[Row]:
    mind = shipped(options)
    baseline = BM25(mind.library)
    rows: list[Row] = []
    for name, items in items_of(mind, options).items():
        asked = [item for item in items if item.kind in ("in", "out")]
        views: dict[str, Callable[[Item], list[tuple[str, float]]]] = {
            "BM25": lambda item: baseline.ranked(" ".join([*item.earlier, item.question])),
            "nearest phrasing": lambda item: _view(mind, item, "nearest", structure=True),
            "naive Bayes, no structure": lambda item: _view(mind, item, "slow", structure=False),
            "naive Bayes": lambda item: _view(mind, item, "slow", structure=True),
            "separators": lambda item: _view(mind, item, "separated", structure=True),
            "all, gated, follow-ups and posts": lambda item: [
                (r.entry, r.score) for r in decide(mind, item.question, item.earlier).candidates
            ],
        }
        for view, rank in views.items():
            rows.append((f"{name}: {view}", _figures(mind, asked, rank), ""))
    return rows


def _view(mind: Mind, item: Item, view: str, *, structure: bool) -> list[tuple[str, float]]:
    reading = mind.reader.read(" ".join([*item.earlier, item.question]))
    if not structure:
        reading.__dict__["features"] = [f for f in reading.features if f[:2] not in ("s:", "a:", "c:", "l:")]
    measures = mind.rankers.measure(reading)
    if measures is None:
        return []
    scores = getattr(measures, view)
    order = np.argsort(-np.where(mind.rankers.ours, scores, -np.inf), kind="stable")[:5]
    outside = scores[~mind.rankers.ours].max()
    return [(mind.rankers.index.labels[i], float(scores[i] - outside)) for i in order]


def _figures(mind: Mind, items: list[Item], rank: Callable[[Item], list[tuple[str, float]]]) -> str:
    first = four = inside = 0
    ins, outs = [], []
    for item in items:
        ranked = rank(item)
        top = ranked[0][1] if ranked else -9.0
        if item.kind == "out":
            outs.append(top)
            continue
        inside += 1
        ins.append(top)
        right = [item.right(shown(mind.library, entry, "en"), [entry]) for entry, _ in ranked[:4]]
        first += bool(right and right[0])
        four += any(right)
    above = np.mean(np.array(ins)[:, None] > np.array(outs)[None]) * 100
    return f"first {100 * first / inside:.1f} %, among four {100 * four / inside:.1f} %, AUROC {above:.1f}"
