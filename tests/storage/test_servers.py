"""The contract of `bot.ports.Servers`, on every implementation."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from bot.ports import Server
from tests.storage.test_unanswered import ASKED

if TYPE_CHECKING:
    from bot.ports import Kept, Servers

NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
CHOSEN = Server(
    id="discord:1",
    organisation="alts",
    language="ja",
    moderators=("11", "12"),
    admins=("13",),
    answers=("21",),
    listening=("22", "21"),
    windows=("23",),
    staff=("24",),
)


async def test_a_server_never_seen_is_an_organisation_of_its_own(servers: Servers) -> None:
    assert await servers.get("discord:1") == Server("discord:1", "discord:1")
    assert await servers.get("discord:1") == Server("discord:1", "discord:1")
    assert await servers.count() == 1


async def test_many_who_see_it_first_see_the_same(servers: Servers) -> None:
    seen = await asyncio.gather(*(servers.get("discord:1") for _ in range(8)))
    assert seen == [Server("discord:1", "discord:1")] * 8
    assert await servers.count() == 1


async def test_what_goes_in_comes_out(servers: Servers) -> None:
    await servers.put(CHOSEN)
    assert await servers.get("discord:1") == CHOSEN
    changed = replace(CHOSEN, moderators=(), language="", windows=("25", "26"))
    await servers.put(changed)
    assert await servers.get("discord:1") == changed


async def test_no_server_sees_what_another_chose(servers: Servers) -> None:
    await servers.put(CHOSEN)
    for other in ("discord:2", "discord:11", "slack:1", "DISCORD:1", "discord:%", ""):
        assert await servers.get(other) == Server(other, other)
    assert await servers.get("discord:1") == CHOSEN


async def test_leaving_keeps_what_was_chosen_and_coming_back_stops_the_clock(servers: Servers) -> None:
    await servers.put(CHOSEN)
    await servers.left("discord:1", NOON.astimezone(timezone(timedelta(hours=9))))
    assert await servers.get("discord:1") == replace(CHOSEN, left_at=NOON)
    assert await servers.count() == 0
    await servers.joined("discord:1")
    assert await servers.get("discord:1") == CHOSEN
    assert await servers.count() == 1
    assert await servers.expire(LATER) == 0


async def test_leaving_twice_starts_no_second_clock(servers: Servers) -> None:
    await servers.put(CHOSEN)
    await servers.left("discord:1", NOON)
    await servers.left("discord:1", LATER)
    assert (await servers.get("discord:1")).left_at == NOON


async def test_leaving_what_was_never_seen_leaves_nothing(servers: Servers) -> None:
    await servers.left("discord:1", NOON)
    assert await servers.expire(LATER) == 0
    assert await servers.get("discord:1") == Server("discord:1", "discord:1")


async def test_joining_a_new_server_creates_it(servers: Servers) -> None:
    await servers.joined("discord:1")
    await servers.joined("discord:1")
    assert await servers.count() == 1
    assert await servers.get("discord:1") == Server("discord:1", "discord:1")


async def test_expiring_forgets_servers_left_before_and_no_others(servers: Servers) -> None:
    for number, left_at in enumerate((NOON - timedelta(days=1), NOON, None)):
        await servers.put(replace(CHOSEN, id=f"discord:{number}", left_at=left_at))
    assert await servers.expire(NOON) == 1
    assert await servers.get("discord:0") == Server("discord:0", "discord:0")
    assert (await servers.get("discord:1")).moderators == CHOSEN.moderators
    assert (await servers.get("discord:2")).moderators == CHOSEN.moderators


async def test_questions_go_with_the_last_server_of_their_organisation(kept: Kept) -> None:
    for organisation in ("alts", "others", "local"):
        await kept.unanswered.add(replace(ASKED, organisation=organisation))
    await kept.servers.put(replace(CHOSEN, left_at=NOON))
    await kept.servers.put(replace(CHOSEN, id="slack:T1"))
    await kept.servers.put(replace(CHOSEN, id="discord:2", organisation="others", left_at=NOON))
    assert await kept.servers.expire(LATER) == 2
    assert [await kept.unanswered.count(name) for name in ("alts", "others", "local")] == [1, 0, 1]
    await kept.servers.left("slack:T1", NOON)
    assert await kept.servers.expire(LATER) == 1
    assert [await kept.unanswered.count(name) for name in ("alts", "others", "local")] == [0, 0, 1]


async def test_the_servers_of_an_organisation(servers: Servers) -> None:
    for id_, organisation, left_at in (
        ("slack:T1", "alts", None),
        ("discord:1", "alts", None),
        ("discord:2", "x", None),
    ):
        await servers.put(replace(CHOSEN, id=id_, organisation=organisation, left_at=left_at))
    await servers.put(replace(CHOSEN, id="discord:3", left_at=NOON))
    assert [server.id for server in await servers.of("alts")] == ["discord:1", "slack:T1"]
    assert list(await servers.of("nobody")) == []


async def test_many_changes_at_once_lose_no_server(servers: Servers) -> None:
    await asyncio.gather(*(servers.put(replace(CHOSEN, id=f"discord:{n}", staff=(str(n),))) for n in range(20)))
    assert [(await servers.get(f"discord:{n}")).staff for n in range(20)] == [(str(n),) for n in range(20)]
    assert await servers.count() == 20


async def test_those_present_are_joined_and_the_others_of_the_platform_left(servers: Servers) -> None:
    chosen = [replace(CHOSEN, id=f"discord:{n}") for n in range(3)]
    back = replace(CHOSEN, id="discord:3", left_at=NOON)
    others = [replace(CHOSEN, id=name) for name in ("slack:T1", "discordant:1", "DISCORD:1", "terminal")]
    for server in (*chosen, back, *others):
        await servers.put(server)
    await servers.present("discord", ["discord:0", "discord:1", "discord:3", "discord:9"], LATER)
    assert [await servers.get(server.id) for server in chosen] == [*chosen[:2], replace(chosen[2], left_at=LATER)]
    assert await servers.get("discord:3") == replace(back, left_at=None)
    assert await servers.get("discord:9") == Server("discord:9", "discord:9")
    assert [await servers.get(server.id) for server in others] == others


async def test_what_was_left_before_keeps_its_clock(servers: Servers) -> None:
    await servers.put(replace(CHOSEN, left_at=NOON))
    await servers.present("discord", (), LATER)
    assert (await servers.get(CHOSEN.id)).left_at == NOON
    await servers.present("discord", [CHOSEN.id], LATER)
    await servers.present("discord", [], LATER)
    assert (await servers.get(CHOSEN.id)).left_at == LATER


async def test_a_thousand_servers_are_looked_at_at_once(servers: Servers) -> None:
    there = [f"discord:{n}" for n in range(1_200)]
    await servers.present("discord", there, NOON)
    assert await servers.count() == 1_200
    await servers.present("discord", there, NOON)
    await servers.present("discord", there[600:], LATER)
    assert await servers.count() == 600
    await servers.present("discord", there, LATER)
    assert await servers.count() == 1_200


async def test_joining_moves_servers_and_what_waits_and_nothing_else(kept: Kept) -> None:
    for server, organisation in (("discord:1", "a"), ("slack:T1", "b"), ("slack:T2", "b"), ("discord:9", "c")):
        await kept.servers.put(replace(CHOSEN, id=server, organisation=organisation))
    for organisation in ("a", "b", "b", "c"):
        await kept.unanswered.add(replace(ASKED, organisation=organisation))
    await kept.servers.join("b", "a")
    found = [(await kept.servers.get(server)) for server in ("discord:1", "slack:T1", "slack:T2", "discord:9")]
    assert [server.organisation for server in found] == ["a", "a", "a", "c"]
    assert replace(found[1], id=CHOSEN.id, organisation=CHOSEN.organisation) == CHOSEN
    assert [await kept.unanswered.count(organisation) for organisation in "abc"] == [3, 0, 1]
