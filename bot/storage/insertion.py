"""Inserts that say what to do where the row is there already; both databases can, each in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncConnection


def insert_into(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


async def put(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> None:
    """Write a row, in the place of the one that has its primary key."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in keys}
    await connection.execute(
        insert_into(connection, table).values(**row).on_conflict_do_update(index_elements=keys, set_=rest)
    )
