"""What people ask, and what they read, on every platform alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.texts import say

if TYPE_CHECKING:
    from tests.contract.conftest import Begin
    from tests.contract.driver import Driver, MakeCore


def told(read: str, expected: str) -> bool:
    """Whether the parts of what is expected stand in what is read, in their order; “…” stands for anything."""
    return bool(re.search(".*?".join(re.escape(part.strip()) for part in expected.split("…")), read, re.DOTALL))


async def test_a_sure_answer_has_its_source_and_its_next_questions(person: Driver) -> None:
    read = await person.ask("what jlpt do i need for recruiting?")
    assert told(read, "Japanese in Recruiting … asks for N2 … Inside Interac … N3 … The guide, seen 2026-11-01")
    assert told(await person.follow("Duties"), "Duties in Recruiting")


async def test_a_message_for_the_bot_is_a_question_too(person: Driver) -> None:
    assert told(await person.tell("what jlpt do i need for sales?"), "Japanese in Sales … asks for N1")
    assert told(await person.follow("Pay"), "Pay in Sales … it depends")


async def test_a_follow_up_is_read_with_what_was_asked_before(person: Driver) -> None:
    await person.ask("what jlpt do i need for recruiting?")
    assert told(await person.ask("and for sales?"), "Japanese in Sales … asks for N1")
    assert told(await person.tell("and the experience?"), "Experience in Sales")


async def test_a_next_question_is_a_press(person: Driver) -> None:
    await person.ask("what jlpt do i need for sales?")
    assert told(await person.follow("Pay"), "Pay in Sales … About pay in Sales")
    assert told(await person.follow("Duties"), "Duties in Sales")
    assert told(await person.ask("and the location?"), "Location in Sales")


async def test_a_close_question_is_met_with_choices(person: Driver) -> None:
    read = await person.ask("trainer or recruiter experience")
    assert told(read, "Did you mean one of these? … If none fits, say it in other words")
    assert told(await person.follow("Experience in Trainer"), "About experience in Trainer")


async def test_what_nothing_answers_is_said_to_be_unknown(person: Driver) -> None:
    read = await person.ask("visa for fishmongers")
    assert told(read, f"{say('en', 'none.title')} … Ask the harbour office")


async def test_japanese_is_answered_in_japanese(begin: Begin, harbour: MakeCore) -> None:
    person = await begin(harbour, locale="ja")
    assert told(await person.ask("営業の給料はいくらですか"), "営業の給料 … 場合によります … 出典：ガイド")
    assert told(await person.follow("経験"), "営業")
    assert told(await person.command("ladder"), "社内のキャリアの段階")


async def test_two_are_put_side_by_side(person: Driver) -> None:
    read = await person.command("compare", first="HR", second="recruiter")
    assert told(read, "Recruiting and Recruiter … N2 … N3 … The guide")
    read = await person.command("compare", first="sales", second="plumbing")
    assert told(read, "I know no subject called “plumbing”")


async def test_the_ladder_has_its_rungs_to_press(person: Driver) -> None:
    assert told(await person.command("ladder"), "The internal ladder … Trainer … N5 … Recruiter … N3")
    assert told(await person.follow("Recruiter"), "What Recruiter is.")


async def test_a_path_has_a_button_for_each_aspect(person: Driver) -> None:
    for aspect, answer in (("Pay", "Pay in Sales"), ("Location", "Location in Sales"), ("Japanese", "asks for N1")):
        assert told(await person.command("path", name="sales"), "What Sales is. … What would you like to know?")
        assert told(await person.follow(aspect), answer)


async def test_a_name_that_is_nearly_right_offers_the_right_one(person: Driver) -> None:
    assert told(await person.command("path", name="Sails"), "I know no subject called “Sails”")
    assert told(await person.follow("Sales"), "What Sales is.")
