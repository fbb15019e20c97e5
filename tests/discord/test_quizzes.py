"""A quiz in Discord: one message for one person's eyes, buttons that nobody else may press, and one press to share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from adapters.discord.draw import draw
from bot.texts import say
from bot.ui import Action, Button, unformatted
from tests.discord.conftest import Stage
from tests.discord.reader import lines
from tests.discord.rules import broken
from tests.quiz.results import results

if TYPE_CHECKING:
    from bot.answering.mind import Mind
    from tests.platforms.discord import Channel, Message

WHOLE = ("This harbour", "Meeting people", "Any", "N3", "Somewhat")
SHARE, DELETE = say("en", "outcome.share"), say("en", "delete.label")


async def begin(stage: Stage, channel: Channel | None = None) -> Message:
    return await stage.command(stage.alice, channel or stage.general, "quiz", name="anchor")


async def choose(stage: Stage, card: Message, label: str) -> Message:
    """A choice, by a button or out of a list."""
    if label in [button.label for button in card.buttons]:
        return await stage.press(stage.alice, card, label)
    return await stage.replied(await stage.discord.choose(stage.alice, card, [label]))


async def play(stage: Stage, card: Message, *labels: str) -> Message:
    for label in labels:
        card = await choose(stage, card, label)
    return card


def read(message: Message) -> str:
    return "\n".join("".join(run.text for run in line.runs) for line in lines(message.text()))


@pytest.mark.parametrize("place", ["general", "lounge"])
async def test_the_next_question_takes_the_place_of_the_last_one(stage: Stage, place: str) -> None:
    channel: Channel = getattr(stage, place)
    card = await begin(stage, channel)
    assert card.only_for is stage.alice
    for label in (*WHOLE[:2], say("en", "quiz.back"), *WHOLE[1:3], say("en", "quiz.stop"), say("en", "quiz.resume")):
        assert await choose(stage, card, label) is card
    result = await play(stage, card, *WHOLE[3:])
    assert result is card
    assert "Your result: Drop anchor" in read(card)
    (picture,) = card.attachments
    assert picture.data.startswith(b"\x89PNG")
    assert picture.description.startswith("A bar for each path")
    assert len(stage.discord.sees(stage.alice, channel)) == 1
    assert stage.sees(stage.bob, channel) == ""


async def test_in_a_direct_message_too(stage: Stage) -> None:
    direct = stage.discord.direct_channel(stage.alice)
    card = await begin(stage, direct)
    assert await play(stage, card, *WHOLE) is card
    assert len(stage.discord.sees(stage.alice, direct)) == 1


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("place", ["general", "lounge"])
async def test_one_press_shares_the_order_and_who_shared_may_take_it_back(
    waiting: Stage, place: str, slow: bool
) -> None:
    await waiting.start(**({"acknowledged_within": 0} if slow else {}))
    channel: Channel = getattr(waiting, place)
    result = await play(waiting, await begin(waiting, channel), *WHOLE)
    shared = await waiting.press(waiting.alice, result, SHARE)
    assert shared in waiting.discord.sees(waiting.bob, channel)
    assert "Best fit: Recruiter. Next: Recruiting, Sales." in read(shared)
    assert say("en", "share.by", person=waiting.alice.mention) in shared.text()
    assert not any((shared.allowed_mentions or {}).values())
    assert "Your result" in read(result)
    await waiting.discord.press(waiting.alice, shared, DELETE)
    await waiting.discord.until(lambda: shared.deleted)
    await waiting.settled()


async def test_who_may_not_write_there_may_not_share_there(stage: Stage) -> None:
    result = await play(stage, await begin(stage), *WHOLE)
    stage.general.deny(stage.alice, "send_messages")
    refused = await stage.press(stage.alice, result, SHARE)
    assert refused.text() == say("en", "share.cannot")
    assert refused.only_for is stage.alice
    assert stage.sees(stage.bob, stage.general) == ""


async def test_somebody_else_with_my_button_is_refused_in_words(stage: Stage) -> None:
    card = await choose(stage, await begin(stage), WHOLE[0])
    before = dict(stage.kept.attempts.attempts)
    for button in card.buttons:
        with capture_logs() as logs:
            forged = await stage.discord.forge(stage.bob, stage.general, custom_id=button.custom_id)
            refused = await stage.replied(forged)
        (number,) = [entry["id"] for entry in logs if entry["event"] == "attempt of somebody else"]
        assert read(refused) == unformatted(say("en", "quiz.foreign", id=number))
        assert refused.only_for is stage.bob
    assert stage.kept.attempts.attempts == before


async def test_two_devices_press_at_once_and_see_the_same(stage: Stage) -> None:
    card = await begin(stage)
    wires = [button.custom_id for button in card.buttons[:2]]
    asked = [await stage.discord.press(stage.alice, card, wire) for wire in wires]
    for one in asked:
        await stage.replied(one)
    (attempt,) = await stage.kept.attempts.of(f"discord:{stage.alice.id}")
    assert attempt.revision == 1
    assert "What do you like best?" in read(card)


async def test_a_button_of_an_erased_run(stage: Stage) -> None:
    card = await choose(stage, await begin(stage), WHOLE[0])
    await stage.kept.attempts.erase(f"discord:{stage.alice.id}")
    assert read(await choose(stage, card, WHOLE[1])) == unformatted(say("en", "quiz.gone"))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_result_of_the_shipped_quizzes_keeps_every_limit(shipped_mind: Mind, language: str) -> None:
    for card in results(shipped_mind.library, language):
        pages = draw(card, (Button(SHARE, Action("help")),))
        assert len(pages) <= 2
        assert not [rule for page in pages for rule in broken(page.view.to_components())]
