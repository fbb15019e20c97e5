"""The workspaces that the bot is installed in, each with its token and what is remembered of it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.calls import AWAY, GONE, named, tried, word
from adapters.slack.people import Kept, People

if TYPE_CHECKING:
    import aiohttp

    from adapters.slack.installing import Installations
    from bot.ports import Core

RATE_LIMITED = 3  # how often a call waits as long as Slack says
_LOG = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Workspace:
    """One installation."""

    id: str
    name: str
    client: AsyncWebClient
    bot_user: str
    bot: str
    scopes: frozenset[str]
    people: People
    session: aiohttp.ClientSession
    uploaded: OrderedDict[str, str] = field(default_factory=OrderedDict)  # ids of files, by what is in them
    _lines: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _mine: Kept[bool] = field(default_factory=lambda: Kept(3_600.0))
    _members: Kept[bool] = field(default_factory=lambda: Kept(60.0))

    def line(self, channel: str) -> asyncio.Lock:
        """Where the posts to a channel wait for each other."""
        return self._lines.setdefault(channel, asyncio.Lock())

    @property
    def server(self) -> str:
        return f"slack:{self.id}"

    @staticmethod
    def ended_by(error: BaseException) -> bool:
        """Whether the app was removed, or its token revoked."""
        return word(error) in GONE if isinstance(error, Exception) else False

    async def talks_alone_in(self, channel: str) -> bool:
        """Whether a direct message is one with the bot, rather than between two people."""
        return channel.startswith("D") and bool(await self._mine.get(channel, lambda: self._seen(channel, "is_im")))

    async def is_in(self, channel: str) -> bool:
        """Whether the bot is a member of a channel; where Slack does not tell, it is not."""
        return bool(await self._members.get(channel, lambda: self._seen(channel, "is_member")))

    async def _seen(self, channel: str, what: str) -> bool | None:
        told: Any = await tried(lambda: self.client.conversations_info(channel=channel), (0.2,))
        return bool(told["channel"].get(what)) or None


class Workspaces:
    """Workspaces by team: that of the token in the settings, and those that installed the app."""

    def __init__(
        self, core: Core, session: aiohttp.ClientSession, api_url: str, installations: Installations | None = None
    ) -> None:
        self._core = core
        self._session = session
        self._api_url = api_url
        self._installations = installations
        self._known: dict[str, Workspace] = {}
        self._gone: set[str] = set()
        self._lock = asyncio.Lock()

    def client(self, token: str | None = None) -> AsyncWebClient:
        """A client that waits when Slack says so, and leaves all other tries to us."""
        return AsyncWebClient(
            token,
            base_url=self._api_url,
            session=self._session,
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMITED)],
        )

    async def add(self, token: str) -> Workspace:
        """The workspace of a token; SlackApiError where Slack refuses it."""
        client = self.client(token)
        told: Any = await tried(client.auth_test)
        scopes = (told.headers or {}).get("x-oauth-scopes") or (told.headers or {}).get("X-OAuth-Scopes") or ""
        team = str(told["team_id"])
        workspace = Workspace(
            team,
            str(told.get("team") or team),
            client,
            str(told["user_id"]),
            str(told.get("bot_id") or ""),
            frozenset(part.strip() for part in scopes.split(",") if part.strip()),
            People(client, team),
            self._session,
        )
        self._known[team] = workspace
        self._gone.discard(team)
        await self._core.joined(workspace.server)
        return workspace

    async def of(self, team: str) -> Workspace | None:
        """The workspace of a team; None where the bot is not installed, or no longer."""
        if team in self._known or team in self._gone or self._installations is None:
            return self._known.get(team)
        async with self._lock:
            if team not in self._known:
                token = await self._installations.token(team)
                if token:
                    await self.add(token)
            return self._known.get(team)

    async def installed(self) -> None:
        """Greet those that installed the app before this start; one that cannot be reached is met when it speaks."""
        for team in await self._installations.teams() if self._installations is not None else ():
            try:
                await self.of(team)
            except (SlackApiError, *AWAY) as error:
                _LOG.warning("slack workspace not reached", workspace=team, error=named(error))
                if word(error) in GONE:
                    await self.lost(team)

    async def lost(self, team: str) -> None:
        """The app was removed, or its token revoked: nothing more is said there."""
        known = self._known.pop(team, None)
        if team in self._gone:
            return
        self._gone.add(team)
        if known is None and self._installations is None:
            return
        _LOG.error("slack workspace lost: the app was removed or its token revoked", workspace=team)
        if self._installations is not None:
            await self._installations.drop(team)
        await self._core.left(f"slack:{team}")

    @property
    def known(self) -> list[Workspace]:
        return list(self._known.values())

    def came_back(self, team: str) -> None:
        """The app was installed anew."""
        self._gone.discard(team)
        self._known.pop(team, None)
