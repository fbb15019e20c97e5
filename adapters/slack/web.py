"""Slack's requests on a port of ours: signed, young, never seen before, and no larger than Slack's are."""

from __future__ import annotations

import contextlib
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

from adapters.slack.app import PATH
from adapters.slack.calls import named

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from slack_bolt.async_app import AsyncApp

LARGEST = 1024 * 1024  # bytes of one request
VALID = 300.0  # seconds that a signature is good for; bolt refuses older ones
REMEMBERED = 100_000  # signatures
SIGNATURE, RETRY = "X-Slack-Signature", "X-Slack-Retry-Num"
_LOG = structlog.get_logger(__name__)


@contextlib.asynccontextmanager
async def served(
    app: AsyncApp | None, options: Mapping[str, str], extra: Sequence[web.RouteDef] = ()
) -> AsyncIterator[int]:
    """A server for Slack's requests, without an app only for the `extra` pages; the port."""
    server = web.Application(client_max_size=LARGEST)
    server.add_routes(list(extra))
    if app is not None:
        server.add_routes([web.post(PATH, Receiver(app).receive)])
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, options.get("host") or "127.0.0.1", int(options.get("port") or 0)).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


class Receiver:
    """Hands requests to bolt, which checks signature and age. What was sent before is refused."""

    def __init__(self, app: AsyncApp) -> None:
        self._app = app
        self._seen: OrderedDict[str, float] = OrderedDict()

    async def receive(self, request: web.Request) -> web.StreamResponse:
        signature = request.headers.get(SIGNATURE, "")
        try:
            told = await to_bolt_request(request)
        except web.HTTPException:
            raise
        except Exception as error:
            _LOG.info("request not read", error=named(error))
            return web.Response(status=400)
        if self._seen_before(signature) and RETRY not in request.headers:  # a retry is known by its keys, and harmless
            return web.Response(status=401)
        response = await self._app.async_dispatch(told)
        if response.status not in (400, 401):
            self._remember(signature)
        return await to_aiohttp_response(response)

    def _seen_before(self, signature: str) -> bool:
        return time.monotonic() - self._seen.get(signature, -VALID) < VALID

    def _remember(self, signature: str) -> None:
        self._seen[signature] = time.monotonic()
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
