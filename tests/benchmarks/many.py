"""A pack of 3,000 entries with five phrasings each: time and memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml

from tests.benchmarks.common import PEAK, Row

if TYPE_CHECKING:
    import argparse

ENTRIES, PHRASINGS, QUESTIONS = 3_000, 5, 400


def measure(_: argparse.Namespace) -> list[Row]:
    with tempfile.TemporaryDirectory() as place:
        folder = _pack(Path(place) / "pack")
        code = PEAK + textwrap.dedent("""
            import json, sys, time
            from pathlib import Path
            from bot.answering.engine import decide
            from bot.answering.mind import learned
            from bot.library.loader import load

            mind, took = learned(load(Path(sys.argv[1]))), []
            for entry in list(mind.library.entries.values())[: int(sys.argv[2])]:
                begun = time.perf_counter()
                decide(mind, entry.ask["en"][0] + " please tell me")
                took.append((time.perf_counter() - begun) * 1000)
            print(json.dumps([took, peak()]))
        """)
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder), str(QUESTIONS)], capture_output=True, text=True, check=True
        )
    took, memory = yaml.safe_load(done.stdout)
    half, most = np.percentile(took, [50, 99])
    return [
        ("3,000 entries × 5, one answer, p50 / p99", f"{half:.2f} / {most:.2f} ms", "≤ 25 ms"),
        ("3,000 entries × 5, memory", f"{memory:.0f} MB", "≤ 300 MB"),
    ]


def _pack(folder: Path) -> Path:
    chance = np.random.default_rng(3)
    syllables = ["ka", "mi", "to", "re", "su", "no", "ha", "li", "ven", "dor", "pal", "ter", "gon", "bri", "shu", "el"]
    nouns = ["".join(chance.choice(syllables, 3)) for _ in range(1_500)]
    frames = [
        "what is {} {}",
        "how do i get {} for {}",
        "{} {} rules",
        "can i use {} with {}",
        "when is {} open for {}",
    ]
    entries = []
    for i in range(ENTRIES):
        a, b, c = (str(word) for word in chance.choice(nouns, 3))
        lines = [frame.format(a, b) + f" {c}" for frame in frames[:PHRASINGS]]
        entries.append({"id": f"e{i}", "answer": {"en": f"About {a} and {b}: {c}."}, "ask": {"en": lines}})
    (folder / "subjects").mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        yaml.safe_dump({"id": "many", "title": {"en": "Many"}, "languages": ["en"]}), "utf-8"
    )
    subject = {"id": "many", "title": {"en": "Many"}, "entries": entries}
    (folder / "subjects" / "many.yaml").write_text(yaml.safe_dump(subject), "utf-8")
    return folder
