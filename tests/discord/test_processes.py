"""`shinro run` in a process of its own: killed in the middle, stopped politely, set up wrongly."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import pytest

from bot.texts import say
from tests.discord.conftest import JLPT, PAY, Stage
from tests.processes import PATIENCE, started

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from tests.platforms.discord import Message

Run = Callable[..., AbstractAsyncContextManager[asyncio.subprocess.Process]]


@pytest.fixture
def run(waiting: Stage, tmp_path: Path, small_mind: Mind) -> Run:
    """Starts the bot; whatever it says goes to a pipe."""
    own = {"SHINRO_DISCORD_TOKEN": waiting.discord.token, "SHINRO_DISCORD_API_URL": waiting.discord.api_url}
    return lambda **settings: started(tmp_path, small_mind, "run", **{**own, **settings})


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


async def test_a_quiz_goes_on_after_the_process_was_killed(waiting: Stage, run: Run) -> None:
    discord, alice = waiting.discord, waiting.alice

    async def press(card: Message, label: str) -> Message:
        if label in [button.label for button in card.buttons]:
            return await (await discord.press(alice, card, label)).reply()
        return await (await discord.choose(alice, card, [label])).reply()

    async with run():
        await discord.ready(PATIENCE)
        card = await (await discord.slash(alice, waiting.general, "quiz", {"name": "anchor"})).reply()
        for label in ("This harbour", "Meeting people"):
            await press(card, label)
    await discord.until(lambda: not discord.gateway.ready)
    async with run():
        await discord.until(lambda: discord.gateway.ready, PATIENCE)
        for label in ("Any", "N3"):
            assert await press(card, label) is card
    await discord.until(lambda: not discord.gateway.ready)
    async with run():
        await discord.until(lambda: discord.gateway.ready, PATIENCE)
        assert "Your result: Drop anchor" in (await press(card, "Somewhat")).text()
        shared = await press(card, say("en", "outcome.share"))
        assert "Best fit" in shared.text()
        assert shared in discord.sees(waiting.bob, waiting.general)


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
