"""How long one answer takes, decided and composed, on the shipped pack; and what the process weighs."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.compose import compose
from bot.answering.engine import decide
from bot.answering.service import settle
from tests.benchmarks.common import PEAK, TODAY, Row, items_of, shipped

if TYPE_CHECKING:
    import argparse

ROUNDS = 3
MILLION = 1_000_000


def measure(options: argparse.Namespace) -> list[Row]:
    mind = shipped(options)
    settle()
    items = [item for some in items_of(mind, options).values() for item in some]
    took = []
    for _ in range(ROUNDS):
        for item in items:
            begun = time.perf_counter()
            compose(mind.library, decide(mind, item.question, item.earlier), TODAY)
            took.append((time.perf_counter() - begun) * 1000)
    half, most = np.percentile(took, [50, 99])
    begun = time.perf_counter()
    for _ in range(MILLION):
        pass
    pace = (time.perf_counter() - begun) * 1000
    return [
        ("this machine's pace: a million turns of an empty loop", f"{pace:.0f} ms", "about 10 ms on a free core"),
        ("one answer, p50 / p99", f"{half:.2f} / {most:.2f} ms", "≤ 1.5 / ≤ 8 ms"),
        ("memory of a process that answers", f"{_memory(options):.0f} MB", "≤ 180 MB"),
    ]


def _memory(options: argparse.Namespace) -> float:
    code = PEAK + textwrap.dedent("""
        import sys
        from pathlib import Path
        from bot.answering import fitted
        from bot.answering.engine import decide
        from bot.app import read_pack
        from bot.config import SHIPPED_PACK

        mind = fitted.recall(Path(sys.argv[1]), read_pack(SHIPPED_PACK))
        for _ in range(50):
            decide(mind, "how long is the spp")
        print(peak())
    """)
    done = subprocess.run(
        [sys.executable, "-c", code, str(options.learned)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)
