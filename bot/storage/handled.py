"""What was handled already, in the database. Claims that come at once are written at once: one transaction for all."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete

from bot.storage.insertion import insert_into
from bot.storage.tables import handled, storable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.storage.database import Store

TOGETHER = 500  # claims in one transaction
LONGEST = 200  # characters of a key; a longer one is known by its hash, because an index has its limit


@dataclass(frozen=True, eq=False)
class _Claim:
    key: str
    at: datetime
    told: asyncio.Future[bool]


class SqlHandled:
    """`bot.ports.Handled` in SQLite or PostgreSQL.

    A claim goes to the store at once. Those that come while it is being written wait for that, and go together next.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Claim] = []
        self._writing: asyncio.Task[None] | None = None

    async def claim(self, key: str, at: datetime) -> bool:
        claim = _Claim(_stored(key), at, asyncio.get_running_loop().create_future())
        self._waiting.append(claim)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="claims")
        return await claim.told

    async def expire(self, before: datetime) -> int:
        async with self._store.writing() as connection:
            return (await connection.execute(delete(handled).where(handled.c.at < before))).rowcount

    async def settled(self) -> None:
        """Wait until nothing is being written."""
        if self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)

    async def _write(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
            try:
                mine = await self._insert(together)
            except Exception as error:
                for claim in together:
                    if not claim.told.done():
                        claim.told.set_exception(error)
                continue
            for claim in together:
                if not claim.told.done():
                    claim.told.set_result(claim.key in mine)
                mine.discard(claim.key)  # of two in one transaction, the first has it

    async def _insert(self, claims: Sequence[_Claim]) -> set[str]:
        """The keys that nobody had claimed. In order, so that two processes never wait for each other in a circle."""
        at = {claim.key: claim.at for claim in reversed(claims)}
        rows = [{"key": key, "at": at[key]} for key in sorted(at)]
        async with self._store.writing(lasting=False) as connection:
            new = insert_into(connection, handled).on_conflict_do_nothing().returning(handled.c.key)
            return set((await connection.scalars(new, rows)).all())


def _stored(key: str) -> str:
    key = storable(key)
    return key if len(key) <= LONGEST else hashlib.sha256(key.encode()).hexdigest()
