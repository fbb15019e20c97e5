"""What people agreed to have remembered, in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.ports import Profile
from bot.storage.insertion import put
from bot.storage.tables import profiles

if TYPE_CHECKING:
    from bot.storage.database import Store


class SqlProfiles:
    """`bot.ports.Profiles` in SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, person: str) -> Profile | None:
        async with self._store.reading() as connection:
            row = (await connection.execute(select(profiles).where(profiles.c.person == person))).mappings().first()
        return None if row is None else Profile(**row)

    async def put(self, profile: Profile) -> None:
        row = {"person": profile.person, "facts": dict(profile.facts), "changed_at": profile.changed_at}
        async with self._store.writing() as connection:
            await put(connection, profiles, row)

    async def erase(self, person: str) -> int:
        async with self._store.writing() as connection:
            return (await connection.execute(delete(profiles).where(profiles.c.person == person))).rowcount
