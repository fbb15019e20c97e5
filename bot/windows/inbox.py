"""What could not be written to somebody because their direct messages are closed: told beside their next command."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.texts import spoken
from bot.ui import Card, Divider
from bot.windows.reader_cards import missed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.ports import Clock, Request
    from bot.ui import Reply
    from bot.windows.ports import WindowsKept

    Handler = Callable[[Request], Awaitable[Reply]]

_LOG = structlog.get_logger(__name__)


class Inbox:
    """Adds to replies what waits for a person. Such a reply is theirs alone."""

    def __init__(self, kept: WindowsKept, clock: Clock) -> None:
        self._kept, self._clock = kept, clock

    def over(self, handler: Handler) -> Handler:
        """The handler of a command, with what waits. A message in a place gets its answer alone, for all see that."""

        async def with_inbox(request: Request) -> Reply:
            reply = await handler(request)
            if request.heard or reply.silent or not isinstance(reply.body, Card):
                return reply
            try:
                return await self._added(request, reply, reply.body)
            except Exception as error:
                _LOG.error("inbox not told", id=uuid.uuid4().hex[:8], error=type(error).__name__)
                return reply

        return with_inbox

    async def _added(self, request: Request, reply: Reply, card: Card) -> Reply:
        waiting = []
        for reader in await self._kept.subscriptions.by(request.person):
            found = await self._kept.announcements.inbox(reader.organisation, request.person)
            waiting += [window for window, _ in found]
        if not waiting:
            return reply
        windows = list({(window.organisation, window.id): window for window in waiting}.values())
        added = missed(windows, self._clock.now(), spoken(request.locale))
        return replace(reply, body=replace(card, blocks=(*card.blocks, Divider(), *added)), private=True)
