"""What the bot weighs with one server, and with a thousand."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.common import Row, shipped
from tests.benchmarks.discord_child import STARTED_WITHIN, bot, home
from tests.benchmarks.discord_town import ANSWERED_WITHIN, questions, town

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tests.benchmarks.discord_child import Child
    from tests.benchmarks.discord_town import Town

ASKED = 200
SERVERS, CHANNELS, ROLES = 1_000, 30, 10
SEED = 5
SETTLED = 1.0  # seconds of idleness after which the start is over


@dataclass(frozen=True)
class Weight:
    started: float  # megabytes when it was ready
    worked: float  # after the questions
    ready: float  # seconds until the gateway had said everything
    first: float  # seconds until the first answer
    settled: float  # seconds until every server was noted


def measure(options: argparse.Namespace) -> list[Row]:
    told = questions(shipped(options).library, ASKED, SEED)
    one = asyncio.run(_weighed(options, told, 0))
    many = asyncio.run(_weighed(options, told, SERVERS))
    each = 1024 * (many.worked - one.worked) / SERVERS
    return [
        ("one server: memory when ready", f"{one.started:.0f} MB", ""),
        (f"after {ASKED} questions", f"{one.worked:.0f} MB", "≤ 220 MB"),
        (f"{SERVERS} servers of {CHANNELS} channels and {ROLES} roles", f"{many.worked:.0f} MB", ""),
        ("more than one server costs", f"{many.worked - one.worked:.0f} MB, {each:.0f} kB a server", ""),
        ("READY / first answer / all servers noted, one", _times(one), "≤ 2 s"),
        (f"the same with {SERVERS}", _times(many), ""),
    ]


async def _weighed(options: argparse.Namespace, told: Sequence[str], more: int) -> Weight:
    with home(options.learned) as data:
        async with town(people=50) as place:
            for number in range(more):
                _settle(place, number)
            async with bot(place.discord, data) as child:
                ready = time.perf_counter() - child.started
                await (await place.ask_next(told[0])).reply(STARTED_WITHIN)
                first = time.perf_counter() - child.started
                settled = await _noted(child)
                started = child.memory()
                for question in told:
                    await (await place.ask_next(question)).reply(ANSWERED_WITHIN)
                return Weight(started, child.memory(), ready, first, settled)


def _settle(place: Town, number: int) -> None:
    guild = place.discord.add_guild(f"Harbour {number}")
    for room in range(CHANNELS):
        guild.add_text_channel(f"room-{room}")
    for role in range(ROLES):
        guild.add_role(f"role-{role}")


async def _noted(child: Child) -> float:
    """Seconds from the start until the bot has nothing left to do by itself."""
    busy, quiet = child.busy(), time.perf_counter()
    while time.perf_counter() - quiet < SETTLED:
        await asyncio.sleep(0.05)
        if child.busy() - busy > 0.02:
            busy, quiet = child.busy(), time.perf_counter()
    return quiet - child.started


def _times(weight: Weight) -> str:
    return f"{weight.ready:.1f} / {weight.first:.1f} / {weight.settled:.1f} s"
