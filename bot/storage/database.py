"""The open store: found, brought up to date where that is safe, and always closed."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, nullcontext
from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.errors import StoreBehind, StoreError, StoreUnreachable
from bot.storage.address import Address
from bot.storage.announcements import SqlAnnouncements
from bot.storage.attempts import SqlAttempts
from bot.storage.backup import backup
from bot.storage.drafts import SqlDrafts
from bot.storage.engine import for_writing, let_threads_end, make_engine
from bot.storage.faults import told
from bot.storage.handled import SqlHandled
from bot.storage.marks import SqlMarks
from bot.storage.migrate import head, standing, upgrade_engine
from bot.storage.profiles import SqlProfiles
from bot.storage.servers import SqlServers
from bot.storage.subscriptions import SqlSubscriptions
from bot.storage.tables import REVISION_TABLE
from bot.storage.unanswered import SqlUnanswereds
from bot.storage.windows import SqlWindows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

log = logging.getLogger(__name__)


class Store:
    """An open database, and the repositories in it."""

    def __init__(self, engine: AsyncEngine, address: Address) -> None:
        self.engine = engine
        self.address = address
        in_memory = address.sqlite and address.file is None  # one connection, which has one transaction at a time
        self._turn: AbstractAsyncContextManager[object] = asyncio.Lock() if in_memory else nullcontext()
        self.unanswered = SqlUnanswereds(self)
        self.servers = SqlServers(self)
        self.handled = SqlHandled(self)
        self.drafts = SqlDrafts(self)
        self.marks = SqlMarks(self)
        self.attempts = SqlAttempts(self)
        self.profiles = SqlProfiles(self)
        self.windows = SqlWindows(self)
        self.announcements = SqlAnnouncements(self)
        self.subscriptions = SqlSubscriptions(self)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view; a failure of the store is a StoreError."""
        with told(self.address):
            async with self._turn, self.engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self, *, lasting: bool = True) -> AsyncIterator[AsyncConnection]:
        """One transaction: all of it is kept, or none; not `lasting`, a cut of the power may still take it back."""
        with told(self.address):
            async with self._turn, for_writing(self.engine, lasting=lasting).begin() as connection:
                yield connection


@asynccontextmanager
async def open_store(url: str, backups: Path | None = None) -> AsyncIterator[Store]:
    """Open the store at `url` for as long as the block runs.

    A SQLite file that does not exist is created; one of an older version is copied into `backups` (by default a folder
    beside it) and upgraded. Anything that could lose something is refused with a StoreError.
    """
    address = Address.of(url)
    with told(address):
        if address.file is not None:
            address.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = make_engine(url)
    try:
        with told(address):
            await _make_ready(engine, address, url, backups)
        store = Store(engine, address)
        try:
            yield store
        finally:
            await store.handled.settled()
    except BaseException:
        await engine.dispose()
        await let_threads_end()
        raise
    else:
        await engine.dispose()


async def _make_ready(engine: AsyncEngine, address: Address, url: str, backups: Path | None) -> None:
    found = await standing(engine)
    found.refuse_newer(address)
    if found.up_to_date:
        await _require_writable(engine)
    elif not address.sqlite:
        state = (
            "is empty" if found.revision is None else f"is at revision {found.revision}, this version needs {head()}"
        )
        raise StoreBehind(f"{address.name} {state}: run `shinro db upgrade`.")
    elif found.empty:
        await upgrade_engine(engine)
        log.info("store_created", extra={"store": address.name, "revision": head()})
    elif found.revision is None:
        raise StoreUnreachable(
            f"{address.name} belongs to another program: SHINRO_DATABASE_URL must name a file of ours."
        )
    else:
        await _upgrade_older(engine, address, url, backups, found.revision)


async def _upgrade_older(engine: AsyncEngine, address: Address, url: str, backups: Path | None, revision: str) -> None:
    try:
        copy = await backup(url, backups)
    except StoreError as error:
        raise StoreBehind(
            f"{address.name} is at revision {revision} and was not upgraded to {head()}, because it could not be "
            f"copied first ({error}): make room for a backup, then run `shinro db upgrade`."
        ) from error
    await upgrade_engine(engine)
    log.info("store_upgraded", extra={"store": address.name, "before": revision, "now": head(), "backup": str(copy)})


async def _require_writable(engine: AsyncEngine) -> None:
    """Write nothing, in the way a write would go: a read-only disk is found now, not at the first question."""
    async with for_writing(engine).begin() as connection:
        await connection.execute(text(f"UPDATE {REVISION_TABLE} SET version_num = version_num WHERE 1 = 0"))  # noqa: S608
