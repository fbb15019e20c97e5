"""`shinro run` in a process of its own: killed in the middle, stopped politely, set up wrongly."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from bot.answering import fitted
from bot.texts import say
from tests.cli.shinro import ROOT
from tests.discord.conftest import JLPT, PAY, Stage

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.library.library import Library

Run = Callable[..., AbstractAsyncContextManager[asyncio.subprocess.Process]]
PATIENCE = 20.0


@pytest.fixture
def run(waiting: Stage, tmp_path: Path, small_library: Library, small_mind: Mind) -> Run:
    """Starts the bot; whatever it says goes to a pipe."""
    fitted.keep(tmp_path / "data" / "learned", small_mind)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHINRO_")}
    own = {
        "SHINRO_DATA_DIR": str(tmp_path / "data"),
        "SHINRO_KNOWLEDGE": str(small_library.folder),
        "SHINRO_DISCORD_TOKEN": waiting.discord.token,
        "SHINRO_DISCORD_API_URL": waiting.discord.api_url,
        "PYTHONPATH": str(ROOT),
    }

    @asynccontextmanager
    async def start(**settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env={**kept, **own, **settings},
            cwd=tmp_path,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.communicate()

    return start


async def test_a_killed_bot_is_followed_by_one_that_knows_every_button(waiting: Stage, run: Run) -> None:
    discord = waiting.discord
    async with run():
        await discord.ready(PATIENCE)
        boss = await discord.slash(waiting.boss, waiting.general, "shinro channels", {"answers": waiting.lounge})
        await boss.reply()
        choice = await (await discord.slash(waiting.alice, waiting.lounge, "ask", {"question": "pay?"})).reply()
        private = await (await discord.slash(waiting.alice, waiting.general, "ask", {"question": JLPT})).reply()
        asked = await discord.slash(waiting.bob, waiting.lounge, "ask", {"question": PAY})
        public = await asked.reply()
    await discord.until(lambda: not discord.gateway.ready)
    assert discord.gateway.closes == [1006]
    async with run() as process:
        await discord.until(lambda: discord.gateway.ready, PATIENCE)
        waiting.again(asked)
        pressed = await discord.press(waiting.alice, choice, "Pay in Sales")
        assert await pressed.reply() is choice
        shared = await discord.press(waiting.alice, private, say("en", "share.label"))
        assert not (await shared.reply()).ephemeral
        await discord.press(waiting.mod, public, say("en", "delete.label"))
        await discord.until(lambda: public.deleted)
        process.send_signal(signal.SIGTERM)
        _, told = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, told.decode()
    assert discord.gateway.closes == [1006, 1000]
    assert len(asked.replies) == 1
    assert len(discord.sent("PUT", "/commands$")) == 1
    assert discord.token not in told.decode()


async def test_a_reply_under_way_gets_out_before_the_end(waiting: Stage, run: Run) -> None:
    async with run() as process:
        await waiting.discord.ready(PATIENCE)
        fault = waiting.discord.fault("POST", "/callback$", "slow 0.5")
        asked = await waiting.discord.slash(waiting.alice, waiting.general, "ask", {"question": PAY})
        await waiting.discord.until(lambda: fault.hits)
        process.send_signal(signal.SIGTERM)
        assert "About pay in Sales" in (await asked.reply()).text()
        await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0


async def test_a_wrong_token_ends_it_with_a_sentence_and_a_code(waiting: Stage, run: Run) -> None:
    async with run(SHINRO_DISCORD_TOKEN="wrong.token.here") as process:
        _, told = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 2
    assert "SHINRO_DISCORD_TOKEN was refused by Discord" in told.decode()
    assert "wrong.token.here" not in told.decode()
    assert "Traceback" not in told.decode()
