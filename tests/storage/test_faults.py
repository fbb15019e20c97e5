"""What goes wrong with a store is one sentence, an exit code of its own, and nothing lost."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot import errors
from bot.errors import PackUnusable, ShinroError, StoreError, StoreReadOnly, StoreUnreachable
from bot.library.problems import PackError, Problem
from bot.storage.address import Address
from bot.storage.database import open_store
from bot.storage.faults import store_error
from bot.storage.migrate import upgrade
from tests.storage.conftest import SERVER, url_of


async def refusal(url: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        async with open_store(url):
            pytest.fail("opened")
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")
    return caught.value


async def test_a_missing_data_folder_is_made(file: Path) -> None:
    async with open_store(url_of(file)):
        assert file.exists()
    assert file.parent.stat().st_mode & 0o077 == 0, "people's words: nobody else reads the folder"


async def test_a_file_in_place_of_the_folder(file: Path) -> None:
    file.parent.write_text("not a folder")
    refused = await refusal(url_of(file))
    assert isinstance(refused, StoreUnreachable)
    assert str(file) in str(refused)
    assert file.parent.read_text() == "not a folder"


async def test_a_folder_in_place_of_the_file(file: Path) -> None:
    file.mkdir(parents=True)
    assert "is a folder" in str(await refusal(url_of(file)))


async def test_a_disk_that_cannot_be_written(file: Path) -> None:
    await upgrade(url_of(file))
    refused = await refusal(f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true")
    assert isinstance(refused, StoreReadOnly)
    assert str(refused).startswith(f"{file} cannot be written: its disk is read-only, or this user may not write")


async def test_a_disk_that_becomes_read_only_while_shinro_runs(file: Path) -> None:
    async with open_store(url_of(file)) as store:
        with pytest.raises(StoreReadOnly):
            async with store.reading() as connection:
                await connection.execute(text("PRAGMA query_only = ON"))
                await connection.execute(text("DELETE FROM unanswered"))


async def test_a_standby_postgresql(postgresql: str) -> None:
    await upgrade(postgresql)
    async with open_store(postgresql) as store, store.writing() as connection:
        name = Address.of(postgresql).name.split("“")[1].split("”")[0]
        await connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    assert isinstance(await refusal(postgresql), StoreReadOnly)


async def test_a_file_that_is_no_database(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"a photograph, perhaps" * 500)
    refused = await refusal(url_of(file))
    assert isinstance(refused, StoreUnreachable)
    assert "shinro db restore" in str(refused)
    assert file.read_bytes() == b"a photograph, perhaps" * 500


async def test_a_file_another_process_holds(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.engine.SECONDS_TO_WAIT_FOR_A_LOCK", 0.0)
    await upgrade(url_of(file))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = await refusal(url_of(file))
    assert isinstance(refused, StoreUnreachable)
    assert "in use by another process" in str(refused)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql+asyncpg://me:hush@127.0.0.1:1/shinro", "at 127.0.0.1:1 does not answer"),
        ("postgresql+asyncpg://me:hush@nowhere.invalid/shinro", "at nowhere.invalid:5432 does not answer"),
    ],
)
async def test_a_server_that_does_not_answer(url: str, words: str) -> None:
    refused = await refusal(url)
    assert isinstance(refused, StoreUnreachable)
    assert words in str(refused)
    assert "hush" not in str(refused)


async def test_a_server_without_this_database_or_this_user(postgresql: str) -> None:
    missing = await refusal(f"postgresql+asyncpg://{SERVER}/shinro_of_nobody")
    assert isinstance(missing, StoreUnreachable)
    assert "does not exist" in str(missing)
    stranger = await refusal(postgresql.replace("postgres@", "stranger:hush@"))
    assert isinstance(stranger, StoreUnreachable)
    assert "refuses the user" in str(stranger)


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (OSError(errno.EROFS, "Read-only file system", "/data"), StoreReadOnly, "this user may not write"),
        (PermissionError(errno.EACCES, "Permission denied", "/data"), StoreReadOnly, "this user may not write"),
        (OSError(errno.ENOSPC, "No space left on device", "/data"), StoreReadOnly, "the disk is full"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "/data"), StoreUnreachable, "Not a directory (/data)"),
    ],
)
def test_what_a_disk_says(error: OSError, kind: type[StoreError], words: str) -> None:
    told = store_error(error, Address.of("sqlite+aiosqlite:////data/shinro.db"))
    assert type(told) is kind
    assert words in str(told)


class DriverError(Exception):
    """What a driver raises, as far as the sentences depend on it."""

    def __init__(self, sqlite: str = "", postgresql: str = "") -> None:
        super().__init__("a driver's own words")
        self.sqlite_errorname = sqlite
        self.sqlstate = postgresql


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("SQLITE_READONLY_DBMOVED", StoreReadOnly, "its disk is read-only"),
        ("SQLITE_FULL", StoreReadOnly, "the disk is full"),
        ("SQLITE_LOCKED_SHAREDCACHE", StoreUnreachable, "in use by another process"),
        ("SQLITE_CORRUPT_INDEX", StoreUnreachable, "not a sound SQLite database"),
        ("SQLITE_IOERR_READ", StoreUnreachable, "its disk reports an error"),
        ("SQLITE_CANTOPEN", StoreUnreachable, "no such file"),
        ("SQLITE_CONSTRAINT_UNIQUE", type(None), "None"),
    ],
)
def test_what_sqlite_says(tmp_path: Path, name: str, kind: type[StoreError], words: str) -> None:
    told = store_error(DriverError(sqlite=name), Address.of_file(tmp_path / "shinro.db"))
    assert type(told) is kind
    assert words in str(told)


@pytest.mark.parametrize(
    ("state", "kind", "words"),
    [
        ("25006", StoreReadOnly, "accepts no writing"),
        ("42501", StoreReadOnly, "does not let this user write"),
        ("53100", StoreReadOnly, "the disk is full"),
        ("53300", StoreUnreachable, "no connection left"),
        ("08006", StoreUnreachable, "does not answer"),
        ("57P03", StoreUnreachable, "does not answer"),
        ("23505", type(None), "None"),
    ],
)
def test_what_postgresql_says(state: str, kind: type[StoreError], words: str) -> None:
    told = store_error(DriverError(postgresql=state), Address.of("postgresql+asyncpg://me:hush@db/shinro"))
    assert type(told) is kind
    assert words in str(told)
    assert "hush" not in str(told)


def test_a_pack_that_cannot_be_used_keeps_its_problems() -> None:
    problem = Problem("topics/visa.yaml", 3, 5, "no source", "name one")
    unusable = PackUnusable(PackError([problem]))
    assert unusable.problems == (problem,)
    assert str(unusable) == "topics/visa.yaml:3:5: no source (name one)"


async def test_a_mistake_of_ours_is_not_blamed_on_the_store(file: Path) -> None:
    async with open_store(url_of(file)) as store:
        with pytest.raises(IntegrityError) as caught:
            async with store.writing() as connection:
                await connection.execute(text("INSERT INTO unanswered (text) VALUES (:text)"), {"text": "my own words"})
    assert "my own words" not in str(caught.value), "an error must not carry what people wrote into a log"


async def test_sqlite_is_set_up_as_promised(file: Path) -> None:
    async with open_store(url_of(file)) as store, store.reading() as connection:
        found = [
            await connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 1, 5000]


async def test_writers_that_read_first_wait_for_each_other(file: Path) -> None:
    async def add_one(number: int) -> None:
        async with store.writing() as connection:
            count = await connection.scalar(text("SELECT count(*) FROM tally"))
            await connection.execute(text("INSERT INTO tally VALUES (:count, :number)"), locals())

    async with open_store(url_of(file)) as store:
        async with store.writing() as connection:
            await connection.execute(text("CREATE TABLE tally (count INTEGER UNIQUE, number INTEGER)"))
        await asyncio.gather(*(add_one(number) for number in range(12)))
        async with store.reading() as connection:
            assert await connection.scalar(text("SELECT max(count) FROM tally")) == 11


async def test_a_transaction_is_kept_whole_or_not_at_all(file: Path) -> None:
    async with open_store(url_of(file)) as store:
        with pytest.raises(ZeroDivisionError):
            async with store.writing() as connection:
                await connection.execute(text("CREATE TABLE half (done INTEGER)"))
                _ = 1 / 0
        async with store.reading() as connection:
            names = (await connection.scalars(text("SELECT name FROM sqlite_master"))).all()
    assert "half" not in names


def test_a_process_that_fails_inside_the_store_still_ends(file: Path) -> None:
    program = f"""
