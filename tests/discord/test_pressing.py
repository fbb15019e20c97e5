"""Choices, next questions and pages: what a press does to the message, and for whom."""

from __future__ import annotations

import pytest

from bot.texts import say
from bot.ui import Action, Button, Buttons, Card, Reply, Select, Text
from tests.discord.conftest import PAY, Stage, labels

CHOICE = "pay?"  # gets a question back, with four answers to choose from
DELETE, SHARE = say("en", "delete.label"), say("en", "share.label")


async def test_a_choice_takes_the_place_of_the_question(stage: Stage) -> None:
    card = await stage.ask(stage.alice, stage.lounge, CHOICE)
    assert card.text().startswith(say("en", "close.title"))
    chosen = await stage.press(stage.alice, card, "Pay in Sales")
    assert chosen is card
    assert "About pay in Sales" in stage.sees(stage.bob, stage.lounge)
    assert len(stage.lounge.messages) == 1
    assert labels(card)[-1] == DELETE
    assert SHARE not in labels(card)


async def test_in_private_too_and_the_answer_can_be_shared(stage: Stage) -> None:
    card = await stage.ask(stage.alice, stage.general, CHOICE)
    assert await stage.press(stage.alice, card, "Pay in Sales") is card
    assert card.ephemeral
    assert labels(card)[-1] == SHARE


async def test_somebody_else_gets_a_reply_of_their_own(stage: Stage) -> None:
    card = await stage.ask(stage.alice, stage.lounge, CHOICE)
    theirs = await stage.press(stage.bob, card, "Pay in Sales")
    assert theirs is not card
    assert theirs.ephemeral
    assert theirs.only_for is stage.bob
    assert card.text().startswith(say("en", "close.title"))


async def test_a_question_after_a_mention_belongs_to_who_mentioned(stage: Stage) -> None:
    card = await stage.told(await stage.discord.say(stage.alice, stage.general, CHOICE, mention_bot=True))
    assert (await stage.press(stage.bob, card, "Pay in IT")).only_for is stage.bob
    assert await stage.press(stage.alice, card, "Pay in Sales") is card
    assert "About pay in Sales" in card.text()
    assert (await stage.press(stage.bob, card, DELETE)).text() == say("en", "delete.forbidden")
    await stage.discord.press(stage.alice, card, DELETE)
    await stage.discord.until(lambda: card.deleted)


async def test_in_a_direct_message_a_choice_takes_the_place_of_the_question(stage: Stage) -> None:
    direct = stage.discord.direct_channel(stage.alice)
    card = await stage.told(await stage.discord.say(stage.alice, direct, CHOICE))
    assert await stage.press(stage.alice, card, "Pay in Sales") is card
    assert "About pay in Sales" in card.text()


async def test_a_choice_that_became_private_is_not_shown_to_all(waiting: Stage) -> None:
    async def ask(_: object) -> Reply:
        choice = Select("Which?", (Button("This", Action("entry", ("this",))), Button("That", Action("ladder"))))
        return Reply(Card("", (choice,)))

    async def entry(_: object) -> Reply:
        return Reply(Card("", (Text("For one pair of eyes."),)), private=True)

    waiting.scripted(ask=ask, entry=entry)
    await waiting.start()
    card = await waiting.ask(waiting.alice, waiting.lounge, "?")
    assert (await waiting.press(waiting.alice, card, "This")).ephemeral
    assert "one pair" not in waiting.sees(waiting.bob, waiting.lounge)


async def test_many_choices_are_a_list(waiting: Stage) -> None:
    async def ask(_: object) -> Reply:
        options = tuple(Button(f"No. {n}", Action("entry", (str(n),))) for n in range(30))
        return Reply(Card("", (Select("Which?", options),)))

    async def entry(request: object) -> Reply:
        return Reply(Card("", (Text(f"You chose {request.arguments['entry']}."),)))  # type: ignore[attr-defined]

    waiting.scripted(ask=ask, entry=entry)
    await waiting.start()
    card = await waiting.ask(waiting.alice, waiting.lounge, "?")
    assert [len(select.options) for select in card.selects] == [25, 5]
    chosen = await waiting.discord.choose(waiting.alice, card, ["No. 27"], card.selects[1].custom_id)
    assert await waiting.replied(chosen) is card
    assert card.text().startswith("You chose 27.")


