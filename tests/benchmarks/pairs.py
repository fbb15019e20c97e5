"""The same questions in English and Japanese, word for word: whether one language is answered as well as the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from bot.answering.engine import decide
from tests.benchmarks.common import Item, Row, among, shipped, tally

if TYPE_CHECKING:
    import argparse

PAIRS = Path(__file__).with_name("pairs.yaml")


def measure(options: argparse.Namespace) -> list[Row]:
    mind = shipped(options)
    pairs = yaml.safe_load(PAIRS.read_text("utf-8"))
    rows = []
    for language in ("en", "ja"):
        items = [Item(pair[language], (), language, "in", among(pair["expect"])) for pair in pairs]
        found = tally(mind.library, items, lambda item: decide(mind, item.question))
        figures = [value for _, value in found.rows()[:3]]
        rows.append((f"{len(items)} pairs, {language}: right at once / wrong / one press", " / ".join(figures), ""))
    return rows
