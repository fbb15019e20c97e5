"""People's runs through quizzes in the database. A change counts only upon the revision that it was made from."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from bot.ports import Attempt
from bot.storage.tables import attempts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import RowMapping

    from bot.storage.database import Store


class SqlAttempts:
    """`bot.ports.Attempts` in SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, attempt: Attempt) -> None:
        async with self._store.writing() as connection:
            await connection.execute(insert(attempts).values(**_row(attempt)))

    async def get(self, id: str) -> Attempt | None:  # noqa: A002
        async with self._store.reading() as connection:
            row = (await connection.execute(select(attempts).where(attempts.c.id == id))).mappings().first()
        return None if row is None else _attempt(row)

    async def put(self, attempt: Attempt) -> bool:
        before = (attempts.c.id == attempt.id) & (attempts.c.revision == attempt.revision - 1)
        async with self._store.writing() as connection:
            changed = await connection.execute(update(attempts).where(before).values(**_row(attempt)))
            return changed.rowcount == 1

    async def of(self, person: str) -> Sequence[Attempt]:
        theirs = select(attempts).where(attempts.c.person == person)
        async with self._store.reading() as connection:
            rows = await connection.execute(theirs.order_by(attempts.c.touched_at.desc(), attempts.c.id))
            return [_attempt(row) for row in rows.mappings()]

    async def drop(self, id: str) -> None:  # noqa: A002
        async with self._store.writing() as connection:
            await connection.execute(delete(attempts).where(attempts.c.id == id))

    async def erase(self, person: str) -> int:
        async with self._store.writing() as connection:
            return (await connection.execute(delete(attempts).where(attempts.c.person == person))).rowcount

    async def expire(self, before: datetime) -> int:
        async with self._store.writing() as connection:
            return (await connection.execute(delete(attempts).where(attempts.c.touched_at < before))).rowcount


def _row(attempt: Attempt) -> dict[str, object]:
    return {**asdict(attempt), "answers": dict(attempt.answers)}


def _attempt(row: RowMapping) -> Attempt:
    return Attempt(**row)
