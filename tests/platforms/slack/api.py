"""The Web API and its neighbours: reads a request, meets faults, checks the arguments, answers, and keeps a log."""

from __future__ import annotations

import asyncio
import socket
import struct
import traceback
from typing import TYPE_CHECKING, Any

from aiohttp import web

from . import hooks, uploads
from . import methods as _methods  # noqa: F401  (their import fills the table)
from .call import Call, Method, methods, parsed
from .errors import LimitedError, RefusedError
from .rules import Violation, violations
from .sockets import PATH as LINK
from .wire import dumps, loads
from .world import Request

if TYPE_CHECKING:
    from .faults import Fault
    from .wire import Json
    from .world import World

BASE = "/api/"
JSON = "application/json; charset=utf-8"


class Api:
    """Handles every connection: sockets, methods, response addresses and files."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith(LINK):
            return await self._world.sockets.serve(request)
        if path.startswith(uploads.DOWNLOAD):
            return uploads.download(self._world, request)
        name = _name(path)
        fault = self._world.faults.strike(name)
        if fault is None:
            return self._respond(name, *await self._answer(name, request))
        return await self._spoil(fault, name, request)

    async def _spoil(self, fault: Fault, name: str, request: web.BaseRequest) -> web.StreamResponse:
        """Lets the fault have its way, with the effect done or not done."""
        args: Any = None
        if fault.seconds and not fault.after:
            await asyncio.sleep(fault.seconds)
        if fault.after or fault.seconds:
            status, body, args = await self._answer(name, request)
            if fault.seconds:
                if fault.after:
                    await asyncio.sleep(fault.seconds)
                return self._respond(name, status, body, args)
        if not fault.status:
            self._log(name, args, 0, "reset")
            _reset(request)
            return web.Response(status=500)
        if fault.status == 429:
            return self._respond(name, 429, {"ok": False, "error": "ratelimited"}, args, fault.retry_after)
        if fault.status != 200:
            self._log(name, args, fault.status, fault.kind)
            return web.Response(status=fault.status, text="upstream error", content_type="text/html")
        return self._respond(name, 200, {"ok": False, "error": fault.first}, args)

    async def _answer(self, name: str, request: web.BaseRequest) -> tuple[int, Json | str, Any]:
        """Status, answer and what was asked with; what went wrong here is a problem of its own."""
        args: Any = None
        try:
            if name == uploads.NAME:
                args, answer = await uploads.receive(self._world, request)
                return 200, answer, args
            args = await _arguments(request)
            if name == hooks.NAME:
                return 200, self._hooked(request.path, args), args
            return 200, self._call(name, request, args), args
        except LimitedError as limited:
            return 429, limited.body | {"retry_after": limited.retry_after}, args
        except RefusedError as refused:
            if name in (hooks.NAME, uploads.NAME):
                return 404 if isinstance(refused, hooks.GoneError) else 400, refused.error, args
            return 200, refused.body, args
        except ConnectionError:
            raise
        except Exception:
            self._world.problems.append(f"{name}: {traceback.format_exc()}")
            return 200, {"ok": False, "error": "internal_error"}, args

    def _call(self, name: str, request: web.BaseRequest, args: Json) -> Json:
        world = self._world
        method = methods.table.get(name)
        if method is None:
            world.problems.append(f"{name}: this server has no such method")
            raise RefusedError("unknown_method", req_method=name)
        call = Call(world, name, args)
        self._authorize(method, call, request)
        if request.content_type == "application/json" and not method.json and args:
            world.problems.append(f"{name}: does not read JSON, only forms")
            raise RefusedError("invalid_arguments")
        if method.scopes:
            call.need(*method.scopes)
        parsed(args)
        self._check(method, call, as_json=request.content_type == "application/json")
        return {"ok": True} | (method.handler(call) or {})

    def _authorize(self, method: Method, call: Call, request: web.BaseRequest) -> None:
        """The token decides for which workspace the bot speaks."""
        world = self._world
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or call.args.pop("token", "")
        if not token:
            raise RefusedError("not_authed")
        if method.app:
            if token != world.app_token:
                raise RefusedError("invalid_auth" if token not in _tokens(world) else "not_allowed_token_type")
            return
        team = _tokens(world).get(token)
        if team is None:
            raise RefusedError("not_allowed_token_type" if token == world.app_token else "invalid_auth")
        if team.revoked:
            raise RefusedError("token_revoked")
        call.team = team

    def _check(self, method: Method, call: Call, *, as_json: bool) -> None:
        """Notes everything that is wrong with a call; what the real server refuses is refused."""
        world, name, args = self._world, method.name, call.args
        found = violations(method.checks, args)
        found += [Violation("blocks", f"no such file: {one}") for one in uploads.strangers(world, args)]
        world.problems += [f"{name}: {one}" for one in found]
        world.problems += [f"{name}: {text}" for text in world.described_call(name, args, as_json=as_json)]
        world.problems += [f"{name}: {text}" for text in world.described(method.checks, args)]
        refused = [one for one in found if one.error]
        if refused:
            messages = [f"[ERROR] {one.text} [json-pointer:/{one.place}]" for one in refused]
            raise RefusedError(refused[0].error, response_metadata={"messages": messages})

    def _hooked(self, path: str, body: Json) -> str:
        """An answer to a response address, held against the same rules as any message."""
        world = self._world
        hook = world.hooks.get(path)
        if hook is None:
            raise hooks.GoneError("invalid_url")
        found = violations("response" if hook.message is None else "response to a press", body)
        found += [Violation("blocks", f"no such file: {one}") for one in uploads.strangers(world, body)]
        world.problems += [f"response_url: {one}" for one in found]
        world.problems += [f"response_url: {text}" for text in world.described("response", body)]
        if any(one.error for one in found):
            raise RefusedError(next(one.error for one in found if one.error))
        hooks.respond(world, hook, body)
        return "ok"

    def _respond(
        self, name: str, status: int, body: Json | str, args: Any, retry_after: int | None = None
    ) -> web.Response:
        if isinstance(body, str):
            self._log(name, args, status, "" if status == 200 else body)
            return web.Response(status=status, text=body)
        self._log(name, args, status, body.get("error") or "")
        headers = {"Content-Type": JSON}
        if status == 429:
            headers["Retry-After"] = str(body.pop("retry_after", retry_after))
        return web.Response(status=status, body=dumps(body).encode(), headers=headers)

    def _log(self, name: str, args: Any, status: int, error: str) -> None:
        self._world.requests.append(Request(name, args, status, error, self._world.clock.now()))
        self._world.tell()


def _name(path: str) -> str:
    if path.startswith(BASE):
        return path.removeprefix(BASE)
    return uploads.NAME if path.startswith(uploads.UPLOAD) else hooks.NAME


def _tokens(world: World) -> dict[str, Any]:
    return {team.bot_token: team for team in world.teams}


async def _arguments(request: web.BaseRequest) -> Json:
    """Arguments from the address, from a form, or from a JSON body."""
    args: Json = dict(request.query)
    if request.method == "GET":
        return args
    if request.content_type == "application/json":
        try:
            body = loads(await request.read() or b"{}")
        except ValueError:
            raise RefusedError("invalid_json") from None
        if not isinstance(body, dict):
            raise RefusedError("json_not_object")
        return args | {key: value for key, value in body.items() if value is not None}
    form = await request.post()
    return args | {key: value for key, value in form.items() if isinstance(value, str)}


def _reset(request: web.BaseRequest) -> None:
    """Ends the connection as a crashed server does: the client sees a reset, not an answer."""
    transport = request.transport
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
