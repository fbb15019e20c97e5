"""Socket Mode: the connections that bring Slack's events to bolt's app, renewed whatever ends them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import WSMsgType
from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from adapters.slack.calls import named

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.socket_mode.request import SocketModeRequest
    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.patience import Patience

CONNECTIONS = 2  # so that one is there while the other is renewed
WATCHED_EVERY = 5.0
DEAF_AFTER = 30.0  # seconds without any connection, after which it is said, and everything begun anew
OURS = "sdk-ping-pong:"  # what the library's own pings begin with
BRIEF = 0.1  # seconds: two connections that end sooner were refused, and the next one is not begun at once
_LOG = structlog.get_logger(__name__)
quiet = logging.getLogger("shinro.slack.bolt")  # what bolt says may hold what people write
quiet.setLevel(logging.CRITICAL)


class Client(SocketModeClient):
    """The library's, but for one thing: a connection that ends without a word is renewed at once, not at a ping."""

    def __init__(self, app_token: str, client: AsyncWebClient, patience: Patience) -> None:
        super().__init__(app_token, quiet, client, ping_interval=patience.ping)
        self._pause = patience.pause
        self._brief = False  # whether the last connection ended as soon as it was there
        self._renewing: asyncio.Future[None] | None = None

    async def receive_messages(self) -> None:
        session, since = self.current_session, time.monotonic()
        while session is not None and session is self.current_session and not self.closed:
            message = await session.receive()
            if message.type is WSMsgType.TEXT:
                await self.enqueue_message(message.data)
            elif message.type is WSMsgType.PING:
                with contextlib.suppress(ConnectionError):  # then the next message says that it is closed
                    await session.pong(message.data)
            elif message.type is WSMsgType.PONG:
                self._alive(message.data)
            elif message.type is not WSMsgType.BINARY:
                if self.auto_reconnect_enabled:
                    brief = time.monotonic() - since < BRIEF
                    self._renewing = asyncio.ensure_future(self._renewed(self._pause if brief and self._brief else 0))
                    self._brief = brief
                return

    def _alive(self, data: bytes | None) -> None:
        told = (data or b"").decode("utf-8", "replace")
        if told.startswith(OURS):
            with contextlib.suppress(ValueError):
                self.last_ping_pong_time = float(told.removeprefix(OURS))

    async def _renewed(self, pause: float) -> None:
        try:
            await asyncio.sleep(pause)
            await self.connect_to_new_endpoint()
        except Exception as error:
            _LOG.warning("slack not reached", error=named(error))

    async def ended(self) -> None:
        """Close it, and wait until nothing of it runs any more."""
        tasks = [self.message_processor, self.current_session_monitor, self.message_receiver, self._renewing]
        if self._renewing is not None:
            self._renewing.cancel()
        await self.close()  # type: ignore[no-untyped-call]
        await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)


class Handler(AsyncBaseSocketModeHandler):
    """Bolt's, but for what bolt cannot read: that is acknowledged too, or Slack would send it again and again."""

    client: Client

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient, patience: Patience) -> None:
        self.app = self._app = app
        self.client = Client(app_token, client, patience)
        self.client.socket_mode_request_listeners.append(self.handle)

    async def handle(self, client: Any, req: SocketModeRequest) -> None:
        began = time.time()
        try:
            response = await run_async_bolt_app(self._app, req)
        except Exception as error:
            _LOG.warning("not read", kind=req.type, error=named(error))
            response = BoltResponse(status=200)
        if response.status != 200:
            response = BoltResponse(status=200)
        try:
            await send_async_response(client, req, response, began)
        except ConnectionError as error:  # whoever acted is answered all the same
            _LOG.info("not acknowledged", kind=req.type, error=named(error))


@contextlib.asynccontextmanager
async def sockets(
    app: AsyncApp, client: AsyncWebClient, app_token: str, patience: Patience
) -> AsyncIterator[list[Handler]]:
    """Connections that renew themselves, and somebody who looks after them."""
    handlers = [Handler(app, app_token, client, patience) for _ in range(CONNECTIONS)]
    watch = asyncio.create_task(_watched(handlers), name="slack sockets")
    try:
        await asyncio.gather(*(handler.connect_async() for handler in handlers))  # type: ignore[no-untyped-call]
        yield handlers
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
        await asyncio.gather(*(handler.client.ended() for handler in handlers), return_exceptions=True)


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