@pytest.mark.parametrize("place", ["general", "lounge"])
async def test_a_next_question_is_answered_in_private(stage: Stage, place: str) -> None:
    card = await stage.ask(stage.alice, getattr(stage, place), PAY)
    for person in (stage.alice, *([stage.bob] if place == "lounge" else [])):
        reply = await stage.press(person, card, "Experience")
        assert "About experience in Sales" in reply.text()
        assert reply.ephemeral
        assert labels(reply)[-1] == SHARE
    assert "About pay in Sales" in card.text()


LONG = Card("A long way", tuple(Text(f"Step {number}. " + "and on we go. " * 130) for number in range(5)))


@pytest.fixture
async def long(waiting: Stage) -> Stage:
    async def ladder(_: object) -> Reply:
        return Reply(LONG, again=Action("ladder"))

    async def help_(_: object) -> Reply:
        return Reply(LONG, private=True)

    waiting.scripted(ladder=ladder, help=help_)
    await waiting.start()
    return waiting


@pytest.mark.parametrize("place", ["general", "lounge"])
async def test_pages_are_turned_both_ways(long: Stage, place: str) -> None:
    card = await long.command(long.alice, getattr(long, place), "ladder")
    read = [card.text()]
    forward = {"page": 2, "pages": 3}
    assert await long.press(long.alice, card, say("en", "page.next", **forward)) is card
    read.append(card.text())
    assert say("en", "page.back", page=1, pages=3) in labels(card)
    await long.press(long.alice, card, say("en", "page.next", page=3, pages=3))
    read.append(card.text())
    assert not any(label.startswith("Next page") for label in labels(card))
    assert [number for number in range(5) for text in read if f"Step {number}." in text] == [0, 1, 2, 3, 4]
    await long.press(long.alice, card, say("en", "page.back", page=2, pages=3))
    assert card.text() == read[1]
    assert (card.ephemeral, labels(card)[-1]) == ((True, SHARE) if place == "general" else (False, DELETE))


async def test_somebody_else_reads_on_alone(long: Stage) -> None:
    card = await long.command(long.alice, long.lounge, "ladder")
    before = card.text()
    theirs = await long.press(long.bob, card, say("en", "page.next", page=2, pages=3))
    assert theirs.only_for is long.bob
    assert card.text() == before
    assert await long.press(long.bob, theirs, say("en", "page.next", page=3, pages=3)) is theirs


async def test_what_cannot_be_made_again_is_sent_at_once(long: Stage) -> None:
    asked = await long.discord.slash(long.alice, long.lounge, "help")
    await long.replied(asked)
    assert "".join(one.text() for one in asked.replies).count("Step ") == 5
    assert {one.only_for for one in asked.replies} == {long.alice}


async def test_every_button_has_a_meaning(waiting: Stage) -> None:
    async def ladder(_: object) -> Reply:
        rows = tuple(Buttons((Button(f"{n}", Action("path", (str(n),))),)) for n in range(45))
        return Reply(Card("Many", rows), again=Action("ladder"))

    async def path(request: object) -> Reply:
        return Reply(Card("", (Text(f"Path {request.arguments['name']}"),)))  # type: ignore[attr-defined]

    waiting.scripted(ladder=ladder, path=path)
    await waiting.start()
    card = await waiting.command(waiting.alice, waiting.general, "ladder")
    found = []
    while True:
        numbers = [label for label in labels(card) if label.isdigit()]
        for label in numbers:
            assert (await waiting.press(waiting.alice, card, label)).text().startswith(f"Path {label}")
        found += numbers
        onward = [label for label in labels(card) if label.startswith("Next page")]
        if not onward:
            break
        await waiting.press(waiting.alice, card, onward[0])
    assert found == [str(number) for number in range(45)]


@pytest.mark.parametrize(
    ("place", "presser", "replaced"), [("general", "alice", True), ("lounge", "alice", True), ("lounge", "bob", False)]
)
async def test_a_card_that_goes_on_in_its_own_place(waiting: Stage, place: str, presser: str, replaced: bool) -> None:
    """A quiz, say: each question takes the place of the one before, for the person whose quiz it is."""

    async def ladder(_: object) -> Reply:
        return Reply(Card("First", (Buttons((Button("On", Action("path", ("x",))),)),)))

    async def path(_: object) -> Reply:
        return Reply(Card("Second"), replace=True)

    waiting.scripted(ladder=ladder, path=path)
    await waiting.start()
    card = await waiting.command(waiting.alice, getattr(waiting, place), "ladder")
    shown = await waiting.press(getattr(waiting, presser), card, "On")
    assert (shown is card) is replaced
    assert "Second" in shown.text()
    assert replaced or shown.ephemeral
