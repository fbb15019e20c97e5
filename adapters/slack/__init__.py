"""Slack, through bolt: commands, buttons, forms, mentions, direct messages, the home tab and the agent view."""

from __future__ import annotations

import asyncio
import contextlib
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.announcing import SlackVoice
from adapters.slack.app import bolt
from adapters.slack.calls import AWAY, GONE, named, tried, word
from adapters.slack.envelope import Envelope
from adapters.slack.installing import Installations, routes
from adapters.slack.patience import Patience
from adapters.slack.sockets import sockets
from adapters.slack.web import served
from adapters.slack.workspaces import Workspaces
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.ports import Core, Finding, Marks

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between tries to reach Slack
CONNECTIONS = 100  # requests to Slack at the same time
_BAD_TOKEN = "SHINRO_SLACK_BOT_TOKEN was refused by Slack: install the app anew and take its token."  # noqa: S105
_BAD_APP_TOKEN = "SHINRO_SLACK_APP_TOKEN was refused by Slack: make a new one with connections:write."  # noqa: S105
_NO_WAY_IN = "Slack needs SHINRO_SLACK_APP_TOKEN (Socket Mode) or SHINRO_SLACK_SIGNING_SECRET (HTTP mode)."
_LOG = structlog.get_logger(__name__)


class SlackAdapter:
    """`bot.ports.Adapter` for Slack. Options: token, app_token or signing_secret, api_url, host, port, prefix."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self.voice = SlackVoice()
        self.envelope: Envelope | None = None
        self.port = 0  # in HTTP mode, once it is known
        self.ready = asyncio.Event()

    async def run(self, core: Core, options: Mapping[str, str]) -> int:
        """Serve until cancelled. SettingsError where Slack refuses a token for good."""
        if not (options.get("app_token") or options.get("signing_secret")):
            raise SettingsError([_NO_WAY_IN])
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60)
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
            installable = bool(options.get("client_id") and options.get("client_secret"))
            installations = Installations(core.shelf) if installable else None
            api_url = options.get("api_url") or "https://slack.com/api/"
            workspaces = Workspaces(core, session, api_url, installations)
            self.voice.speak_through(workspaces)
            await self._reached(workspaces, options)
            self.envelope = Envelope(core, workspaces, options.get("prefix", ""), self._patience)
            app = bolt(workspaces, self.envelope, workspaces.client(), options.get("signing_secret", ""))
            by_socket = bool(options.get("app_token"))
            pages = routes(options, core.shelf, workspaces, workspaces.client()) if installable else []
            try:
                async with contextlib.AsyncExitStack() as stack:
                    if by_socket:
                        client, token = workspaces.client(), options["app_token"]
                        await stack.enter_async_context(sockets(app, client, token, self._patience))
                    if pages or not by_socket:
                        serving = served(None if by_socket else app, options, pages)
                        self.port = await stack.enter_async_context(serving)
                    await workspaces.installed()
                    _LOG.info("slack ready", workspaces=len(workspaces.known), port=self.port or None)
                    self.ready.set()
                    await asyncio.Event().wait()
            finally:
                self.voice.speak_through(None)
                await self.envelope.drain(self._patience.end)
        return 0

    async def examine(self, options: Mapping[str, str], _marks: Marks) -> Sequence[Finding]:
        """For `shinro doctor`."""
        from adapters.slack.examine import examine

        return await examine(options)

    def manifest(self, options: Mapping[str, str]) -> str:
        """The app manifest."""
        from adapters.slack.manifest import manifest

        return manifest(options)

    async def _reached(self, workspaces: Workspaces, options: Mapping[str, str]) -> None:
        """Have the workspace of the token, and a socket promised; tried until Slack answers."""
        pause = FIRST_PAUSE
        while True:
            try:
                if options.get("token"):
                    await workspaces.add(options["token"])
                if options.get("app_token"):
                    client = workspaces.client()
                    await tried(partial(client.apps_connections_open, app_token=options["app_token"]))
            except SlackApiError as error:
                if word(error) in (*GONE, "not_allowed_token_type", "missing_scope"):
                    known = bool(workspaces.known) or not options.get("token")
                    raise SettingsError([_BAD_APP_TOKEN if known else _BAD_TOKEN]) from None
                _LOG.warning("slack not reached", error=named(error), again_in=pause)
            except AWAY as error:
                _LOG.warning("slack not reached", error=named(error), again_in=pause)
            else:
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
