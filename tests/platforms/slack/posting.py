"""HTTP instead of sockets: every delivery is a signed request to the bot's own server."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp

from .deliveries import COMMANDS, EVENTS
from .wire import dumps, loads

if TYPE_CHECKING:
    from .deliveries import Delivery
    from .wire import Json
    from .world import World

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PATIENCE = 10.0  # seconds of real time; whether an answer was in time is the server's clock's to say


def signature(secret: str, at: int, body: bytes) -> str:
    """Version zero, over the time and the body."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()


class Posting:
    def __init__(self, world: World) -> None:
        self._world = world
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.url = ""

    def send(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self._deliver(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def post(
        self, body: bytes, kind: str, headers: dict[str, str] | None = None, *, signed: str = "", age: float = 0
    ) -> tuple[int, str]:
        """Status and text of the answer. `signed`: another signature than the right one; `age`: an older request."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=PATIENCE)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        at = int(time.time() - age)
        sent = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": str(at),
            "X-Slack-Signature": signed or signature(self._world.signing_secret, at, body),
        }
        async with self._session.post(self.url, data=body, headers=sent | (headers or {})) as answer:
            return answer.status, await answer.text()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self._session is not None:
            await self._session.close()

    async def _deliver(self, delivery: Delivery) -> None:
        body, kind = _encoded(delivery)
        headers = {}
        if delivery.attempt:
            headers = {"X-Slack-Retry-Num": str(delivery.attempt), "X-Slack-Retry-Reason": delivery.reason}
        try:
            status, text = await self.post(body, kind, headers)
        except (aiohttp.ClientError, TimeoutError):
            delivery.lost = True
            self._world.tell(delivery.asked)
            return
        self._world.deliveries.answered(delivery, status, _decoded(text))


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    if delivery.kind == EVENTS:
        return dumps(delivery.payload).encode(), JSON
    form = delivery.payload if delivery.kind == COMMANDS else {"payload": dumps(delivery.payload)}
    return urlencode(form).encode(), FORM


def _decoded(text: str) -> Json:
    """The same shape that an acknowledgement has in Socket Mode."""
    if not text:
        return {}
    if text.startswith("{"):
        found: Json = loads(text)
        return found
    return {"text": text}
