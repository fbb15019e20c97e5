"""Windows in the database: the record, its history, and the plan of what is to be told where."""

from __future__ import annotations

from dataclasses import asdict
from datetime import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, func, select, update

from bot.storage.insertion import insert_into, put
from bot.storage.window_tables import deliveries, manners, posts, window_revisions, windows
from bot.windows.milestones import Quiet, Rhythm
from bot.windows.ports import Delivery, Manner, Post, post_id
from bot.windows.window import Window, as_record, from_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.database import Store
    from bot.windows.audience import Target
    from bot.windows.ports import Planned

TOGETHER = 500  # ids in one statement


class SqlWindows:
    """`bot.windows.ports.Windows` in SQLite or PostgreSQL. No organisation sees another's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, organisation: str, id: str) -> Window | None:  # noqa: A002
        async with self._store.reading() as connection:
            record = await connection.scalar(select(windows.c.record).where(_is(organisation, id)))
        return None if record is None else from_record(record)

    async def all(self, organisation: str, after: datetime | None = None) -> Sequence[Window]:
        query = select(windows.c.record).where(windows.c.organisation == organisation)
        if after is not None:
            query = query.where(windows.c.closes > after)
        async with self._store.reading() as connection:
            return [from_record(r) for r in await connection.scalars(query.order_by(windows.c.opens, windows.c.id))]

    async def organisations(self, after: datetime) -> Sequence[str]:
        query = select(windows.c.organisation).where(windows.c.closes > after).distinct()
        async with self._store.reading() as connection:
            return list(await connection.scalars(query.order_by(windows.c.organisation)))

    async def put(self, window: Window, before: Window | None, planned: Sequence[Planned]) -> bool:
        record = as_record(window)
        row = {"organisation": window.organisation, "id": window.id, "opens": window.opens, "closes": window.closes}
        async with self._store.writing() as connection:
            stands = select(windows.c.record).where(_is(window.organisation, window.id)).with_for_update()
            found = await connection.scalar(stands)
            if (None if found is None else from_record(found)) != before:
                return False
            if before is None:
                new = insert_into(connection, windows).values(**row, record=record).on_conflict_do_nothing()
                if (await connection.execute(new)).rowcount != 1:
                    return False
            else:
                changed = update(windows).where(_is(window.organisation, window.id))
                await connection.execute(changed.values(**row, record=record))
            if window.status == "approved":
                revision = {"organisation": window.organisation, "window_id": window.id, "revision": window.revision}
                await put(connection, window_revisions, {**revision, "record": record})
            await _replan(connection, window.organisation, window.id, planned, window.changed)
            return True

    async def propose(self, organisation: str, id: str, proposed: Window | None) -> None:  # noqa: A002
        record = None if proposed is None else as_record(proposed)
        async with self._store.writing() as connection:
            await connection.execute(update(windows).where(_is(organisation, id)).values(proposed=record))

    async def proposed(self, organisation: str) -> Sequence[Window]:
        waiting = (windows.c.organisation == organisation) & windows.c.proposed.is_not(None)
        async with self._store.reading() as connection:
            found = await connection.scalars(select(windows.c.proposed).where(waiting).order_by(windows.c.id))
            return [from_record(record) for record in found]

    async def replan(
        self,
        organisation: str,
        id: str,  # noqa: A002
        planned: Sequence[Planned],
        now: datetime,
        only: Target | None = None,
    ) -> None:
        async with self._store.writing() as connection:
            await _replan(connection, organisation, id, planned, now, only)

    async def posts(self, organisation: str, id: str) -> Sequence[Post]:  # noqa: A002
        query = select(posts).where(_of(organisation, id)).order_by(posts.c.target)
        async with self._store.reading() as connection:
            return [post_of(row) for row in (await connection.execute(query)).mappings()]

    async def deliveries(self, post: str) -> Sequence[Delivery]:
        query = select(deliveries).where(deliveries.c.post == post).order_by(deliveries.c.at, deliveries.c.milestone)
        async with self._store.reading() as connection:
            return [delivery_of(row) for row in (await connection.execute(query)).mappings()]

    async def manner(self, organisation: str) -> Manner:
        query = select(manners.c.manner).where(manners.c.organisation == organisation)
        async with self._store.reading() as connection:
            found = await connection.scalar(query)
        return Manner() if found is None else Manner(**{**found, "rhythm": rhythm_of(found["rhythm"])})

    async def put_manner(self, organisation: str, manner: Manner) -> None:
        record = {**asdict(manner), "rhythm": rhythm_record(manner.rhythm)}
        async with self._store.writing() as connection:
            await put(connection, manners, {"organisation": organisation, "manner": record})


def rhythm_record(rhythm: Rhythm) -> dict[str, Any]:
    """A rhythm as plain values."""
    quiet = None if rhythm.quiet is None else [f"{rhythm.quiet.start:%H:%M}", f"{rhythm.quiet.end:%H:%M}"]
    return {"kinds": sorted(rhythm.kinds), "days": list(rhythm.days), "quiet": quiet, "zone": rhythm.zone}


def rhythm_of(record: Mapping[str, Any]) -> Rhythm:
    """The rhythm of plain values."""
    quiet = None if record["quiet"] is None else Quiet(*(time.fromisoformat(clock) for clock in record["quiet"]))
    return Rhythm(frozenset(record["kinds"]), tuple(record["days"]), quiet, record["zone"])


def post_of(row: RowMapping) -> Post:
    """The post in a row."""
    return Post(
        row["id"],
        row["organisation"],
        row["window_id"],
        row["target"],
        row["language"],
        row["told"],
        row["sent"],
        row["generation"],
    )


def delivery_of(row: RowMapping) -> Delivery:
    """The delivery in a row."""
    same = ("post", "milestone", "kind", "at", "due", "number", "day", "detail", "state", "tries", "doubtful")
    return Delivery(**{name: row[name] for name in same}, claimed_at=row["claimed_at"])


def next_of_post() -> Any:
    """When the first waiting delivery of a post is due, as a part of an update of posts."""
    waiting = (deliveries.c.post == posts.c.id) & (deliveries.c.state == "waiting")
    return select(func.min(deliveries.c.next_at)).where(waiting).scalar_subquery()


async def _replan(
    connection: AsyncConnection,
    organisation: str,
    id_: str,
    planned: Sequence[Planned],
    now: datetime,
    only: Target | None = None,
) -> None:
    """New rows for what is newly wanted; what waits and is no longer wanted goes; nothing that was told changes."""
    rows, wanted = [], []
    there = await connection.execute(select(posts.c.target, posts.c.id).where(_of(organisation, id_)))
    known = {row.target: row.id for row in there}  # one that came from a joined organisation keeps its id
    for plan in planned:
        key = plan.target.key
        post = known.get(key) or post_id(organisation, id_, key)
        rows.append(
            {
                "id": post,
                "organisation": organisation,
                "window_id": id_,
                "target": key,
                "platform": plan.target.platform,
                "language": plan.language,
                "told": plan.seen,
                "sent": "",
                "generation": 0,
            }
        )
        wanted += [
            {
                "post": post,
                "milestone": milestone.key,
                "kind": milestone.kind,
                "at": milestone.at,
                "due": milestone.due,
                "number": milestone.number,
                "day": milestone.day,
                "detail": "",
                "state": "skipped" if plan.seen and milestone.due <= now else "waiting",
                "next_at": milestone.due,
                "tries": 0,
                "doubtful": False,
                "sent": "",
            }
            for milestone in plan.milestones
        ]
    if rows:
        new = insert_into(connection, posts)
        again = new.on_conflict_do_update(index_elements=["id"], set_={"language": new.excluded.language})
        await connection.execute(again, rows)
    concerned = _of(organisation, id_) if only is None else and_(_of(organisation, id_), posts.c.target == only.key)
    mine = select(posts.c.id).where(concerned)
    # A delivery that may have been sent already keeps its time: it has to be looked up before anything else.
    settled = and_(deliveries.c.state == "waiting", deliveries.c.kind != "fault", deliveries.c.doubtful.is_(False))
    found = await connection.execute(
        select(deliveries.c.post, deliveries.c.milestone).where(deliveries.c.post.in_(mine), settled)
    )
    keep = {(row["post"], row["milestone"]) for row in wanted}
    gone = [{"p": post, "m": milestone} for post, milestone in found if (post, milestone) not in keep]
    if gone:
        await connection.execute(_dropping(), gone)
    if wanted:
        fresh = insert_into(connection, deliveries)
        moved = {"at": fresh.excluded.at, "due": fresh.excluded.due, "next_at": fresh.excluded.next_at}
        kept = fresh.on_conflict_do_update(index_elements=["post", "milestone"], set_=moved, where=settled)
        await connection.execute(kept, wanted)
    await connection.execute(update(posts).where(concerned).values(next_at=next_of_post()))


def _dropping() -> Any:
    return delete(deliveries).where(deliveries.c.post == bindparam("p"), deliveries.c.milestone == bindparam("m"))


def _is(organisation: str, id_: str) -> Any:
    return and_(windows.c.organisation == organisation, windows.c.id == id_)


def _of(organisation: str, id_: str) -> Any:
    return and_(posts.c.organisation == organisation, posts.c.window_id == id_)
