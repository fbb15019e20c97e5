"""The loopback itself: starts the server, lets tests arrange and watch, and says at the end what was wrong."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Self, TypeVar

from aiohttp import web

from ..discord.changes import PATIENCE
from . import sending
from .acting import Acting
from .api import BASE, Api
from .described import description
from .posting import FORM, JSON
from .pressing import Pressing
from .sockets import MOST, REASONS
from .wire import dumps, loads
from .world import Request, World
from .writing import Writing

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable
    from types import TracebackType

    from .channels import Channel
    from .deliveries import Delivery
    from .faults import Fault
    from .messages import File
    from .people import User
    from .sockets import Sockets
    from .teams import Team
    from .wire import Json

T = TypeVar("T")
METHODS, BLOCKS = "SHINRO_TEST_SLACK_METHODS", "SHINRO_TEST_SLACK_BLOCKS"
ELSEWHERE = 0.02  # seconds between looks at what only the bot's side changes
LINGER = 1.0  # seconds that open requests get when everything ends


class Slack(Acting, Pressing, Writing):
    """Slack on a port of 127.0.0.1, with people who do what they are told.

    `strict`: the end raises AssertionError if anything sent was wrong. `check`: calls and blocks are also held against
    the service's own descriptions, where the environment names files of them.
    """

    def __init__(self, *, strict: bool = True, check: bool = True, signing_secret: str = "loopback-secret") -> None:
        self._strict = strict
        files = [os.environ.get(one) for one in (METHODS, BLOCKS)] if check else []
        self._world = World(signing_secret, description(*files) if any(files) else None)
        self._offers = {}
        self._runner = web.ServerRunner(web.Server(Api(self._world).handle), shutdown_timeout=LINGER)

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
        await self._world.sockets.close()
        await self._world.posting.close()
        await self._runner.cleanup()
        if self._strict and error is None and self.problems:
            raise AssertionError("what was sent is not right:\n" + "\n".join(self.problems))

    @property
    def api_url(self) -> str:
        return self._world.origin + BASE

    @property
    def bot_token(self) -> str:
        """Of the first workspace; each has its own."""
        return self._world.bot_token(1)

    @property
    def app_token(self) -> str:
        return self._world.app_token

    @property
    def signing_secret(self) -> str:
        return self._world.signing_secret

    @property
    def app_id(self) -> str:
        return self._world.app_id

    @property
    def bot(self) -> User:
        """The bot's account in the first workspace."""
        return self._world.teams[0].bot

    @property
    def teams(self) -> list[Team]:
        return self._world.teams

    @property
    def scopes(self) -> set[str]:
        """What the bot may do; tests take from it and give back."""
        return self._world.scopes

    @property
    def subscribed(self) -> set[str]:
        """The kinds of events that the app hears: "app_mention", "message.channels"."""
        return self._world.events.subscribed

    @property
    def sockets(self) -> Sockets:
        return self._world.sockets

    @property
    def requests(self) -> deque[Request]:
        return self._world.requests

    @property
    def problems(self) -> list[str]:
        return self._world.problems

    @property
    def unacknowledged(self) -> list[Delivery]:
        """What the bot did not acknowledge in time, by the server's clock."""
        return self._world.deliveries.unacknowledged

    @property
    def delivered(self) -> int:
        """How much was sent to the bot."""
        return self._world.deliveries.count

    @property
    def deliveries(self) -> list[Delivery]:
        """What was sent to the bot last, oldest first."""
        return list(self._world.deliveries.sent)

    def repeat(self, delivery: Delivery) -> Delivery:
        """Sends it once more, whatever it is and whatever became of it."""
        return self._world.deliveries.repeat(delivery)

    @property
    def files(self) -> list[File]:
        return list(self._world.files.values())

    def sent(self, name: str) -> list[Request]:
        """The requests whose method's name fits the expression, oldest first."""
        wanted = re.compile(name)
        return [one for one in self.requests if wanted.fullmatch(one.name)]

    def add_team(self, name: str) -> Team:
        return self._world.add_team(name)

    def direct_channel(self, user: User) -> Channel:
        """The conversation between the bot and one person."""
        return user.team.direct_channel(user)

    def assistant(self, channel: Channel, thread: str = "") -> Json:
        """The status, title and suggested prompts that are shown there."""
        return self._world.statuses.get((channel.id, thread), {})

    def now(self) -> float:
        return self._world.clock.now()

    def advance(self, seconds: float) -> None:
        """Lets time pass on the server, at once; what was scheduled for then is posted."""
        self._world.clock.advance(seconds)
        due = [(one["at"], key) for key, one in self._world.scheduled.items() if one["at"] <= self.now()]
        for _, key in sorted(due):
            one = self._world.scheduled.pop(key)
            sending.create(self._world, one["channel"], one["bot"], one["body"])
        self._world.tell()

    def bucket(self, limit: int, per: float) -> None:
        """Limits the posts to each channel, with 429 beyond that."""
        self._world.buckets.set(limit, per)

    def fault(
        self, name: str, kind: str, times: int | None = 1, *, chance: float = 1.0, seed: int = 0, retry_after: int = 1
    ) -> Fault:
        """Spoils the next calls whose name is found (None: all of them), or some of them by chance.

        Names are those of methods, and "response_url" and "upload". Kinds: "429"; "500", "502", "503", "504",
        "reset" and errors in the body ("internal_error", "fatal_error" ...), each also with " after" for an effect
        whose answer is lost; "slow SECONDS". "before" may be said and is understood.
        """
        return self._world.faults.add(name, kind.removesuffix(" before"), times, chance, seed, retry_after)

    async def socket_fault(self, kind: str, many: int = MOST) -> None:
        """Breaks every connection that is open, or the oldest so `many`.

        Kinds: "warning", "refresh_requested", "link_disabled", "too_many_websockets" tell the bot to connect anew;
        "close" ends the connection, "cut" without a word; "silent" lets nothing pass any more.
        """
        for link in self.sockets.connected[:many]:
            if kind in REASONS:
                self.sockets.disconnect(link, kind)
            elif kind == "close":
                link.close(1001)
            elif kind in ("cut", "silent"):
                link.leaving = link.silent = True
                if kind == "cut":
                    link.cut()
            else:
                raise ValueError(f"no such fault: {kind!r}")

    def http(self, url: str) -> None:
        """From now on everything is posted, signed, to this address of the bot's own server; empty for sockets."""
        self._world.posting.url = url

    async def verify(self) -> bool:
        """Whether the bot's server proves that the address is its own, as when it is entered."""
        challenge = self._world.ids.trigger()
        body = {"token": "unused", "type": "url_verification", "challenge": challenge}
        status, text = await self._world.posting.post(dumps(body).encode(), JSON)
        proof = loads(text).get("challenge") if text.startswith("{") else text
        return status == 200 and proof == challenge

    async def probe(self) -> int:
        """The status that the server answers a check of its certificate with."""
        return (await self._world.posting.post(b"ssl_check=1&token=unused", FORM))[0]

    async def post(self, body: bytes, *, signed: str = "", age: float = 0, kind: str = FORM) -> int:
        """A request of one's own to the bot's server: another signature, an old one, any body; the status."""
        return (await self._world.posting.post(body, kind, signed=signed, age=age))[0]

    async def redeliver(self, *, everything: bool = False) -> list[Delivery]:
        """Sends events again: those that nobody acknowledged, three times at most, or `everything` once more."""
        return self._world.deliveries.redeliver(everything=everything)

    async def ready(self, within: float = PATIENCE) -> None:
        """Once a socket is open, or an address is set."""
        await self.until(lambda: self._world.posting.url or self.sockets.connected, within, "the bot")

    async def settled(self, within: float = PATIENCE) -> None:
        """Once nothing that was sent waits for an acknowledgement that could still come in time."""
        await self.until(lambda: not self._world.deliveries.waiting, within, "acknowledgements")

    async def until(self, condition: Callable[[], T | None], within: float = PATIENCE, what: str = "") -> T:
        """What the condition gives once that is true; it is looked at on every change, and now and then."""
        return await self._world.changes.until(condition, within, what, look_again=ELSEWHERE)
