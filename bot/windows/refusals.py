"""What the office refuses, as a sentence to whoever asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts import say, spoken
from bot.ui import Card, Reply, Text
from bot.windows.office import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.ports import Request


def told(handler: Callable[[Request], Awaitable[Reply]]) -> Callable[[Request], Awaitable[Reply]]:
    """The handler, with its refusals in words."""

    async def tell(request: Request) -> Reply:
        try:
            return await handler(request)
        except Refusal as refusal:
            return Reply(Card(blocks=(Text(say(spoken(request.locale), f"window.refused.{refusal}")),)), private=True)

    return tell
