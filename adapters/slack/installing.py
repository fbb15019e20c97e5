"""Workspaces that install the app from the web: bolt's flow, over our own store.

Each token is a mark of its own. Whoever reads the database reads them: it is to be kept as the tokens are.
"""

from __future__ import annotations

import json
import logging
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.slack.app import INSTALL, REDIRECT
from adapters.slack.calls import named
from adapters.slack.rights import SCOPES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_sdk.oauth.installation_store import Bot, Installation
    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.workspaces import Workspaces
    from bot.ports import Shelf

STATE_SECONDS = 600
ALL = "slack.installations"
_LOG = structlog.get_logger(__name__)
_quiet = logging.getLogger("shinro.slack.oauth")
_quiet.setLevel(logging.CRITICAL)


class Installations:
    """Tokens by workspace, in the store."""

    def __init__(self, shelf: Shelf) -> None:
        self._marks = shelf.marks

    async def token(self, team: str) -> str:
        """A workspace's token; empty where it did not install the app, or removed it."""
        return await self._marks.get(_mark(team)) or ""

    async def teams(self) -> list[str]:
        """The workspaces that have the app."""
        return list(json.loads(await self._marks.get(ALL) or "[]"))

    async def keep(self, team: str, token: str) -> None:
        await self._marks.put(_mark(team), token)
        await self._marks.put(ALL, json.dumps(sorted({*await self.teams(), team})))

    async def drop(self, team: str) -> None:
        """Forget a token that is of no more use."""
        if await self.token(team):
            await self._marks.put(_mark(team), "")
            await self._marks.put(ALL, json.dumps([other for other in await self.teams() if other != team]))


class _Store(AsyncInstallationStore):
    """What bolt's flow tells of an installation."""

    def __init__(self, installations: Installations, workspaces: Workspaces) -> None:
        self._installations = installations
        self._workspaces = workspaces

    @property
    def logger(self) -> logging.Logger:
        return _quiet

    async def async_save(self, installation: Installation) -> None:
        team, token = installation.team_id, installation.bot_token
        if not team or not token:  # an app for a whole organisation: we are made for workspaces
            _LOG.warning("installation without a workspace", enterprise=installation.enterprise_id)
            return
        await self._installations.keep(team, token)
        self._workspaces.came_back(team)
        await self._workspaces.add(token)
        _LOG.info("slack workspace installed the app", workspace=team)

    async def async_find_bot(self, **_: Any) -> Bot | None:
        return None


class States(AsyncOAuthStateStore):
    """What shows that a browser began the installation that it ends: of one use, within ten minutes."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._shelf = shelf
        self._now = now

    @property
    def logger(self) -> logging.Logger:
        return _quiet

    async def async_issue(self, *_: Any, **__: Any) -> str:
        state = secrets.token_urlsafe(32)
        await self._shelf.drafts.put(_state(state), {"at": self._now().isoformat()}, self._now())
        return state

    async def async_consume(self, state: str) -> bool:
        found = await self._shelf.drafts.get(_state(state))
        if found is None:
            return False
        first = await self._shelf.handled.claim(_state(state), self._now())
        await self._shelf.drafts.drop(_state(state))
        return first and self._now() - datetime.fromisoformat(found["at"]) <= timedelta(seconds=STATE_SECONDS)


def routes(
    options: Mapping[str, str], shelf: Shelf, workspaces: Workspaces, client: AsyncWebClient
) -> list[web.RouteDef]:
    """The pages on which a workspace installs the app."""
    flow = AsyncOAuthFlow(
        client=client,
        logger=_quiet,
        settings=AsyncOAuthSettings(
            client_id=options["client_id"],
            client_secret=options["client_secret"],
            scopes=list(SCOPES),
            user_scopes=[],
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            installation_store=_Store(Installations(shelf), workspaces),
            state_store=States(shelf),
            state_expiration_seconds=STATE_SECONDS,
            logger=_quiet,
        ),
    )

    async def begin(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def end(request: web.Request) -> web.StreamResponse:
        try:
            return await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request)))
        except Exception as error:
            _LOG.error("installation failed", error=named(error))
            return web.Response(status=500, text="Something went wrong here. Please begin again.")

    return [web.get(INSTALL, begin), web.get(REDIRECT, end)]


def _mark(team: str) -> str:
    return f"slack.token.{team}"


def _state(state: str) -> str:
    return f"slack:state:{state}"