import asyncio
from bot.storage.database import open_store

async def main():
    async with open_store({url_of(file)!r}) as store:
        await store.unanswered.waiting("local")
        raise SystemExit(7)

asyncio.run(main())
"""
    root = Path(errors.__file__).parent.parent
    ended = subprocess.run([sys.executable, "-c", program], cwd=root, timeout=60, capture_output=True, check=False)
    assert ended.returncode == 7, ended.stderr.decode()


def test_processes_that_create_the_same_store_at_once_all_find_it(file: Path) -> None:
    program = f"""
import asyncio
from bot.storage.database import open_store

async def main():
    async with open_store({url_of(file)!r}) as store:
        await store.unanswered.waiting("local")

asyncio.run(main())
"""
    root = Path(errors.__file__).parent.parent
    running = [subprocess.Popen([sys.executable, "-c", program], cwd=root, stderr=subprocess.PIPE) for _ in range(4)]
    said = [process.communicate(timeout=60)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0] * 4, said


def test_exit_codes_are_as_the_module_says() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ShinroError)]
    assert {kind.__name__: kind.exit_code for kind in kinds} == {
        "ShinroError": 1,
        "SettingsError": 2,
        "PackUnusable": 1,
        "StoreError": 1,
        "StoreUnreachable": 3,
        "StoreTooNew": 4,
        "StoreReadOnly": 5,
        "StoreBehind": 6,
    }
    lines = (errors.__doc__ or "").splitlines()
    for kind in kinds:
        [line] = [line for line in lines if f" {kind.__name__} " in f" {line} "]
        assert f" {kind.exit_code} " in line
