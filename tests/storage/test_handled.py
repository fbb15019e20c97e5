"""The contract of `bot.ports.Handled`, on every implementation; and how claims go to a database together."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.errors import StoreReadOnly
from bot.storage.database import Store, open_store
from bot.storage.handled import LONGEST, TOGETHER
from bot.storage.migrate import upgrade
from tests.storage.conftest import url_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.ports import Handled
    from bot.storage.address import Address

NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)


async def test_the_first_who_claims_has_it(handled: Handled) -> None:
    assert await handled.claim("a", NOON)
    assert not await handled.claim("a", NOON)
    assert not await handled.claim("a", NOON + timedelta(days=300))
    assert await handled.claim("b", NOON)


async def test_of_many_at_once_one_has_it(handled: Handled) -> None:
    told = await asyncio.gather(*(handled.claim(f"key {n % 7}", NOON) for n in range(700)))
    assert sum(told) == 7
    assert told[:7] == [True] * 7


@pytest.mark.parametrize(
    "key", ["", "discord:1\n123", "進路", "' OR '1'='1", "k" * 10_000, "\x00", "half \ud83d", "%", "K", " a", "a "]
)
async def test_any_text_is_a_key_and_keys_are_apart(handled: Handled, key: str) -> None:
    assert await handled.claim("k", NOON)
    assert await handled.claim("a", NOON)
    assert await handled.claim(key, NOON)
    assert not await handled.claim(key, NOON)


async def test_long_keys_differ_where_their_ends_do(handled: Handled) -> None:
    long = "k" * (LONGEST + 1)
    assert await handled.claim(long + "a", NOON)
    assert await handled.claim(long + "b", NOON)
    assert not await handled.claim(long + "a", NOON)


async def test_expiring_forgets_what_is_older_and_nothing_else(handled: Handled) -> None:
    for days in (-1, 0, 1):
        await handled.claim(str(days), NOON + timedelta(days=days))
    assert await handled.expire(NOON) == 1
    assert await handled.claim("-1", NOON)
    assert not await handled.claim("0", NOON)
    assert await handled.expire(NOON + timedelta(days=2)) == 3
    assert await handled.expire(NOON + timedelta(days=2)) == 0


async def test_a_claim_that_was_called_off_stays_claimed_and_hurts_nobody(handled: Handled) -> None:
    claims = [asyncio.ensure_future(handled.claim(key, NOON)) for key in ("a", "b", "c")]
    await asyncio.sleep(0)
    claims[1].cancel()
    await asyncio.gather(*claims, return_exceptions=True)
    assert [claim.result() for claim in (claims[0], claims[2])] == [True, True]
    assert await handled.claim("d", NOON)


async def test_two_processes_on_one_database(empty: str) -> None:
    await upgrade(empty)
    async with open_store(empty) as here, open_store(empty) as there:
        keys = [str(number) for number in range(100)]
        first, second = await asyncio.gather(
            asyncio.gather(*(here.handled.claim(key, NOON) for key in keys)),
            asyncio.gather(*(there.handled.claim(key, NOON) for key in reversed(keys))),
        )
    assert [a + b for a, b in zip(first, reversed(second), strict=True)] == [1] * 100


async def test_what_was_claimed_is_claimed_after_a_restart(empty: str) -> None:
    await upgrade(empty)
    async with open_store(empty) as store:
        assert await store.handled.claim("a", NOON)
    async with open_store(empty) as store:
        assert not await store.handled.claim("a", NOON)


class Counting(Store):
    """A store that counts its transactions, and whose disk can be full."""

    transactions = 0
    full = False

    def __init__(self, engine: AsyncEngine, address: Address) -> None:
        super().__init__(engine, address)
        self.begun = asyncio.Event()

    @asynccontextmanager
    async def writing(self, *, lasting: bool = True) -> AsyncIterator[AsyncConnection]:
        self.transactions += 1
        self.begun.set()
        if self.full:
            raise StoreReadOnly("The disk is full.")
        async with super().writing(lasting=lasting) as connection:
            yield connection


@asynccontextmanager
async def counting(file: Path) -> AsyncIterator[Counting]:
    async with open_store(url_of(file)) as store:
        counted = Counting(store.engine, store.address)
        yield counted
        await counted.handled.settled()


async def test_the_first_goes_at_once_and_those_that_come_meanwhile_go_together(file: Path) -> None:
    async with counting(file) as store:
        first = asyncio.ensure_future(store.handled.claim("first", NOON))
        await store.begun.wait()
        rest = [asyncio.ensure_future(store.handled.claim(str(number), NOON)) for number in range(TOGETHER + 1)]
        assert await first
        assert await asyncio.gather(*rest) == [True] * (TOGETHER + 1)
        assert store.transactions == 3
        assert await store.handled.claim("one alone", NOON)
        assert store.transactions == 4


async def test_a_failure_is_told_to_everybody_and_ends_with_its_cause(file: Path) -> None:
    async with counting(file) as store:
        store.full = True
        told = await asyncio.gather(*(store.handled.claim(str(n), NOON) for n in range(20)), return_exceptions=True)
        assert {type(each) for each in told} == {StoreReadOnly}
        store.full = False
        assert await asyncio.gather(*(store.handled.claim(str(n), NOON) for n in range(20))) == [True] * 20


async def test_only_what_must_outlive_a_cut_of_the_power_waits_for_the_disk(file: Path) -> None:
    async with open_store(url_of(file)) as store:
        for lasting, level in ((True, 2), (False, 1), (True, 2)):  # FULL, NORMAL
            async with store.writing(lasting=lasting) as connection:
                assert await connection.scalar(text("PRAGMA synchronous")) == level
