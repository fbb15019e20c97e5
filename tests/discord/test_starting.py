"""Starting, and staying: what is set up wrongly ends it with a sentence, everything else is tried again."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from adapters.discord import FIRST_PAUSE, LONGEST_PAUSE, DiscordAdapter
from bot.errors import SettingsError
from tests.discord.conftest import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping


class Patience:
    """Pauses that take no time, and what they would have been."""

    def __init__(self, most: int = 100) -> None:
        self.taken: list[float] = []
        self.most = most
        self.enough = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        if len(self.taken) >= self.most:
            self.enough.set()
            await asyncio.Event().wait()
        await asyncio.sleep(0)


def options(stage: Stage, **more: str) -> dict[str, str]:
    return {"token": stage.discord.token, "api_url": stage.discord.api_url, **more}


def anew(stage: Stage, sessions: int) -> bool:
    gateway = stage.discord.gateway
    return gateway.ready and gateway.identified + gateway.resumed > sessions


async def ended(serving: asyncio.Task[int]) -> None:
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def test_the_adapter_serves_until_it_is_stopped(waiting: Stage) -> None:
    serving = asyncio.create_task(DiscordAdapter().run(waiting.make(), options(waiting)))
    await waiting.discord.ready()
    asked = await waiting.discord.slash(waiting.alice, waiting.general, "ask", {"question": "what does sales pay"})
    assert "About pay in Sales" in (await asked.reply()).text()
    await ended(serving)
    assert waiting.discord.gateway.connected() == []
    assert waiting.discord.gateway.closes == [1000]


async def test_it_asks_for_no_privileged_intent_unless_it_listens(waiting: Stage) -> None:
    for listen, content in (("", False), ("1", True)):
        waiting.discord.allow_intents("message_content")
        serving = asyncio.create_task(DiscordAdapter().run(waiting.make(), options(waiting, listen=listen)))
        await waiting.discord.ready()
        intents = waiting.discord.gateway.connected()[0].intents
        assert intents & ~(1 << 15) == 1 << 0 | 1 << 9 | 1 << 12  # guilds, their messages, direct messages
        assert bool(intents & 1 << 15) is content
        await ended(serving)
        await waiting.discord.until(lambda: not waiting.discord.gateway.sessions)


async def test_a_wrong_token_is_one_sentence(waiting: Stage) -> None:
    with pytest.raises(SettingsError, match=r"SHINRO_DISCORD_TOKEN was refused") as refused:
        await DiscordAdapter(Patience()).run(waiting.make(), options(waiting) | {"token": "wrong.token.here"})
    assert "wrong.token.here" not in str(refused.value)


async def test_a_token_that_is_taken_back_later(waiting: Stage) -> None:
    serving = asyncio.create_task(DiscordAdapter(Patience()).run(waiting.make(), options(waiting)))
    await waiting.discord.ready()
    await waiting.discord.gateway_fault("close 4004")
    with pytest.raises(SettingsError, match="SHINRO_DISCORD_TOKEN"):
        await serving


async def test_a_missing_intent_is_one_sentence(waiting: Stage) -> None:
    with pytest.raises(SettingsError, match=r"SHINRO_DISCORD_LISTEN needs the Message Content intent"):
        await DiscordAdapter(Patience()).run(waiting.make(), options(waiting, listen="1"))


@pytest.mark.parametrize("kind", ["500", "reset", "429 cloudflare"])
@pytest.mark.parametrize("path", ["/users/@me$", "/gateway/bot$"])
async def test_while_discord_is_away_it_is_tried_again_ever_more_seldom(waiting: Stage, kind: str, path: str) -> None:
    patience = Patience(most=8)
    fault = waiting.discord.fault("GET", path, kind, None)
    with capture_logs() as logs:
        serving = asyncio.create_task(DiscordAdapter(patience).run(waiting.make(), options(waiting)))
        await asyncio.wait_for(patience.enough.wait(), 10)
    assert patience.taken[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert max(patience.taken) == LONGEST_PAUSE
    assert [log["again_in"] for log in logs if log["event"] == "discord not reached"] == patience.taken
    fault.stop()
    await ended(serving)


async def test_when_discord_comes_back_people_are_answered(waiting: Stage) -> None:
    waiting.discord.fault("GET", "/users/@me$", "reset", 3)
    serving = asyncio.create_task(DiscordAdapter(Patience()).run(waiting.make(), options(waiting)))
    await waiting.discord.ready()
    asked = await waiting.discord.slash(waiting.alice, waiting.general, "ask", {"question": "what does sales pay"})
    await asked.reply()
    await ended(serving)


async def test_nobody_there_at_all(waiting: Stage) -> None:
    patience = Patience(most=2)
    nowhere = options(waiting) | {"api_url": "http://127.0.0.1:9/api/v10"}
    serving = asyncio.create_task(DiscordAdapter(patience).run(waiting.make(), nowhere))
    await asyncio.wait_for(patience.enough.wait(), 10)
    await ended(serving)


@pytest.mark.parametrize("kind", ["reconnect", "invalid", "invalid resumable", "cut", "close 4000", "close 4009"])
async def test_whatever_happens_to_the_connection_people_are_answered(stage: Stage, kind: str) -> None:
    for _ in range(3):
        before = stage.discord.gateway.identified + stage.discord.gateway.resumed
        await stage.discord.gateway_fault(kind)
        if kind == "invalid":
            await stage.discord.until(partial(anew, stage, before))
        reply = await stage.ask(stage.alice, stage.lounge)
        assert "N2" in reply.text()
    assert len(stage.lounge.messages) == 3


async def test_other_platforms_run_while_discord_is_away(waiting: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import platforms

    class Elsewhere:
        served = asyncio.Event()

        async def run(self, core: object, options: Mapping[str, str]) -> int:
            self.served.set()
            return 0

    patience = Patience(most=3)
    monkeypatch.setattr(
        platforms, "adapter", lambda name: DiscordAdapter(patience) if name == "discord" else Elsewhere()
    )
    waiting.discord.fault("GET", "/users/@me$", "reset", None)
    serving = asyncio.create_task(platforms.serve(waiting.make(), {"discord": options(waiting), "elsewhere": {}}))
    await asyncio.wait_for(patience.enough.wait(), 10)
    assert Elsewhere.served.is_set()
    assert not serving.done()
    await ended(serving)
