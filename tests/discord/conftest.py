"""A server of ALTs with the real client in it, over the loopback Discord and a core that keeps things in memory."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import discord.http
import discord.webhook.async_
import pytest

from adapters.discord import delivery
from adapters.discord.client import Client
from adapters.discord.commands import digest, mark, payload
from bot.answering.notes import Notes
from bot.app import put_together
from bot.dispatch import Dispatch
from bot.front import Front
from bot.ports import Server, Shelf
from bot.servers.directory import Directory
from tests.dialogue.talk import Thinking
from tests.fakes import FakeClock, MemoryStore
from tests.platforms.discord import Asked, Channel, Discord, Guild, Message, User, payloads
from tests.platforms.discord.small_bot import pointed_at

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.dispatch import Handler

JLPT = "what jlpt do i need for recruiting?"
PAY = "what does sales pay"
DANGER = "i want to die"
HELPLINE = "Call the helpline."
PATIENCE = 10.0


class Watched(Client):
    """The client, with what would have left a listener."""

    def __init__(self, core: Front, **options: Any) -> None:
        super().__init__(core, **options)
        self.escaped: list[BaseException | None] = []

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        self.escaped.append(sys.exc_info()[1])


@dataclass
class Stage:
    """`general` is as channels are; in `lounge` an admin lets everybody see the answers."""

    discord: Discord
    guild: Guild
    general: Channel
    lounge: Channel
    alice: User
    bob: User
    ken: User
    mod: User
    boss: User
    make: Callable[[], Front]
    kept: MemoryStore
    clock: FakeClock
    clients: list[Watched] = field(default_factory=list)
    serving: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def client(self) -> Watched:
        return self.clients[-1]

    @property
    def core(self) -> Front:
        """The core of the process that runs now."""
        core = self.client._core
        assert isinstance(core, Front)
        return core

    @property
    def server(self) -> str:
        return f"discord:{self.guild.id}"

    async def start(self, **options: Any) -> None:
        """A new process: nothing is left of an earlier one but what is kept."""
        client = Watched(self.make(), **options)
        self.clients.append(client)
        self.serving.append(asyncio.create_task(client.start(self.discord.token)))
        await self.discord.ready()

    async def stop(self) -> None:
        await self.client.close()
        await asyncio.gather(*self.serving, return_exceptions=True)

    async def restart(self, **options: Any) -> None:
        await self.stop()
        await self.start(**options)

    async def settled(self) -> None:
        """Once the bot has nothing under way."""
        await self.client.envelope.drain(PATIENCE)

    async def choose(self, **settings: Any) -> None:
        """What the admins of the server chose before the bot started."""
        server = await self.kept.servers.get(self.server)
        await self.kept.servers.put(replace(server, **settings))

    async def ask(self, person: User, channel: Channel, question: str = JLPT, **options: Any) -> Message:
        return await self.replied(await self.discord.slash(person, channel, "ask", {"question": question, **options}))

    async def command(self, person: User, channel: Channel, name: str, /, **options: Any) -> Message:
        """A command, as somebody to whom Discord shows it types it."""
        return await self.replied(await self.discord.slash(person, channel, name, options, force=True))

    async def press(self, person: User, message: Message, button: str) -> Message:
        return await self.replied(await self.discord.press(person, message, button))

    async def replied(self, asked: Asked) -> Message:
        """The first reply, once everything that came of it is there."""
        reply = await asked.reply()
        await self.settled()
        return reply

    async def told(self, said: Message) -> Message:
        """What the bot replied to a message in its channel."""
        found = await self.discord.until(
            lambda: [one for one in said.channel.messages.values() if one.reply_to is said and one.author.bot]
        )
        await self.settled()
        return found[0]

    async def written_to(self, person: User) -> list[Message]:
        """What stands in somebody's direct messages, once there is something."""
        found = await self.discord.until(lambda: self.discord.sees(person, self.discord.direct_channel(person)))
        await self.settled()
        return found

    def again(self, asked: Asked) -> None:
        """Discord tells of the same interaction once more."""
        told = payloads.interaction(self.discord._world, asked)
        self.discord.gateway.dispatch("INTERACTION_CREATE", told, guild_id=self.guild.id)

    def sees(self, person: User, channel: Channel) -> str:
        return "\n".join(one.text() for one in self.discord.sees(person, channel))

    def scripted(self, **handlers: Handler) -> None:
        """From the next start on, these commands of the catalogue are done by handlers of the test's own."""
        self.make = lambda: scripted(self.kept, self.clock, handlers)


def scripted(kept: MemoryStore, clock: FakeClock, handlers: dict[str, Handler], deadline: float = 20.0) -> Front:
    dispatch = Dispatch(handlers, lambda *_: (), deadline, kept.handled, clock)
    return Front(dispatch, Directory(kept.servers, clock), Shelf(kept.handled, kept.drafts, kept.marks))


def labels(message: Message) -> list[str]:
    """What can be pressed on a message."""
    return [button.label for button in message.buttons]


class Hasty:
    """asyncio, but nobody sleeps."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow each other at once, ours and the library's, and nobody is polite to the gateway."""

    async def at_once(client: Client, shard_id: int | None, *, initial: bool = False) -> None:
        pass

    monkeypatch.setattr(delivery, "PAUSES", (0.0,) * len(delivery.PAUSES))
    monkeypatch.setattr(discord.http, "asyncio", Hasty())
    monkeypatch.setattr(discord.webhook.async_, "asyncio", Hasty())
    monkeypatch.setattr(Client, "before_identify_hook", at_once)


@asynccontextmanager
async def a_stage(mind: Mind, folder: Path) -> AsyncIterator[Stage]:
    clock, kept = FakeClock(), MemoryStore()

    def make() -> Front:
        return put_together(Thinking(mind, folder), Notes(kept.unanswered), clock, kept, Directory(kept.servers, clock))

    stray: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: stray.append(context))
    async with Discord() as server:
        guild = server.add_guild("Harbour")
        general, lounge = guild.add_text_channel("general"), guild.add_text_channel("lounge")
        stage = Stage(
            server,
            guild,
            general,
            lounge,
            guild.add_member("alice"),
            guild.add_member("bob"),
            guild.add_member("ken", locale="ja"),
            guild.add_member("mod", roles=[guild.add_role("mods", permissions=["manage_messages"])]),
            guild.add_member("boss", roles=[guild.add_role("bosses", permissions=["manage_guild"])]),
            make,
            kept,
            clock,
        )
        name = stage.server
        await kept.servers.put(Server(name, name, answers=(str(lounge.id),)))
        server._world.commands.replace(server.bot.id, None, payload())  # sent by an earlier process
        await kept.marks.put(mark(server.bot.id), digest(payload()))
        with pointed_at(server):
            try:
                yield stage
            finally:
                if stage.clients:
                    await stage.stop()
    assert [error for client in stage.clients for error in client.escaped] == []
    assert stray == []


@pytest.fixture
async def waiting(small_mind: Mind, tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage before the bot is there."""
    async with a_stage(small_mind, tmp_path) as stage:
        yield stage


@pytest.fixture
def fresh(waiting: Stage) -> Stage:
    """The stage as it is before the very first start: Discord knows no command of ours."""
    waiting.discord._world.commands.replace(waiting.discord.bot.id, None, [])
    waiting.kept.marks.marks.clear()
    return waiting


@pytest.fixture
async def stage(waiting: Stage) -> Stage:
    """The stage with the bot on it, with the small pack."""
    await waiting.start()
    return waiting
