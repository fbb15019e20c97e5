"""A workspace with a channel, two people and our own bot in it, by sockets or over HTTP."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.slack import SlackAdapter
from adapters.slack.app import PATH
from adapters.slack.patience import Patience
from adapters.slack.rights import SCOPES
from bot.dispatch import Dispatch
from bot.front import Front
from bot.ports import Shelf
from bot.servers.directory import Directory
from bot.ui import Action, Button, Buttons, Card, Reply, Text, literal
from tests.discord.reader import ZERO_WIDTH
from tests.fakes import FakeClock, MemoryStore
from tests.platforms.slack import Slack

from .reader import readable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from bot.dispatch import Handler
    from bot.ports import Request
    from tests.platforms.slack import Asked, Channel, Message, Team, User

PATIENCE = 10.0


async def echo(request: Request) -> Reply:
    """What was asked, with a button to ask on."""
    question = request.arguments.get("question", request.arguments.get("name", ""))
    blocks = (Text(f"You asked: {literal(question)}"), Buttons((Button("On", Action("entry", ("on",))),)))
    private = request.arguments.get("private") == "true"
    return Reply(Card("Echo", blocks), private=private, again=Action("ask", (question[:60],)))


async def entry(request: Request) -> Reply:
    return Reply(Card("Entry", (Text(request.arguments["entry"]),)), again=Action("entry", ("on",)))


@dataclass
class Stage:
    slack: Slack
    team: Team
    channel: Channel
    alice: User
    bob: User
    mode: str = "sockets"
    kept: MemoryStore = field(default_factory=MemoryStore)
    handlers: dict[str, Handler] = field(default_factory=lambda: {"ask": echo, "entry": entry, "path": echo})
    requests: list[Request] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    patience: Patience = field(default_factory=lambda: Patience(pause=0))

    @property
    def server(self) -> str:
        return f"slack:{self.team.id}"

    def core(self) -> Front:
        clock = FakeClock()
        handlers = {name: self._noting(handler) for name, handler in self.handlers.items()}
        dispatch = Dispatch(handlers, self._suggest, handled=self.kept.handled, clock=clock)
        self.directory = Directory(self.kept.servers, clock)
        return Front(dispatch, self.directory, Shelf(self.kept.handled, self.kept.drafts, self.kept.marks))

    async def start(self, **options: str) -> None:
        slack = self.slack
        self.adapter = SlackAdapter(self.patience)
        told = {"token": slack.bot_token, "api_url": slack.api_url, "signing_secret": slack.signing_secret}
        told |= {"app_token": slack.app_token} if self.mode == "sockets" else {}
        self.serving = asyncio.create_task(self.adapter.run(self.core(), {**told, **self.options, **options}))
        ready = asyncio.create_task(self.adapter.ready.wait())
        await asyncio.wait({ready, self.serving}, return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
        if self.serving.done():
            self.serving.result()
        if self.mode == "http":
            slack.http(f"http://127.0.0.1:{self.adapter.port}{PATH}")
        await slack.ready()

    async def stop(self) -> None:
        self.serving.cancel()
        await asyncio.gather(self.serving, return_exceptions=True)

    async def restart(self) -> None:
        await self.stop()
        await self.slack.until(lambda: not self.slack.sockets.connected)
        await self.start()

    async def set(self, **fields: object) -> None:
        """What an admin chose."""
        await self.directory.change(self.server, **fields)

    async def ask(self, text: str, user: User | None = None, channel: Channel | None = None) -> Asked:
        return await self.command("/ask", text, user, channel)

    async def command(
        self, name: str, text: str = "", user: User | None = None, channel: Channel | None = None
    ) -> Asked:
        asked = await self.slack.command(user or self.alice, channel or self.channel, name, text)
        await asked.changes.until(lambda: asked.replies or asked.view, PATIENCE, asked.name)
        await self.drained()
        return asked

    async def press(self, message: Message, label: str, user: User | None = None) -> Asked:
        asked = await self.slack.press(user or self.alice, message, label)
        await asked.acknowledged()
        await self.drained()
        return asked

    async def drained(self) -> None:
        """Once nothing is under way. What waits for the test itself would be given up: then it fails."""
        await self.slack.settled()
        assert self.adapter.envelope is not None
        assert await self.adapter.envelope.drain(PATIENCE) == 0

    async def spoken(self, channel: Channel | None = None, user: User | None = None, many: int = 1) -> list[Message]:
        """What the bot wrote in a place as somebody sees it, once it is so much."""
        await self.slack.until(lambda: len(self.said(channel, user)) >= many, PATIENCE, "the bot's words")
        await self.drained()
        return self.said(channel, user)

    def said(self, channel: Channel | None = None, user: User | None = None) -> list[Message]:
        seen = self.slack.sees(user or self.alice, channel or self.channel)
        return [one for one in seen if one.author is self.team.bot]

    def direct(self, user: User | None = None) -> Channel:
        return self.slack.direct_channel(user or self.alice)

    def _noting(self, handler: Handler) -> Handler:
        async def noted(request: Request) -> Reply:
            self.requests.append(request)
            return await handler(request)

        return noted

    @staticmethod
    def _suggest(command: str, parameter: str, typed: str, locale: str, limit: int) -> list[tuple[str, str]]:
        return [(f"Question {n}?", f"Question {n}?") for n in range(6)][:limit]


def text(message: Message) -> str:
    """A message as its reader sees it."""
    return ZERO_WIDTH.sub("", readable(message.blocks) if message.blocks else message.content)


@asynccontextmanager
async def playing(mode: str = "sockets", options: Mapping[str, str] | None = None) -> AsyncIterator[Stage]:
    async with Slack() as slack:
        slack.scopes.intersection_update(SCOPES)  # what the manifest asks for, and no more
        team = slack.add_team("Harbour")
        channel = team.add_channel("general")
        stage = Stage(slack, team, channel, team.add_member("alice"), team.add_member("bob"), mode)
        stage.options.update(options or {})
        await stage.start()
        try:
            yield stage
        finally:
            await stage.stop()
            slack.http("")
