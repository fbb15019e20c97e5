"""Killed in the middle of its work and started again, many times: what people still see can still be pressed."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import time
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from bot.config import SHIPPED_PACK
from tests.benchmarks.common import Row, shipped
from tests.benchmarks.discord_child import ROOT, bot, home
from tests.benchmarks.discord_town import Got, questions, town
from tests.platforms.discord.components import BUTTON, STRING_SELECT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from tests.benchmarks.discord_town import Town
    from tests.platforms.discord import Asked, Message, User

SEED = 3
UNDER_WAY = 5  # questions asked just before each kill
LONGEST_MS = 40  # milliseconds from those to the kill
PRESSED_WITHIN = 10.0
ASKING = {"choice": '!["entry"', "next question": '["entry"', "share": '["@share"'}
PAGE = '["@page","0","ladder"]'  # what stands on the second page of a card with more than one
_LAPS = """
import asyncio, sys, time
from pathlib import Path
begun = time.perf_counter()
def lap():
    global begun
    begun, before = time.perf_counter(), begun
    print(begun - before)
import bot.cli, bot.app, bot.logs, bot.platforms
lap()
pack = bot.app.read_pack(Path(sys.argv[1]))
lap()
from bot.answering import fitted, service
fitted.recall(Path(sys.argv[2]) / "learned", pack); service.settle()
lap()
async def store():
    async with bot.app.open_store(f"sqlite+aiosqlite:///{sys.argv[2]}/shinro.db"):
        lap()
asyncio.run(store())
begun = time.perf_counter()
bot.platforms.adapter("discord")
lap()
"""


@dataclass(frozen=True)
class Old:
    """Something to press on a card that was made before the kills."""

    name: str
    message: Message
    custom_id: str
    values: tuple[str, ...] = ()

    async def press(self, place: Town, person: User) -> bool:
        kind = STRING_SELECT if self.values else BUTTON
        pressed = await place.discord.forge(
            person, self.message.channel, custom_id=self.custom_id, component_type=kind, message=self.message,
            values=self.values,
        )  # fmt: skip
        with contextlib.suppress(TimeoutError):
            return bool((await pressed.reply(PRESSED_WITHIN)).text())
        return False


@dataclass(repr=False)
class Killed:
    """What a row of kills did."""

    ready: list[float] = field(default_factory=list)
    pressed: int = 0
    dead: list[str] = field(default_factory=list)  # names of what was pressed in vain
    asked: list[Asked] = field(default_factory=list)
    got: Got = field(default_factory=lambda: Got([], [], 0))


def measure(options: argparse.Namespace) -> list[Row]:
    told = questions(shipped(options).library, 2_000, SEED)
    with home(options.learned) as data:
        killed = asyncio.run(kills(data, SHIPPED_PACK, told, options.kills))
        split = _split(data)
    half, most = np.percentile(killed.ready, [50, 95])
    answered = len(killed.asked) - len(killed.got.unanswered)
    parts = ("imports", "pack", "what was learned", "store", "discord.py")
    rest = half - sum(split)
    steps = ", ".join(f"{name} {1000 * part:.0f}" for name, part in zip(parts, split, strict=True))
    return [
        (f"ready after the start, of {len(killed.ready)}: p50 / p95", f"{half:.2f} / {most:.2f} s", "≤ 2 s"),
        ("of that, ms", f"{steps}, login and READY {1000 * max(0.0, rest):.0f}", ""),
        (
            f"{options.kills} kills: old buttons pressed, without an answer",
            f"{killed.pressed}, {len(killed.dead)}",
            "0",
        ),
        ("asked just before a kill, told to the bot again after it", f"{len(killed.asked)}", ""),
        (
            "answered (of them late), answered twice",
            f"{answered} ({killed.got.late}), {len(killed.got.twice)}",
            "0 twice",
        ),
    ]


async def kills(data: Path, pack: Path, told: Sequence[str], times: int) -> Killed:
    """Start, press everything old, ask, kill; then start once more, and press once more."""
    killed, chance = Killed(), Random(SEED)
    async with town(strict=False) as place:
        old: list[Old] = []
        for number in range(times + 1):
            async with bot(place.discord, data, pack) as child:
                killed.ready.append(time.perf_counter() - child.started)
                for asked in killed.asked[-UNDER_WAY:]:
                    place.discord.redeliver(asked)
                old = old or await cards(place, told)
                killed.dead += await _press(place, old)
                killed.pressed += len(old)
                if number == times:
                    break
                killed.asked += [await place.ask_next(chance.choice(told)) for _ in range(UNDER_WAY)]
                await asyncio.sleep(chance.uniform(0, LONGEST_MS) / 1000)
                await child.kill()
            await place.discord.until(lambda: not place.discord.gateway.ready, what="the end")
    killed.got = Got.of(killed.asked, place)
    return killed


async def cards(place: Town, told: Sequence[str]) -> list[Old]:
    """A card of each kind that can be pressed; a pack with few subjects offers them on buttons, not in a select."""
    person, room = place.people[0], place.channels[0]
    found: dict[str, Old] = {}
    for question in told:
        message = await (await place.discord.slash(person, room, "ask", {"question": question})).reply()
        for name, begins in ASKING.items():
            for button in message.buttons:
                if button.custom_id.startswith(begins):
                    found.setdefault(name, Old(name, message, button.custom_id))
        if len(found) == len(ASKING):
            break
    missing = set(ASKING) - set(found)
    if missing:
        raise RuntimeError(f"no question led to a card with {', '.join(sorted(missing))}")
    chooser = await (await place.discord.slash(person, room, "path", {"name": "?"})).reply()
    ladder = await (await place.discord.slash(person, room, "ladder")).reply()
    return [
        *found.values(),
        *(Old("select", chooser, one.custom_id, (one.options[0].value,)) for one in chooser.selects),
        Old("page", ladder, PAGE),
    ]


async def _press(place: Town, old: Sequence[Old]) -> list[str]:
    person = place.people[0]
    answered = await asyncio.gather(*(one.press(place, person) for one in old))
    return [one.name for one, good in zip(old, answered, strict=True) if not good]


def _split(data: Path) -> list[float]:
    """Seconds for each part of a start, one after the other in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-c", _LAPS, str(SHIPPED_PACK), str(data)],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return [float(line) for line in done.stdout.split() if line.replace(".", "").replace("e-", "").isdigit()]
