"""Asking in a channel: who sees the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.texts import say
from tests.discord.conftest import DANGER, HELPLINE, JLPT, PAY, Stage, labels

if TYPE_CHECKING:
    from tests.platforms.discord import Channel


async def test_an_answer_is_for_who_asked(stage: Stage) -> None:
    reply = await stage.ask(stage.alice, stage.general)
    assert "Recruiting asks for N2." in reply.text()
    assert reply.ephemeral
    assert stage.sees(stage.bob, stage.general) == ""


async def test_where_an_admin_allows_it_everybody_sees_the_answer(stage: Stage) -> None:
    reply = await stage.ask(stage.alice, stage.lounge)
    assert not reply.ephemeral
    assert "Recruiting asks for N2." in stage.sees(stage.bob, stage.lounge)


async def test_a_thread_is_like_its_channel(stage: Stage) -> None:
    for parent, private in ((stage.lounge, False), (stage.general, True)):
        thread = stage.guild.add_thread(parent, "jlpt")
        assert (await stage.ask(stage.alice, thread)).ephemeral is private


async def test_an_admin_allows_it_with_a_command_and_takes_it_back(stage: Stage) -> None:
    allowed = await stage.command(stage.boss, stage.general, "shinro channels", answers=stage.general)
    assert f"<#{stage.general.id}>" in allowed.text()
    assert not (await stage.ask(stage.alice, stage.general)).ephemeral
    setup = await stage.command(stage.boss, stage.general, "shinro setup")
    wanted = next(one.custom_id for one in setup.selects if "answers" in one.custom_id)
    await stage.replied(await stage.discord.choose(stage.boss, setup, [], wanted))
    assert (await stage.ask(stage.alice, stage.general)).ephemeral


@pytest.mark.parametrize("place", ["general", "lounge"])
async def test_private_is_private_everywhere(stage: Stage, place: str) -> None:
    channel: Channel = getattr(stage, place)
    reply = await stage.ask(stage.alice, channel, private=True)
    assert reply.ephemeral
    assert stage.sees(stage.bob, channel) == ""
    assert say("en", "share.label") not in labels(reply)


@pytest.mark.parametrize("options", [{}, {"private": False}, {"private": True}])
async def test_somebody_in_danger_is_answered_alone(stage: Stage, options: dict[str, bool]) -> None:
    reply = await stage.ask(stage.alice, stage.lounge, DANGER, **options)
    assert HELPLINE in reply.text()
    assert reply.ephemeral
    assert labels(reply) == []
    assert stage.sees(stage.bob, stage.lounge) == ""


async def test_a_private_answer_can_be_shared_and_a_public_one_deleted(stage: Stage) -> None:
    private = await stage.ask(stage.alice, stage.general)
    public = await stage.ask(stage.alice, stage.lounge)
    assert labels(private)[-1] == say("en", "share.label")
    assert labels(public)[-1] == say("en", "delete.label")


async def test_the_answer_follows_the_question_and_the_menus_the_person(stage: Stage) -> None:
    asked = await stage.ask(stage.ken, stage.general, "営業の給料はいくらですか")
    assert "営業の給料は場合によります。" in asked.text()
    assert labels(asked)[-1] == say("ja", "share.label")
    english = await stage.ask(stage.ken, stage.general, PAY)
    assert "About pay in Sales" in english.text()
    assert labels(english)[-1] == say("ja", "share.label")


async def test_in_a_direct_message_nothing_is_hidden_and_nothing_to_share(stage: Stage) -> None:
    direct = stage.discord.direct_channel(stage.alice)
    reply = await stage.ask(stage.alice, direct)
    assert not reply.ephemeral
    assert not {say("en", "share.label"), say("en", "delete.label")} & set(labels(reply))
    danger = await stage.ask(stage.alice, direct, DANGER)
    assert HELPLINE in danger.text()


async def test_commands_of_knowledge_are_answered_like_questions(stage: Stage) -> None:
    for name, options, told in (
        ("path", {"name": "Sales"}, "What Sales is."),
        ("compare", {"first": "HR", "second": "recruiter"}, "Recruiting and Recruiter"),
        ("ladder", {}, "The internal ladder"),
    ):
        assert told in (await stage.command(stage.alice, stage.general, name, **options)).text()
        reply = await stage.command(stage.bob, stage.lounge, name, **options)
        assert told in stage.sees(stage.alice, stage.lounge)
        assert not reply.ephemeral
    help_ = await stage.command(stage.bob, stage.lounge, "help")
    assert "/ask" in help_.text()
    assert help_.ephemeral


async def test_two_who_ask_at_once_get_their_own_answers(stage: Stage) -> None:
    asked = [
        await stage.discord.slash(person, stage.general, "ask", {"question": question})
        for person, question in ((stage.alice, JLPT), (stage.bob, PAY))
    ]
    first, second = [await one.reply() for one in asked]
    assert ("N2" in first.text(), "N2" in second.text()) == (True, False)
