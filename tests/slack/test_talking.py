"""People and our bot, over the wire: who sees what, where it stands, and that it stands there once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from adapters.slack.patience import Patience
from bot.texts import say
from bot.ui import Card, Reply, Text

from .stage import Stage, text

if TYPE_CHECKING:
    from bot.ports import Request


async def test_an_answer_is_for_who_asked_and_can_be_shared_and_deleted(either: Stage) -> None:
    asked = await either.ask("what is N2?")
    private = await asked.reply()
    assert private.only_for is either.alice
    assert "You asked: what is N2?" in text(private)
    assert asked.ack_seconds is not None and asked.ack_seconds < 1
    await either.press(private, say("en", "share.label"))
    (shared,) = either.said(user=either.bob)
    assert "You asked: what is N2?" in text(shared)
    assert say("en", "share.by", person="alice") in text(shared)
    assert not shared.unfurls
    refused = await either.press(shared, say("en", "delete.label"), either.bob)
    assert text(await refused.reply()) == say("en", "delete.forbidden")
    assert not shared.deleted
    await either.press(shared, say("en", "delete.label"))
    assert shared.deleted


async def test_in_a_channel_for_answers_all_see_it_and_what_was_asked(either: Stage) -> None:
    await either.set(answers=(either.channel.id,))
    asked = await either.ask("what is <b> & `N2`?")
    public = await asked.reply()
    assert public.only_for is None
    assert text(public).startswith("Echo\nalice asked: what is <b> & `N2`?")
    hidden = await (await either.ask("secret private:yes")).reply()
    assert hidden.only_for is either.alice
    assert "You asked: secret" in text(hidden)


async def test_a_mention_is_answered_once_in_its_thread(either: Stage) -> None:
    said = await either.slack.say(either.alice, either.channel, "what is N2?", mention_bot=True)
    (reply,) = await either.spoken()
    assert reply.thread is said
    assert "You asked: what is N2?" in text(reply)
    await either.slack.redeliver(everything=True)
    await either.drained()
    assert len(either.said()) == 1
    assert not either.slack.unacknowledged


async def test_a_second_delivery_to_another_process_is_not_answered_again(stage: Stage) -> None:
    await stage.slack.say(stage.alice, stage.channel, "what is N2?", mention_bot=True)
    await stage.spoken()
    await stage.restart()
    await stage.slack.redeliver(everything=True)
    await stage.drained()
    assert len(stage.said()) == 1


async def test_a_thread_is_a_conversation_of_its_own(stage: Stage) -> None:
    said = await stage.slack.say(stage.alice, stage.channel, "one", mention_bot=True)
    await stage.spoken()
    await stage.slack.say(stage.bob, stage.channel, "two", mention_bot=True, thread=said)
    await stage.spoken(many=2)
    place = f"slack:{stage.channel.id}"
    assert [(r.place, r.within, r.shared, r.person) for r in stage.requests] == [
        (f"{place}:{said.ts}", place, True, f"slack:{stage.alice.id}"),
        (f"{place}:{said.ts}", place, True, f"slack:{stage.bob.id}"),
    ]


async def test_a_direct_message_is_answered_in_its_thread_with_a_title(stage: Stage) -> None:
    direct = stage.direct()
    said = await stage.slack.say(stage.alice, direct, "what &lt;is&gt; <https://n2.example|N2>?")
    (reply,) = await stage.spoken(direct)
    assert reply.thread is said
    assert "You asked: what <is> N2?" in text(reply)
    assert [button.label for button in reply.buttons] == ["On"]
    assert stage.slack.assistant(direct, said.ts)["title"] == "what <is> N2?"


async def test_what_nobody_addressed_to_it_is_left_alone(stage: Stage) -> None:
    await stage.slack.say(stage.alice, stage.channel, "just talking")
    said = await stage.slack.say(stage.bob, stage.channel, "what is N2?", mention_bot=True)
    await stage.spoken()
    await stage.slack.edit(said, "something else")
    await stage.slack.remove(said)
    await stage.drained()
    assert [request.arguments["question"] for request in stage.requests] == ["what is N2?"]


async def test_where_an_admin_wants_it_it_listens_and_then_is_silent(stage: Stage) -> None:
    await stage.set(listening=(stage.channel.id,))
    await stage.restart()
    await stage.slack.say(stage.alice, stage.channel, "what is N2?")
    await stage.spoken()
    await stage.slack.say(stage.alice, stage.channel, "and N1?")
    await stage.drained()
    assert [(r.addressed, r.arguments["question"]) for r in stage.requests] == [(False, "what is N2?")]


async def test_answer_this_and_ask_anywhere(either: Stage) -> None:
    said = await either.slack.say(either.bob, either.channel, "what is N2?")
    asked = await either.slack.shortcut(either.alice, "answer_this", said)
    reply = await asked.reply()
    assert reply.only_for is either.alice
    assert reply.thread is said
    assert "You asked: what is N2?" in text(reply)
    asked = await either.slack.shortcut(either.alice, "ask_anywhere")
    await either.slack.submit(asked, {say("en", "shortcut.question"): "what is N1?"})
    (reply,) = await either.spoken(either.direct())
    assert either.requests[-1].fields == {"question": "what is N1?"}


async def test_japanese_people_read_japanese_and_others_the_language_of_the_workspace(stage: Stage) -> None:
    taro = stage.team.add_member("taro", locale="ja-JP")
    assert say("ja", "help.footer") in text(await (await stage.command("/shinro", "help", taro)).reply())
    pierre = stage.team.add_member("pierre", locale="fr-FR")
    assert say("en", "help.footer") in text(await (await stage.command("/shinro", "help", pierre)).reply())
    await stage.set(language="ja")
    await stage.restart()
    assert say("ja", "help.footer") in text(await (await stage.command("/shinro", "help", pierre)).reply())


@pytest.mark.parametrize(("name", "typed"), [("/ask", "help"), ("/kb", ""), ("/kb", "nonsense x"), ("/nothing", "x")])
async def test_there_is_help_for_each_command(stage: Stage, name: str, typed: str) -> None:
    reply = await (await stage.command(name, typed)).reply()
    assert reply.only_for is stage.alice
    assert say("en", "help.footer") in text(reply)
    if name == "/ask":
        assert say("en", "parameter.question.hint") in text(reply)
    if name == "/kb":
        assert "/kb why" in text(reply)


async def test_roles_are_the_workspaces_admins_and_the_groups_and_people_it_named(stage: Stage) -> None:
    async def who(request: Request) -> Reply:
        return Reply(Card("", (Text(request.role),)), private=True)

    stage.handlers["ask"] = who
    boss, carol = stage.team.add_member("boss", owner=True), stage.team.add_member("carol")
    group = stage.team.add_usergroup("staff", [carol])
    await stage.set(moderators=(group.id, stage.bob.id))
    await stage.restart()
    found = [text(await (await stage.ask("who am i", user)).reply()) for user in (stage.alice, stage.bob, carol, boss)]
    assert found == ["member", "moderator", "moderator", "admin"]


async def test_it_says_when_it_takes_longer(stage: Stage) -> None:
    """In a channel by a note; in the direct messages by the status, which goes when the answer comes."""
    ready = asyncio.Event()

    async def slow(request: Request) -> Reply:
        await ready.wait()
        return Reply(Card("Slow"))

    stage.handlers["ask"] = slow
    stage.patience = Patience(sign=0)
    await stage.restart()
    asked = await stage.slack.command(stage.alice, stage.channel, "/ask", "what")
    assert text(await asked.reply()) == say("en", "working.note")
    direct = stage.direct()
    said = await stage.slack.say(stage.alice, direct, "?")
    await stage.slack.until(lambda: stage.slack.assistant(direct, said.ts).get("status"))
    ready.set()
    assert [text(one) for one in await stage.spoken(direct)] == ["Slow"]
    assert not stage.slack.assistant(direct, said.ts).get("status")
    assert [text(one) for one in asked.replies] == [say("en", "working.note"), "Slow"]


async def test_it_says_nothing_of_work_that_is_quick(stage: Stage) -> None:
    asked = await stage.ask("what")
    assert len(asked.replies) == 1
    assert not stage.slack.sent("assistant.threads.setStatus")


async def test_a_sign_of_work_never_comes_after_the_answer(stage: Stage) -> None:
    """Though the note itself takes its time to get through."""
    asked_core = asyncio.Event()

    async def slow(request: Request) -> Reply:
        await stage.slack.until(lambda: fault.hits)
        asked_core.set()
        return Reply(Card("Slow"))

    stage.handlers["ask"] = slow
    stage.patience = Patience(sign=0)
    await stage.restart()
    fault = stage.slack.fault("response_url", "503")
    asked = await stage.ask("what")
    assert asked_core.is_set()
    assert [text(one) for one in asked.replies] == [say("en", "working.note"), "Slow"]


async def test_a_prefix_stands_before_each_command(stage: Stage) -> None:
    await stage.stop()
    await stage.slack.until(lambda: not stage.slack.sockets.connected)
    await stage.start(prefix="alt-")
    assert "You asked: N2" in text(await (await stage.command("/alt-ask", "N2")).reply())
    assert "/alt-kb why" in text(await (await stage.command("/alt-kb", "help")).reply())


async def test_commands_work_where_the_bot_is_not(stage: Stage) -> None:
    elsewhere = stage.team.add_channel("elsewhere", private=True, bot_in=False, members=[stage.alice, stage.bob])
    await stage.set(answers=(elsewhere.id,))
    public = await (await stage.ask("N2", channel=elsewhere)).reply()
    assert public.only_for is None
    between = stage.team.private_channel(stage.alice, stage.bob)
    private = await (await stage.ask("N2", channel=between)).reply()
    assert private.only_for is stage.alice
