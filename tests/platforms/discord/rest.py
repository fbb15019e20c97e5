"""The REST side: reads a request, meets faults, checks the body, answers, and keeps a log."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import traceback
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from . import routes as _routes  # noqa: F401  (their import fills the table)
from .call import Answer, Call, File, routes
from .errors import RefusedError, UnauthorizedError, UnknownAddressError
from .rules import violations
from .wire import dumps
from .world import Request

if TYPE_CHECKING:
    from .call import Route
    from .faults import Fault
    from .openapi import Description
    from .world import World

BASE = "/api/v10"
PATIENT = ("GET", "DELETE")  # methods whose bodies mean nothing


class Rest:
    """Handles every connection: the gateway's, files', and the API's."""

    def __init__(self, world: World, description: Description | None) -> None:
        self._world = world
        self._description = description

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/gateway"):
            return await self._world.gateway.serve(request)
        if path.startswith("/cdn/"):
            return self._file(path)
        path = path.removeprefix(BASE)
        fault = self._world.faults.strike(request.method, path)
        if fault is None:
            return self._respond(request.method, path, *await self._answer(request, path))
        return await self._spoil(fault, request, path)

    async def _spoil(self, fault: Fault, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Lets the fault have its way, with the effect done or not done."""
        if fault.seconds and not fault.after:
            await asyncio.sleep(fault.seconds)
        done = body = None
        if fault.after or fault.seconds:
            status, done, body = await self._answer(request, path)
            if fault.seconds:
                if fault.after:
                    await asyncio.sleep(fault.seconds)
                return self._respond(request.method, path, status, done, body)
        self._log(request.method, path, body, fault.status)
        if not fault.status:
            _reset(request)
            return web.Response(status=500)
        if fault.kind.startswith("429"):
            return _too_many(fault)
        return web.Response(status=fault.status, text="upstream error")

    async def _answer(self, request: web.BaseRequest, path: str) -> tuple[int, Answer, Any]:
        """Status, answer and the body that was asked with; what went wrong here is a problem of its own."""
        body: Any = None
        try:
            found = routes.find(request.method, path)
            if found is None:
                self._world.problems.append(f"{request.method} {path}: this server has no such address")
                raise UnknownAddressError  # noqa: TRY301
            route, ids = found
            if not route.open and request.headers.get("Authorization") != f"Bot {self._world.token}":
                raise UnauthorizedError  # noqa: TRY301
            call = Call(self._world, request.method, path, request.query, ids)
            if request.method not in PATIENT:
                call.body, call.files = await _body(request)
                body = call.body
                self._check(route, call)
            answer = route.handler(call)
        except RefusedError as refused:
            return refused.status, Answer(refused.body, refused.headers), body
        except ConnectionError:
            raise
        except Exception:
            self._world.problems.append(f"{request.method} {path}: {traceback.format_exc()}")
            return 500, Answer({"message": "Internal Server Error", "code": 0}), body
        return 204 if answer.body is None and answer.raw is None else 200, answer, body

    def _check(self, route: Route, call: Call) -> None:
        """Notes everything that is wrong with a body; what the real server refuses is refused."""
        place = f"{call.method} {route.template}"
        found = violations(route.checks, call.body, len(call.files))
        self._world.problems += [f"{place}: {one}" for one in found]
        if self._description is not None and call.body is not None:
            self._world.problems += [
                f"{place}: {text}" for text in self._description.check(call.method, route.template, call.body)
            ]
        refused = {one.place: {"_errors": [{"code": "RULE", "message": one.text}]} for one in found if one.refused}
        if refused:
            raise RefusedError(50035, refused)

    def _respond(self, method: str, path: str, status: int, answer: Answer, body: Any) -> web.Response:
        self._log(method, path, body, status)
        if answer.body is None and answer.raw is None:
            return web.Response(status=status, headers=answer.headers)
        data = answer.raw if answer.raw is not None else dumps(answer.body).encode()
        return web.Response(status=status, body=data, headers={"Content-Type": answer.content_type} | answer.headers)

    def _log(self, method: str, path: str, body: Any, status: int) -> None:
        self._world.requests.append(Request(method, path, body, status, self._world.clock.now()))
        self._world.tell()

    def _file(self, path: str) -> web.Response:
        """An attachment's bytes: /cdn/attachments/{channel}/{id}/{name}."""
        parts = path.split("/")
        found = self._world.files.get(int(parts[4])) if len(parts) == 6 and parts[4].isdigit() else None
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found.data, headers={"Content-Type": found.content_type})


async def _body(request: web.BaseRequest) -> tuple[Any, dict[int, File]]:
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _parts(request)
    text = await request.read()
    if not text:
        return None, {}
    if request.headers.get("Content-Type") != "application/json":
        raise RefusedError(50109)
    return _json(text), {}


async def _parts(request: web.BaseRequest) -> tuple[Any, dict[int, File]]:
    """The body in `payload_json` and the files beside it."""
    body: Any = None
    files: dict[int, File] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read())
        name = part.name or ""
        if name == "payload_json":
            body = _json(data)
        elif name.startswith("files[") and name[6:-1].isdigit():
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[int(name[6:-1])] = File(part.filename or "file", data, kind)
    return body, files


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise RefusedError(50109) from None


def _too_many(fault: Fault) -> web.Response:
    """429 as the service sends it; without `Via` a client takes it for a ban at the edge."""
    if fault.kind == "429 cloudflare":
        return web.Response(status=429, text="error code: 1015", headers={"Retry-After": "3600"})
    everywhere = fault.kind == "429 global"
    body = {"message": "You are being rate limited.", "retry_after": fault.retry_after, "global": everywhere}
    headers = {
        "Content-Type": "application/json",
        "Via": "1.1 loopback",
        "Retry-After": str(max(1, round(fault.retry_after))),
        "X-RateLimit-Scope": "global" if everywhere else "user",
    }
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    return web.Response(status=429, body=dumps(body).encode(), headers=headers)


def _reset(request: web.BaseRequest) -> None:
    """Ends the connection as a crashed server does: the client sees a reset, not an answer."""
    transport = request.transport
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
