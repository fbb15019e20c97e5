"""Who wants to be told of windows, in the database. Whoever leaves, leaves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.storage.insertion import put
from bot.storage.window_tables import posts, subscriptions
from bot.storage.windows import rhythm_of, rhythm_record
from bot.windows.audience import Subscription

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import RowMapping

    from bot.storage.database import Store


class SqlSubscriptions:
    """`bot.windows.ports.Subscriptions` in SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, organisation: str, person: str) -> Subscription | None:
        query = select(subscriptions).where(
            subscriptions.c.organisation == organisation, subscriptions.c.person == person
        )
        async with self._store.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
        return None if row is None else _subscription(row)

    async def put(self, subscription: Subscription) -> None:
        row = {
            "organisation": subscription.organisation,
            "person": subscription.person,
            "topics": list(subscription.topics),
            "rhythm": rhythm_record(subscription.rhythm),
            "language": subscription.language,
        }
        async with self._store.writing() as connection:
            await put(connection, subscriptions, row)

    async def drop(self, organisation: str, person: str) -> None:
        mine = (subscriptions.c.organisation == organisation) & (subscriptions.c.person == person)
        told = (posts.c.organisation == organisation) & (posts.c.target == f"person {person}")
        async with self._store.writing() as connection:
            await connection.execute(delete(subscriptions).where(mine))
            await connection.execute(delete(posts).where(told))

    async def of(self, organisation: str) -> Sequence[Subscription]:
        query = select(subscriptions).where(subscriptions.c.organisation == organisation)
        async with self._store.reading() as connection:
            rows = await connection.execute(query.order_by(subscriptions.c.person))
            return [_subscription(row) for row in rows.mappings()]

    async def by(self, person: str) -> Sequence[Subscription]:
        query = select(subscriptions).where(subscriptions.c.person == person)
        async with self._store.reading() as connection:
            rows = await connection.execute(query.order_by(subscriptions.c.organisation))
            return [_subscription(row) for row in rows.mappings()]

    async def erase(self, person: str) -> int:
        async with self._store.writing() as connection:
            gone = delete(subscriptions).where(subscriptions.c.person == person)
            forgotten = (await connection.execute(gone)).rowcount
            await connection.execute(delete(posts).where(posts.c.target == f"person {person}"))
            return forgotten


def _subscription(row: RowMapping) -> Subscription:
    return Subscription(
        row["organisation"], row["person"], tuple(row["topics"]), rhythm_of(row["rhythm"]), row["language"]
    )
