"""Channels where the bot answers unasked: only where an admin says so, only when sure, and not all the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.texts import say
from tests.discord.conftest import DANGER, HELPLINE, PAY, Stage

if TYPE_CHECKING:
    from tests.platforms.discord import Message


@pytest.fixture
async def listening(waiting: Stage) -> Stage:
    waiting.discord.allow_intents("message_content")
    await waiting.choose(listening=(str(waiting.general.id),))
    await waiting.start(listening=True)
    return waiting


async def heard(stage: Stage, said: Message) -> list[str]:
    """What the bot wrote before it had answered something that came later."""
    await stage.ask(stage.boss, stage.lounge, private=True)
    await stage.settled()
    return [one.text() for one in said.channel.messages.values() if one.reply_to is said]


async def test_a_question_that_the_bot_is_sure_of_is_answered(listening: Stage) -> None:
    said = await listening.discord.say(listening.alice, listening.general, PAY)
    assert "About pay in Sales" in (await listening.told(said)).text()


@pytest.mark.parametrize("text", ["good morning all", "qwerty zxcvb", "how do i cook ramen", "https://example.org"])
async def test_everything_else_is_left_alone(listening: Stage, text: str) -> None:
    assert await heard(listening, await listening.discord.say(listening.alice, listening.general, text)) == []


async def test_elsewhere_the_bot_is_silent_but_threads_are_heard(listening: Stage) -> None:
    assert await heard(listening, await listening.discord.say(listening.alice, listening.lounge, PAY)) == []
    thread = listening.guild.add_thread(listening.general, "money")
    assert await heard(listening, await listening.discord.say(listening.alice, thread, PAY)) != []


async def test_after_an_answer_the_bot_is_quiet_for_a_while(listening: Stage) -> None:
    now = 1_000.0
    listening.client.hearing._ticks = lambda: now
    await listening.told(await listening.discord.say(listening.alice, listening.general, PAY))
    for seconds, silent in ((1, True), (58, True), (2, False)):
        now += seconds
        said = await listening.discord.say(listening.bob, listening.general, "how much does sales pay")
        assert (await heard(listening, said) == []) is silent
    mentioned = await listening.discord.say(listening.bob, listening.general, PAY, mention_bot=True)
    await listening.told(mentioned)


async def test_somebody_in_danger_is_written_to_and_nobody_else_sees_it(listening: Stage) -> None:
    await listening.discord.say(listening.alice, listening.general, DANGER)
    assert HELPLINE in (await listening.written_to(listening.alice))[0].text()
    assert len(listening.general.messages) == 1
    listening.bob.accepts_dms = False
    said = await listening.discord.say(listening.bob, listening.general, DANGER)
    reply = await listening.told(said)
    assert reply.text().startswith(say("en", "only_you.note"))
    assert HELPLINE not in listening.sees(listening.alice, listening.general)


async def test_a_person_in_danger_is_heard_although_the_bot_has_just_spoken(listening: Stage) -> None:
    await listening.told(await listening.discord.say(listening.bob, listening.general, PAY))
    await listening.discord.say(listening.alice, listening.general, DANGER)
    assert HELPLINE in (await listening.written_to(listening.alice))[0].text()


async def test_where_the_bot_may_not_write_it_does_not_listen(listening: Stage) -> None:
    listening.general.deny(listening.discord.bot, "send_messages")
    said = await listening.discord.say(listening.alice, listening.general, PAY)
    assert await heard(listening, said) == []
    assert listening.discord.sent("POST", "/channels/") == []


async def test_without_the_intent_nothing_is_overheard(waiting: Stage) -> None:
    await waiting.choose(listening=(str(waiting.general.id),))
    await waiting.start()
    assert await heard(waiting, await waiting.discord.say(waiting.alice, waiting.general, PAY)) == []
