"""Being let in, staying connected, coming back; and being heard over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from . import Slack, Team, small_bot
from .posting import FORM, JSON, signature
from .small_bot import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .conftest import Stage


async def _ask(stage: Stage, text: str = "Still there?") -> None:
    await stage.slack.ready()
    asked = await stage.slack.command(stage.alice, stage.channel, "/ask", text)
    assert (await asked.reply()).text().startswith(text)


async def test_who_the_bot_is(server: Slack, team: Team, client: AsyncWebClient) -> None:
    told = await client.auth_test()
    assert (told["user_id"], told["bot_id"], told["team_id"]) == (server.bot.id, server.bot.bot_id, team.id)


@pytest.mark.parametrize(
    ("token", "error"), [("wrong", "invalid_auth"), ("", "not_authed"), ("xapp-1-loopback", "not_allowed_token_type")]
)
async def test_a_wrong_token_is_refused(server: Slack, team: Team, token: str, error: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        await AsyncWebClient(token=token, base_url=server.api_url).auth_test()
    assert refused.value.response["error"] == error


async def test_a_revoked_token_is_refused(team: Team, client: AsyncWebClient) -> None:
    team.revoked = True
    with pytest.raises(SlackApiError, match="token_revoked"):
        await client.auth_test()


async def test_each_workspace_has_its_own_token(server: Slack, team: Team) -> None:
    other = server.add_team("Hill")
    channel = other.add_channel("general")
    client = AsyncWebClient(token=other.bot_token, base_url=server.api_url)
    assert (await client.auth_test())["team_id"] == other.id
    await client.chat_postMessage(channel=channel.id, text="Hello")
    assert [one.author for one in channel.messages.values()] == [other.bot]
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel=team.add_channel("general").id, text="Hello")


@pytest.mark.parametrize(
    "kind", ["warning", "refresh_requested", "link_disabled", "too_many_websockets", "close", "cut"]
)
async def test_the_bot_comes_back(stage: Stage, kind: str) -> None:
    await _ask(stage)
    await stage.slack.socket_fault(kind)
    await _ask(stage, "And now?")
    assert stage.slack.sockets.opened == 2
    await stage.slack.until(lambda: len(stage.slack.sockets.closes) == 1)


async def test_silence_is_noticed(stage: Stage) -> None:
    link = stage.slack.sockets.connected[0]
    await stage.slack.until(lambda: link.pings and link.pongs)
    await stage.slack.socket_fault("silent")
    await _ask(stage)


async def test_what_is_sent_while_nobody_is_there_is_lost(stage: Stage) -> None:
    await stage.slack.socket_fault("cut")
    asked = await stage.slack.command(stage.alice, stage.channel, "/ask", "Hm?")
    assert asked.failed
    with pytest.raises(AssertionError, match="lost"):
        await asked.reply()
    assert stage.slack.unacknowledged == [asked.delivery]
    await stage.slack.say(stage.alice, stage.channel, "hm?")
    await stage.slack.ready()
    await stage.slack.redeliver()
    await stage.slack.until(lambda: stage.bot.heard)


async def test_an_envelope_goes_to_one_of_several_connections(stage: Stage) -> None:
    async with running(stage.slack) as second:
        await stage.slack.until(lambda: len(stage.slack.sockets.connected) == 2)
        for number in range(4):
            await _ask(stage, f"{number}")
        await stage.slack.until(lambda: len(stage.bot.statuses) + len(second.statuses) == 4)
        assert (len(stage.bot.statuses), len(second.statuses)) == (2, 2)


async def test_a_ticket_is_good_once(server: Slack, client: AsyncWebClient) -> None:
    assert (await client.apps_connections_open(app_token=server.app_token))["url"].startswith("ws://127.0.0.1:")
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await client.apps_connections_open(app_token=server.bot_token)


async def test_an_address_is_verified_and_probed(server: Slack, team: Team) -> None:
    async with running(server, http=True):
        await server.ready()
        assert await server.verify()
        assert await server.probe() == 200


async def test_a_wrong_signature_is_turned_away(server: Slack, team: Team) -> None:
    async with running(server, http=True):
        body = b"command=%2Fask&text=hello&team_id=T1&user_id=U1"
        assert await server.post(body, signed="v0=0000") == 401
        assert await server.post(body, age=400) == 401
        assert await server.post(body, signed=signature("another secret", 0, body), kind=FORM) == 401
        assert await server.post(b"{}", signed="v0=0000", kind=JSON) == 401


async def test_ten_connections_are_enough(server: Slack, team: Team, client: AsyncWebClient) -> None:
    async with aiohttp.ClientSession() as session, contextlib.AsyncExitStack() as links:
        first: list[str] = []
        for _ in range(11):
            url = (await client.apps_connections_open(app_token=server.app_token))["url"]
            link = await links.enter_async_context(session.ws_connect(url))
            first.append((await link.receive_json())["type"])
        assert first == ["hello"] * 10 + ["disconnect"]
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


@contextlib.asynccontextmanager
async def child(server: Slack) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", small_bot.__name__, server.api_url, server.bot_token, server.app_token
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def test_a_killed_process_is_followed_by_another(server: Slack, team: Team) -> None:
    channel, alice = team.add_channel("general"), team.add_member("alice")
    async with child(server):
        await server.ready()
        shown = await (await server.command(alice, channel, "/ask", "First?")).reply()
    await server.until(lambda: not server.sockets.connected)
    assert (await server.press(alice, shown, "Pay")).failed
    async with child(server):
        await server.ready()
        assert (await (await server.press(alice, shown, "Pay")).reply()) is shown
    assert server.sockets.opened == 2
