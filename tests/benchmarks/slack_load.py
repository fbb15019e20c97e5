"""Many people in Slack at a steady pace, by sockets and over HTTP: how soon they are acknowledged and answered."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from typing import TYPE_CHECKING

import numpy as np

from adapters.slack.app import PATH
from tests.benchmarks.common import Row, shipped
from tests.benchmarks.discord_child import STARTED_WITHIN, home, start
from tests.benchmarks.discord_town import ANSWERED_WITHIN, questions
from tests.platforms.slack import Slack

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from tests.platforms.slack import Asked, Channel, User

ASKED, A_SECOND, WARM = 1_000, 25.0, 20
PEOPLE, SEED = 200, 20_261_124
MODES = ("Socket Mode", "HTTP mode")


def measure(options: argparse.Namespace) -> list[Row]:
    told = questions(shipped(options).library, ASKED + WARM, SEED)
    rows: list[Row] = []
    for mode in MODES:
        asked, seconds = asyncio.run(_measured(options.learned, told, http=mode == MODES[1]))
        acknowledged = [1000 * one.ack_seconds for one in asked if one.ack_seconds is not None]
        lost = sum(not one.replies for one in asked)
        doubled = sum(len(one.replies) > 1 for one in asked)
        rows += [
            (
                f"{mode}, {ASKED} × /ask, {A_SECOND:.0f} a second: acknowledged, p50 / p99",
                _pair(acknowledged),
                "p99 ≤ 250 ms",
            ),
            (f"{mode}: answered, p50 / p99", _pair([1000 * one for one in seconds]), "p99 ≤ 500 ms"),
            (f"{mode}: lost / answered more than once", f"{lost} / {doubled}", "0 / 0"),
        ]
    return rows


async def _measured(learned: Path, told: Sequence[str], *, http: bool) -> tuple[list[Asked], list[float]]:
    with home(learned) as data:
        async with Slack(check=False) as slack:
            team = slack.add_team("Harbour")
            channel = team.add_channel("general")
            people = [team.add_member(f"person-{n}", locale="ja-JP" if n % 4 == 3 else "en-US") for n in range(PEOPLE)]
            async with _bot(slack, data, http=http):
                await _steadily(slack, channel, people, told[:WARM])
                heard = await _steadily(slack, channel, people, told[WARM:])
    return [asked for asked, _ in heard], [seconds for _, seconds in heard if seconds is not None]


async def _steadily(
    slack: Slack, channel: Channel, people: Sequence[User], told: Sequence[str]
) -> list[tuple[Asked, float | None]]:
    begun, waiting = time.perf_counter(), []
    for number, question in enumerate(told):
        await asyncio.sleep(max(0.0, begun + number / A_SECOND - time.perf_counter()))
        typed = question.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        asked = await slack.command(people[number % len(people)], channel, "/ask", typed)
        waiting.append(asyncio.create_task(_heard(asked)))
    return list(await asyncio.gather(*waiting))


async def _heard(asked: Asked) -> tuple[Asked, float | None]:
    begun = time.perf_counter()
    with contextlib.suppress(TimeoutError):
        await asked.reply(ANSWERED_WITHIN)
        seconds = time.perf_counter() - begun
        await asked.acknowledged()
        return asked, seconds
    return asked, None


@contextlib.asynccontextmanager
async def _bot(slack: Slack, data: Path, *, http: bool) -> AsyncIterator[None]:
    settings = {
        "SHINRO_DATA_DIR": str(data),
        "SHINRO_SLACK_BOT_TOKEN": slack.bot_token,
        "SHINRO_SLACK_API_URL": slack.api_url,
    }
    port = _free_port()
    if http:
        settings |= {"SHINRO_SLACK_SIGNING_SECRET": slack.signing_secret, "SHINRO_HTTP_PORT": str(port)}
    else:
        settings["SHINRO_SLACK_APP_TOKEN"] = slack.app_token
    child = await start(data.parent / "bot.log", "-m", "bot", "run", settings=settings)
    try:
        if http:
            await slack.until(lambda: _listens(port) or child.process.returncode is not None, STARTED_WITHIN, "the bot")
            slack.http(f"http://127.0.0.1:{port}{PATH}")
        await slack.until(
            lambda: http or slack.sockets.connected or child.process.returncode is not None, STARTED_WITHIN, "the bot"
        )
        if child.process.returncode is not None:
            raise RuntimeError(child.log.read_text())
        yield
    finally:
        slack.http("")
        await child.end()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _pair(milliseconds: Sequence[float]) -> str:
    half, most = np.percentile(milliseconds, [50, 99]) if milliseconds else (float("nan"), float("nan"))
    return f"{half:.0f} / {most:.0f} ms"
