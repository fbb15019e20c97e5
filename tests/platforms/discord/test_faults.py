"""Faults that are put in on purpose, met by the library's own ways of coping."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import aiohttp
import discord as library
import pytest

from .small_bot import QUIET

if TYPE_CHECKING:
    from .conftest import Stage

SENDS = r"^/channels/\d+/messages$"
CALLBACK = r"/callback$"


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's seconds between tries become hundredths; its order of doing things stays."""
    sleep = asyncio.sleep

    async def short(seconds: float) -> None:
        await sleep(seconds / 100 if seconds >= 1 else seconds)

    monkeypatch.setattr(asyncio, "sleep", short)


async def test_a_rate_limit_is_waited_for(stage: Stage) -> None:
    fault = stage.discord.fault("POST", SENDS, "429", retry_after=0.2)
    started = time.monotonic()
    await stage.bot.get_partial_messageable(stage.channel.id).send("Hello")
    assert time.monotonic() - started >= 0.2
    assert fault.hits == 1
    assert [one.status for one in stage.discord.sent("POST", SENDS)] == [429, 200]


async def test_a_ban_at_the_edge_is_no_rate_limit(stage: Stage) -> None:
    stage.discord.fault("POST", SENDS, "429 cloudflare")
    with pytest.raises(library.HTTPException) as refused:
        await stage.bot.get_partial_messageable(stage.channel.id).send("Hello")
    assert refused.value.status == 429


async def test_the_library_keeps_within_a_bucket(stage: Stage) -> None:
    stage.discord.bucket(1, 0.2)
    channel = stage.bot.get_partial_messageable(stage.channel.id)
    started = time.monotonic()
    for number in range(3):
        await channel.send(f"{number}")
    assert time.monotonic() - started >= 0.35
    assert [one.status for one in stage.discord.sent("POST", SENDS)] == [200, 200, 200]


async def test_a_lost_answer_makes_the_library_answer_again(stage: Stage) -> None:
    stage.discord.fault("POST", CALLBACK, "502 after")
    asked = await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Hm?"})
    await asked.reply()
    await stage.discord.until(lambda: len(stage.discord.sent("POST", CALLBACK)) == 2)
    assert [one.status for one in stage.discord.sent("POST", CALLBACK)] == [502, 400]
    assert len(asked.replies) == 1


async def test_a_failure_before_the_effect_is_tried_again(stage: Stage) -> None:
    stage.discord.fault("POST", SENDS, "502", times=2)
    await stage.bot.get_partial_messageable(stage.channel.id).send("Hello")
    assert [one.status for one in stage.discord.sent("POST", SENDS)] == [502, 502, 200]
    assert len(stage.channel.messages) == 1


async def test_503_is_not_tried_again(stage: Stage) -> None:
    stage.discord.fault("POST", SENDS, "503")
    with pytest.raises(library.DiscordServerError):
        await stage.bot.get_partial_messageable(stage.channel.id).send("Hello")


@pytest.mark.parametrize(("kind", "done"), [("reset before", 0), ("reset after", 1)])
async def test_a_reset_loses_the_answer(stage: Stage, kind: str, done: int) -> None:
    stage.discord.fault("POST", SENDS, kind)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await stage.bot.get_partial_messageable(stage.channel.id).send("Hello")
    assert len(stage.channel.messages) == done
    assert stage.discord.sent("POST", SENDS)[0].status == 0


async def test_a_follow_up_whose_answer_is_lost_is_said_twice(stage: Stage) -> None:
    asked = await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Hm?"})
    await asked.reply()
    stage.discord.fault("POST", "^/webhooks/", "502 after")
    await stage.bot.interactions[0].followup.send("More.", allowed_mentions=QUIET)
    assert [one.text() for one in asked.replies[1:]] == ["More.", "More."]


async def test_a_slow_answer_comes(stage: Stage) -> None:
    stage.discord.fault("POST", CALLBACK, "slow 0.2")
    asked = await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Hm?"})
    await asked.reply()
    assert asked.ack_seconds is not None
    assert asked.ack_seconds >= 0.2


async def test_chance_comes_from_a_seed(stage: Stage) -> None:
    channel = stage.bot.get_partial_messageable(stage.channel.id)
    runs: list[list[bool]] = []
    for _ in range(2):
        fault = stage.discord.fault("POST", SENDS, "503", times=None, chance=0.5, seed=7)
        runs.append([])
        for _ in range(10):
            try:
                await channel.send("Hello")
            except library.DiscordServerError:
                runs[-1].append(False)
            else:
                runs[-1].append(True)
        fault.stop()
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 2


async def test_an_unknown_fault_is_a_mistake(stage: Stage) -> None:
    with pytest.raises(ValueError, match="no such fault"):
        stage.discord.fault("POST", SENDS, "gremlins")
    with pytest.raises(ValueError, match="no such fault"):
        await stage.discord.gateway_fault("gremlins")
