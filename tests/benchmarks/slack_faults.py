"""Sockets that drop and are renewed again and again while people ask in every way, and every envelope comes twice.

Half of the faults meet both sockets at once. One that falls silent takes the library seconds to notice, so there are a
few of those only, and the other socket stays. What was sent while no socket stood, or into one that was gone, Slack
itself tells people about; messages it sends again until they are acknowledged, and so it is here.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from bot.texts import say
from tests.benchmarks.common import Row, shipped
from tests.benchmarks.discord_child import STARTED_WITHIN, home
from tests.benchmarks.discord_town import questions
from tests.benchmarks.slack_child import bot
from tests.benchmarks.slack_town import escaped, workspace
from tests.platforms.slack import Asked

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from tests.benchmarks.slack_town import Workspace
    from tests.platforms.slack import Delivery, Message, Slack

ASKED, A_SECOND, PEOPLE = 1_000, 14.0, 60
BROKEN, SILENT = 200, 5  # faults of sockets, and how many of them are silence
SEED = 12
KINDS = ("warning", "refresh_requested", "link_disabled", "close", "cut")
AGAIN_WITHIN = 5.0  # seconds after which an envelope comes once more
QUIET = 5.0  # seconds at the end in which an answer may still come a second time
_NOTES = tuple(say(language, "working.note") for language in ("en", "ja"))
_APOLOGY = tuple(say(language, "error.adapter", id="\0").partition("\0")[0] for language in ("en", "ja"))


@dataclass(repr=False)
class Question:
    """One question, with everything that told the bot of it and everything that could be read thereupon."""

    asked: Asked | Message
    sent: list[Delivery]
    read: list[str] = field(default_factory=list)

    @property
    def heard(self) -> bool:
        return bool(self.read) or any(one.acked_at is not None for one in self.sent)

    @property
    def twice(self) -> bool:
        return max(Counter(self.read).values(), default=0) > 1


@dataclass(repr=False)
class Storm:
    """What was broken, and what came of the questions."""

    questions: list[Question]
    broken: Counter[str]
    again: int  # envelopes that came once more

    @property
    def silent(self) -> list[Question]:
        """Questions that reached the bot, and nobody got a word."""
        return [one for one in self.questions if one.heard and not one.read]

    @property
    def twice(self) -> list[Question]:
        return [one for one in self.questions if one.twice]

    @property
    def unheard(self) -> list[Question]:
        return [one for one in self.questions if not one.heard]

    @property
    def apologies(self) -> int:
        return sum(any(sorry in text for sorry in _APOLOGY) for one in self.questions for text in one.read)


def measure(options: argparse.Namespace) -> list[Row]:
    told = questions(shipped(options).library, ASKED, SEED)
    storm = asyncio.run(_measured(options, told))
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(storm.broken.items()))
    return [
        (f"{len(told)} questions, {sum(storm.broken.values())} faults of sockets", kinds, str(BROKEN)),
        ("envelopes that came once more", f"{storm.again}", "all"),
        ("reached the bot, and no word came back", f"{len(storm.silent)}", "0"),
        ("answered twice", f"{len(storm.twice)}", "0"),
        ("told of a failure", f"{storm.apologies}", "0"),
        ("never reached the bot, though sent twice: Slack says so", f"{len(storm.unheard)}", ""),
    ]


async def _measured(options: argparse.Namespace, told: Sequence[str]) -> Storm:
    with home(options.learned) as data:
        async with workspace(people=PEOPLE) as place, bot(place.slack, data):
            return await weather(place, told, A_SECOND, BROKEN, SILENT, AGAIN_WITHIN, QUIET)


async def weather(
    place: Workspace, told: Sequence[str], a_second: float, broken: int, silent: int, again: float, quiet: float
) -> Storm:
    """Questions at a steady pace, so many faults over their time, and every envelope once more before long."""
    slack, chance = place.slack, Random(SEED)
    kinds = [*(chance.choice(KINDS) for _ in range(broken - silent)), *("silent" for _ in range(silent))]
    chance.shuffle(kinds)
    asking = asyncio.create_task(_asking(place, told, a_second, again))
    pause = len(told) / a_second / broken
    for kind in kinds:
        await asyncio.sleep(pause * chance.uniform(0.2, 1.0))
        await _stand(slack, 2 if kind == "silent" else 1)
        await slack.socket_fault(kind, 1 if kind == "silent" else chance.choice((1, 2)))
    found = await asking
    await _stand(slack, 1)
    await slack.redeliver()
    await asyncio.sleep(quiet)
    _read(place, found)
    return Storm(found, Counter(kinds), sum(one.again for question in found for one in question.sent))


async def _stand(slack: Slack, many: int) -> None:
    await slack.until(lambda: len(slack.sockets.connected) >= many, STARTED_WITHIN, "sockets")


async def _asking(place: Workspace, told: Sequence[str], a_second: float, again: float) -> list[Question]:
    """By a command, by a mention, in the direct messages, in turns."""
    loop, slack, chance = asyncio.get_running_loop(), place.slack, Random(SEED)
    begun, found, repeats = loop.time(), [], []
    for number, text in enumerate(told):
        await asyncio.sleep(max(0.0, begun + number / a_second - loop.time()))
        before = slack.delivered
        asked = await _ask(place, number, text)
        question = Question(asked, slack.deliveries[before - slack.delivered :])
        found.append(question)
        for one in list(question.sent):
            repeats.append(asyncio.create_task(_again(place, question, one, chance.uniform(0, again))))
    await asyncio.gather(*repeats)
    return found


async def _again(place: Workspace, question: Question, delivery: Delivery, seconds: float) -> None:
    await asyncio.sleep(seconds)
    question.sent.append(place.slack.repeat(delivery))


async def _ask(place: Workspace, number: int, text: str) -> Asked | Message:
    person = place.people[number % len(place.people)]
    match number % 3:
        case 0:
            return await place.ask(number, text)
        case 1:
            return await place.slack.say(person, place.channel, escaped(text), mention_bot=True)
        case _:
            return await place.slack.say(person, place.slack.direct_channel(person), escaped(text))


def _read(place: Workspace, found: Sequence[Question]) -> None:
    """Whatever stands under each question, wherever that is."""
    threads: defaultdict[Message, list[Message]] = defaultdict(list)
    for message in _written(place):
        if message.thread is not None:
            threads[message.thread].append(message)
    for one in found:
        replies = one.asked.replies if isinstance(one.asked, Asked) else threads[one.asked]
        one.read = [reply.text() for reply in replies if not any(note in reply.text() for note in _NOTES)]


def _written(place: Workspace) -> Iterator[Message]:
    """Everything that the bot wrote, whoever sees it."""
    for channel in [place.channel, *map(place.slack.direct_channel, place.people)]:
        yield from (one for one in channel.messages.values() if one.author is place.team.bot)
