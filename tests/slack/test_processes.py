"""`shinro run` in a process of its own: killed in the middle, stopped politely, set up wrongly."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from bot.answering import fitted
from bot.texts import say
from bot.ui import unformatted
from tests.cli.shinro import ROOT
from tests.platforms.discord import Discord
from tests.platforms.slack import Slack

from .stage import text

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.library.library import Library

Run = Callable[..., AbstractAsyncContextManager[asyncio.subprocess.Process]]
PATIENCE = 20.0


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with Slack() as found:
        yield found


@pytest.fixture
def run(slack: Slack, tmp_path: Path, small_library: Library, small_mind: Mind) -> Run:
    """Starts the bot; whatever it says goes to a pipe."""
    fitted.keep(tmp_path / "data" / "learned", small_mind)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHINRO_")}
    own = {
        "SHINRO_DATA_DIR": str(tmp_path / "data"),
        "SHINRO_KNOWLEDGE": str(small_library.folder),
        "SHINRO_SLACK_BOT_TOKEN": slack.bot_token,
        "SHINRO_SLACK_APP_TOKEN": slack.app_token,
        "SHINRO_SLACK_API_URL": slack.api_url,
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


async def test_a_killed_bot_is_followed_by_one_that_knows_every_button(slack: Slack, run: Run) -> None:
    team = slack.add_team("Harbour")
    channel, alice, boss = team.add_channel("general"), team.add_member("alice"), team.add_member("boss", owner=True)
    async with run():
        await slack.ready(PATIENCE)
        set_up = await slack.command(boss, channel, "/shinro", f"channels answers <#{channel.id}|general>")
        assert "Answers for all" in text(await set_up.reply())
        choice = await (await slack.command(alice, channel, "/ask", "trainer or recruiter experience")).reply()
        said = await slack.say(alice, channel, "what jlpt do i need for sales?", mention_bot=True)
        await slack.until(lambda: said.replies, PATIENCE)
    await slack.until(lambda: not slack.sockets.connected, PATIENCE)
    async with run() as process:
        await slack.ready(PATIENCE)
        await slack.redeliver(everything=True)
        pressed = await slack.press(alice, choice, "Experience in Trainer")
        assert await pressed.reply() is choice
        assert "About experience in Trainer" in text(choice)
        await slack.press(alice, said.replies[0], say("en", "delete.label"))
        await slack.until(lambda: not said.replies, PATIENCE)
        process.send_signal(signal.SIGTERM)
        _, told = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, told.decode()
    assert slack.bot_token not in told.decode()
    assert slack.app_token not in told.decode()
    assert "jlpt" not in told.decode()


async def test_both_platforms_in_one_process_are_joined_by_a_code(slack: Slack, run: Run) -> None:
    team = slack.add_team("Harbour")
    channel, boss = team.add_channel("general"), team.add_member("boss", owner=True)
    async with Discord() as discord:
        guild = discord.add_guild("Harbour")
        general, chief = guild.add_text_channel("general"), guild.add_member("chief")
        guild.give(chief, guild.add_role("chiefs", permissions=["manage_guild"]))
        async with run(SHINRO_DISCORD_TOKEN=discord.token, SHINRO_DISCORD_API_URL=discord.api_url) as process:
            await asyncio.gather(slack.ready(PATIENCE), discord.ready(PATIENCE))
            asked = await discord.slash(chief, general, "shinro link", force=True)
            found = re.search(r"/shinro link ([A-Z0-9]{4}-[A-Z0-9]{4})", (await asked.reply()).text())
            assert found is not None
            joined = await (await slack.command(boss, channel, "/shinro", f"link {found[1].lower()}")).reply()
            assert unformatted(say("en", "link.joined", server=f"discord:{guild.id}")) in text(joined)
            again = await (await slack.command(boss, channel, "/shinro", f"link {found[1]}")).reply()
            assert unformatted(say("en", "link.unknown")) in text(again)
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0


async def test_a_reply_under_way_gets_out_before_the_end(slack: Slack, run: Run) -> None:
    team = slack.add_team("Harbour")
    channel, alice = team.add_channel("general"), team.add_member("alice")
    async with run() as process:
        await slack.ready(PATIENCE)
        fault = slack.fault("response_url", "slow 0.5")
        asked = await slack.command(alice, channel, "/ask", "how much does sales pay")
        await slack.until(lambda: fault.hits, PATIENCE)
        process.send_signal(signal.SIGTERM)
        assert "Pay in Sales" in text(await asked.reply())
        await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0


async def test_a_wrong_token_ends_it_with_a_sentence_and_a_code(slack: Slack, run: Run) -> None:
    slack.add_team("Harbour")
    async with run(SHINRO_SLACK_BOT_TOKEN="xoxb-wrong") as process:
        _, told = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 2
    assert "SHINRO_SLACK_BOT_TOKEN was refused by Slack" in told.decode()
    assert "xoxb-wrong" not in told.decode()
    assert "Traceback" not in told.decode()
