"""Gateway connections, and the sessions that outlive them."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

REPLAYED = 5_000  # events kept for a session that comes back


class Link:
    """One connection. What is sent goes through one task, so that order and compression hold."""

    def __init__(self, socket: web.WebSocketResponse, pack: Callable[[str], str | bytes], cut: Callable[[], None]):
        self.socket = socket
        self.cut = cut
        self.dead = False  # the wire is there, nothing passes any more
        self.closed_by_us: int | None = None
        self._pack = pack
        self._outbox: asyncio.Queue[str | int] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())

    def send(self, text: str) -> None:
        if not self.dead:
            self._outbox.put_nowait(text)

    def close(self, code: int) -> None:
        """Says goodbye after everything that was sent before."""
        self.closed_by_us = code
        self._outbox.put_nowait(code)

    async def _write(self) -> None:
        try:
            while isinstance(text := await self._outbox.get(), str):
                packed = self._pack(text)
                if isinstance(packed, bytes):
                    await self.socket.send_bytes(packed)
                else:
                    await self.socket.send_str(packed)
            await self.socket.close(code=text)
        except ConnectionError:
            self.cut()

    async def stop(self) -> None:
        self._writer.cancel()
        await asyncio.wait([self._writer])


class Session:
    """What the server remembers of a client between HELLO and the end, across connections."""

    def __init__(self, shard: int, shards: int, intents: int, link: Link) -> None:
        self.id = secrets.token_hex(16)
        self.shard = shard
        self.shards = shards
        self.intents = intents
        self.link: Link | None = link
        self.sequence = 0
        self._events: deque[tuple[int, str]] = deque(maxlen=REPLAYED)

    def wants(self, guild_id: int | None) -> bool:
        return self.shard == (0 if guild_id is None else (guild_id >> 22) % self.shards)

    def dispatch(self, event: str, data: str) -> None:
        """Numbers an event, remembers it, and sends it if anyone listens."""
        self.sequence += 1
        text = f'{{"t":"{event}","s":{self.sequence},"op":0,"d":{data}}}'
        self._events.append((self.sequence, text))
        if self.link is not None:
            self.link.send(text)

    def missed(self, since: int) -> list[str] | None:
        """What came after; None where too much has been forgotten."""
        if self._events and self._events[0][0] > since + 1:
            return None
        return [text for sequence, text in self._events if sequence > since]
