"""Bringing a database to the schema of this version. There is no way down: a backup is the way back.

Alembic is imported where it works, not at the top: a start that finds the database up to date does not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from bot.errors import StoreError, StoreTooNew
from bot.storage.address import Address
from bot.storage.engine import for_writing, make_engine
from bot.storage.faults import told
from bot.storage.tables import HEAD, REVISION_TABLE

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x5348494E524F  # “SHINRO”: the PostgreSQL advisory lock of whoever migrates


@dataclass(frozen=True)
class Standing:
    """How far a database is: its revision, or none; `empty` when it has no table at all."""

    revision: str | None
    empty: bool

    @property
    def up_to_date(self) -> bool:
        return self.revision == head()

    @property
    def too_new(self) -> bool:
        return self.revision not in (None, HEAD) and self.revision not in _known()

    def refuse_newer(self, address: Address) -> None:
        """StoreTooNew where a newer version of Shinro wrote the database."""
        if self.too_new:
            raise StoreTooNew(
                f"{address.name} was written by a newer version of Shinro (revision {self.revision}, this one knows "
                f"{head()}): install that version; nothing was changed."
            )


def head() -> str:
    """The revision that this version of the code needs."""
    return HEAD


async def upgrade(url: str) -> str | None:
    """Bring a database to `head()`, creating it where SQLite has none; the revision it had before."""
    address = Address.of(url)
    with told(address):
        if address.file is not None:
            address.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = make_engine(url)
        try:
            before = await standing(engine)
            before.refuse_newer(address)
            await upgrade_engine(engine)
        finally:
            await engine.dispose()
    return before.revision


async def current(url: str) -> str | None:
    """The revision a database is at; none for an empty one. Creates nothing."""
    address = Address.of(url)
    if address.file is not None and not address.file.exists():
        return None
    with told(address):
        engine = make_engine(url)
        try:
            return (await standing(engine)).revision
        finally:
            await engine.dispose()


async def preview_sql(url: str) -> str:
    """The statements that `upgrade` would run now; nothing is changed."""
    from alembic import command

    address = Address.of(url)
    revision = await current(url)
    Standing(revision, empty=revision is None).refuse_newer(address)
    if revision == head():
        return ""
    config = _config()
    config.output_buffer = StringIO()
    config.attributes["dialect"] = "sqlite" if address.sqlite else "postgresql"
    command.upgrade(config, f"{revision or 'base'}:head", sql=True)
    return config.output_buffer.getvalue()


async def standing(engine: AsyncEngine) -> Standing:
    """How far the database behind an engine is."""
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        if REVISION_TABLE not in tables:
            return Standing(None, empty=not tables)
        revision = await connection.scalar(text(f"SELECT version_num FROM {REVISION_TABLE}"))  # noqa: S608
        return Standing(revision, empty=False)


async def upgrade_engine(engine: AsyncEngine) -> None:
    """Upgrade in one transaction; of two processes that try at once, the second finds it done."""
    async with for_writing(engine).connect() as connection:
        if engine.dialect.name != "sqlite":
            async with connection.begin():
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                await connection.run_sync(_upgrade)
            return
        await _foreign_keys(connection, on=False)
        try:
            async with connection.begin():
                await connection.run_sync(_upgrade)
                if (await connection.execute(text("PRAGMA foreign_key_check"))).first() is not None:
                    raise StoreError("The upgrade would leave rows without their parents: nothing was changed.")
        finally:
            await _foreign_keys(connection, on=True)


async def _foreign_keys(connection: AsyncConnection, *, on: bool) -> None:
    """SQLite cannot rebuild a table while foreign keys cascade, nor switch them inside a transaction."""
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    await (await driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")).close()


def _upgrade(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@cache
def _known() -> frozenset[str]:
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())
