"""What is known of servers: read once, changed for all at once, and never mixed up."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import StoreReadOnly
from bot.ports import Server
from bot.servers import directory
from bot.servers.directory import Directory
from bot.servers.lists import KINDS
from tests.fakes import FakeClock, MemoryServers, MemoryStore


class Watched(MemoryServers):
    """Servers that count how often they are read, and can refuse to be written."""

    reads = 0
    full = False

    async def get(self, id: str) -> Server:  # noqa: A002
        self.reads += 1
        await asyncio.sleep(0)
        return await super().get(id)

    async def put(self, server: Server) -> None:
        await asyncio.sleep(0)
        if self.full:
            raise StoreReadOnly("The disk is full.")
        await super().put(server)


@pytest.fixture
def servers() -> Watched:
    return Watched()


@pytest.fixture
def known(servers: Watched, clock: FakeClock) -> Directory:
    return Directory(servers, clock)


async def test_a_server_is_read_once(known: Directory, servers: Watched) -> None:
    first = await asyncio.gather(*(known.get("discord:1") for _ in range(5)))
    assert first == [Server("discord:1", "discord:1")] * 5
    assert await known.get("discord:1") == first[0]
    assert servers.reads == 1


async def test_a_change_is_seen_at_once_and_kept(known: Directory, servers: Watched) -> None:
    await known.get("discord:1")
    changed = await known.change("discord:1", moderators=("11",), language="ja")
    assert changed == await known.get("discord:1") == servers.known["discord:1"]
    assert changed == Server("discord:1", "discord:1", "ja", ("11",))


async def test_changes_at_once_lose_nothing(known: Directory) -> None:
    await asyncio.gather(*(known.change("discord:1", **{name: (name,)}) for name in KINDS))
    server = await known.get("discord:1")
    assert {name: getattr(server, name) for name in KINDS} == {name: (name,) for name in KINDS}


async def test_a_change_keeps_what_another_process_chose(known: Directory, servers: Watched) -> None:
    await known.get("discord:1")
    servers.known["discord:1"] = Server("discord:1", "alts", admins=("13",))
    changed = await known.change("discord:1", moderators=("11",))
    assert changed == Server("discord:1", "alts", moderators=("11",), admins=("13",))


async def test_a_change_that_is_refused_is_no_change(known: Directory, servers: Watched) -> None:
    before = await known.change("discord:1", moderators=("11",))
    servers.full = True
    with pytest.raises(StoreReadOnly):
        await known.change("discord:1", moderators=("12",))
    assert await known.get("discord:1") == before


async def test_whatever_is_not_asked_for_goes_from_memory_and_not_from_the_store(
    known: Directory, servers: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "REMEMBERED", 2)
    chosen = await known.change("discord:1", staff=("1",))
    for name in ("discord:2", "discord:3"):
        await known.get(name)
    reads = servers.reads
    assert await known.get("discord:1") == chosen
    assert servers.reads == reads + 1


async def test_leaving_returning_and_being_forgotten(known: Directory, servers: Watched, clock: FakeClock) -> None:
    chosen = await known.change("discord:1", staff=("1",))
    await known.left("discord:1")
    assert await known.get("discord:1") == replace(chosen, left_at=clock.now())
    assert await known.count() == 0
    await known.joined("discord:1")
    assert await known.get("discord:1") == chosen
    await known.left("discord:1")
    clock.pass_time(timedelta(days=31))
    assert await known.expire(clock.now() - timedelta(days=30)) == 1
    assert await known.get("discord:1") == Server("discord:1", "discord:1")


async def test_what_is_present_is_known_anew(known: Directory, servers: Watched, clock: FakeClock) -> None:
    chosen = [await known.change(f"discord:{n}", staff=("1",)) for n in range(2)]
    slack = await known.change("slack:T1", staff=("1",))
    await known.present("discord", ["discord:1", "discord:2"])
    assert await known.get("discord:0") == replace(chosen[0], left_at=clock.now())
    assert await known.get("discord:1") == chosen[1]
    assert await known.get("slack:T1") == slack
    assert await known.count() == 3


NAMES = ("discord:1", "discord:2", "discord:12", "slack:T1", "terminal")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(("change", "get", "left", "joined", "expire")),
        st.sampled_from(sorted(KINDS)),
        st.lists(st.sampled_from(("1", "2", "3")), max_size=2).map(tuple),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.booleans())
def test_no_server_ever_sees_what_another_chose(
    steps: list[tuple[str, str, str, tuple[str, ...]]], little_memory: bool
) -> None:
    async def live() -> None:
        clock, kept = FakeClock(), MemoryStore()
        known = Directory(kept.servers, clock)
        model: dict[str, Server] = {}
        for name, act, field, ids in steps:
            mine = model.get(name, Server(name, name))
            if act == "change":
                await known.change(name, **{field: ids})
                model[name] = replace(mine, **{field: ids})  # type: ignore[arg-type]
            elif act == "left":
                await known.left(name)
                if name in model and mine.left_at is None:
                    model[name] = replace(mine, left_at=clock.now())
            elif act == "joined":
                await known.joined(name)
                model[name] = replace(mine, left_at=None)
            elif act == "expire":
                clock.pass_time(timedelta(days=20))
                before = clock.now() - timedelta(days=30)
                await known.expire(before)
                model = {n: s for n, s in model.items() if s.left_at is None or s.left_at >= before}
            else:
                model[name] = mine
            if little_memory:
                known = Directory(kept.servers, clock)
            for seen, expected in model.items():
                assert await known.get(seen) == expected

    asyncio.run(live())
