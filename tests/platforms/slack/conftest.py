"""A workspace with one channel, one member and a real bot in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from . import Channel, Slack, Team, User
from .small_bot import SmallBot, running


@dataclass(frozen=True)
class Stage:
    slack: Slack
    team: Team
    channel: Channel
    alice: User
    bot: SmallBot


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library takes a proxy from the environment even for loopback addresses."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def server() -> AsyncIterator[Slack]:
    async with Slack() as slack:
        yield slack


@pytest.fixture
async def team(server: Slack) -> Team:
    return server.add_team("Harbour")


@pytest.fixture
async def stage(server: Slack, team: Team) -> AsyncIterator[Stage]:
    channel, alice = team.add_channel("general"), team.add_member("alice", locale="ja-JP")
    async with running(server) as bot:
        yield Stage(server, team, channel, alice, bot)


@pytest.fixture(params=["sockets", "http"])
async def either(server: Slack, team: Team, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """The same stage over sockets and over HTTP."""
    channel, alice = team.add_channel("general"), team.add_member("alice", locale="ja-JP")
    async with running(server, http=request.param == "http") as bot:
        yield Stage(server, team, channel, alice, bot)


@pytest.fixture
def client(server: Slack, team: Team) -> AsyncWebClient:
    """The library's client alone, with the bot's token."""
    return AsyncWebClient(token=server.bot_token, base_url=server.api_url)
