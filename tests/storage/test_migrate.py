"""The schema: from nothing to this version, on both databases, and never past it."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.errors import StoreBehind, StoreTooNew, StoreUnreachable
from bot.ports import Server
from bot.storage import migrate, migrations
from bot.storage.address import Address
from bot.storage.database import open_store
from bot.storage.engine import make_engine
from bot.storage.migrate import current, head, preview_sql, upgrade
from bot.storage.tables import HEAD, REVISION_TABLE, metadata
from tests.storage.conftest import url_of

if TYPE_CHECKING:
    from sqlalchemy import Connection


NextVersion = Callable[[], None]

INSERT = (
    "INSERT INTO unanswered VALUES ('0123456789abcdef0123456789abcdef', 'local', 'en', 'none', 'kept?', 'kept', '[]',"
    " '2026-04-01 03:00:00.000000')"
)
STEP = """
import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("unanswered") as table:
        table.add_column(sa.Column("seen", sa.Integer(), nullable=False, server_default="0"))
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NextVersion]:
    """Called, it turns the code into the version after this one, whose schema has one more step."""

    def install() -> None:
        folder = tmp_path / "migrations of the next version"
        shutil.copytree(Path(migrations.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "r0005_seen.py").write_text(STEP)
        monkeypatch.setattr(migrate, "_FOLDER", folder)
        monkeypatch.setattr(migrate, "HEAD", "0005")
        migrate._known.cache_clear()

    yield install
    migrate._known.cache_clear()


async def run(url: str, *statements: str) -> None:
    engine = make_engine(url)
    try:
        async with engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()


async def test_from_nothing_to_head(empty: str) -> None:
    assert await current(empty) is None
    assert await upgrade(empty) is None
    assert await current(empty) == head()
    assert await upgrade(empty) == head()
    async with open_store(empty) as store:
        assert list(await store.unanswered.waiting("local")) == []


async def step(url: str, revision: str) -> None:
    """Bring an empty database to a revision of the past."""

    def bring(connection: Connection) -> None:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    if (file := Address.of(url).file) is not None:
        file.parent.mkdir()
    engine = make_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(bring)
    finally:
        await engine.dispose()


async def test_from_the_first_version_with_a_question_in_it(empty: str) -> None:
    await step(empty, "0001")
    await run(empty, INSERT)
    assert await current(empty) == "0001"
    assert await upgrade(empty) == "0001"
    async with open_store(empty) as store:
        [waiting] = await store.unanswered.waiting("local")
        assert waiting.text == "kept?"
        assert await store.servers.get("discord:1") == Server("discord:1", "discord:1")
        assert await store.handled.claim("once", waiting.asked_at)
        assert not await store.handled.claim("once", waiting.asked_at)
        await store.drafts.put("form", {"a": "b"}, waiting.asked_at)
        assert await store.drafts.get("form") == {"a": "b"}
        assert await store.marks.get("commands") is None


def test_the_steps_form_one_line_that_ends_at_head() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [HEAD]
    assert len(scripts.get_bases()) == 1


async def test_the_migrations_make_the_tables_the_code_sees(empty: str) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"version_table": REVISION_TABLE, "compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, metadata))

    await upgrade(empty)
    engine = make_engine(empty)
    try:
        async with engine.connect() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await engine.dispose()


async def test_the_preview_is_what_the_upgrade_does(empty: str) -> None:
    sql = await preview_sql(empty)
    assert "CREATE TABLE unanswered" in sql
    assert f"INSERT INTO {REVISION_TABLE}" in sql
    assert await current(empty) is None
    await upgrade(empty)
    assert await preview_sql(empty) == ""


async def test_looking_creates_nothing(file: Path) -> None:
    assert await current(url_of(file)) is None
    await preview_sql(url_of(file))
    assert not file.parent.exists()


async def test_a_previewed_script_makes_a_database_that_opens(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(await preview_sql(url_of(file)))
    async with open_store(url_of(file)):
        assert await current(url_of(file)) == head()


async def test_a_newer_database_is_refused_and_left_as_it_is(empty: str) -> None:
    await upgrade(empty)
    await run(empty, f"UPDATE {REVISION_TABLE} SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match=r"newer version of Shinro \(revision 9999"):
        async with open_store(empty):
            pytest.fail("opened")
    with pytest.raises(StoreTooNew):
        await upgrade(empty)
    with pytest.raises(StoreTooNew):
        await preview_sql(empty)
    assert await current(empty) == "9999"


async def test_an_empty_postgresql_is_upgraded_by_a_person_not_by_itself(postgresql: str) -> None:
    with pytest.raises(StoreBehind, match=r"is empty: run `shinro db upgrade`\.$"):
        async with open_store(postgresql):
            pytest.fail("opened")
    assert await current(postgresql) is None


async def test_an_older_postgresql_is_refused_until_a_person_upgrades_it(
    postgresql: str, next_version: NextVersion
) -> None:
    await upgrade(postgresql)
    await run(postgresql, INSERT)
    next_version()
    with pytest.raises(StoreBehind, match=r"is at revision 0004, this version needs 0005: run `shinro db upgrade`\.$"):
        async with open_store(postgresql):
            pytest.fail("opened")
    assert "ADD COLUMN seen" in await preview_sql(postgresql)
    assert await upgrade(postgresql) == "0004"
    async with open_store(postgresql) as store:
        [kept] = await store.unanswered.waiting("local")
    assert kept.text == "kept?"


async def test_an_older_file_is_copied_and_upgraded_by_itself(file: Path, next_version: NextVersion) -> None:
    await upgrade(url_of(file))
    await run(url_of(file), INSERT)
    next_version()
    async with open_store(url_of(file)) as store:
        [kept] = await store.unanswered.waiting("local")
        async with store.reading() as connection:
            assert await connection.scalar(text("SELECT seen FROM unanswered")) == 0
            assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
    assert kept.text == "kept?"
    assert await current(url_of(file)) == "0005"
    [copy] = sorted((file.parent / "backups").iterdir())
    assert await current(url_of(copy)) == "0004"


async def test_an_older_file_that_cannot_be_copied_is_left_as_it_is(file: Path, next_version: NextVersion) -> None:
    await upgrade(url_of(file))
    next_version()
    (file.parent / "backups").write_text("a file where the folder should be")
    with pytest.raises(StoreBehind, match="could not be copied first"):
        async with open_store(url_of(file)):
            pytest.fail("opened")
    assert await current(url_of(file)) == "0004"


async def test_going_back_to_an_older_version_is_refused(
    file: Path, next_version: NextVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_version()
    await upgrade(url_of(file))
    monkeypatch.undo()
    migrate._known.cache_clear()
    with pytest.raises(StoreTooNew, match="revision 0005, this one knows 0004"):
        async with open_store(url_of(file)):
            pytest.fail("opened")


async def test_a_file_of_another_program_is_not_touched(file: Path) -> None:
    file.parent.mkdir()
    await run(url_of(file), "CREATE TABLE notes (words TEXT)")
    with pytest.raises(StoreUnreachable, match="belongs to another program"):
        async with open_store(url_of(file)):
            pytest.fail("opened")
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("notes",)]


async def test_an_upgrade_that_fails_leaves_nothing_half_done(empty: str) -> None:
    if empty.startswith("sqlite"):
        await upgrade(empty)
        await run(empty, f"DROP TABLE {REVISION_TABLE}", "DROP INDEX ix_unanswered_organisation_asked_at")
    else:
        await run(empty, "CREATE TABLE unanswered (id TEXT)")
    with pytest.raises(Exception, match="already exists"):
        await upgrade(empty)
    assert await current(empty) is None


async def test_two_that_upgrade_at_once_do_it_once(postgresql: str) -> None:
    await asyncio.gather(upgrade(postgresql), upgrade(postgresql), upgrade(postgresql))
    assert await current(postgresql) == head()


async def test_a_database_in_memory_needs_no_file() -> None:
    async with open_store("sqlite+aiosqlite:///:memory:") as store:
        assert list(await store.unanswered.waiting("local")) == []
        names = [f"discord:{number}" for number in range(5)]
        assert [server.id for server in await asyncio.gather(*map(store.servers.get, names))] == names
