"""Right, wrong and one press away, as shipped, beside plain BM25 over the same entries in the same run."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from bot.answering.compose import compose
from bot.answering.engine import decide
from bot.ui import plain
from tests.benchmarks.common import BM25, TODAY, Row, decided, items_of, shipped, tally

if TYPE_CHECKING:
    import argparse

BARS = ("≥ 75 %", "≤ 3 %", "≥ 96 %", "≤ 3 %", "100 %", "≤ 0.5 %")


def measure(options: argparse.Namespace) -> list[Row]:
    mind = shipped(options)
    library = mind.library
    baseline = BM25(library)
    rows: list[Row] = []
    for name, items in items_of(mind, options).items():
        made = {id(item): decide(mind, item.question, item.earlier) for item in items}
        ours = tally(library, items, lambda item, made=made: made[id(item)])  # type: ignore[misc]
        ranked = {id(item): baseline.ranked(" ".join([*item.earlier, item.question])) for item in items}
        outside = sorted(ranked[id(i)][0][1] for i in items if i.kind == "out" and ranked[id(i)])
        sure = outside[int(0.97 * len(outside))] if outside else 0.0
        first = next(iter(made.values()))
        theirs = tally(
            library,
            items,
            lambda item, ranked=ranked, sure=sure, first=first: decided(first, library, item, ranked[id(item)], sure),  # type: ignore[misc]
        )
        for (figure, value), (_, plain_value), bar in zip(ours.rows(), theirs.rows(), BARS, strict=True):
            rows.append((f"{name}: {figure}", f"{value} (BM25 {plain_value})", bar))
        for language in ("en", "ja"):
            some = [item for item in items if (item.language == "en") == (language == "en")]
            part = tally(library, some, lambda item, made=made: made[id(item)])  # type: ignore[misc]
            rows.append((f"{name}: right at once, {language}", part.share(part.right, part.inside), "within 4 points"))
        length = [
            len(plain(compose(library, made[id(i)], TODAY)).split())
            for i in items
            if i.language == "en" and i.kind == "in"
        ]
        cut = statistics.quantiles(length, n=20)
        rows.append(
            (f"{name}: words, median / 95 %", f"{statistics.median(length):.0f} / {cut[18]:.0f}", "≤ 60 / ≤ 130")
        )
    return rows
