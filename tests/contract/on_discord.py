"""The driver of Discord: the real client and library against the loopback."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

from adapters.discord.client import Client
from adapters.discord.envelope import ACKNOWLEDGED_WITHIN
from bot.ports import Server
from bot.texts import say
from tests.contract.driver import Held
from tests.discord.reader import ZERO_WIDTH, lines
from tests.platforms.discord import Discord, ImpossibleError
from tests.platforms.discord.small_bot import pointed_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from bot.ports import Role
    from tests.contract.driver import Driver, Stage
    from tests.platforms.discord import Asked, Channel, Guild, Message, Modal, User

LOCALES = {"en": "en-US", "ja": "ja"}
RIGHTS: dict[Role, list[str]] = {"member": [], "moderator": ["manage_messages"], "admin": ["manage_guild"]}
PATIENCE = 10.0
MOST = 40  # pages or steps
CALLING = ("parse", "users", "roles", "replied_user")


class OnDiscord:
    company = True
    remembers = True

    def __init__(self, stage: Stage, discord: Discord, guild: Guild, channel: Channel, within: float) -> None:
        self._stage, self._discord, self._channel, self._within = stage, discord, channel, within
        role = guild.add_role("theirs", permissions=RIGHTS[stage.role])
        self._person = guild.add_member("alice", locale=LOCALES[stage.locale], roles=[role])
        self._other = guild.add_member("bob")
        self._onward = told(stage.locale, "form.next", "step", "steps")
        self._next = told(stage.locale, "page.next", "page", "pages")
        self._asked: Asked | None = None
        self._last: list[Message] = []

    async def start(self) -> None:
        self._client = Client(self._stage.core(), listening=True, acknowledged_within=self._within)
        self._serving = asyncio.create_task(self._client.start(self._discord.token))
        await self._discord.ready()

    async def stop(self) -> None:
        await self._client.close()
        await self._serving

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def ask(self, question: str, *, private: bool = False) -> str:
        return await self._typed("ask", {"question": question} | ({"private": True} if private else {}))

    async def tell(self, text: str) -> str:
        said = await self._discord.say(self._person, self._channel, text, mention_bot=True)
        await self._discord.until(lambda: self._replies_to(said))
        await self._client.envelope.drain(PATIENCE)
        return self._read(self._replies_to(said))

    async def mutter(self, text: str) -> str:
        """What the bot wrote before it had answered something that came later on the same connection."""
        before = set(self._channel.messages)
        said = await self._discord.say(self._person, self._channel, text)
        later = await self._discord.slash(self._person, self._channel, "help")
        await later.reply()
        await self._client.envelope.drain(PATIENCE)
        own = {said.id, *(reply.id for reply in later.replies)}
        return "\n".join(readable(one.text()) for key, one in self._channel.messages.items() if key not in before | own)

    async def command(self, name: str, /, **options: str) -> str:
        return await self._typed(name, options)

    async def follow(self, label: str) -> str:
        message = next(one for one in reversed(self._last) if label in labels(one))
        if label in [button.label for button in message.buttons]:
            return await self._answered(await self._discord.press(self._person, message, label))
        return await self._answered(await self._discord.choose(self._person, message, [label]))

    async def fill(self, values: Mapping[str, str]) -> str:
        left = dict(values)
        while True:
            assert self._asked is not None
            names = _names(await self._asked.form())
            step = {names[label]: left.pop(label) for label in [*left] if label in names}
            try:
                sent = await self._discord.submit(self._asked, step)
            except ImpossibleError as reason:
                raise Held from reason
            read = await self._answered(sent)
            onward = [label for message in self._last for label in labels(message) if label in self._onward]
            if not onward:
                assert not left, f"the form did not ask for {list(left)}"
                return read
            await self.follow(onward[0])

    async def pages(self) -> list[str]:
        read = [readable(message.text()) for message in self._last]
        shown = self._last[-1]
        while turned := [label for label in labels(shown) if label in self._next]:
            pressed = await self._discord.press(self._person, shown, turned[0])
            shown = await pressed.reply()
            read.append(readable(shown.text()))
        return read

    def sees(self) -> str:
        return self._seen_by(self._person)

    def another_sees(self) -> str:
        return self._seen_by(self._other)

    def pings(self) -> bool:
        bot = self._discord.bot
        said = [one for one in self._messages(self._person) if one.author is bot and not one.loading]
        return any(one.allowed_mentions is None or any(map(one.allowed_mentions.get, CALLING)) for one in said)

    def _seen_by(self, user: User) -> str:
        places = (self._channel, self._discord.direct_channel(user))
        return "\n".join(readable(one.text()) for place in places for one in self._discord.sees(user, place))

    def _messages(self, user: User) -> list[Message]:
        places = (self._channel, self._discord.direct_channel(user))
        return [message for place in places for message in place.messages.values()]

    async def _typed(self, name: str, options: Mapping[str, str | bool]) -> str:
        asked = await self._discord.slash(self._person, self._channel, name, options, force=True)
        return await self._answered(asked)

    async def _answered(self, asked: Asked) -> str:
        self._asked = asked
        await asked.changes.until(lambda: asked.replies or asked.modal, PATIENCE, asked.name)
        await self._client.envelope.drain(PATIENCE)
        if asked.modal is not None:
            return asked.modal.text()
        read = self._read(asked.replies)
        late = say(self._stage.locale, "form.open")
        return await self._opened(late) if any(late in labels(message) for message in self._last) else read

    async def _opened(self, label: str) -> str:
        """The form that came too late to be opened at once, by its button, when the bot is quick again."""
        self._within = ACKNOWLEDGED_WITHIN
        await self.restart()
        return await self.follow(label)

    def _read(self, replies: list[Message]) -> str:
        self._last = list(replies)
        return "\n".join(readable(message.text()) for message in replies)

    def _replies_to(self, said: Message) -> list[Message]:
        """In the channel, or to the person alone."""
        later = [one for one in self._messages(self._person) if one.id > said.id]
        return [one for one in later if one.author is self._discord.bot]


def labels(message: Message) -> list[str]:
    """What can be pressed or chosen on a message."""
    options = [option.label for select in message.selects for option in select.options]
    return [*(button.label for button in message.buttons), *options]


def readable(text: str) -> str:
    """Discord's Markdown as its readers see it."""
    read = []
    for line in lines(text):
        runs = (f"{run.text} ({run.target})" if run.kind == "link" else run.text for run in line.runs)
        read.append(f"{line.marker} {''.join(runs)}".strip())
    return ZERO_WIDTH.sub("", "\n".join(read))


