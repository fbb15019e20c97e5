"""A loopback Discord with people in it who ask, and what they got."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from tests.platforms.discord import Discord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.library.library import Library
    from tests.platforms.discord import Asked, Channel, Guild, User

ANSWERED_WITHIN = 20.0  # seconds


@dataclass(repr=False)
class Town:
    """One server with an admin, some people, and channels: in the open ones answers are for everybody."""

    discord: Discord
    guild: Guild
    admin: User
    people: list[User] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    asked: int = 0  # how many questions were asked with `ask_next`

    @property
    def open(self) -> list[Channel]:
        return self.channels[::2]

    def somewhere(self, number: int) -> tuple[User, Channel]:
        """Who asks the question of this number, and where: everybody in every channel, by and by."""
        person, turn = number % len(self.people), number // len(self.people)
        return self.people[person], self.channels[(person + turn) % len(self.channels)]

    async def ask(self, number: int, question: str) -> Asked:
        person, channel = self.somewhere(number)
        return await self.discord.slash(person, channel, "ask", {"question": question})

    async def ask_next(self, question: str, among: int = 0) -> Asked:
        """A question by whoever asked longest ago; only so many people ask, where that is said."""
        self.asked += 1
        return await self.ask(self.asked % among if among else self.asked, question)

    async def open_channels(self) -> None:
        """The admin lets every second channel have answers that all can see."""
        for channel in self.open[:1]:
            said = await self.discord.slash(self.admin, channel, "shinro channels", {"answers": channel})
            await said.reply(ANSWERED_WITHIN)


@contextlib.asynccontextmanager
async def town(*, people: int = 20, channels: int = 2, strict: bool = True) -> AsyncIterator[Town]:
    async with Discord(strict=strict, check=False) as discord:
        guild = discord.add_guild("Harbour")
        admin = guild.add_member("mayor", roles=[guild.add_role("mayor", permissions=["administrator"])])
        made = Town(discord, guild, admin)
        made.channels = [guild.add_text_channel(f"room-{number}") for number in range(channels)]
        made.people = [guild.add_member(f"person-{n}", locale="ja" if n % 4 == 3 else "en-US") for n in range(people)]
        yield made


def questions(library: Library, count: int, seed: int) -> list[str]:
    """Questions as people put them: the pack's phrasings and golden questions, in an order from a seed."""
    phrased = [line for e in library.entries.values() for lines in e.phrasings.values() for line in lines]
    known = sorted({*phrased, *(golden.q for golden, _ in library.golden)})
    known = [question for question in known if 0 < len(question) <= 1000]
    chance = Random(seed)
    return [chance.choice(known) for _ in range(count)]


@dataclass(repr=False)  # asyncio writes what a run returns, and here hangs a whole town on it
class Got:
    """What came of many questions: everything that a person could read, wherever it was put."""

    unanswered: list[Asked]
    twice: list[Asked]
    late: int  # answered after all, though not under the question

    @classmethod
    def of(cls, asked: Sequence[Asked], place: Town) -> Got:
        elsewhere: defaultdict[str, list[str]] = defaultdict(list)
        for channel in [*place.channels, *map(place.discord.direct_channel, place.people)]:
            for message in channel.messages.values():
                if message.nonce and message.came_of is None:
                    elsewhere[message.nonce.partition(".")[0]].append(message.text())
        read = {one: [*(m.text() for m in one.replies), *elsewhere[str(one.id)]] for one in asked}
        return cls(
            [one for one, texts in read.items() if not texts and one.modal is None],
            [one for one, texts in read.items() if max(Counter(texts).values(), default=0) > 1 or _both(one, texts)],
            sum(bool(elsewhere[str(one.id)]) for one in asked),
        )


def _both(one: Asked, texts: Sequence[str]) -> bool:
    """Whether there is an answer under the question, and another elsewhere."""
    return bool(one.replies) and len(texts) > len(one.replies)
