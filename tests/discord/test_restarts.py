"""Buttons from before a restart: each carries its own meaning, so nothing of the old process is needed."""

from __future__ import annotations

import pytest

from bot.texts import say
from bot.ui import Action, Card, Reply, Text
from tests.discord.conftest import DANGER, HELPLINE, PAY, Stage, labels

DELETE, SHARE = say("en", "delete.label"), say("en", "share.label")


async def test_choices_next_questions_sharing_and_deleting(stage: Stage) -> None:
    choice = await stage.ask(stage.alice, stage.lounge, "pay?")
    private = await stage.ask(stage.alice, stage.general, PAY)
    mentioned = await stage.told(await stage.discord.say(stage.bob, stage.general, PAY, mention_bot=True))
    await stage.restart()
    assert await stage.press(stage.alice, choice, "Pay in Sales") is choice
    assert "About experience in Sales" in (await stage.press(stage.alice, private, "Experience")).text()
    assert not (await stage.press(stage.alice, private, SHARE)).ephemeral
    await stage.restart()
    assert (await stage.press(stage.alice, mentioned, DELETE)).text() == say("en", "delete.forbidden")
    for person, card in ((stage.bob, mentioned), (stage.alice, choice)):
        asked = await stage.discord.press(person, card, DELETE)
        await asked.acknowledged()
        await stage.settled()
        assert card.deleted


async def test_what_only_one_person_should_see_is_still_behind_its_button(stage: Stage) -> None:
    stage.alice.accepts_dms = False
    card = await stage.told(await stage.discord.say(stage.alice, stage.lounge, DANGER, mention_bot=True))
    await stage.restart()
    shown = await stage.press(stage.bob, card, say("en", "only_you.label"))
    assert HELPLINE in shown.text()
    assert shown.only_for is stage.bob


async def test_pages(waiting: Stage) -> None:
    async def ladder(_: object) -> Reply:
        return Reply(Card("", tuple(Text(f"Part {n}. " + "x " * 1500) for n in range(3))), again=Action("ladder"))

    waiting.scripted(ladder=ladder)
    await waiting.start()
    card = await waiting.command(waiting.alice, waiting.lounge, "ladder")
    await waiting.restart()
    await waiting.press(waiting.alice, card, say("en", "page.next", page=2, pages=3))
    assert "Part 1." in card.text()
    await waiting.restart()
    await waiting.press(waiting.alice, card, say("en", "page.back", page=1, pages=3))
    assert "Part 0." in card.text()


async def test_the_same_press_heard_again_by_the_next_process_is_done_once(stage: Stage) -> None:
    card = await stage.ask(stage.alice, stage.general, PAY)
    asked = await stage.discord.press(stage.alice, card, "Experience")
    await stage.replied(asked)
    await stage.restart()
    stage.again(asked)
    await stage.ask(stage.bob, stage.general)
    await stage.settled()
    assert len(asked.replies) == 1


GARBAGE = (
    "garbage",
    "",
    "[",
    "{}",
    "[]",
    "[1]",
    "null",
    "!",
    '!["entry"',
    '["@page"]',
    '["@page","x","ladder"]',
    '["@share"]',
    '["@form","0"]',
    '["@form","x","y"]',
    '["@gone","x"]',
    "[" * 100,
    "shinro:select:0",
    "shinro:pick:",
    "shinro:pick:x",
    "shinro:form:0:none",
)


@pytest.mark.parametrize("custom_id", GARBAGE)
async def test_what_we_never_made_is_too_old_for_us(stage: Stage, custom_id: str) -> None:
    for component_type in (2, 3, 6):
        asked = await stage.discord.forge(
            stage.alice, stage.general, custom_id=custom_id, component_type=component_type, values=["x"]
        )
        reply = await stage.replied(asked)
        assert reply.text() == say("en", "press.old")
        assert reply.ephemeral


@pytest.mark.parametrize(
    ("custom_id", "told"),
    [
        ('["entry","gone.entry"]', say("en", "entry.unknown")),
        ('["entries","sales.pay","gone.entry"]', say("en", "entry.unknown")),
        ('["nothing"]', say("en", "error.unknown_command", name="nothing")),
        ('["\\ud800"]', say("en", "error.unknown_command", name="")),
        ('["@share","@share","ladder"]', say("en", "error.unknown_command", name="@share")),
        ('["@form","0","gone"]', say("en", "form.gone")),
    ],
)
async def test_what_is_no_longer_there_is_said_kindly(stage: Stage, custom_id: str, told: str) -> None:
    reply = await stage.replied(await stage.discord.forge(stage.alice, stage.general, custom_id=custom_id))
    assert reply.text().replace("\u200b", "") == told
    assert reply.ephemeral


@pytest.mark.parametrize("page", ["7", "99999999999999999999999999", "٣"])
async def test_a_page_that_is_not_there_is_the_last_one(waiting: Stage, page: str) -> None:
    async def ladder(_: object) -> Reply:
        return Reply(Card("", tuple(Text(f"Part {n}. " + "x " * 1500) for n in range(3))), again=Action("ladder"))

    waiting.scripted(ladder=ladder)
    await waiting.start()
    asked = await waiting.discord.forge(waiting.alice, waiting.general, custom_id=f'["@page","{page}","ladder"]')
    reply = await waiting.replied(asked)
    assert "Part 2." in reply.text()
    assert [label for label in labels(reply) if "page" in label] == [say("en", "page.back", page=2, pages=3)]
    assert len(asked.replies) == 1


@pytest.mark.parametrize(
    "custom_id",
    [
        '["shinro setup","ja"]',
        '["shinro pick","admins"]',
        'shinro:pick:["shinro pick","admins"]',
        '["shinro roles","1"]',
        '["@share","shinro setup","ja"]',
        '["@page","0","shinro setup","ja"]',
        '!["shinro setup","ja"]',
        '["shinro status"]',
    ],
)
async def test_a_member_who_forges_what_admins_press_is_refused(stage: Stage, custom_id: str) -> None:
    for person, card in ((stage.alice, None), (stage.mod, await stage.ask(stage.mod, stage.lounge))):
        asked = await stage.discord.forge(
            person, stage.lounge, custom_id=custom_id, component_type=6, values=["1"], message=card
        )
        reply = await stage.replied(asked)
        assert reply.text().replace("`", "") == say("en", "error.forbidden.admin").replace("`", "")
        assert reply.ephemeral
    server = await stage.kept.servers.get(stage.server)
    assert (server.language, server.admins, server.moderators) == ("", (), ())
