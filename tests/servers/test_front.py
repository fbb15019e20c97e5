"""A store that refuses costs nobody an answer, and nobody's rights are higher for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.answering.notes import Notes
from bot.app import put_together
from bot.errors import StoreUnreachable
from bot.ports import Request, Server
from bot.servers.directory import Directory
from bot.ui import plain
from tests.dialogue.talk import Chat, Thinking
from tests.fakes import FakeClock, MemoryServers, MemoryStore

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.front import Front


class Gone(MemoryServers):
    """Servers behind a store that does not answer."""

    async def get(self, id: str) -> Server:  # noqa: A002
        raise StoreUnreachable("The database does not answer.")

    async def joined(self, id: str) -> None:  # noqa: A002
        await self.get(id)

    async def left(self, id: str, at: object) -> None:  # noqa: A002
        await self.get(id)

    async def present(self, platform: str, ids: object, at: object) -> None:
        await self.get(platform)


@pytest.fixture
def front(small_mind: Mind, tmp_path: Path, kept: MemoryStore, clock: FakeClock) -> Front:
    kept.servers = Gone()
    notes = Notes(kept.unanswered)
    return put_together(Thinking(small_mind, tmp_path), notes, clock, kept, Directory(kept.servers, clock))


async def test_a_question_is_answered(front: Front) -> None:
    asked = Request("ask", {"question": "what does sales pay"}, "discord:1", server="discord:1", key="1")
    with capture_logs() as logs:
        assert "Pay in Sales" in plain(await front.handle(asked))
    assert [(log["event"], log["error"]) for log in logs] == [("server not read", "StoreUnreachable")]
    assert logs[0]["id"]


async def test_the_platforms_own_rights_hold_and_no_others(front: Front) -> None:
    with capture_logs() as logs:
        assert await front.server("discord:1") == Server("discord:1", "discord:1")
        assert await front.role("discord:1", ["13"], administrator=False, manager=False) == "member"
        assert await front.role("discord:1", [], administrator=False, manager=True) == "moderator"
        assert await front.role("discord:1", [], administrator=True, manager=False) == "admin"
        await front.joined("discord:1")
        await front.left("discord:1")
        await front.present("discord", ["discord:1"])
    assert len(logs) == 7
    assert len({log["id"] for log in logs}) == 7


async def test_an_admin_command_that_needs_the_store_says_that_it_failed(front: Front) -> None:
    with capture_logs():
        told = plain(await front.handle(Request("shinro setup", role="admin", server="discord:1")))
    assert "Something went wrong on my side" in told


async def test_the_shelf_is_what_is_kept(admin: Chat) -> None:
    assert admin.core.shelf.handled is admin.kept.handled
    assert admin.core.shelf.drafts is admin.kept.drafts
    assert admin.core.shelf.marks is admin.kept.marks


async def test_a_server_comes_and_goes_through_the_front(admin: Chat) -> None:
    await admin.core.joined("discord:1")
    await admin.core.left("discord:1")
    assert (await admin.core.server("discord:1")).left_at == admin.clock.now()
    await admin.core.joined("discord:1")
    assert (await admin.core.server("discord:1")).left_at is None
