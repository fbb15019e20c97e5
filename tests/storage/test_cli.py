"""`shinro db …` as an operator types it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.storage.cli import app
from bot.storage.migrate import head
from bot.storage.tables import REVISION_TABLE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHINRO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("SHINRO_DATABASE_URL", raising=False)
    return tmp_path / "data"


def shinro_db(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.stdout, result.stderr


def test_a_first_day(data: Path) -> None:
    assert shinro_db("current") == (0, f"none (the database is empty), this version needs {head()}\n", "")
    code, sql, _ = shinro_db("upgrade", "--sql")
    assert code == 0
    assert "CREATE TABLE unanswered" in sql
    assert not data.exists()
    assert shinro_db("upgrade") == (0, f"Upgraded from nothing to {head()}.\n", "")
    assert shinro_db("upgrade") == (0, f"Up to date at {head()}.\n", "")
    assert shinro_db("current") == (0, f"{head()}, this version needs {head()}\n", "")

    code, copy, _ = shinro_db("backup")
    assert code == 0
    assert copy.startswith(str(data / "backups" / "shinro-"))
    code, said, _ = shinro_db("restore", copy.strip())
    assert code == 0
    assert said.splitlines() == [
        f"Restored {copy.strip()} (revision {head()}).",
        f"The replaced database is kept as {data / 'shinro.db.before-restore'}",
    ]


def test_a_refusal_is_a_sentence_and_its_exit_code(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shinro_db("restore", "nowhere.db") == (1, "", "There is no copy at nowhere.db: nothing was changed.\n")
    shinro_db("upgrade")
    with closing(sqlite3.connect(data / "shinro.db", isolation_level=None)) as connection:
        connection.execute(f"UPDATE {REVISION_TABLE} SET version_num = '9999'")
    code, _, said = shinro_db("upgrade")
    assert code == 4
    assert "newer version" in said
    monkeypatch.setenv("SHINRO_DATABASE_URL", f"sqlite+aiosqlite:///file:{data}/shinro.db?mode=ro&uri=true")
    with closing(sqlite3.connect(data / "shinro.db", isolation_level=None)) as connection:
        connection.execute(f"DROP TABLE {REVISION_TABLE}")
    assert shinro_db("upgrade")[0] == 5
    monkeypatch.setenv("SHINRO_DATABASE_URL", "postgresql+asyncpg://me@127.0.0.1:1/shinro")
    assert shinro_db("current")[0] == 3
    monkeypatch.setenv("SHINRO_DATABASE_URL", "mysql://me@127.0.0.1/shinro")
    assert shinro_db("current")[0] == 2
