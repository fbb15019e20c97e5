"""Screens of the real bot: `python -m tests.discord.screens DATA OUT.html` asks it over a loopback Discord.

DATA is a data folder (what was learned there is used again). The page is drawn from the JSON that went out.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.discord import DiscordAdapter
from bot.app import running
from bot.config import Settings
from tests.discord.page import page
from tests.platforms.discord import Asked, Discord, Message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.platforms.discord import Channel, Guild, User

QUESTIONS = (
    ("Two contexts, two answers", "what JLPT do I need for recruiting?"),
    ("The same in Japanese", "SPPに応募するにはN4でもいい？"),
    ("Not sure: it asks back", "is the pay any good"),
    ("Not stated anywhere", "when does the application window open this year"),
    ("Outside what it knows", "how do i file my taxes in japan"),
)
COMMANDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("A subject", "path", {"name": "Staff Preparation Programme (SPP)"}),
    ("Two side by side", "compare", {"first": "Head Teacher", "second": "CHT"}),
    ("The ladder", "ladder", {}),
)


@dataclass(frozen=True)
class Scene:
    """The real bot in a server of a loopback Discord, with a member and an admin."""

    discord: Discord
    guild: Guild
    channel: Channel
    alice: User
    boss: User


@asynccontextmanager
async def scene(settings: Settings) -> AsyncIterator[Scene]:
    async with Discord(check=False) as discord, running(settings) as app:
        if app.answering.learning:
            await app.answering.learned()
        guild = discord.add_guild("Harbour", locale="en-US")
        channel, alice = guild.add_text_channel("general"), guild.add_member("alice")
        boss = guild.add_member("boss", roles=[guild.add_role("admins", permissions=["manage_guild"])])
        options = {"token": discord.token, "api_url": discord.api_url}
        serving = asyncio.create_task(DiscordAdapter().run(app.core, options))
        try:
            await discord.ready()
            yield Scene(discord, guild, channel, alice, boss)
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


async def screens(settings: Settings) -> tuple[list[tuple[str, Any]], dict[str, str]]:
    """Heading and outgoing components of each screen; the names of channels by their ids."""
    async with scene(settings) as at:
        seen = await _seen(at.discord, at.guild, at.channel, at.alice, at.boss)
        return seen, {str(one.id): one.name for one in at.guild.channels}


async def _seen(discord: Discord, guild: Guild, channel: Channel, alice: User, boss: User) -> list[tuple[str, Any]]:
    async def shown(asked: Asked) -> Message:
        return await asked.reply()

    found: list[tuple[str, Any]] = []
    for heading, question in QUESTIONS:
        reply = await shown(await discord.slash(alice, channel, "ask", {"question": question}))
        found.append((heading, reply.components))
    for heading, command, values in COMMANDS:
        found.append((heading, (await shown(await discord.slash(alice, channel, command, values))).components))
    welcome = guild.add_text_channel("careers")
    await shown(await discord.slash(boss, channel, "shinro channels", {"answers": welcome}))
    found.append(("Setting up", (await shown(await discord.slash(boss, channel, "shinro setup"))).components))
    return found


def main(data: str, out: str) -> None:
    settings = Settings(data_dir=Path(data))
    seen, names = asyncio.run(screens(settings))
    Path(out).write_text(page(seen, names=names), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
