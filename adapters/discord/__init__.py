"""Discord, through discord.py: commands, buttons, forms, mentions and direct messages."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog
from discord.http import Route

from adapters.discord.announcing import DiscordVoice
from adapters.discord.client import Client
from adapters.discord.examine import examine, invitation
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.ports import Core, Finding, Marks

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between tries to reach Discord
_AWAY = (aiohttp.ClientError, OSError, asyncio.TimeoutError)
_AUTHENTICATION_FAILED = 4004
_BAD_TOKEN = "SHINRO_DISCORD_TOKEN was refused by Discord: take the bot's token anew."  # noqa: S105
_NO_INTENT = (
    "SHINRO_DISCORD_LISTEN needs the Message Content intent: switch it on in Discord's developer portal, "
    "or unset SHINRO_DISCORD_LISTEN."
)
_LOG = structlog.get_logger(__name__)


class DiscordAdapter:
    """`bot.ports.Adapter` for Discord. Options: token, api_url, and listen (“1”: read messages nobody addressed)."""

    def __init__(self, pause: Callable[[float], Awaitable[Any]] = asyncio.sleep) -> None:
        self._pause = pause
        self.voice = DiscordVoice()

    async def run(self, core: Core, options: Mapping[str, str]) -> int:
        """Serve until cancelled. SettingsError where Discord refuses the token or an intent for good."""
        Route.BASE = options.get("api_url") or Route.BASE
        pause = FIRST_PAUSE
        while True:
            client = Client(core, listening=options.get("listen") == "1", pause=self._pause)
            self.voice.speak_through(client)
            try:
                await client.start(options["token"])
            except discord.LoginFailure:
                raise SettingsError([_BAD_TOKEN]) from None
            except discord.PrivilegedIntentsRequired:
                raise SettingsError([_NO_INTENT]) from None
            except discord.ConnectionClosed as error:
                if error.code == _AUTHENTICATION_FAILED:
                    raise SettingsError([_BAD_TOKEN]) from None
                _LOG.warning("discord closed the connection", code=error.code, again_in=pause)
            except (discord.HTTPException, discord.GatewayNotFound, *_AWAY) as error:
                _LOG.warning("discord not reached", error=type(error).__name__, again_in=pause)
            else:
                return 0
            finally:
                self.voice.speak_through(None)
                try:
                    await client.close()
                except Exception as error:
                    _LOG.warning("discord not closed cleanly", error=type(error).__name__)
            await self._pause(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def examine(self, options: Mapping[str, str], marks: Marks) -> Sequence[Finding]:
        """For `shinro doctor`."""
        return await examine(options, marks)

    def manifest(self, options: Mapping[str, str]) -> str:
        """The invitation to a server."""
        return invitation(options)
