"""Messages: a mention or a direct message is a question; in channels where an admin wants it, so is any question.

Slack tells of a mention twice, as a message and as a mention, and of either again when it likes: a message is known by
its place and time stamp, not by the event that told of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.agent import at_work, titled
from adapters.slack.asking import Place, asker_of
from adapters.slack.calls import NOT_HERE, named, word
from adapters.slack.draw import draw
from adapters.slack.helping import cannot
from adapters.slack.mrkdwn import plain_text
from adapters.slack.patience import Patience, Sign
from adapters.slack.rights import missing
from adapters.slack.sending import post, whisper, write_to
from bot.controls import deleting
from bot.texts import say
from bot.ui import Card, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adapters.slack.asking import Asker
    from adapters.slack.workspaces import Workspace
    from bot.ports import Core, Request, Server

COOLDOWN = 60.0  # seconds of silence in a channel after the bot spoke there unasked
REMEMBERED = 5_000
_SPOKEN = (None, "thread_broadcast", "file_share", "me_message")
_LOG = structlog.get_logger(__name__)


class Hearing:
    """Answers messages. `ticks` counts seconds, for the cooldown."""

    def __init__(
        self, core: Core, patience: Patience | None = None, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._core = core
        self._patience = patience or Patience()
        self._ticks = ticks
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._spoke: OrderedDict[str, float] = OrderedDict()

    async def hear(self, workspace: Workspace, event: Mapping[str, Any]) -> None:
        """Answer a message if it is for the bot; never raises but for what ends a workspace."""
        channel, stamp, person = str(event.get("channel", "")), str(event.get("ts", "")), str(event.get("user", ""))
        if not (channel and stamp and person) or person == workspace.bot_user or event.get("bot_id"):
            return
        if event.get("subtype") not in _SPOKEN or event.get("hidden"):
            return
        direct = channel.startswith("D")
        text = str(event.get("text") or "")
        mentioned = event.get("type") == "app_mention" or f"<@{workspace.bot_user}>" in text
        if not (direct or mentioned):
            server = await self._core.server(workspace.server)
            if not self._listens(server, channel, text):
                return
        key = f"slack:{workspace.id}:{channel}:{stamp}"
        if not self._first(key):
            return
        await self._answer(workspace, event, key, addressed=direct or mentioned)

    async def _answer(self, workspace: Workspace, event: Mapping[str, Any], key: str, *, addressed: bool) -> None:
        channel, stamp, person = str(event["channel"]), str(event["ts"]), str(event["user"])
        place = Place(channel, str(event.get("thread_ts") or stamp))
        language = "en"
        try:
            asker = await asker_of(self._core, workspace, person, place, key)
            language = asker.request.locale
            lacks = missing(workspace.scopes)
            text = plain_text(str(event.get("text") or ""), workspace.bot_user)
            request = replace(
                asker.request, command="ask", arguments={"question": text}, addressed=addressed, heard=True, lacks=lacks
            )
            reply = await self._handled(workspace, place, request)
            await self._say(workspace, asker, place, reply, key, addressed=addressed)
            if asker.direct and not event.get("thread_ts") and not reply.silent:
                await titled(workspace, place, text)
        except asyncio.CancelledError:
            _LOG.warning("message not answered before the end", id=uuid.uuid4().hex[:8], workspace=workspace.id)
            if addressed:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._patience.farewell):
                        await self._apologise(workspace, place, person, key, say(language, "error.ending"))
            raise
        except Exception as error:
            if workspace.ended_by(error):
                raise
            number = uuid.uuid4().hex[:8]
            _LOG.error("message not answered", id=number, workspace=workspace.id, error=named(error))
            if addressed:
                await self._apologise(workspace, place, person, key, say(language, "error.adapter", id=number))

    async def _handled(self, workspace: Workspace, place: Place, request: Request) -> Reply:
        """The core's reply, with a sign of work meanwhile where it takes longer."""
        if not request.addressed:
            return await self._core.handle(request)
        sign = Sign(self._patience.sign, lambda: at_work(workspace, place, request.locale))
        try:
            reply = await self._core.handle(request)
            await sign.over()
        finally:
            sign.stop()
        return reply

    async def _say(
        self, workspace: Workspace, asker: Asker, place: Place, reply: Reply, key: str, *, addressed: bool
    ) -> None:
        if reply.silent or not isinstance(reply.body, Card):
            return
        if not addressed:
            self._spoke[place.channel] = self._ticks()
            if len(self._spoke) > REMEMBERED:
                self._spoke.popitem(last=False)
        private = reply.private and not asker.direct
        controls = () if asker.direct or private else deleting(asker.person.id, asker.request.locale)
        for number, page in enumerate(draw(reply.body, controls)):
            name = f"{key}.{number}"
            try:
                if private:
                    await whisper(workspace, place.channel, asker.person.id, page, place.thread)
                else:
                    await post(workspace, place.channel, page, name, place.thread)
            except SlackApiError as error:
                if word(error) not in NOT_HERE or not addressed:
                    raise
                _LOG.warning("cannot answer here", workspace=workspace.id, error=named(error))
                if number == 0:
                    note = cannot(error, asker.request.locale)
                    await write_to(workspace, asker.person.id, draw(Card("", (Text(note),)))[0], f"{key}.note")
                await write_to(workspace, asker.person.id, page, name)

    async def _apologise(self, workspace: Workspace, place: Place, person: str, key: str, sentence: str) -> None:
        (page,) = draw(Card("", (Text(sentence),)))
        try:
            if place.channel.startswith("D"):
                await post(workspace, place.channel, page, f"{key}.sorry", place.thread)
            else:
                await whisper(workspace, place.channel, person, page, place.thread)
        except Exception as error:
            _LOG.warning("apology not delivered", workspace=workspace.id, error=named(error))

    def _first(self, key: str) -> bool:
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True

    def _listens(self, server: Server, channel: str, text: str) -> bool:
        quiet = self._ticks() - self._spoke.get(channel, -COOLDOWN) >= COOLDOWN
        return channel in server.listening and quiet and bool(text.strip())
