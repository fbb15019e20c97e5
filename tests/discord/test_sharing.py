"""Showing a private answer to all, and taking a public one away: who may."""

from __future__ import annotations

import pytest

from bot.texts import say
from tests.discord.conftest import DANGER, Stage, labels

DELETE, SHARE = say("en", "delete.label"), say("en", "share.label")


async def test_an_answer_is_shared_by_name_and_nobody_is_pinged(stage: Stage) -> None:
    private = await stage.ask(stage.alice, stage.general)
    shown = await stage.press(stage.alice, private, SHARE)
    assert "Recruiting asks for N2." in stage.sees(stage.bob, stage.general)
    assert say("en", "share.by", person=stage.alice.mention) in shown.text()
    assert shown.allowed_mentions is not None
    assert not any(shown.allowed_mentions.values())
    assert labels(shown)[-1] == DELETE
    assert private.ephemeral


async def test_in_a_thread_too(stage: Stage) -> None:
    thread = stage.guild.add_thread(stage.general, "jlpt")
    await stage.press(stage.alice, await stage.ask(stage.alice, thread), SHARE)
    assert "Recruiting asks for N2." in stage.sees(stage.bob, thread)


@pytest.mark.parametrize("thread", [False, True])
async def test_who_may_not_write_may_not_share(stage: Stage, thread: bool) -> None:
    channel = stage.guild.add_thread(stage.general, "jlpt") if thread else stage.general
    private = await stage.ask(stage.alice, channel)
    stage.general.deny(stage.alice, "send_messages", "send_messages_in_threads")
    refused = await stage.press(stage.alice, private, SHARE)
    assert refused.text() == say("en", "share.cannot")
    assert refused.ephemeral
    assert stage.sees(stage.bob, channel) == ""


async def test_somebody_in_danger_cannot_be_shared_even_with_a_forged_button(stage: Stage) -> None:
    private = await stage.ask(stage.alice, stage.general, DANGER)
    for again in ('["@share","entries","safety.harm"]', '["@share","ask","i want to die"]'):
        reply = await stage.replied(
            await stage.discord.forge(stage.alice, stage.general, custom_id=again, message=private)
        )
        assert reply.ephemeral
    assert stage.sees(stage.bob, stage.general) == ""


async def test_who_asked_deletes(stage: Stage) -> None:
    card = await stage.ask(stage.alice, stage.lounge)
    await stage.discord.press(stage.alice, card, DELETE)
    await stage.discord.until(lambda: card.deleted)
    await stage.settled()


async def test_who_shared_deletes(stage: Stage) -> None:
    shown = await stage.press(stage.alice, await stage.ask(stage.alice, stage.general), SHARE)
    refused = await stage.press(stage.bob, shown, DELETE)
    assert refused.text() == say("en", "delete.forbidden")
    await stage.discord.press(stage.alice, shown, DELETE)
    await stage.discord.until(lambda: shown.deleted)
    await stage.settled()


async def test_moderators_and_admins_delete_and_nobody_else_does(stage: Stage) -> None:
    card = await stage.ask(stage.alice, stage.lounge)
    refused = await stage.press(stage.bob, card, DELETE)
    assert (refused.text(), refused.ephemeral) == (say("en", "delete.forbidden"), True)
    assert not card.deleted
    await stage.discord.press(stage.mod, card, DELETE)
    await stage.discord.until(lambda: card.deleted)
    other = await stage.ask(stage.alice, stage.lounge)
    await stage.discord.press(stage.boss, other, DELETE)
    await stage.discord.until(lambda: other.deleted)
    await stage.settled()


async def test_two_delete_at_once(stage: Stage) -> None:
    card = await stage.ask(stage.alice, stage.lounge)
    pressed = [await stage.discord.press(person, card, DELETE) for person in (stage.alice, stage.mod)]
    for asked in pressed:
        await asked.acknowledged()
    await stage.settled()
    assert card.deleted
    assert [asked.replies for asked in pressed] == [[], []]


async def test_a_forged_delete_of_another_persons_card_is_refused(stage: Stage) -> None:
    card = await stage.ask(stage.alice, stage.lounge)
    forged = f'["@delete","{stage.bob.id}"]'
    reply = await stage.replied(await stage.discord.forge(stage.bob, stage.lounge, custom_id=forged, message=card))
    assert reply.text() == say("en", "delete.forbidden")
    assert not card.deleted