def _names(modal: Modal) -> dict[str, str]:
    """The custom id of each labelled component."""
    return {part["label"]: part["component"]["custom_id"] for part in modal.components if "label" in part}


def told(language: str, key: str, number: str, total: str) -> frozenset[str]:
    """A label in all its numbers."""
    numbers = [(at, of) for of in range(1, MOST) for at in range(1, of + 1)]
    return frozenset(say(language, key, **{number: at, total: of}) for at, of in numbers)


@asynccontextmanager
async def on_discord(stage: Stage, within: float = ACKNOWLEDGED_WITHIN) -> AsyncIterator[Driver]:
    async with Discord() as discord:
        discord.allow_intents("message_content")  # it reads everything, and is to be silent all the same
        guild = discord.add_guild("Harbour")
        channel = guild.add_text_channel("general")
        server = f"discord:{guild.id}"
        await stage.kept.servers.put(Server(server, server, answers=(str(channel.id),)))
        driver = OnDiscord(stage, discord, guild, channel, within)
        with pointed_at(discord):
            await driver.start()
            try:
                yield driver
            finally:
                await driver.stop()


def on_slow_discord(stage: Stage) -> AbstractAsyncContextManager[Driver]:
    """Where every answer takes so long that Discord is first told to wait for it."""
    return on_discord(stage, within=0)
