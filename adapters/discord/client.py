"""The connection: discord.py's client with the fewest intents, and what its events lead to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket

from adapters.discord.commands import synced
from adapters.discord.delivery import noted
from adapters.discord.envelope import ACKNOWLEDGED_WITHIN, Envelope
from adapters.discord.hearing import Hearing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.ports import Core

DRAINED_WITHIN = 5.0  # seconds that work under way has at the end
SYNC_PAUSES = (5.0, 30.0, 120.0, 600.0)
_LOG = structlog.get_logger(__name__)


class Client(discord.AutoShardedClient):
    """Discord's side of the bot. It keeps no members and no messages: nothing here needs them."""

    def __init__(
        self,
        core: Core,
        *,
        listening: bool = False,
        acknowledged_within: float = ACKNOWLEDGED_WITHIN,
        pause: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        intents.message_content = listening
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            guild_ready_timeout=0.5,
        )
        self._core = core
        self.envelope = Envelope(core, acknowledged_within)
        self.hearing = Hearing(core)
        self._pause = pause
        self._syncing: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Ask Discord for its gateway, so that a later new session goes there too, and send the commands."""
        self.shard_count, gateway, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        self._syncing = asyncio.create_task(self._sync(), name="commands")

    async def close(self) -> None:
        """Hear nothing new, and let replies under way out first."""
        if not self.is_closed():
            await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()), return_exceptions=True)
            await self.envelope.drain(DRAINED_WITHIN)
            if self._syncing is not None:
                self._syncing.cancel()
                await asyncio.gather(self._syncing, return_exceptions=True)
        await super().close()

    async def on_ready(self) -> None:
        _LOG.info("discord ready", servers=len(self.guilds), shards=self.shard_count)
        await self._core.present("discord", [f"discord:{guild.id}" for guild in self.guilds])

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._core.joined(f"discord:{guild.id}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self._core.left(f"discord:{guild.id}")

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.envelope.take(interaction)

    async def on_message(self, message: discord.Message) -> None:
        if self.user is not None:
            self.envelope.run(self.hearing.hear(message, self.user))

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        _LOG.exception("discord event failed", handler=event_method)

    async def _sync(self) -> None:
        """Commands go out behind the start: nobody waits for them, and a failure is tried again."""
        for pause in (*SYNC_PAUSES, None):
            try:
                if self.application_id is not None:
                    await synced(self.http, self.application_id, self._core.shelf.marks)
            except Exception as error:
                _LOG.warning("commands not sent", again_in=pause, **noted(error))
                if pause is None:
                    return
                await self._pause(pause)
            else:
                return
