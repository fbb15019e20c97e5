"""Announcements in Discord: posts in channels, edits of them, replies that remind, direct messages.

A message goes out with its key as nonce, so that Discord takes it once within some minutes. Later it is found again by
its container's id, which is made of the key: Discord keeps no nonce.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import discord
import structlog

from adapters.discord.delivery import CUT, gone, noted
from adapters.discord.draw import draw
from adapters.discord.pages import Message
from adapters.discord.rights import lacking
from bot.windows.announcing import Absent, Found, Gone, Later, Refused, Sent, Unsure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from adapters.discord.client import Client
    from bot.ui import Card
    from bot.windows.audience import Target

AWAY = 5.0  # seconds until the next try while there is no connection
PAGE, PAGES = 100, 10  # messages that are looked through
REMEMBERED = 5_000  # direct message channels known by person
_CLOSED = (50007, 10013, 50278)  # no direct messages from us; no such person; no server in common
_UNAUTHORIZED, _TOO_MANY = 401, 429
_NOBODY = discord.AllowedMentions.none()
_LOG = structlog.get_logger(__name__)

Answer = Sent | Refused | Later | Unsure
_T = TypeVar("_T")


class DiscordVoice:
    """`bot.windows.announcing.Voice` over the client that is connected now."""

    def __init__(self) -> None:
        self._client: Client | None = None
        self._direct: OrderedDict[str, int] = OrderedDict()

    def speak_through(self, client: Client | None) -> None:
        self._client = client

    @property
    def connected(self) -> bool:
        client = self._client
        return client is not None and client.is_ready() and not client.is_closed()

    async def post(self, target: Target, card: Card, key: str) -> Answer:
        return await self._asked(lambda client: self._sent(client, target, card, key))

    async def note(self, target: Target, about: str, card: Card, key: str) -> Answer:
        return await self._asked(lambda client: self._sent(client, target, card, key, about))

    async def edit(self, target: Target, id: str, card: Card) -> Answer | Gone:  # noqa: A002
        async def edited(client: Client) -> Sent | Gone:
            place = client.get_partial_messageable(await self._channel(client, target))
            message = place.get_partial_message(int(id))
            try:
                await message.edit(view=_view(card), attachments=[], allowed_mentions=_NOBODY)
            except discord.NotFound as error:
                if gone(error):
                    return Gone()
                raise
            return Sent(id)

        return await self._asked(edited)

    async def find(self, target: Target, key: str, since: datetime) -> Found | Absent | Later | Unsure:
        found = await self._asked(lambda client: self._looked(client, target, key, since))
        return Unsure() if isinstance(found, Refused) else found  # what may not be read may hold it

    async def lacks(self, target: Target) -> Sequence[str]:
        if self._client is None or not self.connected:
            return ()
        guild = self._client.get_guild(int(target.server.partition(":")[2] or 0))
        channel = guild.get_channel_or_thread(int(target.id)) if guild is not None and target.id.isdecimal() else None
        if guild is None or channel is None:
            return ("view_channel",)
        missing = lacking(channel.permissions_for(guild.me), channel)
        return tuple(name for name in missing if name != "create_events")

    async def _sent(self, client: Client, target: Target, card: Card, key: str, about: str = "") -> Sent:
        channel = await self._channel(client, target)
        more: dict[str, Any] = {}
        if about.isdecimal():
            reference = discord.MessageReference(message_id=int(about), channel_id=channel, fail_if_not_exists=False)
            more = {"reference": reference, "mention_author": False}
        place = client.get_partial_messageable(channel)
        sent = await place.send(view=_view(card, key), nonce=key, allowed_mentions=_NOBODY, **more)
        return Sent(str(sent.id))

    async def _looked(self, client: Client, target: Target, key: str, since: datetime) -> Found | Absent | Unsure:
        """Through what was said since; where the history may not be read, nobody can tell."""
        if "read_message_history" in await self.lacks(target):
            return Unsure()
        channel, after = await self._channel(client, target), discord.utils.time_snowflake(since)
        for _ in range(PAGES):
            messages = await client.http.logs_from(channel, PAGE, after=after)
            for message in messages:
                if _is(message, key):
                    at = discord.utils.snowflake_time(int(message["id"]))
                    return Found(str(message["id"]), at)
            if len(messages) < PAGE:
                return Absent()
            after = max(int(message["id"]) for message in messages)
        _LOG.warning("not looked any further", target=target.key)
        return Unsure()

    async def _channel(self, client: Client, target: Target) -> int:
        if target.kind == "place":
            return int(target.id)
        if target.id not in self._direct:
            opened = await client.http.start_private_message(int(target.id.partition(":")[2]))
            self._direct[target.id] = int(opened["id"])
            while len(self._direct) > REMEMBERED:
                self._direct.popitem(last=False)
        return self._direct[target.id]

    async def _asked(self, call: Callable[[Client], Awaitable[_T]]) -> _T | Refused | Later | Unsure:
        """What comes of a call; no failure leaves here."""
        client = self._client
        if client is None or not self.connected:
            return Later(AWAY)
        try:
            return await call(client)
        except discord.RateLimited as error:
            return Later(error.retry_after)
        except discord.HTTPException as error:
            return _answered(error)
        except aiohttp.ClientConnectorError:
            return Later()
        except ValueError as error:  # an id that is none of Discord's
            return Refused(str(error)[:80])
        except Exception as error:
            if not isinstance(error, CUT):
                _LOG.error("announcement failed", **noted(error))
            return Unsure()


def _answered(error: discord.HTTPException) -> Refused | Later | Unsure:
    if error.code in _CLOSED:
        return Refused(f"{error.text} ({error.code})", closed=True)
    if error.status == _TOO_MANY:
        try:
            return Later(float(error.response.headers.get("Retry-After", "")))
        except ValueError:
            return Later()
    if error.status == _UNAUTHORIZED:
        return Later()
    if error.status >= 500:
        return Unsure()
    return Refused(f"{error.text[:80]} ({error.code or error.status})")


def _view(card: Card, key: str = "") -> Message:
    """A card as one message; with a key, marked so that it is found again."""
    page, *more = draw(card)
    if more:
        _LOG.error("announcement too long for one message", pages=1 + len(more))
    components = page.view.to_components()
    if key:
        components = [{**components[0], "id": _number(key)}, *components[1:]]
    return Message(components)


def _number(key: str) -> int:
    """A component's id, a positive number of 31 bits, for a key."""
    return int(key[:8], 16) & 0x7FFFFFFF or 1


def _is(message: Any, key: str) -> bool:
    if str(message.get("nonce", "")) == key:
        return True
    return any(component.get("id") == _number(key) for component in message.get("components") or ())
