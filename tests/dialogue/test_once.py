"""Once only, also over restarts and among processes; and an answer goes before everything."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot import dispatch
from bot.dispatch import Dispatch
from bot.errors import StoreReadOnly
from bot.ui import Card, Reply, plain
from tests.dialogue.test_dispatch import SECRET, Counted, broken, no_suggestions, question, turns
from tests.fakes import FakeClock, MemoryHandled

if TYPE_CHECKING:
    from datetime import datetime

    from bot.dispatch import Handler


def process(ask: Handler, handled: MemoryHandled) -> Dispatch:
    """One process of several that share a store."""
    return Dispatch({"ask": ask}, no_suggestions, handled=handled, clock=FakeClock())


@pytest.fixture
def handled() -> MemoryHandled:
    return MemoryHandled()


@pytest.fixture
def handler() -> Counted:
    """It answers at once."""
    counted = Counted()
    counted.may_answer.set()
    return counted


async def test_of_two_processes_one_answers_and_the_other_is_silent(handled: MemoryHandled, handler: Counted) -> None:
    here, there = process(handler, handled), process(handler, handled)
    replies = await asyncio.gather(here.handle(question("k")), there.handle(question("k")))
    assert sorted(reply.silent for reply in replies) == [False, True]
    assert handler.calls == 1
    assert not (await there.handle(question("k", organisation="others"))).silent
    assert handler.calls == 2


async def test_after_a_restart_nothing_is_done_again(handled: MemoryHandled, handler: Counted) -> None:
    before = process(handler, handled)
    first = await before.handle(question("k"))
    assert await before.handle(question("k")) == first
    assert (await process(handler, handled).handle(question("k"))).silent
    assert handler.calls == 1


async def test_what_has_no_key_is_claimed_by_nobody(handled: MemoryHandled, handler: Counted) -> None:
    served = process(handler, handled)
    assert await served.handle(question()) != await served.handle(question())
    assert handled.claimed == {}


async def test_a_delivery_called_off_leaves_the_next_its_answer(handled: MemoryHandled) -> None:
    handler = Counted()
    served = process(handler, handled)
    first = asyncio.ensure_future(served.handle(question("k")))
    await turns()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    handler.may_answer.set()
    assert await served.handle(question("k")) == Reply(Card("answer 2"))
    assert await served.handle(question("k")) == Reply(Card("answer 2"))
    assert (await process(handler, handled).handle(question("k"))).silent


async def test_what_was_forgotten_in_memory_is_still_claimed(
    handled: MemoryHandled, handler: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "REMEMBERED", 3)
    served = process(handler, handled)
    for key in "abcd":
        assert not (await served.handle(question(key))).silent
    assert (await served.handle(question("a"))).silent
    assert handler.calls == 4


async def test_a_failure_is_handled_too(handled: MemoryHandled) -> None:
    with capture_logs():
        assert "on my side" in plain(await process(broken, handled).handle(question("k")))
    assert (await process(broken, handled).handle(question("k"))).silent


class Refusing(MemoryHandled):
    async def claim(self, key: str, at: datetime) -> bool:
        raise StoreReadOnly("The disk is full.")


class Stalled(MemoryHandled):
    async def claim(self, key: str, at: datetime) -> bool:
        await asyncio.Event().wait()
        raise AssertionError("never")


@pytest.mark.parametrize(("store", "error"), [(Refusing(), "StoreReadOnly"), (Stalled(), "TimeoutError")])
async def test_a_store_that_refuses_costs_nobody_the_answer(
    store: MemoryHandled, error: str, handler: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "PATIENCE", 0.01)
    served = process(handler, store)
    with capture_logs() as logs:
        first = await served.handle(question("k"))
        assert first == Reply(Card("answer 1"))
        assert await served.handle(question("k")) == first
    (log,) = logs
    assert (log["event"], log["error"]) == ("request not claimed", error)
    assert log["id"]
    assert SECRET not in repr(logs)
