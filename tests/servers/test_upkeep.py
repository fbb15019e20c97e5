"""What is forgotten with time, day after day, whatever fails."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from structlog.testing import capture_logs

from bot.app import DRAFT_DAYS, HANDLED_DAYS, upkeep_of
from bot.config import Settings
from bot.errors import StoreUnreachable
from bot.ports import Attempt
from bot.servers.directory import Directory
from bot.upkeep import DAY, Chore, Upkeep
from tests.fakes import FakeClock, MemoryStore
from tests.storage.test_unanswered import ASKED


async def test_each_thing_is_forgotten_in_its_time(kept: MemoryStore, clock: FakeClock) -> None:
    settings = Settings(question_days=90, server_days=30, attempt_days=60)
    known = Directory(kept.servers, clock)
    upkeep = upkeep_of(kept, known, settings, clock)
    await known.change("discord:1", staff=("1",))
    await known.left("discord:1")
    await kept.handled.claim("a", clock.now())
    await kept.drafts.put("a", {}, clock.now())
    await kept.attempts.add(Attempt("a", "tess", "after-alt", clock.now(), clock.now()))
    for organisation in ("discord:1", "others"):
        await kept.unanswered.add(replace(ASKED, organisation=organisation, asked_at=clock.now()))

    gone: dict[str, int] = {}
    for day in range(95):
        await upkeep.once()
        left = {
            "handled": len(kept.handled.claimed),
            "drafts": len(kept.drafts.drafts),
            "attempts": len(kept.attempts.attempts),
            "servers": len(kept.servers.known),
            "its questions": await kept.unanswered.count("discord:1"),
            "other questions": await kept.unanswered.count("others"),
        }
        gone |= {name: day for name, count in left.items() if count == 0 and name not in gone}
        clock.pass_time(timedelta(days=1))
    assert gone == {
        "handled": HANDLED_DAYS + 1,
        "drafts": DRAFT_DAYS + 1,
        "attempts": 61,
        "servers": 31,
        "its questions": 31,
        "other questions": 91,
    }


async def test_it_goes_on_after_every_failure(clock: FakeClock) -> None:
    days: list[datetime] = []
    enough = asyncio.Event()

    async def broken(before: datetime) -> int:
        raise StoreUnreachable("The database does not answer.")

    async def sound(before: datetime) -> int:
        days.append(before)
        if len(days) == 3:
            enough.set()
        return 0

    async def pause(seconds: float) -> None:
        clock.pass_time(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    assert timedelta(seconds=DAY) == timedelta(days=1)
    start = clock.now()
    upkeep = Upkeep((Chore("broken", 1, broken), Chore("sound", 2, sound)), clock, pause)
    with capture_logs() as logs:
        running = asyncio.create_task(upkeep.every_day())
        await enough.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert days[:3] == [start - timedelta(days=1), start, start + timedelta(days=1)]
    assert {(log["chore"], log["log_level"]) for log in logs} == {("broken", "error"), ("sound", "info")}
