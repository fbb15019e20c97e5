"""What goes wrong between Slack and us: nothing is lost, and what can be looked for is not said twice."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest

from adapters.slack import turn
from adapters.slack.pages import Page
from adapters.slack.patience import Patience
from adapters.slack.sending import ResponseUrl, _without_chosen
from bot.ports import Request
from bot.texts import say
from bot.ui import Action, Card, Reply, Text

from .stage import Stage, text

if TYPE_CHECKING:
    from tests.platforms.slack import Asked

LOST = ["reset after", "internal_error after", "503 after", "502 after", "reset", "internal_error", "503", "429"]


@pytest.mark.parametrize("kind", LOST)
async def test_a_post_whose_answer_is_lost_stands_there_once(stage: Stage, kind: str) -> None:
    stage.slack.fault("chat.postMessage", kind)
    await stage.slack.say(stage.alice, stage.channel, "what is N2?", mention_bot=True)
    assert len(await stage.spoken()) == 1
    await stage.set(answers=(stage.channel.id,))
    await stage.restart()
    stage.slack.fault("chat.postMessage", kind)
    asked = await stage.ask("what is N2?")
    assert len(asked.replies) == 1
    assert len(stage.said()) == 2


@pytest.mark.parametrize("kind", ["reset", "500", "503", "429"])
async def test_an_answer_for_one_person_gets_through(stage: Stage, kind: str) -> None:
    stage.slack.fault("response_url", kind)
    assert "You asked: N2" in text(await (await stage.ask("N2")).reply())


async def test_where_the_response_address_takes_no_more_another_way_is_taken(stage: Stage) -> None:
    async def long(request: Request) -> Reply:
        return Reply(Card("Long", (Text("A sentence. " * 7_000),)), private=True)

    stage.handlers["ask"] = long
    await stage.restart()
    await stage.ask("N2")
    assert [one.only_for for one in stage.said()] == [stage.alice] * len(stage.said())
    assert len(stage.said()) > 5
    assert len(stage.slack.sent("response_url")) == 5
    assert not ResponseUrl("").usable


async def test_a_late_answer_still_arrives(stage: Stage) -> None:
    async def slow(request: Request) -> Reply:
        await stage.slack.settled()
        stage.slack.advance(31 * 60)
        return Reply(Card("", (Text("at last"),)), private=True)

    stage.handlers["ask"] = slow
    await stage.restart()
    asked = await stage.slack.command(stage.alice, stage.channel, "/ask", "N2")
    assert text((await stage.spoken())[0]) == "at last"
    assert asked.acks


async def test_a_failing_handler_is_a_sentence_and_an_acknowledgement(stage: Stage) -> None:
    async def broken(request: Request) -> Reply:
        raise KeyError("diary")

    stage.handlers["ask"] = broken
    await stage.restart()
    told = text(await (await stage.ask("N2")).reply())
    assert told.startswith(say("en", "error.unexpected", id="")[:40])
    assert not stage.slack.unacknowledged


async def test_what_the_adapter_itself_cannot_do_is_told_with_a_number(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        monkeypatch.undo()
        raise RuntimeError("no drawing")

    monkeypatch.setattr(turn, "draw", broken)
    told = text(await (await stage.ask("N2")).reply())
    assert told.startswith(say("en", "error.adapter", id="")[:40])


async def test_a_channel_that_may_not_be_written_in_is_answered_elsewhere(stage: Stage) -> None:
    await stage.set(answers=(stage.channel.id,))
    await stage.restart()
    stage.channel.archived = True
    asked = await stage.ask("N2")
    assert "You asked: N2" in text(await asked.reply())


async def test_without_the_right_to_say_it_in_public_it_is_said_by_the_response_address(stage: Stage) -> None:
    await stage.set(answers=(stage.channel.id,))
    await stage.restart()
    stage.slack.scopes.discard("chat:write")
    assert "You asked: N2" in text(await (await stage.ask("N2")).reply())


async def test_people_are_answered_although_slack_does_not_say_who_they_are(stage: Stage) -> None:
    stage.slack.fault("users.info", "500", None)
    assert "You asked: N2" in text(await (await stage.ask("N2")).reply())


@pytest.mark.parametrize("kind", ["warning", "refresh_requested", "close", "cut"])
async def test_a_connection_that_goes_is_renewed(stage: Stage, kind: str) -> None:
    await stage.slack.until(lambda: len(stage.slack.sockets.connected) == 2)
    await stage.slack.socket_fault(kind)
    await stage.slack.until(lambda: len(stage.slack.sockets.connected) == 2, 15.0)
    assert "You asked: N2" in text(await (await stage.ask("N2")).reply())


async def test_more_than_a_channel_takes_waits_for_its_turn(stage: Stage) -> None:
    stage.slack.bucket(1, 0.5)
    for number in range(4):
        await stage.slack.say(stage.alice, stage.channel, f"question {number}", mention_bot=True)
    replies = await stage.spoken(many=4)
    assert len(replies) == 4
    assert any(request.status == 429 for request in stage.slack.sent("chat.postMessage"))


async def test_connections_come_and_go_and_each_question_is_answered_once(stage: Stage) -> None:
    chance = random.Random(7)
    for number in range(120):
        await stage.slack.say(stage.alice, stage.channel, f"question {number}", mention_bot=True)
        if number % 8 == 0:
            await stage.slack.until(lambda: stage.slack.sockets.connected, 20.0)
            await stage.slack.socket_fault(chance.choice(["warning", "refresh_requested", "close", "cut"]))
    await stage.slack.until(lambda: len(stage.slack.sockets.connected) == 2, 20.0)
    await stage.slack.redeliver(everything=True)
    await stage.spoken(many=120)
    await stage.slack.redeliver(everything=True)
    await stage.drained()
    answered = [text(one).partition("You asked: ")[2].partition("\n")[0] for one in stage.said()]
    assert sorted(answered) == sorted(f"question {number}" for number in range(120))


async def test_what_is_for_one_person_stays_so_in_a_channel(stage: Stage) -> None:
    async def sensitive(request: Request) -> Reply:
        return Reply(Card("", (Text("people who help"),)), private=True)

    stage.handlers["ask"] = sensitive
    await stage.set(answers=(stage.channel.id,))
    await stage.restart()
    said = await stage.slack.say(stage.alice, stage.channel, "help me", mention_bot=True)
    (reply,) = await stage.spoken()
    assert (reply.only_for, reply.thread) == (stage.alice, said)
    assert stage.said(user=stage.bob) == []
    asked = await stage.ask("help me please")
    assert (await asked.reply()).only_for is stage.alice


async def test_who_cannot_be_answered_here_is_told_why_elsewhere(stage: Stage) -> None:
    said = await stage.slack.say(stage.alice, stage.channel, "what is N2?", mention_bot=True)
    stage.channel.archived = True
    note, reply = await stage.spoken(stage.direct(), many=2)
    assert text(note) == say("en", "cannot.is_archived")
    assert "You asked: what is N2?" in text(reply)
    assert said.replies == []


@pytest.mark.parametrize("public", [True, False])
async def test_where_slack_refuses_the_blocks_the_words_still_arrive(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, public: bool
) -> None:
    bad = {"type": "actions", "elements": [{"type": "nope", "initial_users": ["U0"]}]}
    monkeypatch.setattr(turn, "draw", lambda *_, **__: [Page((bad,), "the words")])
    if public:
        await stage.set(answers=(stage.channel.id,))
        await stage.restart()
    assert (await (await stage.ask("N2")).reply()).content == "the words"
    stage.slack.problems.clear()


async def test_a_channel_that_is_chosen_but_gone_does_not_hide_the_card(stage: Stage) -> None:
    assert _without_chosen({"a": [{"initial_users": ["U0"], "type": "x"}]}) == {"a": [{"type": "x"}]}


async def test_work_under_way_is_finished_at_the_end(stage: Stage) -> None:
    began, release = asyncio.Event(), asyncio.Event()

    async def slow(request: Request) -> Reply:
        began.set()
        await release.wait()
        return Reply(Card("", (Text("finished"),)))

    stage.handlers["ask"] = slow
    await stage.restart()
    asked: Asked = await stage.slack.command(stage.alice, stage.channel, "/ask", "N2")
    await began.wait()
    stopping = asyncio.create_task(stage.stop())
    await asyncio.sleep(0)
    release.set()
    await stopping
    assert [text(one) for one in asked.replies] == ["finished"]


async def test_who_waits_for_work_that_is_given_up_at_the_end_is_told(stage: Stage) -> None:
    began: asyncio.Queue[None] = asyncio.Queue()

    async def endless(request: Request) -> Reply:
        began.put_nowait(None)
        await asyncio.Event().wait()
        return Reply()

    stage.handlers["ask"] = endless
    stage.patience = Patience(end=0)
    await stage.restart()
    await stage.slack.command(stage.alice, stage.channel, "/ask", "N2")
    said = await stage.slack.say(stage.alice, stage.channel, "what is N2?", mention_bot=True)
    await began.get()
    await began.get()
    await stage.stop()
    told = {one.thread: text(one) for one in stage.said()}
    assert told == dict.fromkeys((None, said), say("en", "error.ending"))


async def test_pages_are_turned_in_their_place(stage: Stage) -> None:
    async def long(request: Request) -> Reply:
        return Reply(Card("Long", (Text("A sentence. " * 3_000),)), again=Action("ask", ("x",)))

    stage.handlers["ask"] = long
    await stage.set(answers=(stage.channel.id,))
    await stage.restart()
    first = await (await stage.ask("x")).reply()
    assert "Long (1/4)" in text(first)
    await stage.press(first, say("en", "page.next", page=2, pages=4))
    assert "Long (2/4)" in text(first)
    assert len(stage.said()) == 1
    await stage.press(first, say("en", "page.next", page=3, pages=4), stage.bob)
    assert "Long (2/4)" in text(first)
    (own,) = [one for one in stage.said(user=stage.bob) if one.only_for is stage.bob]
    assert "Long (3/4)" in text(own)
    await stage.press(own, say("en", "page.back", page=2, pages=4), stage.bob)
    assert "Long (2/4)" in text(own)
