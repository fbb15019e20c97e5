"""An interaction that nobody waits for any more: its reply goes to the channel, or to the person."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.texts import say
from bot.ui import Action, Card, Reply, Text
from tests.discord.conftest import Stage, labels

if TYPE_CHECKING:
    from bot.ports import Request
    from tests.platforms.discord import Asked, Channel

SOON = 0.01
HOUR = 3_600.0
SECRET = Reply(Card("A secret", (Text("For one pair of eyes."),)), private=True)
OPEN = Reply(Card("Of use", (Text("For everybody."),)), again=Action("ladder"))


class Late:
    """A command that is answered once it may, and then only after some seconds on Discord's clock."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.reply, self.seconds = stage, OPEN, 4.0
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self, request: Request) -> Reply:
        await self.go.wait()
        self.stage.discord.advance(self.seconds)
        return self.reply


@pytest.fixture
async def late(waiting: Stage) -> Late:
    handler = Late(waiting)
    waiting.scripted(ask=handler, ladder=handler)
    return handler


async def ask(stage: Stage, channel: Channel) -> Asked:
    asked = await stage.discord.slash(stage.alice, channel, "ask", {"question": "?"})
    await stage.discord.until(lambda: len(stage.discord.sent("POST", rf"/interactions/{asked.id}/")) == 1)
    return asked


async def test_too_late_for_the_first_answer_it_stands_in_the_channel(waiting: Stage, late: Late) -> None:
    await waiting.start()
    asked = await ask(waiting, waiting.lounge)
    found = await waiting.discord.until(lambda: waiting.discord.sees(waiting.bob, waiting.lounge))
    await waiting.settled()
    assert found[0].text().startswith(f"### Of use\n{say('en', 'late.note')}\nFor everybody.")
    assert labels(found[0])[-1] == say("en", "delete.label")
    assert asked.replies == []
    assert waiting.discord.sees(waiting.alice, waiting.discord.direct_channel(waiting.alice)) == []


@pytest.mark.parametrize(("place", "reply"), [("general", OPEN), ("general", SECRET), ("lounge", SECRET)])
async def test_what_is_private_is_written_to_the_person(waiting: Stage, late: Late, place: str, reply: Reply) -> None:
    late.reply = reply
    await waiting.start()
    await ask(waiting, getattr(waiting, place))
    assert say("en", "late.note") in (await waiting.written_to(waiting.alice))[0].text()
    assert waiting.sees(waiting.bob, getattr(waiting, place)) == ""


async def test_where_the_bot_may_not_write_it_writes_to_the_person(waiting: Stage, late: Late) -> None:
    waiting.lounge.deny(waiting.discord.bot, "send_messages")
    await waiting.start()
    await ask(waiting, waiting.lounge)
    assert "For everybody." in (await waiting.written_to(waiting.alice))[0].text()


async def test_whose_direct_messages_are_closed_gets_nothing_and_the_log_says_so(waiting: Stage, late: Late) -> None:
    waiting.alice.accepts_dms = False
    await waiting.start()
    with capture_logs() as logs:
        asked = await ask(waiting, waiting.general)
        await waiting.discord.until(lambda: any(log["event"] == "nobody to tell" for log in logs))
    assert asked.replies == []
    assert not [log for log in logs if log["log_level"] == "error"]


async def test_a_promise_that_came_too_late(waiting: Stage, late: Late) -> None:
    """Even the acknowledgement was too late (10062): the answer is not lost with it."""
    late.go.clear()
    waiting.discord.fault("POST", "/callback$", "slow 0.1")
    await waiting.start(acknowledged_within=SOON)
    asked = await waiting.discord.slash(waiting.alice, waiting.lounge, "ask", {"question": "?"})
    waiting.discord.advance(4)
    await waiting.discord.until(lambda: waiting.discord.sent("POST", rf"/interactions/{asked.id}/"))
    late.go.set()
    found = await waiting.discord.until(lambda: waiting.discord.sees(waiting.bob, waiting.lounge))
    assert "For everybody." in found[0].text()


async def test_after_a_quarter_of_an_hour_the_promise_is_void(waiting: Stage, late: Late) -> None:
    late.go.clear()
    late.seconds = HOUR
    await waiting.start(acknowledged_within=SOON)
    asked = await waiting.discord.slash(waiting.alice, waiting.lounge, "ask", {"question": "?"})
    await asked.acknowledged()
    late.go.set()
    found = await waiting.discord.until(
        lambda: [one for one in waiting.discord.sees(waiting.bob, waiting.lounge) if "For everybody." in one.text()]
    )
    assert found[0] is not asked.original
    assert waiting.discord.sent("PATCH", "@original")[0].status == 401


async def test_a_long_reply_that_is_late_comes_whole(waiting: Stage, late: Late) -> None:
    late.reply = Reply(Card("", tuple(Text(f"Part {n}. " + "x " * 1500) for n in range(3))), again=Action("ladder"))
    await waiting.start()
    await ask(waiting, waiting.lounge)
    await waiting.discord.until(lambda: "Part 2." in waiting.sees(waiting.bob, waiting.lounge))


async def test_what_is_missed_while_the_connection_is_cut_is_answered(waiting: Stage, late: Late) -> None:
    late.seconds = 0.0
    await waiting.start()
    await waiting.discord.gateway_fault("cut")
    asked = await waiting.discord.slash(waiting.alice, waiting.lounge, "ask", {"question": "?"})
    waiting.discord.advance(4)  # the connection comes back after more than three seconds
    found = await waiting.discord.until(lambda: waiting.discord.sees(waiting.bob, waiting.lounge))
    assert "For everybody." in found[0].text()
    assert asked.replies == []
