"""Marks in the database: small facts by name, of the whole installation and of no organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.storage.insertion import put
from bot.storage.tables import marks

if TYPE_CHECKING:
    from bot.storage.database import Store


class SqlMarks:
    """`bot.ports.Marks` in SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, name: str) -> str | None:
        async with self._store.reading() as connection:
            return (await connection.execute(select(marks.c.value).where(marks.c.name == name))).scalar_one_or_none()

    async def put(self, name: str, value: str) -> None:
        async with self._store.writing() as connection:
            await put(connection, marks, {"name": name, "value": value})
