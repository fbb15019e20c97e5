"""A copy is whole, and putting one back loses nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreError, StoreTooNew, StoreUnreachable
from bot.storage.backup import backup, restore
from bot.storage.database import open_store
from bot.storage.migrate import head, upgrade
from bot.storage.tables import REVISION_TABLE
from tests.storage.conftest import url_of
from tests.storage.test_unanswered import ASKED

if TYPE_CHECKING:
    from pathlib import Path

NIGHT = datetime(2026, 11, 24, 18, 30, 5, tzinfo=UTC)


async def add(file: Path, words: str) -> None:
    async with open_store(url_of(file)) as store:
        await store.unanswered.add(replace(ASKED, text=words))


async def texts(file: Path) -> list[str]:
    async with open_store(url_of(file)) as store:
        return [question.text for question in await store.unanswered.waiting("kansai")]


async def test_there_and_back(file: Path, tmp_path: Path) -> None:
    await add(file, "before the copy")
    copy = await backup(url_of(file), tmp_path / "copies", NIGHT)
    assert copy == tmp_path / "copies" / "shinro-20261124T183005Z.db"
    await add(file, "after the copy")

    restored = await restore(url_of(file), copy)

    assert restored.revision == head()
    assert await texts(file) == ["before the copy"]
    assert restored.kept == file.with_name("shinro.db.before-restore")
    assert sorted(await texts(restored.kept)) == ["after the copy", "before the copy"]
    assert await texts(copy) == ["before the copy"]


async def test_a_second_restore_keeps_what_the_first_one_kept(file: Path) -> None:
    await add(file, "one")
    copy = await backup(url_of(file))
    first, second = await restore(url_of(file), copy), await restore(url_of(file), copy)
    assert first.kept is not None
    assert second.kept is not None
    assert first.kept != second.kept
    assert first.kept.exists()
    assert second.kept.exists()


async def test_a_copy_is_taken_while_the_store_is_open_and_written(file: Path) -> None:
    async with open_store(url_of(file)) as store:
        await store.unanswered.add(ASKED)
        copy = await backup(url_of(file))
        await store.unanswered.add(ASKED)
    assert await texts(copy) == [ASKED.text]
    assert [path.name for path in copy.parent.iterdir() if path.suffix == ".part"] == []


async def test_two_copies_in_one_second_are_two_files(file: Path) -> None:
    await upgrade(url_of(file))
    first, second = await backup(url_of(file), now=NIGHT), await backup(url_of(file), now=NIGHT)
    assert (first.name, second.name) == ("shinro-20261124T183005Z.db", "shinro-20261124T183005Z-2.db")


async def test_restoring_where_nothing_stands(file: Path, tmp_path: Path) -> None:
    await add(file, "kept")
    copy = await backup(url_of(file))
    elsewhere = tmp_path / "new" / "shinro.db"
    assert (await restore(url_of(elsewhere), copy)).kept is None
    assert await texts(elsewhere) == ["kept"]


async def test_a_damaged_store_is_replaced_and_kept(file: Path) -> None:
    await add(file, "kept")
    copy = await backup(url_of(file))
    file.write_bytes(b"damaged" * 1000)
    restored = await restore(url_of(file), copy)
    assert await texts(file) == ["kept"]
    assert restored.kept is not None
    assert restored.kept.read_bytes() == b"damaged" * 1000


async def test_a_store_in_use_is_not_replaced(file: Path) -> None:
    await upgrade(url_of(file))
    copy = await backup(url_of(file))
    async with open_store(url_of(file)) as store:
        await store.unanswered.add(ASKED)
        with pytest.raises(StoreUnreachable, match="in use by another process"):
            await restore(url_of(file), copy)
    assert await texts(file) == [ASKED.text]
    assert sorted(path.name for path in file.parent.iterdir()) == ["backups", "shinro.db"]


@pytest.mark.parametrize("what", ["missing", "rubbish", "truncated", "foreign", "newer", "itself"])
async def test_a_copy_that_cannot_be_trusted_changes_nothing(file: Path, what: str) -> None:
    await add(file, "safe")
    copy = await backup(url_of(file))
    match what:
        case "missing":
            copy.unlink()
        case "rubbish":
            copy.write_bytes(b"rubbish" * 1000)
        case "truncated":
            copy.write_bytes(copy.read_bytes()[:8192])
        case "foreign":
            copy.unlink()
            with closing(sqlite3.connect(copy)) as connection:
                connection.execute("CREATE TABLE notes (words TEXT)")
        case "newer":
            with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                connection.execute(f"UPDATE {REVISION_TABLE} SET version_num = '9999'")
        case _:
            copy = file
    with pytest.raises(StoreError, match="nothing was changed") as caught:
        await restore(url_of(file), copy)
    assert isinstance(caught.value, StoreTooNew) is (what == "newer")
    assert await texts(file) == ["safe"]
    assert sorted(path.name for path in file.parent.iterdir()) == ["backups", "shinro.db"]


async def test_a_damaged_store_gives_no_copy(file: Path) -> None:
    await add(file, "kept")
    damaged = bytearray(file.read_bytes())
    damaged[4096 : 4096 * 3] = b"\xff" * 4096 * 2
    file.write_bytes(damaged)
    with pytest.raises(StoreError, match="is damaged"):
        await backup(url_of(file))
    assert list((file.parent / "backups").iterdir()) == []


async def test_there_is_nothing_to_copy(file: Path) -> None:
    with pytest.raises(StoreError, match="nothing to copy"):
        await backup(url_of(file))
    assert not file.parent.exists()


async def test_postgresql_has_its_own_tools(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://me:hush@db.invalid/shinro"
    with pytest.raises(StoreError, match=r"use pg_dump\.$"):
        await backup(url)
    with pytest.raises(StoreError, match=r"use pg_restore\.$"):
        await restore(url, tmp_path / "copy.db")
