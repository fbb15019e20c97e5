"""As many questions as go through, beside a bare bot that says them back: same library, same server, same run."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.common import Row, shipped
from tests.benchmarks.discord_child import bot, echo, home
from tests.benchmarks.discord_town import questions, town
from tests.benchmarks.pace import AT_ONCE, Pace, turn

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

ROUNDS, SECONDS = 4, 3.0  # each bot's turns, and how long one is
PEOPLE, REGULARS = 5_000, 20  # people who ask for the first time; people who have asked three times before
SEED = 7


def measure(options: argparse.Namespace) -> list[Row]:
    library = shipped(options).library
    told = questions(library, 5_000, SEED)
    picked = [title for entry in library.entries.values() for title in entry.title.values()]
    ours, bare, picking, follow_ups = asyncio.run(_measured(options, told, picked))
    return [
        (f"{AT_ONCE} under way: answers a second, ours, nearly every question new", f"{ours.a_second:.0f}", ""),
        ("ours, where people pick the curated questions", f"{picking.a_second:.0f}", ""),
        ("ours, where each question follows on three others", f"{follow_ups.a_second:.0f}", ""),
        ("a bare bot that says back what it was asked", f"{bare.a_second:.0f}", ""),
        (
            "as a share of that: new questions, picked ones",
            f"{ours.a_second / bare.a_second:.2f}, {picking.a_second / bare.a_second:.2f}",
            "≥ 0.3, wanted 0.5",
        ),
        (
            "processor time of an answer: new, picked, following on others, bare",
            ", ".join(pace.cost(pace.bot) for pace in (ours, picking, follow_ups, bare)),
            "",
        ),
        ("the loopback's for it: ours, bare", f"{ours.cost(ours.server)}, {bare.cost(bare.server)}", ""),
        ("busy: our bot, the bare bot", f"{ours.bot / ours.seconds:.0%}, {bare.bot / bare.seconds:.0%} of a core", ""),
    ]


async def _measured(
    options: argparse.Namespace, told: Sequence[str], picked: Sequence[str]
) -> tuple[Pace, Pace, Pace, Pace]:
    """In turns, so that a machine that slows down slows all."""
    async with contextlib.AsyncExitStack() as stack:
        data = stack.enter_context(home(options.learned))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        here, there = [await stack.enter_async_context(town(people=PEOPLE)) for _ in range(2)]
        both = (
            (here, await stack.enter_async_context(bot(here.discord, data)), Pace()),
            (there, await stack.enter_async_context(echo(there.discord, folder)), Pace()),
        )
        for place, child, _ in both:
            await turn(place, child, Pace(), told, 1.0)
        gc.collect()
        gc.freeze()
        picking, follow_ups = Pace(), Pace()
        for _ in range(ROUNDS):
            for place, child, pace in both:
                await turn(place, child, pace, told, SECONDS)
            await turn(here, both[0][1], picking, picked, SECONDS)
        await turn(here, both[0][1], follow_ups, told, SECONDS, REGULARS)
        return both[0][2], both[1][2], picking, follow_ups
