"""Unanswered questions in the database: who asked and where is never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from bot.ports import Unanswered
from bot.storage.tables import unanswered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.storage.database import Store


class SqlUnanswereds:
    """`bot.ports.Unanswereds` in SQLite or PostgreSQL. What one organisation was asked, no other ever sees."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, question: Unanswered) -> None:
        async with self._store.writing() as connection:
            await connection.execute(
                insert(unanswered).values(
                    organisation=question.organisation,
                    language=question.language,
                    band=question.band,
                    text=question.text,
                    shape=question.shape,
                    candidates=list(question.candidates),
                    asked_at=question.asked_at,
                )
            )

    async def waiting(self, organisation: str, limit: int = 100) -> Sequence[Unanswered]:
        """The newest first."""
        query = (
            select(unanswered)
            .where(unanswered.c.organisation == organisation)
            .order_by(unanswered.c.asked_at.desc(), unanswered.c.id)
            .limit(limit)
        )
        async with self._store.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [
            Unanswered(
                organisation=row["organisation"],
                language=row["language"],
                band=row["band"],
                text=row["text"],
                shape=row["shape"],
                candidates=tuple(row["candidates"]),
                asked_at=row["asked_at"],
            )
            for row in rows
        ]

    async def count(self, organisation: str) -> int:
        query = select(func.count()).select_from(unanswered).where(unanswered.c.organisation == organisation)
        async with self._store.reading() as connection:
            return (await connection.execute(query)).scalar_one()

    async def expire(self, before: datetime) -> int:
        """The one statement that crosses organisations: the time limit is the operator's, and nothing is read."""
        async with self._store.writing() as connection:
            return (await connection.execute(delete(unanswered).where(unanswered.c.asked_at < before))).rowcount
