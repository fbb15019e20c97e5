"""A connection that breaks again and again while people ask, and requests that get lost on their way.

Dead heartbeats are left to the loopback's own tests: the library waits a minute before it believes in one. A session
that is over for good costs the library five seconds each time, so there are a few of them only.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from bot.texts import say
from tests.benchmarks.common import Row, shipped
from tests.benchmarks.discord_child import STARTED_WITHIN, bot, home
from tests.benchmarks.discord_load import steadily
from tests.benchmarks.discord_town import Got, questions, town

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tests.benchmarks.discord_town import Town
    from tests.platforms.discord import Asked

ASKED, A_SECOND = 1_000, 14.0
BROKEN, FOR_GOOD = 200, 3  # gateway faults, and how many of them end the session
SEED = 11
GATEWAY = ("reconnect", "cut", "invalid resumable", "close 4000", "close 4008")
REST = ("reset", "reset after", "502", "502 after", "503", "503 after", "429")
CHANCE = 0.02  # of each of those, for each callback
QUIET = 5.0  # seconds at the end in which an answer may still come a second time
_CALLBACK = r"/callback$"
_APOLOGY = tuple(say(language, "error.adapter", id="\0").partition("\0")[0] for language in ("en", "ja"))


@dataclass(repr=False)
class Storm:
    """What was broken, and what came of the questions."""

    asked: list[Asked]
    got: Got
    broken: dict[str, int]
    lost_callbacks: int
    unheard: set[int] = field(default_factory=set)  # asked while there was no session that could be resumed

    @property
    def silent(self) -> list[Asked]:
        """Questions that reached the bot, and nobody got a word."""
        return [one for one in self.got.unanswered if one.id not in self.unheard]

    @property
    def unfinished(self) -> list[Asked]:
        """Those that were acknowledged, with no answer after it."""
        return [one for one in self.silent if one.kind is not None]

    @property
    def apologies(self) -> int:
        return sum(any(text in m.text() for text in _APOLOGY) for one in self.asked for m in one.replies)


def measure(options: argparse.Namespace) -> list[Row]:
    told = questions(shipped(options).library, ASKED, SEED)
    storm = asyncio.run(_measured(options, told))
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(storm.broken.items()))
    return [
        (f"{len(told)} questions, {sum(storm.broken.values())} gateway faults", kinds, "200"),
        ("callbacks spoilt on their way", f"{storm.lost_callbacks}", ""),
        ("acknowledged, and neither answered nor told of a failure", f"{len(storm.unfinished)}", "0"),
        ("reached the bot, and no word came back", f"{len(storm.silent)}", "0"),
        ("answered twice", f"{len(storm.got.twice)}", "0"),
        ("answered elsewhere, because it had become late", f"{storm.got.late}", ""),
        ("told of a failure", f"{storm.apologies}", ""),
        ("asked while no session could be resumed: never heard", f"{len(storm.unheard)}", ""),
    ]


async def _measured(options: argparse.Namespace, told: Sequence[str]) -> Storm:
    with home(options.learned) as data:
        async with town(channels=4) as place, bot(place.discord, data):
            await place.open_channels()
            return await weather(place, told, A_SECOND, BROKEN, FOR_GOOD, QUIET)


async def weather(place: Town, told: Sequence[str], a_second: float, broken: int, for_good: int, quiet: float) -> Storm:
    """Questions at a steady pace, with so many gateway faults over their time, and spoilt callbacks by chance."""
    discord, chance = place.discord, Random(SEED)
    spoilt = [
        discord.fault("POST", _CALLBACK, kind, times=None, chance=CHANCE, seed=seed) for seed, kind in enumerate(REST)
    ]
    kinds = [chance.choice(GATEWAY) for _ in range(broken - for_good)]
    for _ in range(for_good):
        kinds.insert(chance.randrange(len(kinds) + 1), "invalid")
    count: dict[str, int] = {}
    unheard: set[int] = set()
    waited = asyncio.create_task(steadily(place, told, a_second, heard=lambda a: _note(place, a, unheard)))
    pause = len(told) / a_second / broken
    for kind in kinds:
        await asyncio.sleep(pause * chance.uniform(0.2, 1.0))
        await discord.until(lambda: discord.gateway.ready, STARTED_WITHIN, "the bot to come back")
        await discord.gateway_fault(kind)
        count[kind] = count.get(kind, 0) + 1
    asked = [one.asked for one in await waited]
    await asyncio.sleep(quiet)
    got = Got.of(asked, place)
    return Storm(asked, got, count, sum(one.hits for one in spoilt), unheard)


def _note(place: Town, asked: Asked, unheard: set[int]) -> None:
    if not place.discord.gateway.sessions:
        unheard.add(asked.id)
