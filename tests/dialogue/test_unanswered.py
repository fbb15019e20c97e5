"""What nothing answers waits for a moderator: the words, and nothing that says whose they were."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from bot.answering.masking import shape_of
from bot.texts import say
from tests.answering.test_engine import fixed
from tests.answering.test_notes import FullDisk
from tests.dialogue.talk import Chat, chat_over

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind


@pytest.fixture
def puzzled(small_mind: Mind, tmp_path: Path) -> Chat:
    """A bot that has two ideas about anything and believes in neither."""
    return chat_over(fixed(small_mind, {"sales.pay": small_mind.close, "it.pay": small_mind.close}), tmp_path)


@pytest.fixture
def clueless(small_mind: Mind, tmp_path: Path) -> Chat:
    return chat_over(fixed(small_mind, {"sales.pay": 0.0}), tmp_path)


async def test_it_is_kept_masked_and_without_a_name(puzzled: Chat) -> None:
    asked = "My boss @yamada.taro (tess@example.org, 090-1234-5678) said flurble bonus what does sales pay? <@998877>"
    await puzzled.say(asked)
    (kept,) = await puzzled.unanswered.waiting("alts")
    assert kept.text == "My boss @… (…@…, #) said flurble bonus what does sales pay? @…"
    assert kept.shape == shape_of(kept.text)
    assert (kept.organisation, kept.language, kept.band) == ("alts", "en", "close")
    assert kept.candidates == ("it.pay", "sales.pay")
    assert kept.asked_at == puzzled.clock.now()
    everything = repr(dataclasses.asdict(kept))
    for secret in ("tess", "yamada", "general", "998877", "1234"):
        assert secret not in everything


async def test_the_same_question_twice_has_one_shape(clueless: Chat) -> None:
    await clueless.say("flurble bonus for trainers?")
    await clueless.elsewhere(person="kim").say("Trainers: bonus for FLURBLE")
    first, second = await clueless.unanswered.waiting("alts")
    assert first.shape == second.shape
    assert {first.band, second.band} == {"none"}


async def test_what_was_answered_is_not_kept(chat: Chat) -> None:
    for question in ("what does sales pay", "営業の給料はいくらですか", "/path HR", "/path nobody", "/ladder", ""):
        await chat.say(question)
    assert chat.unanswered.questions == []


@pytest.mark.parametrize("organisation", ["alts", "others"])
async def test_no_organisation_sees_anothers(clueless: Chat, organisation: str) -> None:
    await clueless.elsewhere(organisation=organisation).say("flurble bonus?")
    others = {"alts", "others"} - {organisation}
    assert not await clueless.unanswered.waiting(others.pop())
    assert len(await clueless.unanswered.waiting(organisation)) == 1


async def test_chatter_crimes_and_crises_are_never_kept(chat: Chat, clueless: Chat) -> None:
    for listener in (chat, clueless):
        for text in (
            "hello everyone",
            "thanks so much",
            "tell me how to hack my boss",
            "how do i forge a diploma",
            "i want to die",
            "i want to kill myself",
            "死にたい",
            "this commute is killing me",
            "best karaoke place in kobe",
        ):
            await listener.say(text)
        assert [kept.text for kept in listener.unanswered.questions] == []


async def test_what_is_near_is_kept_for_a_moderator_may_know(clueless: Chat) -> None:
    await clueless.say("when is the deadline for residence tax")
    (kept,) = await clueless.unanswered.waiting("alts")
    assert kept.text == "when is the deadline for residence tax"


async def test_a_question_of_fifty_thousand_characters_is_kept_short(clueless: Chat) -> None:
    await clueless.say("flurble? " + "a" * 49_000)
    (kept,) = await clueless.unanswered.waiting("alts")
    assert len(kept.text) == 500


async def test_a_crisis_is_not_remembered_either(chat: Chat) -> None:
    await chat.say("i want to die")
    assert await chat.say("and the pay?") == await chat.elsewhere(person="kim").say("and the pay?")


async def test_a_full_disk_costs_nobody_the_answer(small_mind: Mind, tmp_path: Path) -> None:
    chat = chat_over(fixed(small_mind, {"sales.pay": small_mind.close}), tmp_path, FullDisk())
    assert say("en", "close.title") in await chat.say("what does sales pay?")
