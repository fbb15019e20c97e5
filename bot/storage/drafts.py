"""Drafts of forms in the database: kept between the steps of a form, and for a day at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.storage.insertion import put
from bot.storage.tables import drafts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.storage.database import Store


class SqlDrafts:
    """`bot.ports.Drafts` in SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def put(self, key: str, values: Mapping[str, str], at: datetime) -> None:
        async with self._store.writing() as connection:
            await put(connection, drafts, {"key": key, "filled": dict(values), "at": at})

    async def get(self, key: str) -> Mapping[str, str] | None:
        async with self._store.reading() as connection:
            row = (await connection.execute(select(drafts.c.filled).where(drafts.c.key == key))).first()
        return None if row is None else dict(row.filled)

    async def drop(self, key: str) -> None:
        async with self._store.writing() as connection:
            await connection.execute(delete(drafts).where(drafts.c.key == key))

    async def expire(self, before: datetime) -> int:
        async with self._store.writing() as connection:
            return (await connection.execute(delete(drafts).where(drafts.c.at < before))).rowcount
