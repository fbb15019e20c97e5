"""Messages: a mention and a direct message are questions, and what is private stays private."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.texts import say
from bot.ui import Card, Reply, Text
from tests.discord.conftest import DANGER, HELPLINE, JLPT, PAY, Stage, labels


async def test_a_mention_is_answered_in_the_channel(stage: Stage) -> None:
    said = await stage.discord.say(stage.alice, stage.general, JLPT, mention_bot=True)
    reply = await stage.told(said)
    assert "Recruiting asks for N2." in reply.text()
    assert labels(reply)[-1] == say("en", "delete.label")
    assert "Recruiting asks for N2." in stage.sees(stage.bob, stage.general)


async def test_a_reply_to_the_bot_is_a_question_too(stage: Stage) -> None:
    first = await stage.told(await stage.discord.say(stage.alice, stage.general, JLPT, mention_bot=True))
    again = await stage.discord.say(stage.alice, stage.general, "and for sales?", reply_to=first)
    assert "Sales asks for N1." in (await stage.told(again)).text()


async def test_talk_among_people_is_left_alone(stage: Stage) -> None:
    await stage.discord.say(stage.alice, stage.general, PAY)
    await stage.discord.say(stage.alice, stage.general, f"{stage.bob.mention} {PAY}")
    await stage.ask(stage.bob, stage.lounge)  # came later on the same connection
    assert [one.author.bot for one in stage.general.messages.values()] == [False, False]


async def test_a_direct_message_is_answered(stage: Stage) -> None:
    direct = stage.discord.direct_channel(stage.alice)
    reply = await stage.told(await stage.discord.say(stage.alice, direct, PAY))
    assert "About pay in Sales" in reply.text()
    assert say("en", "delete.label") not in labels(reply)


async def test_a_mention_without_words_gets_an_example_aside(stage: Stage) -> None:
    await stage.discord.say(stage.alice, stage.general, "", mention_bot=True)
    assert "for example" in (await stage.written_to(stage.alice))[0].text()


async def test_in_a_japanese_server_the_menus_are_japanese(stage: Stage) -> None:
    other = stage.discord.add_guild("港", locale="ja")
    channel = other.add_text_channel("一般")
    other.join(stage.ken)
    reply = await stage.told(await stage.discord.say(stage.ken, channel, "営業の給料はいくらですか", mention_bot=True))
    assert "営業の給料は場合によります。" in reply.text()
    assert labels(reply)[-1] == say("ja", "delete.label")


async def test_somebody_in_danger_is_written_to(stage: Stage) -> None:
    await stage.discord.say(stage.alice, stage.lounge, DANGER, mention_bot=True)
    assert HELPLINE in (await stage.written_to(stage.alice))[0].text()
    assert HELPLINE not in stage.sees(stage.bob, stage.lounge)
    assert len(stage.lounge.messages) == 1


async def test_where_direct_messages_are_closed_a_button_shows_it_to_who_presses(stage: Stage) -> None:
    stage.alice.accepts_dms = False
    reply = await stage.told(await stage.discord.say(stage.alice, stage.lounge, DANGER, mention_bot=True))
    assert reply.text().startswith(say("en", "only_you.note"))
    shown = await stage.press(stage.alice, reply, say("en", "only_you.label"))
    assert HELPLINE in shown.text()
    assert shown.ephemeral
    assert HELPLINE not in stage.sees(stage.bob, stage.lounge)
    others = await stage.press(stage.bob, reply, say("en", "only_you.label"))
    assert others.ephemeral
    assert others.only_for is stage.bob
    assert reply.text().startswith(say("en", "only_you.note"))


async def test_what_cannot_be_made_again_is_not_told_to_all_either(waiting: Stage) -> None:
    async def ask(_: object) -> Reply:
        return Reply(Card("A secret", (Text("For one pair of eyes."),)), private=True)

    waiting.scripted(ask=ask)
    await waiting.start()
    waiting.alice.accepts_dms = False
    reply = await waiting.told(await waiting.discord.say(waiting.alice, waiting.lounge, "hm?", mention_bot=True))
    assert reply.text().startswith("I have something for you that only you should see")
    assert "secret" not in waiting.sees(waiting.bob, waiting.lounge)


async def test_bots_and_webhooks_are_not_answered(stage: Stage) -> None:
    robot = stage.discord.add_user("robot")
    robot.bot = True
    stage.guild.join(robot)
    await stage.discord.say(robot, stage.general, PAY, mention_bot=True)
    await stage.ask(stage.bob, stage.lounge)
    assert len(stage.general.messages) == 1


@pytest.mark.parametrize("thread", [False, True])
async def test_a_mention_where_the_bot_may_not_write_is_noted_for_the_operator(stage: Stage, thread: bool) -> None:
    channel = stage.guild.add_thread(stage.general, "jlpt") if thread else stage.general
    right = "send_messages_in_threads" if thread else "send_messages"
    channel.deny(stage.discord.bot, right)
    with capture_logs() as logs:
        await stage.discord.say(stage.alice, channel, JLPT, mention_bot=True)
        await stage.ask(stage.bob, stage.lounge)
        await stage.settled()
    assert [(log["event"], log["lacks"][0]) for log in logs if "lacks" in log] == [("cannot answer a mention", right)]
    assert stage.discord.sent("POST", "/channels/") == []


async def test_a_message_that_is_heard_twice_is_answered_once(stage: Stage) -> None:
    said = await stage.discord.say(stage.alice, stage.general, JLPT, mention_bot=True)
    await stage.told(said)
    stage.discord.gateway.dispatch("MESSAGE_CREATE", said.event(), guild_id=stage.guild.id)
    await stage.ask(stage.bob, stage.lounge)
    await stage.settled()
    assert len(stage.general.messages) == 2
    await stage.restart()
    stage.discord.gateway.dispatch("MESSAGE_CREATE", said.event(), guild_id=stage.guild.id)
    await stage.ask(stage.bob, stage.lounge)
    await stage.settled()
    assert len(stage.general.messages) == 2


async def test_a_failure_is_told_in_the_channel_with_the_number_in_the_log(waiting: Stage) -> None:
    async def ask(_: object) -> Reply:
        return Reply(Card("", (Text("x"),)))

    waiting.scripted(ask=ask)
    await waiting.start()
    waiting.discord.fault("POST", f"/channels/{waiting.general.id}/messages", "500", 5)
    with capture_logs() as logs:
        reply = await waiting.told(await waiting.discord.say(waiting.alice, waiting.general, "hm?", mention_bot=True))
    number = next(log["id"] for log in logs if log["event"] == "message not answered")
    assert reply.text().startswith(say("en", "error.adapter", id=number))
    assert len(waiting.general.messages) == 2


async def test_an_apology_is_told_apart_from_what_arrived_although_nobody_knew(stage: Stage) -> None:
    stage.discord.fault("POST", f"/channels/{stage.general.id}/messages", "reset after", 5)
    said = await stage.discord.say(stage.alice, stage.general, JLPT, mention_bot=True)
    await stage.told(said)
    told = [one.text() for one in stage.general.messages.values() if one.reply_to is said]
    assert len(told) == 2
    assert told[1].startswith("I could not get that through")
