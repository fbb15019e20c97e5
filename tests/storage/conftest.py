"""Databases for the suites: a SQLite file in a folder of its own, a PostgreSQL database dropped after the test."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.database import open_store
from bot.storage.migrate import upgrade
from tests.fakes import MemoryStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.ports import Attempts, Drafts, Handled, Kept, Marks, Profiles, Servers, Unanswereds

SERVER = "postgres@127.0.0.1:5432"


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a SQLite database may stand; neither it nor its folder exists yet."""
    return tmp_path / "data" / "shinro.db"


@asynccontextmanager
async def a_postgresql() -> AsyncIterator[str]:
    """The URL of an empty PostgreSQL database; the test is skipped where no server is, except in CI."""
    name = f"shinro_{uuid4().hex}"
    server = create_async_engine(f"postgresql+asyncpg://{SERVER}/test", isolation_level="AUTOCOMMIT")
    try:
        try:
            async with server.connect() as connection:
                await connection.execute(text(f"CREATE DATABASE {name}"))
        except (OSError, DBAPIError) as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"no PostgreSQL at {SERVER}: {error}")
        try:
            yield f"postgresql+asyncpg://{SERVER}/{name}"
        finally:
            async with server.connect() as connection:
                await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        await server.dispose()


@pytest_asyncio.fixture
async def postgresql() -> AsyncIterator[str]:
    """The URL of an empty PostgreSQL database."""
    async with a_postgresql() as url:
        yield url


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, file: Path) -> AsyncIterator[str]:
    """The URL of a database that has nothing in it yet, of both kinds."""
    if request.param == "sqlite":
        yield url_of(file)
        return
    async with a_postgresql() as url:
        yield url


@pytest_asyncio.fixture(params=["memory", "sqlite", "postgresql"])
async def kept(request: pytest.FixtureRequest, file: Path) -> AsyncIterator[Kept]:
    """Each implementation of everything that is kept, empty."""
    match request.param:
        case "memory":
            yield MemoryStore()
        case "sqlite":
            async with open_store(url_of(file)) as store:
                yield store
        case _:
            async with a_postgresql() as url:
                await upgrade(url)
                async with open_store(url) as store:
                    yield store


@pytest.fixture
def unanswereds(kept: Kept) -> Unanswereds:
    return kept.unanswered


@pytest.fixture
def servers(kept: Kept) -> Servers:
    return kept.servers


@pytest.fixture
def handled(kept: Kept) -> Handled:
    return kept.handled


@pytest.fixture
def drafts(kept: Kept) -> Drafts:
    return kept.drafts


@pytest.fixture
def marks(kept: Kept) -> Marks:
    return kept.marks


@pytest.fixture
def attempts(kept: Kept) -> Attempts:
    return kept.attempts


@pytest.fixture
def profiles(kept: Kept) -> Profiles:
    return kept.profiles
