"""What goes wrong between the bot and Discord: one reply all the same, or a kind sentence, and never silence."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.texts import say
from bot.ui import Action, Card, Reply, Text
from tests.discord.conftest import JLPT, PAY, Stage, labels

if TYPE_CHECKING:
    from bot.ports import Request

CALLBACK, EDIT = r"/callback$", r"/messages/@original$"
TRANSIENT = ("503", "502", "500", "503 after", "502 after", "reset", "reset after", "429", "429 global")
SOON = 0.01


@pytest.mark.parametrize("kind", TRANSIENT)
@pytest.mark.parametrize("times", [1, 3])
async def test_the_first_answer_gets_through_once(stage: Stage, kind: str, times: int) -> None:
    fault = stage.discord.fault("POST", CALLBACK, kind, times)
    with capture_logs() as logs:
        reply = await stage.ask(stage.alice, stage.lounge)
    assert [log for log in logs if log["log_level"] != "info"] == []
    assert fault.hits >= 1
    assert "Recruiting asks for N2." in reply.text()
    assert len(stage.lounge.messages) == 1


@pytest.mark.parametrize("kind", TRANSIENT)
async def test_a_choice_gets_through_once(stage: Stage, kind: str) -> None:
    card = await stage.ask(stage.alice, stage.lounge, "pay?")
    stage.discord.fault("POST", CALLBACK, kind)
    assert await stage.press(stage.alice, card, "Pay in Sales") is card
    assert "About pay in Sales" in card.text()
    assert len(stage.lounge.messages) == 1


@pytest.mark.parametrize("where", [CALLBACK, EDIT])
@pytest.mark.parametrize("kind", TRANSIENT)
async def test_a_late_answer_gets_through_once(waiting: Stage, kind: str, where: str) -> None:
    go = asyncio.Event()

    async def ask(_: Request) -> Reply:
        await go.wait()
        return Reply(Card("Of use", (Text("For everybody."),)), again=Action("ladder"))

    waiting.scripted(ask=ask)
    await waiting.start(acknowledged_within=SOON)
    fault = waiting.discord.fault("PATCH" if where == EDIT else "POST", where, kind)
    asked = await waiting.discord.slash(waiting.alice, waiting.lounge, "ask", {"question": JLPT})
    await asked.acknowledged()
    go.set()
    reply = await waiting.replied(asked)
    assert fault.hits >= 1
    assert "For everybody." in reply.text()
    assert len(waiting.lounge.messages) == 1


@pytest.mark.parametrize("kind", ["503", "503 after", "500", "reset", "reset after", "429"])
async def test_a_mention_is_answered_once(stage: Stage, kind: str) -> None:
    fault = stage.discord.fault("POST", f"/channels/{stage.general.id}/messages", kind)
    said = await stage.discord.say(stage.alice, stage.general, JLPT, mention_bot=True)
    await stage.told(said)
    assert fault.hits == 1
    assert len(stage.general.messages) == 2


@pytest.mark.parametrize("kind", ["503", "reset", "reset after"])
async def test_a_form_opens_once(waiting: Stage, kind: str) -> None:
    from tests.discord.test_forms import SHORT, Desk

    desk = Desk(waiting, SHORT)
    await waiting.start()
    waiting.discord.fault("POST", CALLBACK, kind)
    asked = await waiting.discord.slash(waiting.alice, waiting.lounge, "ladder")
    await waiting.replied(await waiting.discord.submit(asked, {"name": "Tess"}))
    assert len(desk.sent) == 1


@pytest.mark.parametrize("kind", ["503", "502 after", "reset", "reset after"])
async def test_deleting(stage: Stage, kind: str) -> None:
    card = await stage.ask(stage.alice, stage.lounge)
    stage.discord.fault("POST", CALLBACK, kind)
    stage.discord.fault("DELETE", EDIT, kind)
    await stage.discord.press(stage.alice, card, say("en", "delete.label"))
    await stage.discord.until(lambda: card.deleted)
    await stage.settled()
    assert len(stage.lounge.messages) == 1


@pytest.mark.parametrize("kind", ["503", "reset"])
async def test_when_discord_does_not_come_back_it_is_logged_and_the_next_question_answered(
    stage: Stage, kind: str
) -> None:
    fault = stage.discord.fault("POST", CALLBACK, kind, None)
    with capture_logs() as logs:
        asked = await stage.discord.slash(stage.alice, stage.lounge, "ask", {"question": JLPT})
        await stage.discord.until(lambda: any(log["event"] == "apology not delivered" for log in logs))
    assert asked.replies == []
    numbers = {log["event"]: log["id"] for log in logs if "id" in log}
    assert numbers["interaction failed"] == numbers["apology not delivered"]
    fault.stop()
    assert "N2" in (await stage.ask(stage.alice, stage.lounge)).text()


async def test_when_it_comes_back_too_late_the_failure_is_told_with_the_number_in_the_log(stage: Stage) -> None:
    stage.discord.fault("POST", CALLBACK, "500", 5)  # as often as the library tries
    with capture_logs() as logs:
        reply = await stage.ask(stage.alice, stage.lounge)
    (failed,) = [log for log in logs if log["event"] == "interaction failed"]
    assert reply.text() == say("en", "error.adapter", id=failed["id"])
    assert reply.only_for is stage.alice


async def test_a_core_that_fails_is_told_with_the_number_in_the_log(waiting: Stage) -> None:
    async def ask(_: Request) -> Reply:
        raise RuntimeError("a secret of the code")

    waiting.scripted(ask=ask)
    await waiting.start()
    with capture_logs() as logs:
        reply = await waiting.ask(waiting.alice, waiting.lounge)
    number = next(log["id"] for log in logs if log["event"] == "request failed")
    assert reply.text() == say("en", "error.unexpected", id=number)
    assert reply.only_for is waiting.alice


async def test_a_second_page_that_is_lost_does_not_take_the_first_with_it(waiting: Stage) -> None:
    async def ladder(_: Request) -> Reply:
        return Reply(Card("", tuple(Text(f"Part {n}. " + "x " * 1500) for n in range(2))))

    waiting.scripted(ladder=ladder)
    await waiting.start()
    waiting.discord.fault("POST", rf"/webhooks/{waiting.discord.bot.id}/", "reset")
    asked = await waiting.discord.slash(waiting.alice, waiting.general, "ladder")
    await asked.reply()
    await waiting.settled()
    assert "Part 0." in asked.replies[0].text()
    assert asked.replies[1].text().startswith("I could not get that through")
    assert asked.replies[1].only_for is waiting.alice


async def test_what_is_heard_twice_is_answered_once(stage: Stage) -> None:
    asked = await stage.discord.slash(stage.alice, stage.lounge, "ask", {"question": PAY})
    stage.again(asked)
    await stage.replied(asked)
    stage.again(asked)
    await stage.ask(stage.bob, stage.general)
    await stage.settled()
    assert len(stage.discord.sent("POST", rf"/interactions/{asked.id}/")) == 1
    assert len(stage.lounge.messages) == 1
    await stage.restart()
    stage.again(asked)
    await stage.ask(stage.bob, stage.general)
    await stage.settled()
    assert len(stage.discord.sent("POST", rf"/interactions/{asked.id}/")) == 1


async def test_many_faults_by_chance_lose_and_double_nothing(stage: Stage) -> None:
    for kind, seed in (("reset", 1), ("reset after", 2), ("503", 3), ("502 after", 4), ("429", 5)):
        stage.discord.fault(
            "*", "/(callback|messages/@original)$", kind, None, chance=0.08, seed=seed, retry_after=0.01
        )
    asked = [
        await stage.discord.slash(stage.alice, stage.lounge, "ask", {"question": (PAY, JLPT)[n % 2]}) for n in range(40)
    ]
    replies = [await stage.replied(one) for one in asked]
    assert len(set(replies)) == len(stage.lounge.messages) == 40
    assert all(labels(reply)[-1] == say("en", "delete.label") for reply in replies)


async def test_a_mistake_of_our_own_is_told_and_its_place_logged(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("words of a person")

    monkeypatch.setattr(stage.client.envelope, "_command", broken)
    with capture_logs() as logs:
        reply = await stage.command(stage.alice, stage.lounge, "ladder")
    (failed,) = [log for log in logs if log["event"] == "interaction failed"]
    assert reply.text() == say("en", "error.adapter", id=failed["id"])
    assert (failed["error"], failed["at"][-1].split()[-1]) == ("ZeroDivisionError", "broken")
    assert "words of a person" not in str(logs)
