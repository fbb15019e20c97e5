"""One organisation in a loopback Slack and a loopback Discord, with the real adapters, a database, and one clock."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from adapters.discord import DiscordAdapter
from adapters.slack import SlackAdapter
from bot.answering.notes import Notes
from bot.app import put_together, windows_of
from bot.ports import Server
from bot.servers.directory import Directory
from bot.storage.database import open_store
from tests.dialogue.talk import Thinking
from tests.fakes import FakeClock
from tests.platforms.discord import Discord
from tests.platforms.slack import Slack
from tests.slack.stage import text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.windows.room import Room
    from tests.platforms.discord import Channel, Guild, Message, User
    from tests.platforms.slack import Channel as SlackChannel
    from tests.platforms.slack import Team, View
    from tests.platforms.slack import User as SlackUser

PATIENCE = 10.0


@dataclass
class Harbour:
    """Staff sits in Slack, ALTs in Discord. Time passes for all at once."""

    slack: Slack
    discord: Discord
    team: Team
    guild: Guild
    mind: Mind
    folder: Path
    clock: FakeClock
    windows: Channel
    staff: Channel
    office: SlackChannel
    desk: SlackChannel
    sato: SlackUser
    mod: User
    alice: User
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    serving: list[asyncio.Task[int]] = field(default_factory=list)

    @property
    def organisation(self) -> str:
        return f"slack:{self.team.id}"

    async def start(self) -> None:
        """A process: it has nothing of an earlier one but the database."""
        store = await self.stack.enter_async_context(open_store(f"sqlite+aiosqlite:///{self.folder / 'town.db'}"))
        if not await store.servers.count():
            lists = (str(self.windows.id),), (str(self.staff.id),)
            here = Server(f"discord:{self.guild.id}", self.organisation, windows=lists[0], staff=lists[1])
            lists = (self.office.id,), (self.desk.id,)
            there = Server(self.organisation, self.organisation, windows=lists[0], staff=lists[1])
            for server in (here, replace(there, moderators=(self.sato.id,))):
                await store.servers.put(server)
        answering = Thinking(self.mind, self.folder)
        self.room: Room = windows_of(answering, store, self.clock)
        directory = Directory(store.servers, self.clock)
        core = put_together(answering, Notes(store.unanswered), self.clock, store, directory, room=self.room)
        discord, self.slack_adapter = DiscordAdapter(), SlackAdapter()
        self.room.voices.add("discord", discord.voice)
        self.room.voices.add("slack", self.slack_adapter.voice)
        told = {"token": self.slack.bot_token, "app_token": self.slack.app_token, "api_url": self.slack.api_url}
        self.serving = [
            asyncio.create_task(discord.run(core, {"token": self.discord.token, "api_url": self.discord.api_url})),
            asyncio.create_task(self.slack_adapter.run(core, told)),
        ]
        await asyncio.gather(self.slack.ready(), self.discord.ready())
        await self.discord.until(lambda: sorted(self.room.voices) == ["discord", "slack"])

    async def stop(self) -> None:
        """Whatever was under way is dropped."""
        for task in self.serving:
            task.cancel()
        await asyncio.gather(*self.serving, return_exceptions=True)
        await self.stack.aclose()
        await self.slack.until(lambda: not self.slack.sockets.connected)

    async def later(self, span: timedelta = timedelta()) -> None:
        """Time passes; what is due by then is announced."""
        self.clock.pass_time(span)
        for server in (self.slack, self.discord):
            server.advance(span.total_seconds())
        while await self.room.announcer.once():
            pass

    async def typed(self, command: str, words: str = "") -> View:
        """Staff types a command that opens a form."""
        asked = await self.slack.command(self.sato, self.desk, command, words)
        return await asked.form()

    async def sent(self, view: View, **values: str) -> str:
        """Staff fills the form in, by its fields' names; what they read then."""
        blocks = {str(b["block_id"]).rpartition(":")[2]: b["block_id"] for b in view.blocks if b["type"] == "input"}
        before = set(self.desk.messages)
        await self.slack.submit(view, {blocks[name]: value for name, value in values.items()})
        await self.slack.until(lambda: self._whispered(before), PATIENCE, "what comes of the form")
        return self._whispered(before)

    def _whispered(self, before: set[str]) -> str:
        found = [one for key, one in self.desk.messages.items() if key not in before and one.only_for is self.sato]
        return "\n".join(text(one) for one in found)

    def posts(self) -> list[Message]:
        """What all see in Discord's channel for windows."""
        return [one for one in self.windows.messages.values() if one.only_for is None and not one.deleted]

    def posted(self) -> list[str]:
        return [one.text() for one in self.posts()]

    def posted_in_slack(self) -> list[str]:
        return [text(one) for one in self.office.messages.values()]

    def told(self) -> list[str]:
        """What Alice was written directly."""
        return [one.text() for one in self.discord.sees(self.alice, self.discord.direct_channel(self.alice))]


@asynccontextmanager
async def harbour_town(mind: Mind, folder: Path) -> AsyncIterator[Harbour]:
    """The town before the bot is there."""
    async with Slack() as slack, Discord() as discord:
        now = datetime.now(UTC)
        noon = now.replace(hour=3, minute=0, second=0, microsecond=0) + timedelta(days=1)  # in Tokyo
        for server in (slack, discord):
            server.advance((noon - now).total_seconds())
        team, guild = slack.add_team("Harbour"), discord.add_guild("Harbour")
        town = Harbour(
            slack,
            discord,
            team,
            guild,
            mind,
            folder,
            FakeClock(noon),
            guild.add_text_channel("windows"),
            guild.add_text_channel("staff"),
            team.add_channel("windows"),
            team.add_channel("staff"),
            team.add_member("sato"),
            guild.add_member("mod", roles=[guild.add_role("mods", permissions=["manage_messages"])]),
            guild.add_member("alice"),
        )
        try:
            yield town
        finally:
            if town.serving:
                await town.stop()
