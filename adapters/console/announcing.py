"""What the bot announces in the terminal: shown between one line and the next, never in the middle of typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.ui import Reply
from bot.windows.announcing import Absent, Found, Sent

Announced = Callable[[], Sequence[Reply]]  # what was announced since this was asked last

if TYPE_CHECKING:
    from datetime import datetime

    from bot.ports import Clock
    from bot.ui import Card
    from bot.windows.audience import Target


def nothing() -> Sequence[Reply]:
    """Where nothing is announced."""
    return ()


class TerminalVoice:
    """`bot.windows.announcing.Voice`. A post that changes is not written again: what is printed stays printed."""

    connected = True

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._said: dict[str, datetime] = {}
        self._waiting: list[Reply] = []

    def take(self) -> Sequence[Reply]:
        """What was announced since this was asked last."""
        taken, self._waiting = self._waiting, []
        return taken

    async def post(self, target: Target, card: Card, key: str) -> Sent:  # noqa: ARG002
        self._said[key] = self._clock.now()
        self._waiting.append(Reply(card))
        return Sent(key)

    async def edit(self, target: Target, id: str, card: Card) -> Sent:  # noqa: A002, ARG002
        return Sent(id)

    async def note(self, target: Target, about: str, card: Card, key: str) -> Sent:  # noqa: ARG002
        return await self.post(target, card, key)

    async def find(self, target: Target, key: str, since: datetime) -> Found | Absent:  # noqa: ARG002
        at = self._said.get(key)
        return Found(key, at) if at is not None and at >= since else Absent()

    async def lacks(self, target: Target) -> Sequence[str]:  # noqa: ARG002
        return ()
