"""What drivers and disks raise, as a StoreError of one clear sentence."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import StoreError, StoreReadOnly, StoreUnreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.storage.address import Address

_NOT_ALLOWED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_TOO_LITTLE = 65_536  # bytes: less cannot hold the index of the journal, and SQLite calls that an input/output error
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Turn a failure of the store into its StoreError; a mistake of ours passes through as it is."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        problem = store_error(error, address)
        if problem is None:
            raise
        raise problem from error


def store_error(error: BaseException, address: Address) -> StoreError | None:
    """The sentence for a failure; None where the store is not to blame."""
    cause = getattr(error, "orig", None) or error
    if name := getattr(cause, "sqlite_errorname", None):
        return _of_sqlite(name, address)
    if state := getattr(cause, "sqlstate", None):
        return _of_postgresql(state, address)
    if isinstance(cause, PoolTimeout):
        return StoreUnreachable(f"{address.name} is too busy: no connection became free in time.")
    if isinstance(cause, OSError):
        return _of_disk(cause, address) if address.sqlite else _silent(address)
    if getattr(error, "connection_invalidated", False):
        return _silent(address)
    return None


def _of_sqlite(name: str, address: Address) -> StoreError | None:
    match "_".join(name.split("_")[:2]):  # SQLITE_READONLY_DBMOVED is a kind of SQLITE_READONLY
        case "SQLITE_READONLY":
            return _read_only(address)
        case "SQLITE_FULL":
            return _full(address)
        case "SQLITE_CANTOPEN" | "SQLITE_PERM" | "SQLITE_AUTH":
            return _cannot_open(address)
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            return StoreUnreachable(f"{address.name} is in use by another process: stop that one, or try again later.")
        case "SQLITE_NOTADB" | "SQLITE_CORRUPT":
            return StoreUnreachable(
                f"{address.name} is not a sound SQLite database: bring a copy back with `shinro db restore FILE`."
            )
        case "SQLITE_IOERR":
            if address.file is not None and shutil.disk_usage(address.file.parent).free < _TOO_LITTLE:
                return _full(address)
            return StoreUnreachable(f"{address.name} cannot be read or written: its disk reports an error.")
    return None


def _of_postgresql(state: str, address: Address) -> StoreError | None:
    match state:
        case "25006":
            return StoreReadOnly(f"{address.name} accepts no writing: it is a standby or set to read-only.")
        case "42501":
            return StoreReadOnly(f"{address.name} does not let this user write: grant it the rights on the schema.")
        case "53100":
            return _full(address)
        case "3D000":
            return StoreUnreachable(f"{address.name} does not exist: create it, or correct SHINRO_DATABASE_URL.")
        case "28000" | "28P01":
            return StoreUnreachable(f"{address.name} refuses the user or the password of SHINRO_DATABASE_URL.")
        case "53300":
            return StoreUnreachable(f"{address.name} has no connection left: raise its limit or stop other clients.")
    return _silent(address) if state[:2] in {"08", "57"} else None


def _of_disk(error: OSError, address: Address) -> StoreError:
    if error.errno in _NOT_ALLOWED:
        return _read_only(address)
    if error.errno in _FULL:
        return _full(address)
    return StoreUnreachable(f"{address.name} cannot be used: {error.strerror or error} ({error.filename}).")


def _cannot_open(address: Address) -> StoreError:
    file = address.file
    if file is None or not file.parent.is_dir():
        return StoreUnreachable(f"{address.name} cannot be opened: its folder does not exist.")
    if file.is_dir():
        return StoreUnreachable(f"{address.name} is a folder: SHINRO_DATABASE_URL must name a file.")
    if not os.access(file.parent, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
        return _read_only(address)
    return StoreUnreachable(f"{address.name} cannot be opened: {'no rights' if file.exists() else 'no such file'}.")


def _read_only(address: Address) -> StoreReadOnly:
    return StoreReadOnly(
        f"{address.name} cannot be written: its disk is read-only, or this user may not write the file and its folder."
    )


def _full(address: Address) -> StoreReadOnly:
    return StoreReadOnly(f"{address.name} cannot be written: the disk is full.")


def _silent(address: Address) -> StoreUnreachable:
    return StoreUnreachable(f"{address.name} does not answer: check that it runs, and SHINRO_DATABASE_URL.")
