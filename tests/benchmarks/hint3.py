"""HINT3: three chatbots' real queries with out-of-scope labels, through a generated pack without structure."""

from __future__ import annotations

import csv
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml

from bot.answering.engine import decide
from bot.answering.mind import learned
from bot.library.loader import load
from tests.benchmarks.common import Row

if TYPE_CHECKING:
    import argparse

BOTS = ("curekart", "powerplay11", "sofmattress")
NOTHING = "NO_NODES_DETECTED"


def measure(options: argparse.Namespace) -> list[Row]:
    if options.hint3 is None:
        return [("HINT3", "not measured: name its folder with --hint3", "")]
    results = {bot: _bot(options.hint3, bot) for bot in BOTS}
    rows: list[Row] = []
    for i, (figure, bar) in enumerate(
        (("accuracy", "≥ 73"), ("AUROC", "≥ 86"), ("right at 5 % false answers", "≥ 38"))
    ):
        values = [results[bot][i] for bot in BOTS]
        each = " / ".join(f"{value:.1f}" for value in values)
        rows.append((figure, f"{np.mean(values):.1f} ({each})", bar))
    sure = [results[bot][3:] for bot in BOTS]
    rows.append(
        (
            "as decided: right / wrong / others answered, %",
            " · ".join("/".join(f"{v:.0f}" for v in s) for s in sure),
            "",
        )
    )
    return rows


def pack_from(rows: list[dict[str, str]], folder: Path) -> Path:
    """A pack whose entries are labels and whose phrasings are their sentences."""
    asked: dict[str, list[str]] = {}
    for row in rows:
        if row["sentence"].strip():
            asked.setdefault(re.sub(r"[^a-z0-9]+", "-", row["label"].lower()).strip("-"), []).append(
                row["sentence"].strip()
            )
    subject = {
        "id": "bot",
        "title": {"en": "A bot"},
        "entries": [
            {"id": label, "answer": {"en": f"The answer to {label}."}, "ask": {"en": lines}}
            for label, lines in asked.items()
        ],
    }
    (folder / "subjects").mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        yaml.safe_dump({"id": "bot", "title": {"en": "A bot"}, "languages": ["en"]}), "utf-8"
    )
    (folder / "subjects" / "bot.yaml").write_text(yaml.safe_dump(subject, allow_unicode=True), "utf-8")
    return folder


def _bot(folder: Path, bot: str) -> tuple[float, ...]:
    train, test = (_rows(folder / f"hint_{bot}_{part}.csv") for part in ("train", "test"))
    with tempfile.TemporaryDirectory() as place:
        mind = learned(load(pack_from(train, Path(place) / "pack")))
    right, scores, others = [], [], []
    told = wrong = answered = 0
    for row in test:
        decision = decide(mind, row["sentence"])
        first = decision.candidates[0] if decision.candidates else None
        label = "bot." + re.sub(r"[^a-z0-9]+", "-", row["label"].lower()).strip("-")
        if row["label"] == NOTHING:
            others.append(first.score if first else 0.0)
            answered += decision.band == "sure"
            continue
        right.append(bool(first and first.entry == label))
        scores.append(first.score if first else 0.0)
        told += decision.band == "sure" and right[-1]
        wrong += decision.band == "sure" and not right[-1]
    inside, outside, hits = np.array(scores), np.array(others), np.array(right)
    above = np.mean(inside[:, None] > outside[None]) + 0.5 * np.mean(inside[:, None] == outside[None])
    threshold = np.quantile(outside, 0.95)
    return (
        100 * hits.mean(), 100 * float(above), 100 * float(np.mean(hits & (inside > threshold))),
        100 * told / len(right), 100 * wrong / len(right), 100 * answered / len(others),
    )  # fmt: skip


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
