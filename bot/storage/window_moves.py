"""What becomes of windows when organisations are joined, and when one has no server any more."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select, update

from bot.storage.tables import servers
from bot.storage.window_tables import manners, posts, subscriptions, window_revisions, windows

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

KEYED = (windows, window_revisions, posts, subscriptions, manners)


async def move_windows(connection: AsyncConnection, organisation: str, other: str) -> None:
    """Everything about windows goes to another organisation; posts stay the ones they are, so nothing is told twice.

    Where both have a window of an id, the one that comes gets another id; where both have chosen, the other's stays.
    """
    taken = set(await connection.scalars(select(windows.c.id).where(windows.c.organisation == other)))
    coming = (await connection.execute(select(windows).where(windows.c.organisation == organisation))).mappings().all()
    for row in coming:
        old, new = row["id"], row["id"]
        if old in taken:
            new = f"{old[:31]}-{hashlib.sha256(organisation.encode()).hexdigest()[:8]}"
        mine = {"organisation": other, "id": new}
        proposed = None if row["proposed"] is None else {**row["proposed"], **mine}
        here = (windows.c.organisation == organisation) & (windows.c.id == old)
        await connection.execute(
            update(windows).where(here).values(**mine, record={**row["record"], **mine}, proposed=proposed)
        )
        told = (window_revisions.c.organisation == organisation) & (window_revisions.c.window_id == old)
        for revision in (await connection.execute(select(window_revisions).where(told))).mappings().all():
            one = told & (window_revisions.c.revision == revision["revision"])
            values = {"organisation": other, "window_id": new, "record": {**revision["record"], **mine}}
            await connection.execute(update(window_revisions).where(one).values(**values))
        there = (posts.c.organisation == organisation) & (posts.c.window_id == old)
        await connection.execute(update(posts).where(there).values(organisation=other, window_id=new))
    both = select(subscriptions.c.person).where(subscriptions.c.organisation == other)
    for table, double in ((subscriptions, subscriptions.c.person.in_(both)), (manners, _has_manner(other))):
        await connection.execute(delete(table).where(table.c.organisation == organisation, double))
        await connection.execute(update(table).where(table.c.organisation == organisation).values(organisation=other))


async def forget_windows(connection: AsyncConnection, organisations: Collection[str]) -> None:
    """Forget all about windows of those among some organisations that have no server left."""
    for table in KEYED:
        lives_on = exists().where(servers.c.organisation == table.c.organisation)
        await connection.execute(delete(table).where(table.c.organisation.in_(set(organisations)), ~lives_on))


def _has_manner(organisation: str) -> ColumnElement[bool]:
    chosen = manners.alias()
    return exists().where(chosen.c.organisation == organisation)
