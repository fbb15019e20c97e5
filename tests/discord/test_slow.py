"""What takes long is acknowledged first, with the right privacy, and answered in the end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.texts import say
from bot.ui import Action, Card, Field, Form, Reply, Text
from tests.discord.conftest import Stage, labels, scripted

if TYPE_CHECKING:
    from bot.ports import Request, Server

SECRET = Reply(Card("A secret", (Text("For one pair of eyes."),)), private=True)
OPEN = Reply(Card("Of use", (Text("For everybody."),)), again=Action("ladder"))
FORM = Form("A form", (Field("name", "Your name"),), Action("path"))
SOON = 0.01  # seconds: shorter than anything that waits for the test


class Slow:
    """Commands that are answered when the test says so."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.go = asyncio.Event()
        self.hurried = False

    async def __call__(self, request: Request) -> Reply:
        if not self.hurried:
            await self.go.wait()
        return self.reply


@pytest.fixture
async def slow(waiting: Stage) -> Slow:
    handler = Slow(OPEN)
    waiting.scripted(ask=handler, ladder=handler, entry=handler, help=handler)
    await waiting.start(acknowledged_within=SOON)
    return handler


@pytest.mark.parametrize(
    ("place", "options", "private"), [("general", {}, True), ("lounge", {}, False), ("lounge", {"private": True}, True)]
)
async def test_the_promise_is_as_private_as_the_answer(
    waiting: Stage, slow: Slow, place: str, options: dict[str, bool], private: bool
) -> None:
    asked = await waiting.discord.slash(waiting.alice, getattr(waiting, place), "ask", {"question": "?", **options})
    await asked.acknowledged()
    assert asked.kind == "deferred"
    assert asked.original is not None
    assert asked.original.ephemeral is private
    assert asked.original.loading
    slow.go.set()
    reply = await waiting.replied(asked)
    assert reply is asked.original
    assert reply.ephemeral is private
    assert labels(reply) == [say("en", "share.label" if private else "delete.label")]


@pytest.mark.parametrize("place", ["general", "lounge"])
async def test_what_turns_out_private_is_told_to_nobody_else(waiting: Stage, slow: Slow, place: str) -> None:
    slow.reply = SECRET
    channel = getattr(waiting, place)
    asked = await waiting.discord.slash(waiting.alice, channel, "ask", {"question": "?"})
    await asked.acknowledged()
    slow.go.set()
    reply = await waiting.replied(asked)
    assert reply.only_for is waiting.alice
    assert "A secret" in reply.text()
    assert waiting.discord.sees(waiting.bob, channel) == []


async def test_a_choice_still_takes_the_place_of_the_question(waiting: Stage, slow: Slow) -> None:
    slow.hurried = True
    card = await waiting.ask(waiting.alice, waiting.lounge, "?")
    slow.hurried = False
    asked = await waiting.discord.forge(waiting.alice, waiting.lounge, custom_id='!["entry","x"]', message=card)
    await asked.acknowledged()
    assert asked.kind == "deferred_update"
    slow.go.set()
    assert await waiting.replied(asked) is card
    assert len(waiting.lounge.messages) == 1


async def test_a_choice_that_turns_out_private_leaves_the_question(waiting: Stage, slow: Slow) -> None:
    slow.hurried = True
    card = await waiting.ask(waiting.alice, waiting.lounge, "?")
    slow.hurried, slow.reply = False, SECRET
    asked = await waiting.discord.forge(waiting.alice, waiting.lounge, custom_id='!["entry","x"]', message=card)
    await asked.acknowledged()
    slow.go.set()
    assert (await waiting.replied(asked)).only_for is waiting.alice
    assert "secret" not in waiting.sees(waiting.bob, waiting.lounge)


async def test_sharing_late_is_still_sharing(waiting: Stage, slow: Slow) -> None:
    slow.hurried = True
    card = await waiting.ask(waiting.alice, waiting.general, "?")
    slow.hurried = False
    asked = await waiting.discord.press(waiting.alice, card, say("en", "share.label"))
    await asked.acknowledged()
    slow.go.set()
    await waiting.replied(asked)
    assert "For everybody." in waiting.sees(waiting.bob, waiting.general)


async def test_sharing_what_turns_out_private_is_not(waiting: Stage, slow: Slow) -> None:
    slow.hurried = True
    card = await waiting.ask(waiting.alice, waiting.general, "?")
    slow.hurried, slow.reply = False, SECRET
    asked = await waiting.discord.press(waiting.alice, card, say("en", "share.label"))
    await asked.acknowledged()
    slow.go.set()
    assert (await waiting.replied(asked)).only_for is waiting.alice
    assert waiting.sees(waiting.bob, waiting.general) == ""


async def test_a_form_that_is_ready_too_late_waits_behind_a_button(waiting: Stage, slow: Slow) -> None:
    slow.reply = Reply(FORM)
    asked = await waiting.discord.slash(waiting.alice, waiting.lounge, "ladder")
    await asked.acknowledged()
    slow.go.set()
    ready = await waiting.replied(asked)
    assert ready.text().startswith(say("en", "form.ready"))
    assert ready.only_for is waiting.alice
    opened = await waiting.discord.press(waiting.alice, ready, say("en", "form.open"))
    assert (await opened.form()).title == "A form"


@pytest.mark.parametrize("place", ["general", "lounge"])
async def test_a_server_that_is_slowly_read(
    waiting: Stage, slow: Slow, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it is known what an admin chose, an answer counts as private."""
    read = waiting.kept.servers.get
    known = asyncio.Event()

    async def slowly(name: str) -> Server:
        await known.wait()
        return await read(name)

    monkeypatch.setattr(waiting.kept.servers, "get", slowly)
    slow.hurried = True
    asked = await waiting.discord.slash(waiting.alice, getattr(waiting, place), "ask", {"question": "?"})
    await asked.acknowledged()
    assert asked.original is not None
    assert asked.original.ephemeral
    known.set()
    assert (await waiting.replied(asked)).ephemeral is (place == "general")


async def test_what_takes_too_long_is_said_with_a_number(waiting: Stage) -> None:
    handler = Slow(OPEN)
    waiting.make = lambda: scripted(waiting.kept, waiting.clock, {"ask": handler}, deadline=SOON * 2)
    await waiting.start(acknowledged_within=SOON)
    with capture_logs() as logs:
        reply = await waiting.ask(waiting.alice, waiting.lounge)
    number = next(log["id"] for log in logs if log["event"] == "request took too long")
    assert reply.text() == say("en", "error.deadline", id=number)
    assert reply.only_for is waiting.alice


async def test_stopping_lets_out_what_is_under_way(waiting: Stage, slow: Slow) -> None:
    asked = await waiting.discord.slash(waiting.alice, waiting.lounge, "ask", {"question": "?"})
    said = await waiting.discord.say(waiting.bob, waiting.lounge, "?", mention_bot=True)
    await asked.acknowledged()
    stopping = asyncio.create_task(waiting.stop())
    await waiting.discord.until(lambda: not waiting.discord.gateway.connected())  # nothing new is taken on
    assert asked.replies == []
    slow.go.set()
    await stopping
    assert "For everybody." in (await asked.reply()).text()
    assert "For everybody." in (await waiting.told(said)).text()


async def test_stopping_does_not_wait_for_ever(waiting: Stage, slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.client.DRAINED_WITHIN", SOON)
    asked = await waiting.discord.slash(waiting.alice, waiting.lounge, "ask", {"question": "?"})
    await asked.acknowledged()
    await waiting.stop()
    assert asked.replies == []
