"""A guild with one channel, one member and a real bot in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from . import Channel, Discord, Guild, User
from .small_bot import SmallBot, running


@dataclass(frozen=True)
class Stage:
    discord: Discord
    guild: Guild
    channel: Channel
    alice: User
    bot: SmallBot


@pytest.fixture
async def server() -> AsyncIterator[Discord]:
    async with Discord() as discord:
        yield discord


@pytest.fixture
async def stage(server: Discord) -> AsyncIterator[Stage]:
    guild = server.add_guild("Harbour", locale="ja")
    channel = guild.add_text_channel("general")
    alice = guild.add_member("alice", locale="ja")
    async with running(server) as bot:
        yield Stage(server, guild, channel, alice, bot)


@pytest.fixture
async def rest(server: Discord) -> AsyncIterator[aiohttp.ClientSession]:
    """The API without a library, with the bot's token."""
    headers = {"Authorization": f"Bot {server.token}"}
    async with aiohttp.ClientSession(f"{server.api_url}/", headers=headers) as session:
        yield session
