"""The schema as the code sees it; the migrations make it, and a test holds both to be the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import JSON, Column, DateTime, Index, Integer, MetaData, Table, Text, TypeDecorator, Uuid

if TYPE_CHECKING:
    from sqlalchemy import Dialect

HEAD = "0004"  # the migration that these tables are at; a constant, so that a start need not load Alembic to compare
REVISION_TABLE = "shinro_revision"  # of our own name, so that another program's Alembic is never taken for ours


def storable(text: str) -> str:
    """Text that both databases can hold: NUL and halves of surrogate pairs become U+FFFD."""
    return text.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Words(TypeDecorator[str]):
    """Text of any origin and length."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else storable(value)


class Instant(TypeDecorator[datetime]):
    """An instant in UTC, aware of its zone on the way in and on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant must be aware of its zone: {value!r}")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Uuid, primary_key=True, default=uuid4),
    Column("organisation", Words, nullable=False),
    Column("language", Words, nullable=False),
    Column("band", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("shape", Words, nullable=False),
    Column("candidates", JSON, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Index(None, "organisation", "asked_at"),
)

servers = Table(
    "servers",
    metadata,
    Column("id", Words, primary_key=True),
    Column("organisation", Words, nullable=False),
    Column("language", Words, nullable=False),
    Column("moderators", JSON, nullable=False),
    Column("admins", JSON, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("listening", JSON, nullable=False),
    Column("windows", JSON, nullable=False),
    Column("staff", JSON, nullable=False),
    Column("left_at", Instant, nullable=True),
    Index(None, "organisation"),
)

handled = Table(
    "handled",
    metadata,
    Column("key", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("key", Words, primary_key=True),
    Column("filled", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)

marks = Table(
    "marks",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Words, primary_key=True),
    Column("person", Words, nullable=False),
    Column("quiz", Words, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("touched_at", Instant, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("cursor", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Words, nullable=False),
    Index(None, "person"),
    Index(None, "touched_at"),
)

profiles = Table(
    "profiles",
    metadata,
    Column("person", Words, primary_key=True),
    Column("facts", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
