"""The loopback itself: starts the server, lets tests arrange and watch, and says at the end what was wrong."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Self, TypeVar

from aiohttp import web

from .acting import Acting
from .changes import PATIENCE
from .gateway import PRIVILEGED
from .openapi import description
from .rest import BASE, Rest
from .world import Request, World

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable
    from types import TracebackType

    from .channels import Channel
    from .faults import Fault
    from .gateway import Gateway
    from .guilds import Guild
    from .people import User
    from .wire import Json

T = TypeVar("T")
DESCRIPTION = "SHINRO_TEST_DISCORD_OPENAPI"
ELSEWHERE = 0.02  # seconds between looks at what only the bot's side changes
LINGER = 1.0  # seconds that open requests get when everything ends


class Discord(Acting):
    """Discord on a port of 127.0.0.1, with people who do what they are told.

    `strict`: the end raises AssertionError if anything sent was wrong. `check`: bodies are also held against the
    platform's own description, where the environment names a file of it. `compression`: None as the client asks.
    """

    def __init__(
        self,
        *,
        strict: bool = True,
        check: bool = True,
        compression: str | None = None,
        shards: int = 1,
        heartbeat: float = 41.25,
        token: str = "loopback.token.of-the-bot",
    ) -> None:
        self._strict = strict
        self._world = World(token, shards, compression, heartbeat)
        described = os.environ.get(DESCRIPTION) if check else None
        self._rest = Rest(self._world, description(described) if described else None)
        self._runner = web.ServerRunner(web.Server(self._rest.handle), shutdown_timeout=LINGER)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._world.origin = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._world.gateway.close()
        await self._runner.cleanup()
        if self._strict and error is None and self.problems:
            raise AssertionError("what was sent is not right:\n" + "\n".join(self.problems))

    @property
    def token(self) -> str:
        return self._world.token

    @property
    def api_url(self) -> str:
        return self._world.origin + BASE

    @property
    def gateway_url(self) -> str:
        return self._world.gateway.url

    @property
    def bot(self) -> User:
        return self._world.bot

    @property
    def gateway(self) -> Gateway:
        return self._world.gateway

    @property
    def requests(self) -> deque[Request]:
        return self._world.requests

    @property
    def problems(self) -> list[str]:
        return self._world.problems

    @property
    def commands(self) -> list[Json]:
        """The global commands as they are registered."""
        return self._world.commands.registered()

    def sent(self, method: str, path: str) -> list[Request]:
        """The requests of this method to paths in which the expression is found, oldest first."""
        wanted = re.compile(path)
        return [one for one in self.requests if one.method == method and wanted.search(one.path)]

    def add_guild(self, name: str, *, locale: str = "en-US") -> Guild:
        return self._world.add_guild(name, locale)

    def add_user(self, name: str, *, locale: str = "en-US") -> User:
        """Somebody who is a member of nothing yet."""
        return self._world.add_user(name, locale)

    def direct_channel(self, user: User) -> Channel:
        """The conversation between the bot and one person."""
        return self._world.direct_channel(user)

    def private_channel(self, *users: User) -> Channel:
        """A conversation between people that the bot is not in; a command reaches it where the app is installed."""
        return self._world.direct_channel(*users)

    def allow_intents(self, *names: str) -> None:
        """Grants privileged intents: message_content, members, presences."""
        for name in names:
            self._world.gateway.allowed_intents |= PRIVILEGED[name]

    def now(self) -> float:
        return self._world.clock.now()

    def advance(self, seconds: float) -> None:
        """Lets time pass on the server, at once."""
        self._world.clock.advance(seconds)
        self._world.tell()

    def bucket(self, limit: int, per: float) -> None:
        """Limits the sends to each channel, and says so in headers."""
        self._world.buckets.set(limit, per)

    def fault(
        self,
        method: str,
        path: str,
        kind: str,
        times: int | None = 1,
        *,
        chance: float = 1.0,
        seed: int = 0,
        retry_after: float = 0.1,
    ) -> Fault:
        """Spoils the next requests that match (None: all of them), or some of them by chance.

        Kinds: "429", "429 global", "429 cloudflare"; "500", "502", "503", "504", "reset", each also with " after" for
        an effect whose answer is lost; "slow SECONDS". "before" may be said and is understood.
        """
        return self._world.faults.add(method, path, kind.removesuffix(" before"), times, chance, seed, retry_after)

    async def gateway_fault(self, kind: str, shard: int | None = None) -> None:
        """Breaks the connection of one shard or of all.

        Kinds: "reconnect", "invalid", "invalid resumable", "cut", "dead heartbeat", "close CODE".
        """
        for session in self.gateway.connected():
            link = session.link
            if link is None or shard not in (None, session.shard):
                continue
            match kind.split():
                case ["reconnect"]:
                    link.send('{"op":7,"s":null,"t":null,"d":null}')
                case ["invalid"]:
                    self.gateway.sessions.pop(session.id)
                    self.gateway.invalidate(link)
                case ["invalid", "resumable"]:
                    self.gateway.invalidate(link, resumable=True)
                case ["cut"]:
                    session.link = None
                    link.dead = True
                    link.cut()
                case ["dead", "heartbeat"]:
                    link.dead = True
                case ["close", code] if code.isdigit():
                    link.close(int(code))
                case _:
                    raise ValueError(f"no such fault: {kind!r}")

    async def ready(self, within: float = PATIENCE) -> None:
        """Once every shard of the bot is connected and was told of its guilds."""
        await self.until(lambda: self.gateway.ready, within, "the bot")

    async def until(self, condition: Callable[[], T | None], within: float = PATIENCE, what: str = "") -> T:
        """What the condition gives once that is true; it is looked at on every change, and now and then."""
        return await self._world.changes.until(condition, within, what, look_again=ELSEWHERE)
