"""A store that refuses holds nobody's answer up, and what it refused is written later."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.answering.notes import MOST, Notes
from bot.errors import StoreReadOnly
from bot.ports import Unanswered
from tests.fakes import MemoryUnanswereds

NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)


class FullDisk(MemoryUnanswereds):
    """A store whose disk can be full."""

    full = True

    async def add(self, question: Unanswered) -> None:
        if self.full:
            raise StoreReadOnly("The disk is full.")
        await super().add(question)


def note(text: str) -> Unanswered:
    return Unanswered("alts", "en", "none", text, text, (), NOON)


async def test_what_was_refused_is_written_with_the_next_note_in_order() -> None:
    store = FullDisk()
    notes = Notes(store)
    notes.add(note("first"))
    assert await notes.settled() == 1
    store.full = False
    notes.add(note("second"))
    assert await notes.settled() == 0
    assert [kept.text for kept in store.questions] == ["first", "second"]


async def test_the_end_is_a_last_try() -> None:
    store = FullDisk()
    notes = Notes(store)
    notes.add(note("first"))
    assert await notes.settled() == 1
    store.full = False
    await notes.close()
    assert [kept.text for kept in store.questions] == ["first"]


async def test_a_store_that_never_comes_back_costs_a_bounded_list() -> None:
    notes = Notes(FullDisk())
    for number in range(MOST + 10):
        notes.add(note(str(number)))
    assert await notes.settled() == MOST
    await notes.close()
