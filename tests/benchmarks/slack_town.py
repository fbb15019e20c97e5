"""A loopback Slack with people in it who ask."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.platforms.slack import Slack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.platforms.slack import Asked, Channel, Team, User


@dataclass(repr=False)
class Workspace:
    """One workspace with some people and a channel that the bot is in."""

    slack: Slack
    team: Team
    channel: Channel
    people: list[User] = field(default_factory=list)
    asked: int = 0  # how many questions were asked with `ask_next`

    async def ask(self, number: int, question: str) -> Asked:
        person = self.people[number % len(self.people)]
        return await self.slack.command(person, self.channel, "/ask", escaped(question))

    async def ask_next(self, question: str, among: int = 0) -> Asked:
        """A question by whoever asked longest ago; only so many people ask, where that is said."""
        self.asked += 1
        return await self.ask(self.asked % among if among else self.asked, question)


@contextlib.asynccontextmanager
async def workspace(*, people: int = 20, strict: bool = True) -> AsyncIterator[Workspace]:
    async with Slack(strict=strict, check=False) as slack:
        team = slack.add_team("Harbour")
        made = Workspace(slack, team, team.add_channel("general"))
        made.people = [team.add_member(f"person-{n}", locale="ja-JP" if n % 4 == 3 else "en-US") for n in range(people)]
        yield made


def escaped(text: str) -> str:
    """As Slack hands on what people type."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
