"""The servers that the bot lives in: read from the store once, then from memory."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.ports import Clock, Server, Servers

REMEMBERED = 5_000  # servers kept in memory; the one not asked for longest goes first


async def nothing(_organisation: str | None) -> None:
    """Where nobody has to know that the servers of an organisation changed."""


class Directory:
    """What each server's admins chose. Within a process a change is seen at once; errors of the store pass through."""

    def __init__(self, servers: Servers, clock: Clock) -> None:
        self._servers = servers
        self._clock = clock
        self._known: OrderedDict[str, Server] = OrderedDict()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def get(self, id: str) -> Server:  # noqa: A002
        known = self._known.get(id)
        if known is not None:
            self._known.move_to_end(id)
            return known
        async with self._lock(id):
            return self._known.get(id) or self._remember(await self._servers.get(id))

    async def change(self, id: str, **fields: Any) -> Server:  # noqa: A002
        """Set some fields; the others are read anew first, because another process may have set them."""
        async with self._lock(id):
            server = replace(await self._servers.get(id), **fields)
            await self._servers.put(server)
            return self._remember(server)

    async def joined(self, id: str) -> None:  # noqa: A002
        async with self._lock(id):
            await self._servers.joined(id)
            self._known.pop(id, None)

    async def left(self, id: str) -> None:  # noqa: A002
        async with self._lock(id):
            await self._servers.left(id, self._clock.now())
            self._known.pop(id, None)

    async def present(self, platform: str, ids: Collection[str]) -> None:
        """The bot is in these servers of a platform and in no others."""
        await self._servers.present(platform, ids, self._clock.now())
        for known in [name for name in self._known if name.startswith(f"{platform}:")]:
            del self._known[known]

    async def join(self, organisation: str, other: str) -> None:
        """Make the servers of an organisation, and what waits there, part of another one."""
        await self._servers.join(organisation, other)
        self._known.clear()

    async def expire(self, before: datetime) -> int:
        """Forget servers left before an instant; how many were forgotten."""
        forgotten = await self._servers.expire(before)
        self._known.clear()
        return forgotten

    async def count(self) -> int:
        return await self._servers.count()

    def _lock(self, id: str) -> asyncio.Lock:  # noqa: A002
        return self._locks.setdefault(id, asyncio.Lock())

    def _remember(self, server: Server) -> Server:
        self._known[server.id] = server
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return server
