"""Many servers: each with settings, a language and talks of its own; joining, leaving and coming back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from bot.ports import Server
from bot.texts import say
from tests.discord.conftest import JLPT, PAY, Stage, labels

if TYPE_CHECKING:
    from tests.platforms.discord import Channel, Guild


@dataclass(frozen=True)
class Other:
    guild: Guild
    channel: Channel

    @property
    def name(self) -> str:
        return f"discord:{self.guild.id}"


@pytest.fixture
async def other(waiting: Stage) -> Other:
    """A second server, with the same people in it, where nothing is set."""
    guild = waiting.discord.add_guild("Lighthouse")
    for person in (waiting.alice, waiting.bob, waiting.ken):
        guild.join(person)
    guild.join(waiting.boss, roles=[guild.add_role("keepers", permissions=["manage_guild"])])
    return Other(guild, guild.add_text_channel("general"))


async def test_what_is_set_in_one_is_not_set_in_the_other(waiting: Stage, other: Other) -> None:
    await waiting.start()
    here, there = waiting.lounge, other.channel
    assert not (await waiting.ask(waiting.alice, here)).ephemeral
    assert (await waiting.ask(waiting.alice, there)).ephemeral
    staff = waiting.guild.add_role("staff")
    await waiting.command(waiting.boss, here, "shinro roles", moderators=staff)
    await waiting.command(waiting.boss, there, "shinro channels", answers=there)
    assert not (await waiting.ask(waiting.alice, there)).ephemeral
    first, second = [await waiting.kept.servers.get(name) for name in (waiting.server, other.name)]
    assert first == Server(waiting.server, waiting.server, moderators=(str(staff.id),), answers=(str(here.id),))
    assert second == Server(other.name, other.name, answers=(str(there.id),))


async def test_a_moderator_of_one_is_a_member_of_the_other(waiting: Stage, other: Other) -> None:
    await waiting.start()
    other.guild.join(waiting.mod)
    told = [
        (await waiting.command(waiting.mod, channel, "kb why", question=PAY)).text()
        for channel in (waiting.general, other.channel)
    ]
    assert (told[0] == told[1], told[1]) == (False, say("en", "error.forbidden.moderator"))
    card = await waiting.told(await waiting.discord.say(waiting.alice, other.channel, PAY, mention_bot=True))
    assert (await waiting.press(waiting.mod, card, say("en", "delete.label"))).text() == say("en", "delete.forbidden")


async def test_a_talk_stays_where_it_began(waiting: Stage, other: Other) -> None:
    await waiting.start()
    await waiting.ask(waiting.alice, waiting.general, JLPT)
    assert "Sales asks for N1." not in (await waiting.ask(waiting.alice, other.channel, "and for sales?")).text()


async def test_what_nobody_answered_waits_in_the_server_where_it_was_asked(waiting: Stage, other: Other) -> None:
    await waiting.start()
    await waiting.ask(waiting.alice, waiting.general, "qwerty zxcvb jlpt?")
    direct = waiting.discord.direct_channel(waiting.bob)
    await waiting.ask(waiting.bob, direct, "qwerty zxcvb pay?")
    where = {question.organisation for question in waiting.kept.unanswered.questions}
    assert other.name not in where
    assert where <= {waiting.server, "discord:direct"}


@pytest.mark.parametrize(
    ("locale", "chosen", "spoken"),
    [("ja", "en", "ja"), ("en-GB", "ja", "en"), ("fr", "ja", "ja"), ("pt-BR", "en", "en"), ("ko", "", "en")],
)
async def test_the_persons_language_then_the_servers_then_english(
    waiting: Stage, locale: str, chosen: str, spoken: str
) -> None:
    await waiting.choose(language=chosen)
    await waiting.start()
    person = waiting.guild.add_member("somebody", locale=locale)
    reply = await waiting.ask(person, waiting.general, PAY)
    assert labels(reply)[-1] == say(spoken, "share.label")
    assert say(spoken, "help.title") in (await waiting.command(person, waiting.general, "help")).text()


async def test_the_languages_of_two_servers(waiting: Stage, other: Other) -> None:
    await waiting.choose(language="ja")
    await waiting.start()
    marie = waiting.guild.add_member("marie", locale="fr")
    other.guild.join(marie)
    for channel, spoken in ((waiting.general, "ja"), (other.channel, "en")):
        assert labels(await waiting.ask(marie, channel, PAY))[-1] == say(spoken, "share.label")


async def test_joining_leaving_and_coming_back(waiting: Stage, other: Other) -> None:
    await waiting.start()
    await waiting.discord.until(lambda: other.name in waiting.kept.servers.known)
    other.guild.remove_bot()
    left = await waiting.discord.until(lambda: waiting.kept.servers.known[other.name].left_at)
    assert left == waiting.clock.now()
    other.guild.add_bot()
    await waiting.discord.until(lambda: waiting.kept.servers.known[other.name].left_at is None)
    third = waiting.discord.add_guild("Pier")
    await waiting.discord.until(lambda: f"discord:{third.id}" in waiting.kept.servers.known)


async def test_what_was_left_while_the_bot_was_down_is_noticed(waiting: Stage, other: Other) -> None:
    chosen = Server(other.name, other.name, answers=("1",))
    await waiting.kept.servers.put(chosen)
    gone = Server("discord:17", "discord:17", staff=("2",))
    away = replace(Server("discord:18", "discord:18"), left_at=waiting.clock.now())
    slack = Server("slack:T1", "slack:T1")
    for server in (gone, away, slack):
        await waiting.kept.servers.put(server)
    await waiting.start()
    known = waiting.kept.servers.known
    assert await waiting.discord.until(lambda: known["discord:17"].left_at) == waiting.clock.now()
    assert known["discord:17"] == replace(gone, left_at=waiting.clock.now())
    assert known["discord:18"] == away
    assert known["slack:T1"] == slack
    assert known[other.name] == chosen
    assert known[waiting.server].left_at is None


async def test_a_server_that_has_an_outage_was_not_left(waiting: Stage, other: Other) -> None:
    await waiting.start()
    await waiting.discord.until(lambda: waiting.client.is_ready())
    waiting.discord.gateway.dispatch(
        "GUILD_DELETE", {"id": str(other.guild.id), "unavailable": True}, guild_id=other.guild.id
    )
    await waiting.ask(waiting.alice, waiting.general)
    assert waiting.kept.servers.known[other.name].left_at is None
