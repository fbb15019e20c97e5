"""Messages: a mention or a direct message is a question; in channels where an admin wants it, so is any question."""

from __future__ import annotations

import time
import uuid
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
import structlog

from adapters.discord.asking import request_of
from adapters.discord.delivery import noted, refused
from adapters.discord.leafing import leaves
from adapters.discord.offering import showing
from adapters.discord.rights import lacking, may_post
from adapters.discord.turn import post
from bot.controls import deleting
from bot.texts import say
from bot.ui import Card, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ports import Core, Request, Server

COOLDOWN = 60.0  # seconds of silence in a channel after the bot spoke there unasked; help is never held back
REMEMBERED = 2_000
_LOG = structlog.get_logger(__name__)
_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)


class Hearing:
    """Answers messages. `ticks` counts seconds, for the cooldown."""

    def __init__(self, core: Core, ticks: Callable[[], float] = time.monotonic) -> None:
        self._core = core
        self._ticks = ticks
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._spoke: OrderedDict[int, float] = OrderedDict()

    async def hear(self, message: discord.Message, me: discord.abc.Snowflake) -> None:
        """Answer a message if it is for the bot; never raises."""
        if message.author.bot or message.webhook_id or message.type not in _SPOKEN or not self._first(message.id):
            return
        language = "en"
        try:
            direct = message.guild is None
            mentioned = any(person.id == me.id for person in message.mentions)
            server = await self._core.server(f"discord:{message.guild.id}") if message.guild else None
            request = request_of(server, message.channel, message.author, _locale(message))
            language = request.locale
            addressed = direct or mentioned
            if addressed or (server is not None and self._listens(server, message)):
                await self._answer(message, request, _without(message.content, me.id), addressed=addressed)
        except Exception as error:
            number = uuid.uuid4().hex[:8]
            _LOG.error("message not answered", id=number, **noted(error))
            await self._apologise(message, say(language, "error.adapter", id=number), language)

    async def _answer(self, message: discord.Message, request: Request, text: str, *, addressed: bool) -> None:
        channel, guild = message.channel, message.guild
        mine = channel.permissions_for(guild.me) if guild is not None else None
        if mine is not None and not may_post(mine, channel):
            if addressed:
                _LOG.warning("cannot answer a mention", server=request.server, lacks=lacking(mine, channel))
            return
        reply = await self._core.handle(
            replace(
                request,
                command="ask",
                arguments={"question": text},
                key=f"discord:{message.id}",
                addressed=addressed,
                heard=True,
                lacks=lacking(mine, channel) if mine is not None else (),
            )
        )
        if reply.silent or not isinstance(reply.body, Card):
            return
        if reply.private and guild is not None:
            await self._aside(message, reply, request.locale)
        elif addressed or self._may_speak(channel.id):
            await self._post(message, reply, request.locale)

    async def _post(self, message: discord.Message, reply: Reply, language: str, mark: str = "") -> None:
        """In the channel, as a reply. `mark` tells apart what is posted about one message."""
        controls = deleting(str(message.author.id), language) if message.guild is not None else ()
        for number, page in enumerate(leaves(reply, controls, language)):
            reference = message.to_reference(fail_if_not_exists=False) if number == 0 else None
            await post(message.channel, page, f"{message.id}{mark}.{number}", reference)

    async def _aside(self, message: discord.Message, reply: Reply, language: str) -> None:
        """What only this person should see: as a direct message, or behind a button where those are closed."""
        try:
            for number, page in enumerate(leaves(reply, (), language)):
                await post(message.author, page, f"{message.id}.{number}")
        except discord.HTTPException as error:
            if not refused(error):
                raise
            await self._post(message, showing(reply.again, language), language)

    async def _apologise(self, message: discord.Message, sentence: str, language: str) -> None:
        try:
            await self._post(message, Reply(Card("", (Text(sentence),))), language, "!")
        except Exception as error:
            _LOG.warning("apology not delivered", **noted(error))

    def _first(self, message: int) -> bool:
        if message in self._seen:
            return False
        self._seen[message] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True

    @staticmethod
    def _listens(server: Server, message: discord.Message) -> bool:
        channel: Any = message.channel
        here = {str(channel.id), str(getattr(channel, "parent_id", 0))}
        return bool(message.content) and not here.isdisjoint(server.listening)

    def _may_speak(self, channel: int) -> bool:
        """Whether enough time has passed since the bot last spoke unasked in a channel; if so, it speaks now."""
        now = self._ticks()
        if now - self._spoke.get(channel, -COOLDOWN) < COOLDOWN:
            return False
        self._spoke[channel] = now
        self._spoke.move_to_end(channel)
        if len(self._spoke) > REMEMBERED:
            self._spoke.popitem(last=False)
        return True


def _locale(message: discord.Message) -> str:
    """Messages do not say their writer's language; Discord's Japanese servers do."""
    return str(message.guild.preferred_locale) if message.guild is not None else ""


def _without(content: str, me: int) -> str:
    return content.replace(f"<@{me}>", " ").replace(f"<@!{me}>", " ").strip()
