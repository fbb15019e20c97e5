"""Copies of a SQLite database, taken while it is in use, and put back without losing what stood there."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.storage.address import Address
from bot.storage.faults import told
from bot.storage.migrate import Standing
from bot.storage.tables import REVISION_TABLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SIDECARS = ("-wal", "-shm")
_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")


@dataclass(frozen=True)
class Restored:
    """What stands in the store now, and where what stood there before was kept (none: nothing stood there)."""

    revision: str
    kept: Path | None


async def backup(url: str, folder: Path | None = None, now: datetime | None = None) -> Path:
    """Copy the database to `folder/shinro-<UTC time>.db`, whole and checked; the new file."""
    file = _file(url, "pg_dump")
    return await asyncio.to_thread(_backup, file, folder or file.parent / "backups", now or datetime.now(UTC))


async def restore(url: str, copy: Path) -> Restored:
    """Put a copy in the place of the database, keeping the replaced file beside it as `….before-restore`."""
    return await asyncio.to_thread(_restore, _file(url, "pg_restore"), copy)


def _file(url: str, tool: str) -> Path:
    address = Address.of(url)
    if not address.sqlite:
        raise StoreError(f"{address.name} is copied and put back with PostgreSQL's own tools: use {tool}.")
    if address.file is None:
        raise StoreError("A database in memory has no file to copy or to put back.")
    return address.file


def _backup(file: Path, folder: Path, now: datetime) -> Path:
    if not file.is_file():
        raise StoreError(f"There is nothing to copy: {file} does not exist.")
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = _free(lambda n: folder / f"shinro-{stamp}{n}.db")
    with told(Address.of_file(target)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy(file, target)
    return target


def _restore(file: Path, copy: Path) -> Restored:
    if not copy.is_file():
        raise StoreError(f"There is no copy at {copy}: nothing was changed.")
    if file.exists() and file.samefile(copy):
        raise StoreError(f"{copy} is the database itself: nothing was changed.")
    revision = _revision_of(copy)
    with told(Address.of_file(file)):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_name(file.name + ".restoring")
        try:
            _copy(copy, fresh)
            kept = _keep(file) if file.exists() else None
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)
    return Restored(revision, kept)


def _copy(source: Path, target: Path) -> None:
    """A checked copy that appears under its name only when it is complete."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(_open(source)) as original, closing(sqlite3.connect(part, isolation_level=None)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            if (result := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise StoreError(f"{source} is damaged ({result.splitlines()[0]}): it was not copied.")
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except sqlite3.DatabaseError as error:
        if not _damaged(error):
            raise
        raise StoreError(f"{source} is damaged ({error}): it was not copied.") from error
    finally:
        part.unlink(missing_ok=True)


def _revision_of(copy: Path) -> str:
    """The revision of a copy that may be put back; StoreError for any other file."""
    try:
        with closing(_open(copy)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            row = connection.execute(f"SELECT version_num FROM {REVISION_TABLE}").fetchone()  # noqa: S608
    except sqlite3.Error as error:
        raise StoreError(f"{copy} is not a copy of Shinro's database ({error}): nothing was changed.") from error
    if not sound or row is None:
        raise StoreError(f"{copy} is damaged: nothing was changed.")
    revision = str(row[0])
    Standing(revision, empty=False).refuse_newer(Address.of_file(copy))
    return revision


def _keep(file: Path) -> Path:
    """Keep the file that is about to be replaced, under a free name; its own name is never empty meanwhile."""
    _close_journal(file)
    kept = _free(lambda n: file.with_name(f"{file.name}.before-restore{n}"))
    try:
        kept.hardlink_to(file)
    except OSError:  # a file system without links
        shutil.copy2(file, kept)
    for suffix in _SIDECARS:
        with suppress(FileNotFoundError):
            file.with_name(file.name + suffix).replace(kept.with_name(kept.name + suffix))
    return kept


def _close_journal(file: Path) -> None:
    """Fold the journal into the file. SQLite refuses while another process has it open, which is what we must know."""
    try:
        with closing(_open(file)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        if not _damaged(error):
            raise


def _damaged(error: sqlite3.Error) -> bool:
    return str(getattr(error, "sqlite_errorname", "")).startswith(_DAMAGED)


def _open(file: Path) -> sqlite3.Connection:
    """A connection that never creates the file."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)


def _free(name: Callable[[str], Path]) -> Path:
    """The first name that no file has: without a number, then with -2, -3 …"""
    names = (name("" if n == 1 else f"-{n}") for n in count(1))
    return next(path for path in names if not path.exists())
