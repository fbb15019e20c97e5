"""Servers and what their admins chose, in the database."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, select, update

from bot.ports import Server
from bot.storage.insertion import insert_into, put
from bot.storage.tables import servers, unanswered
from bot.storage.window_moves import forget_windows, move_windows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import RowMapping

    from bot.storage.database import Store

TOGETHER = 500  # ids in one statement
LISTS = ("moderators", "admins", "answers", "listening", "windows", "staff")


class SqlServers:
    """`bot.ports.Servers` in SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, id: str) -> Server:  # noqa: A002
        query = select(servers).where(servers.c.id == id)
        async with self._store.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
        if row is not None:
            return _server(row)
        async with self._store.writing() as connection:
            await connection.execute(
                insert_into(connection, servers).values(**_row(Server(id, id))).on_conflict_do_nothing()
            )
            return _server((await connection.execute(query)).mappings().one())

    async def put(self, server: Server) -> None:
        async with self._store.writing() as connection:
            await put(connection, servers, _row(server))

    async def left(self, id: str, at: datetime) -> None:  # noqa: A002
        async with self._store.writing() as connection:
            still_there = (servers.c.id == id) & servers.c.left_at.is_(None)
            await connection.execute(update(servers).where(still_there).values(left_at=at))

    async def joined(self, id: str) -> None:  # noqa: A002
        async with self._store.writing() as connection:
            await connection.execute(
                insert_into(connection, servers)
                .values(**_row(Server(id, id)))
                .on_conflict_do_update(index_elements=["id"], set_={"left_at": None})
            )

    async def present(self, platform: str, ids: Collection[str], at: datetime) -> None:
        """One look, and nothing is written where nothing changed: at most starts."""
        wanted = set(ids)
        query = select(servers.c.id, servers.c.left_at).where(servers.c.id.startswith(f"{platform}:", autoescape=True))
        async with self._store.reading() as connection:
            rows = (await connection.execute(query)).all()
        left = {id_: left_at for id_, left_at in rows if id_.startswith(f"{platform}:")}  # LIKE may ignore case
        gone = sorted(id_ for id_, left_at in left.items() if left_at is None and id_ not in wanted)
        back = sorted(id_ for id_, left_at in left.items() if left_at is not None and id_ in wanted)
        new = sorted(wanted - left.keys())
        if not (gone or back or new):
            return
        async with self._store.writing() as connection:
            for some in _parts(gone):
                there = servers.c.id.in_(some) & servers.c.left_at.is_(None)
                await connection.execute(update(servers).where(there).values(left_at=at))
            for some in _parts(back):
                await connection.execute(update(servers).where(servers.c.id.in_(some)).values(left_at=None))
            if new:
                rows_of_new = [_row(Server(id_, id_)) for id_ in new]
                await connection.execute(insert_into(connection, servers).on_conflict_do_nothing(), rows_of_new)

    async def of(self, organisation: str) -> Sequence[Server]:
        theirs = (servers.c.organisation == organisation) & servers.c.left_at.is_(None)
        async with self._store.reading() as connection:
            rows = await connection.execute(select(servers).where(theirs).order_by(servers.c.id))
            return [_server(row) for row in rows.mappings()]

    async def join(self, organisation: str, other: str) -> None:
        async with self._store.writing() as connection:
            for table in (servers, unanswered):
                moved = update(table).where(table.c.organisation == organisation).values(organisation=other)
                await connection.execute(moved)
            await move_windows(connection, organisation, other)

    async def expire(self, before: datetime) -> int:
        """One transaction: a server that is joined again meanwhile is either forgotten whole or kept whole."""
        gone = delete(servers).where(servers.c.left_at < before).returning(servers.c.organisation)
        async with self._store.writing() as connection:
            organisations = (await connection.scalars(gone)).all()
            if organisations:
                lives_on = exists().where(servers.c.organisation == unanswered.c.organisation)
                await connection.execute(
                    delete(unanswered).where(unanswered.c.organisation.in_(set(organisations)), ~lives_on)
                )
                await forget_windows(connection, organisations)
            return len(organisations)

    async def count(self) -> int:
        query = select(func.count()).select_from(servers).where(servers.c.left_at.is_(None))
        async with self._store.reading() as connection:
            return (await connection.execute(query)).scalar_one()


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), TOGETHER):
        yield ids[at : at + TOGETHER]


def _row(server: Server) -> dict[str, object]:
    return {name: list(value) if name in LISTS else value for name, value in asdict(server).items()}


def _server(row: RowMapping) -> Server:
    chosen = {name: tuple(row[name]) for name in LISTS}
    return Server(row["id"], row["organisation"], row["language"], left_at=row["left_at"], **chosen)
