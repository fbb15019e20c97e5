"""Who sees what, who may what, what a failure looks like, and what becomes of what people write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.texts import say
from bot.ui import Action, Button, Buttons, Card, Fields, Reply, Select, Text, literal
from tests.contract.cores import scripted

if TYPE_CHECKING:
    from bot.ports import Request
    from tests.contract.conftest import Begin
    from tests.contract.driver import Driver, MakeCore

RUDE = (
    "@everyone @here <@1> <@&2> <#3> <!channel>",
    "**bold** *slanted* __under__ ~~gone~~ ||hidden|| `code`",
    "[a link](https://example.org) <https://example.org> <!here|x>",
    "# heading",
    "- item",
    "1. first",
    "> quoted",
    "```fence```",
    r"a\*b\\c",
    "@alice @bob @Shinro",
)


async def echo(request: Request) -> Reply:
    """What was asked, as every handler is to show it."""
    question = literal(request.arguments.get("question", ""))
    return Reply(Card("Echo", (Text(f"You asked: {question}"), Fields((("asked", question),)))))


async def broken(request: Request) -> Reply:
    raise KeyError(request.arguments["question"])


async def test_a_member_is_told_what_is_for_moderators(person: Driver) -> None:
    assert say("en", "error.forbidden.moderator") in await person.command("kb why", question="pay in sales")
    assert "Why this answer?" not in person.sees()


async def test_a_moderator_is_let_in(begin: Begin, harbour: MakeCore) -> None:
    person = await begin(harbour, role="moderator")
    assert "Why this answer?" in await person.command("kb why", question="pay in sales")
    assert "Why this answer?" not in person.another_sees()


async def test_a_failure_is_a_sentence_with_the_number_that_stands_in_the_log(begin: Begin) -> None:
    person = await begin(scripted(ask=broken, ladder=echo))
    for way in (person.ask, person.tell):
        with capture_logs() as logs:
            read = await way("my boss reads my diary")
        numbers = [log["id"] for log in logs if log["event"] == "request failed"]
        assert len(numbers) == 1
        assert say("en", "error.unexpected", id=numbers[0]) in read
        assert "diary" not in repr(logs)
    assert "Echo" in await person.command("ladder")


async def test_a_private_answer_is_for_one_person(person: Driver) -> None:
    private = await person.ask("how much does sales pay", private=True)
    assert "Pay in Sales" in private
    assert "Pay in Sales" in person.sees()
    assert "Pay in Sales" not in person.another_sees()


async def test_an_answer_in_a_place_for_answers_is_for_all(person: Driver) -> None:
    await person.ask("how much does sales pay")
    await person.tell("what are the duties in sales?")
    assert ("Pay in Sales" in person.another_sees()) == person.company
    assert ("Duties in Sales" in person.another_sees()) == person.company


async def test_help_is_for_who_asked(person: Driver) -> None:
    await person.command("help")
    assert say("en", "help.title") not in person.another_sees()


@pytest.mark.parametrize("text", RUDE)
async def test_what_a_person_writes_comes_back_as_it_is(begin: Begin, text: str) -> None:
    person = await begin(scripted(ask=echo))
    read = await person.ask(text)
    assert f"You asked: {text}" in read
    assert f"asked: {text}" in read
    assert not person.pings()


@pytest.mark.parametrize("text", ["good morning everybody", "how much does sales pay"])
async def test_what_is_for_nobody_is_met_with_silence(person: Driver, text: str) -> None:
    assert await person.mutter(text) == ""


async def test_a_button_from_before_a_restart_answers(person: Driver) -> None:
    await person.ask("what jlpt do i need for sales?")
    await person.restart()
    read = await person.follow("Pay")
    assert ("Pay in Sales" in read) if person.remembers else re.search("no numbers to press", read)


async def test_a_choice_from_before_a_restart_answers(person: Driver) -> None:
    await person.ask("trainer or recruiter experience")
    await person.restart()
    read = await person.follow("Experience in Trainer")
    assert ("About experience in Trainer" in read) if person.remembers else re.search("no numbers to press", read)


async def test_a_button_that_another_version_made_is_refused_kindly(begin: Begin) -> None:
    async def older(request: Request) -> Reply:
        old = Action("gone", ("x",))
        return Reply(Card("Old", (Buttons((Button("Old button", old),)), Select("Old?", (Button("Old choice", old),)))))

    person = await begin(scripted(ask=older))
    for label in ("Old button", "Old choice"):
        await person.ask("anything")
        assert say("en", "error.unknown_command", name="gone") in await person.follow(label)


async def test_questions_are_answered_after_a_restart(person: Driver) -> None:
    await person.restart()
    assert "Pay in Sales" in await person.ask("how much does sales pay")
    assert "Duties in Sales" in await person.tell("what are the duties in sales?")
