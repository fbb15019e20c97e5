"""As many questions as go through in Slack, beside a bare bolt command that says them back: same server, same run."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.common import Row, shipped
from tests.benchmarks.discord_child import home
from tests.benchmarks.discord_town import questions
from tests.benchmarks.pace import AT_ONCE, Pace, turn
from tests.benchmarks.slack_child import adapter, bot, echo
from tests.benchmarks.slack_town import workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

ROUNDS, SECONDS = 4, 3.0  # each bot's turns, and how long one is
PEOPLE, REGULARS = 5_000, 20  # people who ask for the first time; people who have asked before, whom the bot knows
SEED = 7


@dataclass
class Found:
    """What each did in all its turns."""

    new: Pace = field(default_factory=Pace)
    picked: Pace = field(default_factory=Pace)
    following: Pace = field(default_factory=Pace)
    alone: Pace = field(default_factory=Pace)
    bare: Pace = field(default_factory=Pace)


def measure(options: argparse.Namespace) -> list[Row]:
    library = shipped(options).library
    told = questions(library, 5_000, SEED)
    picked = [title for entry in library.entries.values() for title in entry.title.values()]
    found = asyncio.run(_measured(options, told, picked))
    bare = found.bare.a_second
    return [
        (f"{AT_ONCE} under way: answers a second, ours, nearly every question new", f"{found.new.a_second:.0f}", ""),
        ("ours, where people pick the curated questions", f"{found.picked.a_second:.0f}", ""),
        ("ours, where each question follows on others", f"{found.following.a_second:.0f}", ""),
        ("our adapter alone, over a core that says back what was asked", f"{found.alone.a_second:.0f}", ""),
        ("bolt's own echo: a command that acknowledges and says it back", f"{bare:.0f}", ""),
        (
            "as a share of that: new questions, picked ones, our adapter alone",
            ", ".join(f"{pace.a_second / bare:.2f}" for pace in (found.new, found.picked, found.alone)),
            "≥ 0.3, wanted 0.5",
        ),
        (
            "processor time of an answer: new, picked, following on others, our adapter alone, bare",
            ", ".join(pace.cost(pace.bot) for pace in vars(found).values()),
            "",
        ),
        (
            "the loopback's for it: ours, bare",
            f"{found.new.cost(found.new.server)}, {found.bare.cost(found.bare.server)}",
            "",
        ),
        (
            "busy: our bot, the bare bot",
            f"{found.new.bot / found.new.seconds:.0%}, {found.bare.bot / found.bare.seconds:.0%} of a core",
            "",
        ),
    ]


async def _measured(options: argparse.Namespace, told: Sequence[str], picked: Sequence[str]) -> Found:
    """In turns, so that a machine that slows down slows all."""
    async with contextlib.AsyncExitStack() as stack:
        data = stack.enter_context(home(options.learned))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        here, half, there = [await stack.enter_async_context(workspace(people=PEOPLE)) for _ in range(3)]
        ours = await stack.enter_async_context(bot(here.slack, data))
        alone = await stack.enter_async_context(adapter(half.slack, folder))
        bare = await stack.enter_async_context(echo(there.slack, folder))
        found = Found()
        turns = (
            (here, ours, found.new, told),
            (here, ours, found.picked, picked),
            (half, alone, found.alone, told),
            (there, bare, found.bare, told),
        )
        for place, child, _, questions_ in turns:
            await turn(place, child, Pace(), questions_, 1.0)
        gc.collect()
        gc.freeze()
        for _ in range(ROUNDS):
            for place, child, pace, questions_ in turns:
                await turn(place, child, pace, questions_, SECONDS)
        await turn(here, ours, found.following, told, SECONDS, REGULARS)
        return found
