"""The statements behind announcing: rows read in parts, rows changed many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, tuple_, update

from bot.storage.insertion import insert_into
from bot.storage.window_tables import deliveries, posts, window_revisions, windows
from bot.storage.windows import next_of_post
from bot.windows.ports import Outcome, Post, post_id
from bot.windows.window import Window, from_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

TOGETHER = 200  # values in one statement; SQLite's oldest limit is 999


def holding() -> Any:
    """Hold a post."""
    return update(posts).where(posts.c.id == bindparam("p")).values(holder=bindparam("h"), until=bindparam("u"))


def trying() -> Any:
    """A delivery is about to be sent: from now on nobody knows, until it is marked."""
    first = func.coalesce(deliveries.c.claimed_at, bindparam("n", type_=deliveries.c.claimed_at.type))
    return _delivery().values(doubtful=True, claimed_at=first)


def marking() -> Any:
    """What became of a delivery."""
    return _delivery().values(
        state=bindparam("s"),
        next_at=bindparam("a"),
        doubtful=bindparam("d"),
        tries=bindparam("t"),
        sent=bindparam("i"),
        marked_at=bindparam("n"),
    )


def handing_out() -> Any:
    """A delivery was told in another way."""
    return _delivery().values(state="done")


def _delivery() -> Any:
    return update(deliveries).where(deliveries.c.post == bindparam("p"), deliveries.c.milestone == bindparam("m"))


def letting_go() -> Any:
    """A post is free again, until its next delivery is due."""
    return (
        update(posts)
        .where(posts.c.id == bindparam("p"))
        .values(
            told=bindparam("r"),
            sent=bindparam("i"),
            generation=bindparam("g"),
            holder=None,
            until=None,
            next_at=next_of_post(),
        )
    )


def rescheduling() -> Any:
    """A post got deliveries."""
    return update(posts).where(posts.c.id == bindparam("p")).values(next_at=next_of_post())


async def add_faults(connection: AsyncConnection, outcomes: Iterable[Outcome], now: datetime) -> set[str]:
    """Rows for what staff has to know, each once; the posts that they are told in."""
    new_posts: dict[str, dict[str, Any]] = {}
    new: dict[tuple[str, str], dict[str, Any]] = {}
    for outcome in outcomes:
        for fault in outcome.faults:
            key = fault.target.key
            post = outcome.post
            id_ = post_id(post.organisation, post.window, key)
            new_posts[id_] = {
                "id": id_,
                "organisation": post.organisation,
                "window_id": post.window,
                "target": key,
                "platform": fault.target.platform,
                "language": fault.language,
                "told": 0,
                "sent": "",
                "generation": 0,
            }
            new[id_, fault.milestone] = {
                "post": id_,
                "milestone": fault.milestone,
                "kind": "fault",
                "at": now,
                "due": now,
                "number": 0,
                "day": "",
                "detail": fault.detail,
                "state": "waiting",
                "next_at": now,
                "tries": 0,
                "doubtful": False,
                "sent": "",
            }
    if new:
        rows = [new_posts[id_] for id_ in sorted(new_posts)]
        await connection.execute(insert_into(connection, posts).on_conflict_do_nothing(), rows)
        ordered = [new[key] for key in sorted(new)]
        await connection.execute(insert_into(connection, deliveries).on_conflict_do_nothing(), ordered)
    return set(new_posts)


async def rows_of(connection: AsyncConnection, query: Any, column: Any, ids: Sequence[str]) -> list[RowMapping]:
    """The rows whose column has one of some values, asked for in parts."""
    found: list[RowMapping] = []
    for at in range(0, len(ids), TOGETHER):
        found += (await connection.execute(query.where(column.in_(ids[at : at + TOGETHER])))).mappings().all()
    return found


async def live_windows(connection: AsyncConnection, of: Iterable[Post]) -> dict[tuple[str, str], Window]:
    """The windows of some posts, as they are now."""
    keys = sorted({(post.organisation, post.window) for post in of})
    return {
        (row["organisation"], row["id"]): from_record(row["record"])
        for row in await _by_keys(connection, select(windows), tuple_(windows.c.organisation, windows.c.id), keys)
    }


async def told_windows(connection: AsyncConnection, of: Iterable[Post]) -> dict[tuple[str, str, int], Window]:
    """The windows of some posts, as they were last told there."""
    table = window_revisions.c
    keys = sorted({(post.organisation, post.window, post.told) for post in of if post.told})
    columns = tuple_(table.organisation, table.window_id, table.revision)
    return {
        (row["organisation"], row["window_id"], row["revision"]): from_record(row["record"])
        for row in await _by_keys(connection, select(window_revisions), columns, keys)
    }


async def _by_keys(connection: AsyncConnection, query: Any, columns: Any, keys: Sequence[Any]) -> list[RowMapping]:
    found: list[RowMapping] = []
    for at in range(0, len(keys), TOGETHER):
        found += (await connection.execute(query.where(columns.in_(keys[at : at + TOGETHER])))).mappings().all()
    return found
