"""Engines for SQLite and PostgreSQL, with the habits that Shinro needs of each."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.address import Address

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

SECONDS_TO_CONNECT = 10.0
SECONDS_TO_WAIT_FOR_A_LOCK = 5.0
SECONDS_TO_END = 2.0
_BEGIN = "sqlite_begin"
_SYNC = "sqlite_sync"


def make_engine(url: str) -> AsyncEngine:
    """An engine that must be disposed of. Values of statements never stand in its errors: they are people's words."""
    if not Address.of(url).sqlite:
        connect = {"timeout": SECONDS_TO_CONNECT, "server_settings": {"application_name": "shinro", "timezone": "UTC"}}
        return create_async_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=connect)
    # With no isolation level the driver begins nothing by itself, so that schema changes roll back too.
    connect = {"timeout": SECONDS_TO_WAIT_FOR_A_LOCK, "isolation_level": None}
    engine = create_async_engine(url, hide_parameters=True, connect_args=connect)
    event.listen(engine.sync_engine, "connect", _settle)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


async def let_threads_end() -> None:
    """Wait for the threads of SQLite connections that failed: each still has a word for this loop before it ends."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, SECONDS_TO_END)


def for_writing(engine: AsyncEngine, *, lasting: bool = True) -> AsyncEngine:
    """The same engine, taking SQLite's write lock at the start: a transaction that reads first cannot fail half-way.

    One that need not be `lasting` does not wait for the disk: it outlives the process, but not a cut of the power.
    """
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE", _SYNC: "FULL" if lasting else "NORMAL"})


def _settle(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA foreign_keys=ON")
    finally:
        cursor.close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    wanted = options.get(_SYNC)
    if wanted is not None and connection.info.get(_SYNC, "FULL") != wanted:
        connection.exec_driver_sql(f"PRAGMA synchronous={wanted}")
        connection.info[_SYNC] = wanted
    connection.exec_driver_sql(options.get(_BEGIN, "BEGIN"))
