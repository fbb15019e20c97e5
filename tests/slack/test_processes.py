"""`shinro run` in a process of its own: killed in the middle, stopped politely, set up wrongly."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import pytest

from bot.texts import say
from bot.ui import unformatted
from tests.platforms.discord import Discord
from tests.platforms.slack import Slack
from tests.processes import PATIENCE, started

from .stage import text

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from tests.platforms.slack import Message

Run = Callable[..., AbstractAsyncContextManager[asyncio.subprocess.Process]]


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with Slack() as found:
        yield found


@pytest.fixture
def run(slack: Slack, tmp_path: Path, small_mind: Mind) -> Run:
    """Starts the bot; whatever it says goes to a pipe."""
    own = {
        "SHINRO_SLACK_BOT_TOKEN": slack.bot_token,
        "SHINRO_SLACK_APP_TOKEN": slack.app_token,
        "SHINRO_SLACK_API_URL": slack.api_url,
    }
    return lambda **settings: started(tmp_path, small_mind, "run", **{**own, **settings})


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


async def test_a_quiz_goes_on_after_the_process_was_killed(slack: Slack, run: Run) -> None:
    team = slack.add_team("Harbour")
    channel, alice, bob = team.add_channel("general"), team.add_member("alice"), team.add_member("bob")

    async def press(card: Message, label: str) -> Message:
        if label in [button.label for button in card.buttons]:
            return await (await slack.press(alice, card, label)).reply()
        return await (await slack.choose(alice, card, label)).reply()

    async with run():
        await slack.ready(PATIENCE)
        card = await (await slack.command(alice, channel, "/quiz", "anchor")).reply()
        for label in ("This harbour", "Meeting people"):
            card = await press(card, label)
    await slack.until(lambda: not slack.sockets.connected, PATIENCE)
    async with run():
        await slack.ready(PATIENCE)
        for label in ("Any", "N3"):
            card = await press(card, label)
    await slack.until(lambda: not slack.sockets.connected, PATIENCE)
    async with run():
        await slack.ready(PATIENCE)
        card = await press(card, "Somewhat")
        assert "Your result: Drop anchor" in text(card)
        assert slack.sees(bob, channel) == []
        await press(card, say("en", "outcome.share"))
        (shared,) = slack.sees(bob, channel)
        assert "Best fit" in text(shared)


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
