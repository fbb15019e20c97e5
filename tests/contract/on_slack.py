"""The driver of Slack: the real adapter and library against the loopback."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from adapters.slack import SlackAdapter
from adapters.slack.mrkdwn import JST, escaped
from bot.ports import Server
from bot.texts import say
from tests.contract.driver import Held
from tests.discord.reader import ZERO_WIDTH
from tests.platforms.slack import ImpossibleError, Slack
from tests.slack.reader import readable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from tests.contract.driver import Driver, Stage
    from tests.platforms.slack import Asked, Channel, Message, Team, View

LOCALES = {"en": "en-US", "ja": "ja-JP"}
PATIENCE = 10.0


class OnSlack:
    company = True
    remembers = True

    def __init__(self, stage: Stage, slack: Slack, team: Team, channel: Channel) -> None:
        self._stage, self._slack, self._team, self._channel = stage, slack, team, channel
        self._person = team.add_member("alice", locale=LOCALES[stage.locale], admin=stage.role == "admin")
        self._other = team.add_member("bob")
        self._asked: Asked | None = None
        self._last: list[Message] = []

    @property
    def person(self) -> str:
        return self._person.id

    async def start(self) -> None:
        slack = self._slack
        self._adapter = SlackAdapter()
        options = {"token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url}
        self._serving = asyncio.create_task(self._adapter.run(self._stage.core(), options))
        await slack.ready()

    async def stop(self) -> None:
        self._serving.cancel()
        await asyncio.gather(self._serving, return_exceptions=True)

    async def restart(self) -> None:
        await self.stop()
        await self._slack.until(lambda: not self._slack.sockets.connected)
        await self.start()

    async def ask(self, question: str, *, private: bool = False) -> str:
        return await self._typed("ask", question + (" private:yes" if private else ""))

    async def tell(self, text: str) -> str:
        before = set(self._channel.messages)
        said = await self._slack.say(self._person, self._channel, escaped(text), mention_bot=True)
        await self._slack.until(lambda: self._new(before | {said.ts}))
        await self._drained()
        return self._read(self._new(before | {said.ts}))

    async def mutter(self, text: str) -> str:
        """What the bot wrote before it had answered something that came later."""
        before = set(self._channel.messages)
        said = await self._slack.say(self._person, self._channel, escaped(text))
        await self._slack.settled()
        later = await self._slack.command(self._person, self._channel, "/help")
        await later.reply()
        await self._drained()
        own = {said.ts, *(reply.ts for reply in later.replies)}
        return "\n".join(shown(one) for one in self._new(before | own))

    async def command(self, name: str, /, **options: str) -> str:
        first, _, sub = name.partition(" ")
        return await self._typed(first, " ".join([sub, *(f'"{value}"' for value in options.values())]).strip())

    async def follow(self, label: str) -> str:
        message = next(one for one in reversed(self._last) if label in labels(one))
        if label in [button.label for button in message.buttons]:
            return await self._answered(await self._slack.press(self._person, message, label))
        return await self._answered(await self._slack.choose(self._person, message, label))

    async def fill(self, values: Mapping[str, str]) -> str:
        left = dict(values)
        assert self._asked is not None
        view, before = await self._asked.form(), set(self._channel.messages)
        while True:
            blocks = {block["label"]["text"]: block for block in view.blocks if block["type"] == "input"}
            step = {
                blocks[label]["block_id"]: _put(blocks[label], left.pop(label)) for label in [*left] if label in blocks
            }
            try:
                sent = await self._slack.submit(
                    view, {name: value for name, value in step.items() if value is not None}
                )
            except ImpossibleError as reason:
                await self._closed(view)
                raise Held from reason
            await sent.changes.until(lambda sent=sent: sent.acks, PATIENCE, sent.name)  # type: ignore[misc]
            await self._drained()
            if sent.errors:
                await self._closed(view)
                raise Held(str(sent.errors))
            if sent.view is None:
                assert not left, f"the form did not ask for {list(left)}"
                await self._slack.until(lambda: self._new(before))
                return self._read(self._new(before))
            view, self._asked = sent.view, sent
            if not left:
                return str(view.text())

    async def pages(self) -> list[str]:
        read = [shown(message) for message in self._last]
        now = self._last[-1]
        while turned := [label for label in labels(now) if _is_next(label, len(read) + 1)]:
            pressed = await self._slack.press(self._person, now, turned[0])
            now = await pressed.reply()
            await self._drained()
            read.append(shown(now))
        return read

    def sees(self) -> str:
        return "\n".join(shown(one) for one in self._slack.sees(self._person, self._channel))

    def another_sees(self) -> str:
        return "\n".join(shown(one) for one in self._slack.sees(self._other, self._channel))

    def pings(self) -> bool:
        return any(one.pings for one in self._channel.messages.values() if one.author is self._slack.bot)

    async def _typed(self, name: str, text: str) -> str:
        return await self._answered(await self._slack.command(self._person, self._channel, f"/{name}", escaped(text)))

    async def _answered(self, asked: Asked) -> str:
        self._asked = asked
        await asked.changes.until(lambda: asked.replies or asked.view, PATIENCE, asked.name)
        await self._drained()
        if asked.view is not None and not asked.replies:
            return str(asked.view.text())
        return self._read(asked.replies)

    async def _drained(self) -> None:
        if self._adapter.envelope is not None:
            await self._adapter.envelope.drain(PATIENCE)

    async def _closed(self, view: View) -> None:
        await self._slack.close(view, everything=True)

    def _new(self, before: set[str]) -> list[Message]:
        seen = self._slack.sees(self._person, self._channel)
        return [one for one in seen if one.ts not in before and one.author is self._slack.bot]

    def _read(self, replies: list[Message]) -> str:
        self._last = list(replies)
        return "\n".join(shown(message) for message in replies)


def shown(message: Message) -> str:
    """A message as its reader sees it, with the labels of what can be pressed."""
    return ZERO_WIDTH.sub("", readable(message.blocks) if message.blocks else message.content)


def labels(message: Message) -> list[str]:
    """What can be pressed or chosen on a message."""
    options = [option.label for select in message.selects for option in select.options]
    return [*(button.label for button in message.buttons), *options]


def _put(block: dict[str, Any], value: str) -> Any:
    """What somebody enters, as the input takes it; None where they enter nothing."""
    if block["element"]["type"] == "datetimepicker":
        return int(datetime.fromisoformat(value).replace(tzinfo=JST).timestamp()) if value else None
    return value


def _is_next(label: str, page: int) -> bool:
    return any(label == say("en", "page.next", page=page, pages=pages) for pages in range(page, 40))


@asynccontextmanager
async def on_slack(stage: Stage) -> AsyncIterator[Driver]:
    async with Slack() as slack:
        team = slack.add_team("Harbour")
        channel = team.add_channel("general")
        driver = OnSlack(stage, slack, team, channel)
        server = f"slack:{team.id}"
        moderators = (driver.person,) if stage.role == "moderator" else ()
        await stage.kept.servers.put(Server(server, server, answers=(channel.id,), moderators=moderators))
        await driver.start()
        try:
            yield driver
        finally:
            await driver.stop()
