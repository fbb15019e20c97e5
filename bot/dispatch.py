"""Request in, reply out: who may, once only, in time, and never an exception toward a person."""

from __future__ import annotations

import asyncio
import uuid
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

import structlog

from bot.clock import SystemClock
from bot.commands import BY_NAME, catalogue, may
from bot.servers.language import spoken
from bot.texts import say
from bot.ui import Card, Fields, Reply, Text, literal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.commands import Command
    from bot.ports import Clock, CommandHelp, Handled, Request

    Handler = Callable[[Request], Awaitable[Reply]]
    Suggest = Callable[[str, str, str, str, int], Sequence[tuple[str, str]]]
    _Key = tuple[str, str]

DEADLINE = 20.0  # seconds a person is made to wait before being told that it took too long
PATIENCE = 2.0  # seconds the store has to say whether a request is handled elsewhere; then it is answered all the same
REMEMBERED = 2_000  # keys of requests whose replies are kept for a second delivery
_LOG = structlog.get_logger(__name__)


class Dispatch:
    """Requests to handlers by command name. With `handled`, once only among all processes and over restarts too."""

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        suggest: Suggest,
        deadline: float = DEADLINE,
        handled: Handled | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._handlers = {"help": self._help, **handlers}
        self._suggest = suggest
        self._deadline = deadline
        self._handled = handled
        self._clock = clock or SystemClock()
        self._done: OrderedDict[_Key, asyncio.Future[Reply]] = OrderedDict()
        self._claims: OrderedDict[_Key, asyncio.Future[bool]] = OrderedDict()

    async def handle(self, request: Request) -> Reply:
        """Answer a request. Never raises: a failure is a sentence and an id that stands in the log too."""
        if not request.key:
            return await self._safely(request)
        key = (request.organisation, request.key)
        known = self._done.get(key)
        if known is not None and not known.cancelled():
            try:
                return await asyncio.shield(known)
            except asyncio.CancelledError:
                if not known.cancelled() or _being_cancelled():
                    raise
                return await self.handle(request)  # the first delivery was called off: this one counts
        under_way: asyncio.Future[Reply] = asyncio.ensure_future(self._once(key, request))
        self._done[key] = under_way
        while len(self._done) > REMEMBERED:
            self._done.popitem(last=False)
        try:
            return await under_way
        except asyncio.CancelledError:
            if self._done.get(key) is under_way:
                del self._done[key]
            raise

    def suggest(
        self, command: str, parameter: str, typed: str, locale: str, limit: int = 25
    ) -> Sequence[tuple[str, str]]:
        """Completions for a parameter, from memory."""
        return self._suggest(command, parameter, typed, locale, limit)

    def catalogue(self, locale: str) -> Sequence[CommandHelp]:
        """The commands a person can type."""
        return catalogue(spoken(locale))

    async def _once(self, key: _Key, request: Request) -> Reply:
        """The reply; silence where another process handles the request. A claim outlives a delivery called off."""
        if self._handled is None:
            return await self._safely(request)
        if key not in self._claims:
            self._claims[key] = asyncio.ensure_future(self._claim(self._handled, key, request))
            while len(self._claims) > REMEMBERED:
                self._claims.popitem(last=False)
        ours = await asyncio.shield(self._claims[key])
        reply = await self._safely(request) if ours else Reply()
        self._claims.pop(key, None)
        return reply

    async def _claim(self, handled: Handled, key: _Key, request: Request) -> bool:
        """Whether the request is ours; it is too where the store refuses, for an answer goes before everything."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await handled.claim("\n".join(key), self._clock.now())
        except Exception as error:
            _LOG.error("request not claimed", id=_number(), command=request.command, error=type(error).__name__)
            return True

    async def _safely(self, request: Request) -> Reply:
        language = spoken(request.locale)
        command = BY_NAME.get(request.command)
        handler = self._handlers.get(request.command)
        if command is None or handler is None:
            return _refusal(say(language, "error.unknown_command", name=literal(request.command[:60])))
        if command.server_only and not request.server:
            return _refusal(say(language, "error.server_only"))
        if not may(request.role, command):
            return _refusal(say(language, f"error.forbidden.{command.role}"))
        try:
            async with asyncio.timeout(self._deadline):
                return await handler(replace(request, arguments=_named(request, command)))
        except TimeoutError:
            number = _number()
            _LOG.error("request took too long", id=number, command=request.command)
            return _refusal(say(language, "error.deadline", id=number))
        except Exception as error:
            number = _number()
            kind, at = type(error).__name__, _where(error)
            _LOG.error("request failed", id=number, command=request.command, error=kind, at=at)
            return _refusal(say(language, "error.unexpected", id=number))

    async def _help(self, request: Request) -> Reply:
        language = spoken(request.locale)
        pairs = tuple((command.usage, command.summary) for command in catalogue(language, request.role))
        return Reply(Card(say(language, "help.title"), (Fields(pairs),), say(language, "help.footer")), private=True)


def _named(request: Request, command: Command) -> dict[str, str]:
    """The arguments by parameter; a button of a command that nobody types may have given them by position, from 1."""
    names = {str(number): parameter.name for number, parameter in enumerate(command.parameters, 1)}
    return {names.get(name, name): value for name, value in request.arguments.items()}


def _being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _where(error: Exception) -> list[str]:
    """The way to where it happened, without the error's message: that may hold what a person wrote."""
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]


def _number() -> str:
    return uuid.uuid4().hex[:8]


def _refusal(sentence: str) -> Reply:
    return Reply(Card("", (Text(sentence),)), private=True)
