"""Many people in Slack at a steady pace, by sockets and over HTTP: how soon they are acknowledged and answered.

And the same once more while as many ask in Discord, of the same process.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks import discord_load
from tests.benchmarks.common import Row, shipped
from tests.benchmarks.discord_child import STARTED_WITHIN, home, settings_of
from tests.benchmarks.discord_town import ANSWERED_WITHIN, questions, town
from tests.benchmarks.slack_child import bot
from tests.benchmarks.slack_town import workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from tests.benchmarks.discord_town import Town
    from tests.benchmarks.slack_town import Workspace
    from tests.platforms.slack import Asked

ASKED, A_SECOND, WARM = 1_000, 25.0, 20
PEOPLE, SEED = 200, 20_261_124
ACKNOWLEDGED, ANSWERED = 250, 500  # milliseconds of the ninety-ninth of a hundred


@dataclass(frozen=True, repr=False)
class Heard:
    """One question and how long its first readable answer took."""

    asked: Asked
    seconds: float | None


def measure(options: argparse.Namespace) -> list[Row]:
    told = questions(shipped(options).library, ASKED + WARM, SEED)
    sockets, _ = asyncio.run(_measured(options.learned, told))
    http, _ = asyncio.run(_measured(options.learned, told, http=True))
    both, theirs = asyncio.run(_measured(options.learned, told, with_discord=True))
    answered = [1000 * one.seconds for one in theirs if one.seconds is not None]
    title = f"{ASKED} × /ask, {A_SECOND:.0f} a second"
    twice = tuple(2 * np.percentile(times, 99) for times in (acknowledged(sockets), seen(sockets)))
    return [
        *_rows(f"Socket Mode, {title}", sockets, (ACKNOWLEDGED, ANSWERED)),
        *_rows(f"HTTP mode, {title}", http, (ACKNOWLEDGED, ANSWERED)),
        *_rows("Socket Mode, with Discord's load in the same process", both, twice),
        (f"Discord's answers meanwhile, {discord_load.A_SECOND:.0f} a second, p50 / p99", pair(answered), ""),
    ]


def _rows(title: str, heard: Sequence[Heard], bars: Sequence[float]) -> list[Row]:
    lost, doubled = lost_and_doubled(heard)
    first, second = (f"p99 ≤ {bar:.0f} ms" for bar in bars)
    return [
        (f"{title}: acknowledged, p50 / p99", pair(acknowledged(heard)), first),
        ("answered, p50 / p99", pair(seen(heard)), second),
        ("lost / answered more than once", f"{lost} / {doubled}", "0 / 0"),
    ]


async def _measured(
    learned: Path, told: Sequence[str], *, http: bool = False, with_discord: bool = False
) -> tuple[list[Heard], list[discord_load.Heard]]:
    async with contextlib.AsyncExitStack() as stack:
        data = stack.enter_context(home(learned))
        place = await stack.enter_async_context(workspace(people=PEOPLE))
        other: Town | None = None
        more: dict[str, str] = {}
        if with_discord:
            other = await stack.enter_async_context(town(people=discord_load.PEOPLE, channels=discord_load.CHANNELS))
            more = settings_of(other.discord)
        await stack.enter_async_context(bot(place.slack, data, http=http, more=more))
        if other is not None:
            await other.discord.ready(STARTED_WITHIN)
            await other.open_channels()
        await steadily(place, told[:WARM], A_SECOND)
        gc.collect()
        gc.freeze()
        theirs = asyncio.create_task(_meanwhile(other, told))
        heard = await steadily(place, told[WARM:], A_SECOND)
        return heard, await theirs


async def _meanwhile(other: Town | None, told: Sequence[str]) -> list[discord_load.Heard]:
    if other is None:
        return []
    return await discord_load.steadily(other, [*told[WARM:], *told[WARM:]], discord_load.A_SECOND)


async def steadily(place: Workspace, told: Sequence[str], a_second: float) -> list[Heard]:
    """Each question at its time, whatever became of those before it."""
    begun, waiting = time.perf_counter(), []
    for number, question in enumerate(told):
        await asyncio.sleep(max(0.0, begun + number / a_second - time.perf_counter()))
        waiting.append(asyncio.create_task(_heard(await place.ask(number, question))))
    return list(await asyncio.gather(*waiting))


async def _heard(asked: Asked) -> Heard:
    begun = time.perf_counter()
    with contextlib.suppress(TimeoutError):
        await asked.reply(ANSWERED_WITHIN)
        seconds = time.perf_counter() - begun
        await asked.acknowledged()
        return Heard(asked, seconds)
    return Heard(asked, None)


def acknowledged(heard: Sequence[Heard]) -> list[float]:
    """Milliseconds."""
    return [1000 * one.asked.ack_seconds for one in heard if one.asked.ack_seconds is not None]


def seen(heard: Sequence[Heard]) -> list[float]:
    """Milliseconds until an answer could be read."""
    return [1000 * one.seconds for one in heard if one.seconds is not None]


def lost_and_doubled(heard: Sequence[Heard]) -> tuple[int, int]:
    """How many questions were not answered, and how many were told the same twice."""
    told = [Counter(reply.text() for reply in one.asked.replies) for one in heard]
    return sum(not texts for texts in told), sum(max(texts.values(), default=0) > 1 for texts in told)


def pair(milliseconds: Sequence[float]) -> str:
    half, most = np.percentile(milliseconds, [50, 99]) if milliseconds else (float("nan"), float("nan"))
    return f"{half:.0f} / {most:.0f} ms"
