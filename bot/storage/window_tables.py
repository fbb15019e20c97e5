"""Windows, their history, their posts and deliveries, and who wants to be told; part of the schema of `tables`."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Table

from bot.storage.tables import Instant, Words, metadata

windows = Table(
    "windows",
    metadata,
    Column("organisation", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("opens", Instant, nullable=False),
    Column("closes", Instant, nullable=False),
    Column("record", JSON, nullable=False),
    Column("proposed", JSON(none_as_null=True), nullable=True),  # a change that waits for approval
)

window_revisions = Table(
    "window_revisions",
    metadata,
    Column("organisation", Words, primary_key=True),
    Column("window_id", Words, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("record", JSON, nullable=False),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Words, primary_key=True),
    Column("organisation", Words, nullable=False),
    Column("window_id", Words, nullable=False),
    Column("target", Words, nullable=False),
    Column("platform", Words, nullable=False),
    Column("language", Words, nullable=False),
    Column("told", Integer, nullable=False),
    Column("sent", Words, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("next_at", Instant, nullable=True),  # when the first of its waiting deliveries is due; none: nothing waits
    Column("holder", Words, nullable=True),
    Column("until", Instant, nullable=True),
    Index(None, "organisation", "window_id"),
    Index(None, "organisation", "target"),
    Index(None, "next_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("post", Words, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    Column("milestone", Words, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("number", Integer, nullable=False),
    Column("day", Words, nullable=False),
    Column("detail", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("doubtful", Boolean, nullable=False),
    Column("claimed_at", Instant, nullable=True),
    Column("sent", Words, nullable=False),
    Column("marked_at", Instant, nullable=True),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("organisation", Words, primary_key=True),
    Column("person", Words, primary_key=True),
    Column("topics", JSON, nullable=False),
    Column("rhythm", JSON, nullable=False),
    Column("language", Words, nullable=False),
    Index(None, "person"),
)

manners = Table(
    "manners",
    metadata,
    Column("organisation", Words, primary_key=True),
    Column("manner", JSON, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Words, primary_key=True),
    Column("holder", Words, nullable=False),
    Column("until", Instant, nullable=False),
)
