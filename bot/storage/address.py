"""Where a database is, read from its URL and named in sentences without its password."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import make_url


@dataclass(frozen=True)
class Address:
    """`file` is the database's own file: none for PostgreSQL and for a database in memory."""

    name: str
    sqlite: bool
    file: Path | None = None

    @classmethod
    def of(cls, url: str) -> Address:
        parts = make_url(url)
        if parts.get_backend_name() != "sqlite":
            host = parts.host or "the local socket"
            return cls(f"PostgreSQL database “{parts.database}” at {host}:{parts.port or 5432}", sqlite=False)
        database = parts.database or ":memory:"
        if ":memory:" in database:
            return cls("the database in memory", sqlite=True)
        if database.startswith("file:"):
            database = unquote(urlsplit(database).path)
        return cls.of_file(Path(database))

    @classmethod
    def of_file(cls, file: Path) -> Address:
        return cls(str(file.absolute()), sqlite=True, file=file.absolute())
