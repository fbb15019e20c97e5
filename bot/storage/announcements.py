"""What is due, in the database: claimed in one transaction, marked many at once, held by one process at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, or_, select

from bot.storage import statements
from bot.storage.insertion import insert_into
from bot.storage.statements import add_faults, live_windows, rows_of, told_windows
from bot.storage.window_tables import deliveries, leases, posts
from bot.storage.windows import delivery_of, post_of
from bot.windows.ports import Claimed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.storage.database import Store
    from bot.windows.ports import Delivery, Outcome
    from bot.windows.window import Window


class SqlAnnouncements:
    """`bot.windows.ports.Announcements` in SQLite or PostgreSQL.

    The statements that cross organisations are the announcer's: it serves all of them, and hands out none to another.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def shared(self) -> bool:
        return not self._store.address.sqlite

    async def lease(self, name: str, holder: str, now: datetime, until: datetime) -> str:
        async with self._store.writing() as connection:
            new = insert_into(connection, leases).values(name=name, holder=holder, until=until)
            free = or_(leases.c.until <= now, leases.c.holder == holder)
            taken = new.on_conflict_do_update(
                index_elements=["name"], set_={"holder": holder, "until": until}, where=free
            )
            await connection.execute(taken)
            holds: str = (await connection.scalars(select(leases.c.holder).where(leases.c.name == name))).one()
            return holds

    async def release(self, name: str, holder: str) -> None:
        async with self._store.writing() as connection:
            await connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))

    async def claim(
        self, holder: str, platforms: Collection[str], now: datetime, until: datetime, limit: int
    ) -> Sequence[Claimed]:
        free = or_(posts.c.holder.is_(None), posts.c.until <= now)
        due = and_(posts.c.next_at <= now, free, posts.c.platform.in_(sorted(platforms)))
        first = select(posts.c.id).where(due).order_by(posts.c.next_at, posts.c.id).limit(limit)
        async with self._store.writing() as connection:
            ids = (await connection.scalars(first.with_for_update(skip_locked=True))).all()
            if not ids:
                return []
            await connection.execute(statements.holding(), [{"p": id_, "h": holder, "u": until} for id_ in ids])
            found = [post_of(row) for row in await rows_of(connection, select(posts), posts.c.id, ids)]
            waiting = select(deliveries).where(deliveries.c.state == "waiting", deliveries.c.next_at <= now)
            due_in: dict[str, list[Delivery]] = {id_: [] for id_ in ids}
            for row in await rows_of(connection, waiting, deliveries.c.post, ids):
                due_in[row["post"]].append(delivery_of(row))
            tried = [{"p": d.post, "m": d.milestone, "n": now} for some in due_in.values() for d in some]
            if tried:
                await connection.execute(statements.trying(), tried)
            live = await live_windows(connection, found)
            told = await told_windows(connection, found)
        order = {id_: i for i, id_ in enumerate(ids)}
        return [
            Claimed(
                post,
                tuple(due_in[post.id]),
                live[post.organisation, post.window],
                told.get((post.organisation, post.window, post.told)),
                until,
            )
            for post in sorted(found, key=lambda post: order[post.id])
            if (post.organisation, post.window) in live
        ]

    async def mark(self, holder: str, outcomes: Sequence[Outcome], now: datetime) -> int:
        async with self._store.writing() as connection:
            ids = [outcome.post.id for outcome in outcomes]
            held = select(posts.c.id).where(posts.c.holder == holder)
            mine = {row["id"] for row in await rows_of(connection, held.with_for_update(), posts.c.id, ids)}
            kept = [outcome for outcome in outcomes if outcome.post.id in mine]
            marks = [
                {
                    "p": outcome.post.id,
                    "m": marking.milestone,
                    "s": marking.state,
                    "a": marking.next_at,
                    "d": marking.doubtful,
                    "t": marking.tries,
                    "i": marking.sent,
                    "n": now,
                }
                for outcome in kept
                for marking in outcome.markings
            ]
            if marks:
                await connection.execute(statements.marking(), marks)
            faulty = await add_faults(connection, kept, now)
            if kept:
                states = [{"p": o.post.id, "r": o.post.told, "i": o.post.sent, "g": o.post.generation} for o in kept]
                await connection.execute(statements.letting_go(), states)
            if faulty:
                await connection.execute(statements.rescheduling(), [{"p": id_} for id_ in sorted(faulty)])
            return len(kept)

    async def next_due(self, platforms: Collection[str]) -> datetime | None:
        """The least of when something is due, or of when what is held becomes free."""
        waiting = and_(posts.c.next_at.is_not(None), posts.c.platform.in_(sorted(platforms)))
        free = select(func.min(posts.c.next_at)).where(waiting, posts.c.holder.is_(None))
        held = select(func.min(posts.c.until)).where(waiting, posts.c.holder.is_not(None))
        async with self._store.reading() as connection:
            found = [await connection.scalar(query) for query in (free, held)]
        return min((at for at in found if at is not None), default=None)

    async def inbox(self, organisation: str, person: str) -> Sequence[tuple[Window, Delivery]]:
        theirs = and_(posts.c.organisation == organisation, posts.c.target == f"person {person}")
        missed = select(deliveries).where(
            deliveries.c.post.in_(select(posts.c.id).where(theirs)), deliveries.c.state == "inbox"
        )
        async with self._store.reading() as connection:
            if (await connection.execute(missed.limit(1))).first() is None:
                return []
        async with self._store.writing() as connection:
            rows = (await connection.execute(missed.order_by(deliveries.c.at).with_for_update())).mappings().all()
            taken = [{"p": row["post"], "m": row["milestone"]} for row in rows]
            if not taken:
                return []
            await connection.execute(statements.handing_out(), taken)
            ids = sorted({row["post"] for row in rows})
            of_post = {row["id"]: post_of(row) for row in await rows_of(connection, select(posts), posts.c.id, ids)}
            live = await live_windows(connection, of_post.values())
            found = [(of_post[row["post"]], delivery_of(row)) for row in rows]
            return [(live[post.organisation, post.window], delivery) for post, delivery in found]
