"""What the announcer does with what is due: told once, refusals named, deletions mended, one process at a time."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreReadOnly
from bot.storage.database import open_store
from bot.storage.migrate import upgrade
from bot.windows.announcer import LEASE, Announcer
from bot.windows.announcing import Later, Refused
from bot.windows.audience import Target
from bot.windows.milestones import NIGHT, PERSONAL, Rhythm, milestones
from bot.windows.ports import Planned, post_id
from bot.windows.turn import FIRST_PAUSE, LONGEST_PAUSE, MOST_TRIES, pause
from bot.windows.window import approved, withdrawn
from tests.fakes import MemoryStore
from tests.storage.conftest import a_postgresql
from tests.windows.samples import CLOSES, NOW, OPENS, window
from tests.windows.town import PLATFORMS, STAFF, Town, a_year, expected, settle, staff, titled, town, without_times

if TYPE_CHECKING:
    from bot.windows.window import Window

PLACE = Target("place", "discord:1", "23")
OTHER = Target("place", "slack:T1", "C1")
PERSON = Target("person", "", "discord:42")
RHYTHMS = {PLACE: Rhythm(), OTHER: Rhythm(), PERSON: PERSONAL}


@pytest.fixture
def here() -> Town:
    return town(MemoryStore(), 1)


async def put(here: Town, made: Window, before: Window | None = None, *targets: Target) -> None:
    plan = [Planned(target, milestones(made, RHYTHMS[target])) for target in (targets or (PLACE,))]
    assert await here.kept.windows.put(made, before, plan)


async def until(here: Town, at: datetime) -> list[str]:
    """Let time pass; what is new since the last time, without the year."""
    before = len(here.lines)
    await here.run(at)
    if here.clock.now() < at:
        here.clock.pass_time(at - here.clock.now())
    return [line[5:] for line in here.lines[before:]]


async def test_the_life_of_a_window_in_a_place(here: Town) -> None:
    await put(here, window())
    await here.run()
    assert [line[5:] for line in here.lines] == [
        "12-01 09:00 place discord:1 23 sht-2026 post opens@2026-12-01",
        "12-13 17:00 place discord:1 23 sht-2026 edit left-7@2026-12-20",
        "12-13 17:00 place discord:1 23 sht-2026 note left-7@2026-12-20",
        "12-19 17:00 place discord:1 23 sht-2026 edit left-1@2026-12-20",
        "12-19 17:00 place discord:1 23 sht-2026 note left-1@2026-12-20",
        "12-20 17:00 place discord:1 23 sht-2026 edit closes@2026-12-20",
    ]
    notes = [m for m in here.platforms["discord"].messages.values() if m.about]
    assert {m.about for m in notes} == {"m0"}  # each links to the living post


async def test_a_change_is_told_to_those_who_were_told(here: Town) -> None:
    first = window()
    await put(here, first, None, PLACE)
    await until(here, OPENS + timedelta(hours=1))
    second = approved(replace(first, closes=CLOSES + timedelta(days=1)), here.clock.now())
    await put(here, second, first, PLACE, OTHER)
    assert await until(here, OPENS + timedelta(hours=2)) == [
        "12-01 10:00 place discord:1 23 sht-2026 edit changed-2",
        "12-01 10:00 place discord:1 23 sht-2026 note changed-2",
        "12-01 10:00 place slack:T1 C1 sht-2026 post opens@2026-12-01",
    ]


async def test_several_changes_at_once_are_one(here: Town) -> None:
    first = window()
    await put(here, first)
    await until(here, OPENS)
    second = approved(replace(first, title="Two"), OPENS)
    third = approved(replace(second, title="Three"), OPENS)
    await put(here, second, first)
    await put(here, third, second)
    lines = await until(here, OPENS + timedelta(hours=1))
    assert [line.split(" ", 6)[-1] for line in lines] == ["edit changed-3", "note changed-3"]


async def test_withdrawn_before_anybody_was_told_is_told_to_nobody(here: Town) -> None:
    first = window()
    await put(here, first)
    gone = withdrawn(first, NOW)
    await put(here, gone, first)
    await here.run()
    assert here.lines == []


async def test_withdrawn_after_that_is_told(here: Town) -> None:
    first = window()
    await put(here, first)
    await until(here, OPENS)
    gone = withdrawn(first, OPENS + timedelta(hours=1))
    await put(here, gone, first)
    assert [line.split(" ", 6)[-1] for line in await until(here, CLOSES)] == ["edit withdrawn", "note withdrawn"]


async def test_after_a_long_stop_only_what_is_still_true_is_told(here: Town) -> None:
    await put(here, window(), None, PLACE, PERSON)
    await until(here, OPENS)
    here.clock.pass_time(CLOSES - timedelta(hours=3) - here.clock.now())
    lines = await until(here, CLOSES - timedelta(hours=1))
    assert [line.split(" ", 2)[-1] for line in lines] == [
        "person discord:42 sht-2026 direct left-1@2026-12-20",
        "place discord:1 23 sht-2026 edit left-1@2026-12-20",
        "place discord:1 23 sht-2026 note left-1@2026-12-20",
    ]
    states = {d.milestone: d.state for d in await here.kept.windows.deliveries(post_id("alts", "sht-2026", PLACE.key))}
    assert states["left-7@2026-12-20"] == "skipped"


async def test_a_stop_over_the_whole_window_tells_nobody(here: Town) -> None:
    await put(here, window(), None, PLACE, PERSON)
    here.clock.pass_time(CLOSES - NOW + timedelta(days=3))
    await here.run()
    assert here.lines == []


async def test_a_place_that_refuses_is_named_to_staff_once_and_tried_at_the_next_milestone(here: Town) -> None:
    discord = here.platforms["discord"]
    discord.refusing[PLACE] = Refused("Missing Permissions")
    await put(here, window())
    told = await until(here, OPENS + timedelta(days=1))
    assert len(told) == 1
    assert told[0].startswith("12-01 09:00 place discord:1 staff sht-2026 post")
    assert '"why": "Missing Permissions"' in told[0]
    assert '"where": "place discord:1 23"' in told[0]
    discord.refusing.clear()
    lines = await until(here, CLOSES - timedelta(days=6))
    assert [line.split(" ", 6)[-1] for line in lines] == ["post left-7@2026-12-20"]


async def test_a_person_with_closed_messages_finds_it_at_the_next_command(here: Town) -> None:
    here.platforms["discord"].refusing[PERSON] = Refused("closed", closed=True)
    await put(here, window(), None, PERSON)
    assert await until(here, OPENS + timedelta(days=1)) == []  # staff need not know who
    [(of, delivery)] = await here.kept.announcements.inbox("alts", "discord:42")
    assert (of.id, delivery.kind) == ("sht-2026", "opens")
    assert list(await here.kept.announcements.inbox("alts", "discord:42")) == []


async def test_a_post_that_somebody_deleted_is_made_anew_and_staff_told(here: Town) -> None:
    await put(here, window())
    await until(here, OPENS + timedelta(days=1))
    here.platforms["discord"].delete(PLACE)
    lines = await until(here, CLOSES - timedelta(days=6))
    assert lines[0] == "12-13 17:00 place discord:1 23 sht-2026 post left-7@2026-12-20"
    assert '"what": "deleted"' in lines[1]
    assert len(lines) == 2
    lines = await until(here, CLOSES + timedelta(days=1))
    assert [line.split(" ", 6)[-1].split("@")[0] for line in lines] == ["edit left-1", "note left-1", "edit closes"]


async def test_a_post_deleted_before_the_end_is_not_made_anew(here: Town) -> None:
    await put(here, window())
    await until(here, CLOSES - timedelta(hours=1))
    here.platforms["discord"].delete(PLACE)
    [line] = await until(here, CLOSES + timedelta(days=1))
    assert '"what": "deleted"' in line


async def test_what_a_platform_never_takes_is_given_up_and_staff_told(here: Town) -> None:
    here.platforms["slack"].share = 1.0
    await put(here, window(), None, OTHER)
    lines = await until(here, OPENS + timedelta(days=1))
    assert {line.split(" ")[4] for line in lines if "staff" in line} <= {"staff"}
    assert any('"what": "given up"' in line for line in lines)
    [post] = [p for p in await here.kept.windows.posts("alts", "sht-2026") if p.target == OTHER.key]
    first = next(d for d in await here.kept.windows.deliveries(post.id) if d.kind == "opens")
    assert (first.state, first.tries) == ("dead", MOST_TRIES)


async def test_retry_after_is_respected_and_costs_no_try(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = [Later(120.0)] * 30

    async def busy(*_: object) -> Later:
        return waits.pop()

    discord = here.platforms["discord"]
    usual = discord.post
    monkeypatch.setattr(discord, "post", lambda *all_: busy() if waits else usual(*all_))
    await put(here, window())
    await until(here, OPENS + timedelta(hours=2))
    [effect] = discord.effects
    assert timedelta(minutes=60) <= effect.at - OPENS <= timedelta(minutes=61)
    post = post_id("alts", "sht-2026", PLACE.key)
    assert next(d.tries for d in await here.kept.windows.deliveries(post) if d.kind == "opens") == 1


async def test_pauses_double_up_to_a_limit_and_differ() -> None:
    chance = Random(1)
    pauses = [pause(tries, chance) for tries in range(1, 40)]
    assert FIRST_PAUSE <= pauses[0] <= 2 * FIRST_PAUSE
    assert all(LONGEST_PAUSE / 2 <= each <= LONGEST_PAUSE for each in pauses[10:])
    assert len(set(pauses)) == len(pauses)


async def test_a_platform_that_fails_or_hangs_may_have_taken_it(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    discord = here.platforms["discord"]
    usual, times = discord.post, []

    async def falls_over(*all_: object) -> object:
        times.append(1)
        if len(times) == 1:
            await usual(*all_)  # type: ignore[arg-type]
            raise ConnectionResetError
        return await usual(*all_)  # type: ignore[arg-type]

    monkeypatch.setattr(discord, "post", falls_over)
    await put(here, window())
    lines = await until(here, OPENS + timedelta(hours=1))
    assert [line.split(" ", 6)[-1] for line in lines] == ["post opens@2026-12-01", "edit opens@2026-12-01"]
    assert discord.looked == 1


async def test_of_two_processes_on_one_store_the_second_refuses_and_says_who_announces(here: Town) -> None:
    await put(here, window())
    here.clock.pass_time(OPENS - NOW)
    first, second = here.announcer(), here.announcer()
    assert await first.once() == 1
    assert await second.once() == 0
    assert second.held_by == "process 1"
    here.clock.pass_time(LEASE)
    assert await second.once() == 0
    assert second.held_by == ""  # the first has not renewed it
    assert await first.once() == 0
    assert first.held_by == "process 2"


async def test_nothing_is_sent_when_the_claim_may_have_run_out(here: Town) -> None:
    await put(here, window())
    here.clock.pass_time(OPENS - NOW)
    late = here.announcer()
    late._point = lambda point: here.clock.pass_time(LEASE) if point == "after the claim" else None
    assert await late.once() == 1
    assert here.lines == []
    lines = await until(here, OPENS + timedelta(hours=1))
    assert [line.split(" ", 6)[-1] for line in lines] == ["post opens@2026-12-01"]


async def test_a_person_who_sleeps_is_told_in_the_morning(here: Town) -> None:
    night = window(opens=OPENS - timedelta(hours=9))
    assert NIGHT.covers((night.opens + timedelta(hours=9)).time())
    await put(here, night, None, PERSON)
    assert await until(here, OPENS) == ["12-01 08:00 person discord:42 sht-2026 direct opens@2026-12-01"]


async def test_running_until_it_is_called_off() -> None:
    here = town(MemoryStore(), 1)
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        here.clock.pass_time(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    announcer = Announcer(
        here.kept.announcements, here.platforms, titled, staff, here.clock, "a", chance=Random(1), sleep=sleep
    )
    await put(here, window(opens=NOW + timedelta(minutes=2)))
    running = asyncio.create_task(announcer.run())
    while not here.lines:  # noqa: ASYNC110
        await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert max(slept) <= 30.0
    assert len(slept) >= 4
    assert await here.kept.announcements.lease("announcer", "b", NOW, NOW) == "b"  # it was given back


async def test_a_nudge_wakes_it_and_a_store_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    here = town(MemoryStore(), 1)

    async def forever(_: float) -> None:
        await asyncio.Event().wait()

    announcer = Announcer(here.kept.announcements, here.platforms, titled, staff, here.clock, "a", sleep=forever)
    usual, failed = here.kept.announcements.claim, list[int]()

    async def claim(*all_: object) -> object:
        if not failed:
            failed.append(1)
            raise StoreReadOnly("The disk is full.")
        return await usual(*all_)  # type: ignore[arg-type]

    monkeypatch.setattr(here.kept.announcements, "claim", claim)
    running = asyncio.create_task(announcer.run())
    await asyncio.sleep(0.01)
    await put(here, window(opens=NOW - timedelta(minutes=2)))
    announcer.nudge()
    await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert failed
    assert len(here.lines) == 1


async def test_two_processes_on_postgresql_share_the_work_and_double_nothing() -> None:
    async with a_postgresql() as url:
        await upgrade(url)
        async with open_store(url) as one, open_store(url) as two:
            here, there, year = town(one, 1, share=0.2), town(two, 1), a_year(1, 8, 4, 3)
            there.clock, there.platforms = here.clock, here.platforms
            await settle(one, year)
            first, second = here.announcer(), there.announcer()
            second._holder = "the other"
            done = {id(first): 0, id(second): 0}
            for awake in itertools.cycle([(first, second), (first,), (second,)]):  # each is alone at times
                sent = await asyncio.gather(*(announcer.once() for announcer in awake))
                for announcer, many in zip(awake, sent, strict=True):
                    done[id(announcer)] += many
                if any(sent):
                    continue
                due = await one.announcements.next_due(PLATFORMS)
                if due is None:
                    break
                here.clock.pass_time(max(due - here.clock.now(), timedelta()))
            assert without_times(here.lines) == without_times(expected(year, NOW))
            assert min(done.values()) > 0
            assert STAFF.key not in " ".join(here.lines)


async def test_what_was_claimed_is_let_go_at_the_end(here: Town) -> None:
    for number in range(3):
        await put(here, window(id=f"w{number}"))
    here.clock.pass_time(OPENS - NOW)
    first = here.announcer()
    await first.close()
    assert await first.once() > 0
    assert here.lines == []
    await first._leave()
    assert await here.announcer().once() == 3  # at once, and without looking for anything
    assert here.platforms["discord"].looked == 0


async def test_a_platform_announces_though_another_ones_lease_is_held(here: Town) -> None:
    await put(here, window())
    here.clock.pass_time(OPENS - NOW)
    now = here.clock.now()
    await here.kept.announcements.lease("announcer slack", "somebody", now, now + LEASE)
    announcer = here.announcer()
    assert await announcer.once() == 1
    assert announcer.held_by == "somebody"
