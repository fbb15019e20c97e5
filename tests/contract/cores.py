"""The core as a process would have it: the real one over Harbour, or handlers of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.notes import Notes
from bot.app import put_together
from bot.dispatch import Dispatch
from bot.front import Front
from bot.ports import Shelf
from bot.servers.directory import Directory
from tests.dialogue.talk import Thinking
from tests.fakes import FakeClock, MemoryStore

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.dispatch import Handler
    from tests.contract.driver import MakeCore


def knowing(mind: Mind, folder: Path) -> MakeCore:
    """Everything that the bot does, over a mind that was learned before."""

    def make(kept: MemoryStore) -> Front:
        clock = FakeClock()
        return put_together(Thinking(mind, folder), Notes(kept.unanswered), clock, kept, Directory(kept.servers, clock))

    return make


def scripted(**handlers: Handler) -> MakeCore:
    """Commands of the catalogue, done by these handlers; permission, keys and failures are the real ones."""

    def make(kept: MemoryStore) -> Front:
        clock = FakeClock()
        dispatch = Dispatch(handlers, lambda *_: (), handled=kept.handled, clock=clock)
        return Front(dispatch, Directory(kept.servers, clock), Shelf(kept.handled, kept.drafts, kept.marks))

    return make
