"""Socket Mode: connections that the bot opens, each envelope sent to one of them."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from .deliveries import EVENTS
from .wire import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Callable

    from .deliveries import Delivery
    from .wire import Json
    from .world import World

PATH = "/link/"
MOST = 10
LOST = 1006
HOST = "applink-loopback"
REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")


class Link:
    """One connection. What is sent goes through one task, so that order holds."""

    def __init__(self, socket: web.WebSocketResponse, cut: Callable[[], None]) -> None:
        self.socket = socket
        self.cut = cut
        self.silent = False  # the wire is there, nothing passes any more
        self.leaving = False  # was told to go; it gets nothing new
        self.pings = self.pongs = 0
        self._outbox: asyncio.Queue[str | int] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())

    def send(self, text: str) -> None:
        if not self.silent:
            self._outbox.put_nowait(text)

    def close(self, code: int) -> None:
        """Says goodbye after everything that was sent before."""
        self.leaving = True
        self._outbox.put_nowait(code)

    async def _write(self) -> None:
        try:
            await self.socket.ping(b"Ping from " + HOST.encode())
            while isinstance(text := await self._outbox.get(), str):
                await self.socket.send_str(text)
            await self.socket.close(code=text)
        except ConnectionError:
            self.cut()

    async def stop(self) -> None:
        self._writer.cancel()
        await asyncio.wait([self._writer])


class Sockets:
    def __init__(self, world: World) -> None:
        self._world = world
        self._tickets: set[str] = set()
        self._links: list[Link] = []
        self._turn = 0
        self._closing = False
        self.opened = 0
        self.closes: list[int] = []  # codes with which connections ended; 1006 for none

    @property
    def connected(self) -> list[Link]:
        """The connections that envelopes go to."""
        return [one for one in self._links if not one.leaving]

    def ticket(self) -> str:
        """The address at which one connection may be opened, once."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        origin = self._world.origin.replace("http", "ws", 1)
        return f"{origin}{PATH}?ticket={ticket}&app_id={self._world.app_id}"

    def send(self, delivery: Delivery) -> bool:
        """To the connections in turn; False where there is none."""
        links = self.connected
        if not links:
            return False
        self._turn += 1
        envelope: Json = {
            "envelope_id": delivery.id,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != EVENTS,
        }
        if delivery.kind == EVENTS:
            envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
        links[self._turn % len(links)].send(dumps(envelope))
        return True

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or self._closing:
            return web.Response(status=503 if self._closing else 401)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(compress=False, max_msg_size=0, timeout=1.0, autoping=False)
        await socket.prepare(request)
        transport = request.transport
        link = Link(socket, transport.abort if transport else lambda: None)
        self._links.append(link)
        self.opened += 1
        if len(self.connected) > MOST:
            self.disconnect(link, "too_many_websockets")
        else:
            link.send(dumps(self._hello()))
        self._world.tell()
        try:
            async for message in socket:
                if not link.silent:
                    await self._receive(link, message.type, message.data)
        finally:
            self._links.remove(link)
            await link.stop()
            self.closes.append(socket.close_code or LOST)
            self._world.tell()
        return socket

    def disconnect(self, link: Link, reason: str) -> None:
        """Tells the bot to connect anew; the connection stays until the bot closes it."""
        link.send(dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}))
        link.leaving = True

    async def close(self) -> None:
        """Ends every connection and lets nobody in; a client that does not listen any more is not waited for."""
        self._closing = True
        for link in list(self._links):
            link.close(1001)
        with contextlib.suppress(TimeoutError):
            await self._world.changes.until(lambda: not self._links, within=2.0)

    async def _receive(self, link: Link, kind: WSMsgType, data: Any) -> None:
        if kind is WSMsgType.PING:
            link.pings += 1
            await link.socket.pong(bytes(data))
        elif kind is WSMsgType.PONG:
            link.pongs += 1
        elif kind is WSMsgType.TEXT:
            message = loads(data)
            if "envelope_id" in message:
                self._world.deliveries.acknowledge(message["envelope_id"], message.get("payload") or {})

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connected),
            "debug_info": {"host": HOST, "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._world.app_id},
        }
