"""Ten thousand generated inputs: no exception, bounded time, nothing in the output that could mention or control."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.answering.compose import compose
from bot.answering.engine import decide
from bot.ui import plain
from tests.benchmarks.common import TODAY, Row, shipped

if TYPE_CHECKING:
    import argparse

INPUTS = 10_000
_PIECES = st.sampled_from(
    [
        "@everyone",
        "<@123>",
        "<!channel>",
        "*x*",
        "`",
        "- a: b",
        "{{7*7}}",
        "'; DROP TABLE",
        "\u202e",
        "\x00",
        "z̸̡͘a̵͜l",
        "N3",
        "SPP",
        "給料",
        "\n",
        " ",
    ]
)
HOSTILE = st.one_of(
    st.text(max_size=300),
    st.lists(_PIECES, max_size=60).map("".join),
    st.builds(lambda text, n: text * n, st.text(min_size=1, max_size=40), st.integers(1, 1_250)),
)


def measure(options: argparse.Namespace) -> list[Row]:
    mind = shipped(options)
    took: list[float] = []

    @settings(
        max_examples=INPUTS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(HOSTILE)
    def ask(text: str) -> None:
        begun = time.perf_counter()
        shown = plain(compose(mind.library, decide(mind, text), TODAY))
        took.append((time.perf_counter() - begun) * 1000)
        assert "@everyone" not in shown
        assert "<@" not in shown
        assert not any(ord(c) < 32 and c != "\n" for c in shown)

    ask()
    return [
        (f"{len(took):,} generated inputs, exceptions", "0", "0"),
        ("the slowest of them", f"{max(took):.0f} ms", "bounded"),
    ]
