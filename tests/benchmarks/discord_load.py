"""Many people at once, at a steady pace: how soon they see that they were heard, and how soon the answer."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.common import Row, shipped
from tests.benchmarks.discord_child import bot, home
from tests.benchmarks.discord_town import ANSWERED_WITHIN, Got, questions, town

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from tests.benchmarks.discord_town import Town
    from tests.platforms.discord import Asked

ASKED, A_SECOND = 2_000, 50.0
SEED = 20_261_124
WARM = 20  # questions that are not counted
PEOPLE, CHANNELS = 200, 4


@dataclass(frozen=True, repr=False)
class Heard:
    """One question and how long its first readable answer took."""

    asked: Asked
    seconds: float | None


def measure(options: argparse.Namespace) -> list[Row]:
    told = questions(shipped(options).library, ASKED + WARM, SEED)
    heard, shares, got = asyncio.run(_measured(options, told))
    acknowledged = [1000 * one.asked.ack_seconds for one in heard if one.asked.ack_seconds is not None]
    answered = [1000 * one.seconds for one in heard if one.seconds is not None]
    ours, server = shares
    others = os.getloadavg()[0] - ours - server
    return [
        (f"{len(heard)} × /ask, {A_SECOND:.0f} a second: acknowledged, p50 / p99", _pair(acknowledged), "p99 ≤ 200 ms"),
        ("answered, p50 / p99", _pair(answered), "p99 ≤ 400 ms"),
        ("lost / doubled", f"{len(got.unanswered)} / {len(got.twice)}", "0 / 0"),
        (
            "busy meanwhile: the bot, the loopback; all others on this machine",
            f"{ours:.0%}, {server:.0%}; {max(0.0, others):.0%} of a core",
            "",
        ),
    ]


async def _measured(options: argparse.Namespace, told: Sequence[str]) -> tuple[list[Heard], tuple[float, float], Got]:
    with home(options.learned) as data:
        async with town(people=PEOPLE, channels=CHANNELS) as place, bot(place.discord, data) as child:
            await place.open_channels()
            await steadily(place, told[:WARM], A_SECOND)
            gc.collect()
            gc.freeze()
            begun, ours, server = time.perf_counter(), child.busy(), time.process_time()
            heard = await steadily(place, told[WARM:], A_SECOND)
            took = time.perf_counter() - begun
            shares = ((child.busy() - ours) / took, (time.process_time() - server) / took)
            return heard, shares, Got.of([one.asked for one in heard], place)


async def steadily(
    place: Town, told: Sequence[str], a_second: float, heard: Callable[[Asked], None] = lambda _: None
) -> list[Heard]:
    """Each question at its time, whatever became of those before it; `heard` is told of each."""
    begun = time.perf_counter()
    waiting = []
    for number, question in enumerate(told):
        await asyncio.sleep(max(0.0, begun + number / a_second - time.perf_counter()))
        asked = await place.ask(number, question)
        heard(asked)
        waiting.append(asyncio.create_task(_heard(asked)))
    return list(await asyncio.gather(*waiting))


async def _heard(asked: Asked) -> Heard:
    begun = time.perf_counter()
    with contextlib.suppress(TimeoutError):
        await asked.reply(ANSWERED_WITHIN)
        return Heard(asked, time.perf_counter() - begun)
    return Heard(asked, None)


def _pair(milliseconds: Sequence[float]) -> str:
    half, most = np.percentile(milliseconds, [50, 99]) if milliseconds else (float("nan"), float("nan"))
    return f"{half:.0f} / {most:.0f} ms"
