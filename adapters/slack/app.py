"""Bolt's app over our workspaces, and the sockets that bring Slack's events to it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from adapters.slack.calls import named

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from slack_sdk.socket_mode.request import SocketModeRequest
    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.envelope import Envelope
    from adapters.slack.workspaces import Workspaces

CONNECTIONS = 2  # so that one is there while the other is renewed
PING = 3.0  # seconds; a connection that says nothing for four of them is given up
WATCHED_EVERY = 5.0
DEAF_AFTER = 30.0  # seconds without any connection, after which it is said, and everything begun anew
PATH = "/slack/events"
INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
_LOG = structlog.get_logger(__name__)
_quiet = logging.getLogger("shinro.slack.bolt")  # what bolt says may hold what people write
_quiet.setLevel(logging.CRITICAL)


def bolt(workspaces: Workspaces, envelope: Envelope, client: AsyncWebClient, signing_secret: str) -> AsyncApp:
    """Bolt's app: it checks signatures and reads requests; who is installed where is ours to say."""

    async def authorize(team_id: str | None) -> Any:
        workspace = await workspaces.of(team_id or "")
        if workspace is None:
            return None
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.id,
            bot_user_id=workspace.bot_user,
            bot_id=workspace.bot,
            bot_token=workspace.client.token,
        )

    app = AsyncApp(
        name="shinro",
        client=client,
        signing_secret=signing_secret,
        authorize=authorize,
        logger=_quiet,
        request_verification_enabled=bool(signing_secret),
    )
    envelope.attach(app)
    return app


class Handler(AsyncSocketModeHandler):
    """Bolt's, but for what bolt cannot read: that is acknowledged too, or Slack would send it again and again."""

    async def handle(self, client: Any, req: SocketModeRequest) -> None:
        began = time.time()
        try:
            response = await run_async_bolt_app(self.app, req)
        except Exception as error:
            _LOG.warning("not read", kind=req.type, error=named(error))
            response = BoltResponse(status=200)
        if response.status != 200:
            response = BoltResponse(status=200)
        await send_async_response(client, req, response, began)


@contextlib.asynccontextmanager
async def sockets(
    app: AsyncApp, client: AsyncWebClient, app_token: str, ping: float = PING
) -> AsyncIterator[list[Any]]:
    """Socket Mode: connections that renew themselves, and somebody who looks after them."""
    handlers = [
        Handler(app, app_token, logger=_quiet, web_client=client, ping_interval=ping) for _ in range(CONNECTIONS)
    ]
    watch = asyncio.create_task(_watched(handlers), name="slack sockets")
    try:
        await asyncio.gather(*(handler.connect_async() for handler in handlers))  # type: ignore[no-untyped-call]
        yield handlers
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
        await asyncio.gather(*(_closed(handler) for handler in handlers), return_exceptions=True)


async def _closed(handler: Handler) -> None:
    client = handler.client
    tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
    await handler.close_async()  # type: ignore[no-untyped-call]
    await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)


async def _watched(handlers: list[Handler]) -> None:
    """Bolt renews a connection with the address it had, which may have run out: then it is to ask for a new one."""
    alive = time.monotonic()
    while True:
        await asyncio.sleep(WATCHED_EVERY)
        connected = [await handler.client.is_connected() for handler in handlers]
        for handler, well in zip(handlers, connected, strict=True):
            if not well:
                handler.client.wss_uri = None
        if any(connected):
            alive = time.monotonic()
        elif time.monotonic() - alive > DEAF_AFTER:
            _LOG.error("slack is not heard", seconds=round(time.monotonic() - alive))
            alive = time.monotonic()
            for handler in handlers:
                try:
                    await handler.client.connect_to_new_endpoint(force=True)
                except Exception as error:
                    _LOG.warning("slack not reached", error=named(error))
