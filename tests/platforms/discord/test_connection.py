"""Logging in, staying connected, and coming back."""

from __future__ import annotations

import asyncio
import zlib

import discord as library
import pytest
from discord import utils

from . import Discord
from .conftest import Stage
from .small_bot import SmallBot, pointed_at, running


class Inflating:
    """The library's way of reading zlib, which it hides where zstandard is installed."""

    COMPRESSION_TYPE = "zlib-stream"

    def __init__(self) -> None:
        self._stream = zlib.decompressobj()

    def decompress(self, data: bytes, /) -> str | None:
        assert data.endswith(b"\x00\x00\xff\xff")
        return self._stream.decompress(data).decode()


async def test_a_wrong_token_is_refused(server: Discord) -> None:
    with pointed_at(server):
        async with SmallBot() as bot:
            with pytest.raises(library.LoginFailure):
                await bot.login("wrong")
    assert [one.status for one in server.sent("GET", "/users/@me")] == [401]


async def test_commands_are_registered(stage: Stage) -> None:
    assert [one["name"] for one in stage.discord.commands] == [
        "ask",
        "slow",
        "form",
        "whisper",
        "pick",
        "kb",
        "Answer this",
    ]
    before = {one["name"]: one["id"] for one in stage.discord.commands}
    synced = await stage.bot.tree.sync()
    assert {one.name: str(one.id) for one in synced} == before


async def test_a_bot_without_a_granted_intent_is_sent_away(server: Discord) -> None:
    intents = library.Intents.default()
    intents.message_content = True
    with pointed_at(server):
        async with SmallBot(intents=intents) as bot:
            with pytest.raises(library.PrivilegedIntentsRequired):
                await bot.start(server.token)
    server.allow_intents("message_content")
    guild = server.add_guild("Harbour")
    channel, alice = guild.add_text_channel("general"), guild.add_member("alice")
    async with running(server, intents=intents) as bot:
        await server.say(alice, channel, "just talking")
        await server.until(lambda: len(channel.messages) == 2)
        assert bot.heard[0].content == "just talking"


async def test_what_was_missed_is_replayed_after_a_cut(stage: Stage) -> None:
    await stage.discord.gateway_fault("cut")
    asked = await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Still there?"})
    assert (await asked.reply()).text().startswith("Still there?")
    assert (stage.discord.gateway.identified, stage.discord.gateway.resumed) == (1, 1)


@pytest.mark.parametrize("kind", ["reconnect", "invalid resumable", "close 4000"])
async def test_a_session_is_resumed(stage: Stage, kind: str) -> None:
    await stage.discord.gateway_fault(kind)
    await stage.discord.until(lambda: stage.discord.gateway.resumed == 1)
    asked = await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Still there?"})
    await asked.reply()
    assert stage.discord.gateway.identified == 1


async def test_an_invalid_session_begins_anew(stage: Stage) -> None:
    await stage.discord.gateway_fault("invalid")
    await stage.discord.until(lambda: stage.discord.gateway.identified == 2)
    asked = await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Still there?"})
    await asked.reply()
    assert stage.discord.gateway.resumed == 0


async def test_silence_is_noticed() -> None:
    async with Discord(heartbeat=0.2) as discord:
        guild = discord.add_guild("Harbour")
        channel, alice = guild.add_text_channel("general"), guild.add_member("alice")
        async with running(discord, heartbeat_timeout=0.5):
            await discord.gateway_fault("dead heartbeat")
            asked = await discord.slash(alice, channel, "ask", {"question": "Still there?"})
            await asked.reply()
            assert discord.gateway.resumed == 1


@pytest.mark.parametrize("kind", ["zlib", "zstd", "none"])
async def test_every_compression_is_spoken(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if kind == "zlib":  # what the library speaks where zstandard is not installed
        monkeypatch.setattr(utils, "_ActiveDecompressionContext", Inflating)
    elif kind == "zstd":
        pytest.importorskip("zstandard")
    async with Discord(compression=kind) as discord:
        guild = discord.add_guild("Harbour")
        channel, alice = guild.add_text_channel("general"), guild.add_member("alice")
        async with running(discord):
            assert discord.gateway.compression == kind
            await asyncio.gather(*[_ask(discord, alice, channel, "?" * size) for size in (1, 100, 3_000)])


async def _ask(discord: Discord, alice: object, channel: object, question: str) -> None:
    asked = await discord.slash(alice, channel, "ask", {"question": question})  # type: ignore[arg-type]
    await asked.reply()


async def test_guilds_are_spread_over_shards() -> None:
    async with Discord(shards=3) as discord:
        guilds = [discord.add_guild(f"Harbour {number}") for number in range(6)]
        places = [(guild.add_text_channel("general"), guild.add_member("alice")) for guild in guilds]
        async with running(discord) as bot:
            for channel, alice in places:
                await _ask(discord, alice, channel, "?")
            assert {guild.shard_id for guild in bot.guilds} == {0, 1, 2}
            direct = discord.direct_channel(places[0][1])
            await _ask(discord, places[0][1], direct, "?")


async def test_the_bot_is_thrown_out_and_invited_again(stage: Stage) -> None:
    await stage.bot.wait_until_ready()
    left: asyncio.Queue[library.Guild] = asyncio.Queue()
    came: asyncio.Queue[library.Guild] = asyncio.Queue()
    stage.bot.on_guild_remove = left.put  # type: ignore[attr-defined]
    stage.bot.on_guild_join = came.put  # type: ignore[attr-defined]
    stage.guild.remove_bot()
    assert (await asyncio.wait_for(left.get(), 5)).name == "Harbour"
    stage.guild.add_bot()
    assert (await asyncio.wait_for(came.get(), 5)).name == "Harbour"
    other = stage.discord.add_guild("Lighthouse")
    assert (await asyncio.wait_for(came.get(), 5)).name == "Lighthouse"
    channel = other.add_text_channel("general")
    other.join(stage.alice)
    await _ask(stage.discord, stage.alice, channel, "Here too?")


async def test_the_bot_hears_what_it_may_do(stage: Stage) -> None:
    seen = await stage.bot.fetch_channel(stage.channel.id)
    assert isinstance(seen, library.TextChannel)
    stage.guild.take_from_bot("send_messages")
    channel = stage.bot.get_channel(stage.channel.id)
    assert isinstance(channel, library.TextChannel)
    changed: asyncio.Queue[object] = asyncio.Queue()
    stage.bot.on_guild_channel_update = lambda _, after: changed.put(after)  # type: ignore[attr-defined]
    stage.channel.deny(stage.discord.bot, "attach_files")
    await asyncio.wait_for(changed.get(), 5)
    allowed = channel.permissions_for(channel.guild.me)
    assert (allowed.send_messages, allowed.attach_files, allowed.read_message_history) == (False, False, True)


async def test_everything_asked_is_logged(stage: Stage) -> None:
    paths = [f"{one.method} {one.path}" for one in stage.discord.requests]
    assert paths[:2] == ["GET /users/@me", "GET /oauth2/applications/@me"]
    assert stage.discord.sent("PUT", "/commands$")[0].body[0]["name"] == "ask"
