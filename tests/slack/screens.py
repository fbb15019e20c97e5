"""Screens of the real bot: `python -m tests.slack.screens DATA OUT.html` asks it over a loopback Slack.

DATA is a data folder (what was learned there is used again). The page is drawn from the blocks that went out.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.slack import SlackAdapter
from bot.app import running
from bot.config import Settings
from bot.texts import say
from tests.platforms.slack import Slack

from .page import Shown, page

if TYPE_CHECKING:
    from tests.platforms.slack import Channel, Message, Team, User, View

QUESTIONS = (
    ("Two contexts, two answers", "what JLPT do I need for recruiting?", "en-US"),
    ("The same in Japanese", "SPPに応募するにはN4でもいい？", "ja-JP"),
    ("Not sure: it asks back", "is the pay any good", "en-US"),
    ("Not stated anywhere", "when does the application window open this year", "en-US"),
    ("Outside what it knows", "how do i file my taxes in japan", "en-US"),
)
COMMANDS = (
    ("A subject", "/path", "Staff Preparation Programme (SPP)"),
    ("Two side by side", "/compare", "Head Teacher vs CHT"),
    ("The ladder", "/ladder", ""),
)


async def screens(settings: Settings) -> tuple[list[Shown], dict[str, str]]:
    """What went out, each with a heading; the names of channels and people by their ids."""
    async with Slack(check=False) as slack, running(settings) as app:
        if app.answering.learning:
            await app.answering.learned()
        team = slack.add_team("Harbour")
        channel = team.add_channel("general")
        adapter = SlackAdapter()
        options = {"token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url}
        serving = asyncio.create_task(adapter.run(app.core, options))
        try:
            await slack.ready()
            seen = await _Visit(slack, team, channel).all()
            channels = {one.id: one.name for one in team.channels.values()}
            return seen, channels | {one.id: one.name for one in team.users.values()}
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


class _Visit:
    """Everything that is looked at, in order."""

    def __init__(self, slack: Slack, team: Team, channel: Channel) -> None:
        self.slack, self.team, self.channel = slack, team, channel
        self.alice: User = team.add_member("alice")

    async def all(self) -> list[Shown]:
        found = [
            self.shown(heading, await self.replied(self.somebody(locale), "/ask", question))
            for heading, question, locale in QUESTIONS
        ]
        found += [self.shown(heading, await self.replied(self.alice, *typed)) for heading, *typed in COMMANDS]
        found.append(self.shown("A mention, answered in its thread for all", await self.mentioned()))
        found.append(await self.asked_anywhere())
        home = await self.slack.open_home(self.alice)
        found.append(Shown("The home tab", home.blocks, home=True))
        boss = self.team.add_member("boss", admin=True)
        told = await self.replied(boss, "/shinro", "setup")
        found.append(self.shown("Setting up", told))
        return found

    def somebody(self, locale: str) -> User:
        """Who has asked nothing before."""
        return self.team.add_member(f"person-{len(self.team.users)}", locale=locale)

    async def replied(self, person: User, command: str, text: str) -> Message:
        return await (await self.slack.command(person, self.channel, command, text)).reply()

    async def mentioned(self) -> Message:
        text = "can I become a Head Teacher in my second year?"
        said = await self.slack.say(self.alice, self.channel, text, mention_bot=True)
        await self.slack.until(lambda: said.replies)
        return said.replies[0]

    async def asked_anywhere(self) -> Shown:
        view: View = await (await self.slack.shortcut(self.alice, "ask_anywhere")).form()
        ends = [(view.body.get(key) or {}).get("text", "") for key in ("submit", "close")]
        return Shown(f"{say('en', 'shortcut.ask')}, from anywhere", view.blocks, form=(view.title, ends[0], ends[1]))

    def shown(self, heading: str, message: Message) -> Shown:
        pictures = {file.id: file.data for file in self.slack.files if file.data is not None}
        return Shown(heading, message.blocks, private=message.ephemeral, pictures=pictures)


def main(data: str, out: str) -> None:
    settings = Settings(data_dir=Path(data))
    seen, names = asyncio.run(screens(settings))
    Path(out).write_text(page(seen, names), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
