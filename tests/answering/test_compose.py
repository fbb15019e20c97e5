"""Replies are the curators' own words with their source and date, or an honest “I don't know”."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.answering.compose import compose, credits_of, group_of, tell, with_beside
from bot.answering.engine import Decision, decide
from bot.answering.mind import learned
from bot.texts import say
from bot.ui import Action, Buttons, Card, Reply, Select, Text, plain
from tests.answering.harbour import harbour

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.library.library import Library

TODAY = date(2026, 11, 24)


def decided(band: str, *entries: str, group: str = "", language: str = "en", people: bool = False) -> Decision:
    told, choices = (entries, ()) if band == "sure" else ((), entries)
    return Decision(band, people, told, choices, (), 0.5, language, group)  # type: ignore[arg-type]


def card(reply: Reply) -> Card:
    assert isinstance(reply.body, Card)
    return reply.body


def texts(reply: Reply) -> list[str]:
    return [block.markdown for block in card(reply).blocks if isinstance(block, Text)]


def pressed(reply: Reply) -> list[tuple[str, Action]]:
    found = []
    for block in card(reply).blocks:
        buttons = block.buttons if isinstance(block, Buttons) else block.options if isinstance(block, Select) else ()
        found += [(button.label, button.action) for button in buttons]
    return found


def test_an_answer_is_the_entrys_words_with_source_and_date(small_library: Library) -> None:
    reply = compose(small_library, decided("sure", "sales.japanese"), TODAY)
    assert card(reply).title == "Japanese in Sales"
    assert texts(reply) == ["Sales asks for N1."]
    assert card(reply).footer == "The guide, seen 2026-11-01"
    assert not reply.private
    assert compose(small_library, decided("sure", "sales.japanese"), TODAY, private=True).private


def test_an_employers_own_word_is_named_as_such(small_library: Library) -> None:
    reply = compose(small_library, decided("sure", "trainer.duties"), TODAY)
    assert card(reply).footer == "Harbour's page (employer), seen 2026-11-01"


def test_two_contexts_are_two_headed_blocks(small_library: Library) -> None:
    reply = compose(small_library, decided("sure", "recruiting.japanese"), TODAY)
    assert texts(reply) == [
        "**Elsewhere in Japan**\nRecruiting asks for N2.",
        "**Inside Interac**\nRecruiter asks for N3.",
    ]
    assert re.fullmatch(
        r"The guide, seen 2026-11-01\W+Harbour's page \(employer\), seen 2026-11-01", card(reply).footer
    )


def test_who_named_the_context_gets_that_one_alone(small_library: Library) -> None:
    entry = small_library.entries["recruiting.japanese"]
    told = with_beside(small_library, [entry], frozenset({"elsewhere"}))
    assert texts(tell(small_library, told, "en", TODAY)) == ["Recruiting asks for N2."]


def test_a_reply_can_be_made_again_from_its_action(small_library: Library) -> None:
    for entries in (("sales.pay",), ("recruiting.japanese",), ("sales.pay", "it.location")):
        reply = compose(small_library, decided("sure", *entries), TODAY)
        assert reply.again is not None
        told = [small_library.entries[entry] for entry in reply.again.arguments]
        assert tell(small_library, told, "en", TODAY) == reply


def test_what_points_to_people_is_private_however_it_is_asked_for(small_library: Library) -> None:
    assert tell(small_library, [small_library.entries["safety.harm"]], "en", TODAY).private


def test_two_answers_carry_their_questions_as_headings(small_library: Library) -> None:
    reply = compose(small_library, decided("sure", "sales.pay", "it.location"), TODAY)
    assert texts(reply)[1].startswith("**Location in IT**\n")


def test_an_overdue_answer_says_so_and_one_that_is_due_today_does_not(small_library: Library) -> None:
    overdue = compose(small_library, decided("sure", "trainer.pay"), TODAY)
    assert say("en", "answer.due", date="2026-02-01") in texts(overdue)
    for day in (date(2026, 1, 31), date(2026, 2, 1)):
        assert len(texts(compose(small_library, decided("sure", "trainer.pay"), day))) == 1


def test_a_known_unknown_says_what_the_sources_do_not_state(small_library: Library) -> None:
    reply = compose(small_library, decided("sure", "sales.location"), TODAY)
    assert texts(reply) == ["The sources do not state this; ask the office."]


def test_people_who_help_are_named_in_private(small_library: Library) -> None:
    reply = compose(small_library, decided("sure", "safety.harm", people=True), TODAY)
    assert reply.private
    assert texts(reply) == ["Call the helpline."]


def test_at_most_three_questions_come_next_and_none_that_was_told(small_library: Library) -> None:
    entry = small_library.entries["sales.pay"]
    many = dataclasses.replace(entry, next=("sales.pay", *small_library.subjects["sales"].entries, "gone.entry"))
    library = dataclasses.replace(small_library, entries={**small_library.entries, entry.id: many})
    follow = pressed(compose(library, decided("sure", "sales.pay"), TODAY))
    assert [action for _, action in follow] == [
        Action("entry", ("sales.japanese",)),
        Action("entry", ("sales.experience",)),
        Action("entry", ("sales.duties",)),
    ]
    assert [label for label, _ in follow] == ["Japanese", "Experience", "Duties"]


def test_close_offers_choices_and_whom_to_ask(small_library: Library) -> None:
    reply = compose(small_library, decided("close", "sales.pay", "it.pay", group="near/tax"), TODAY)
    assert pressed(reply) == [
        ("Pay in Sales", Action("entry", ("sales.pay",))),
        ("Pay in IT", Action("entry", ("it.pay",))),
    ]
    assert texts(reply) == [say("en", "close.near", label="taxes")]
    assert card(reply).footer == say("en", "close.none", people="the harbour office")


def test_what_is_near_names_whom_to_ask_and_the_nearest_answer(small_library: Library) -> None:
    reply = compose(small_library, decided("none", group="near/tax"), TODAY)
    assert texts(reply)[0] == say("en", "none.group", label="taxes", whom="the tax office")
    assert pressed(reply) == [("Pay in Sales", Action("entry", ("sales.pay",)))]


@pytest.mark.parametrize("group", ["far/life", "unsafe/harm", "lookalike/idiom"])
def test_what_is_far_is_declined_without_naming_it(small_library: Library, group: str) -> None:
    reply = compose(small_library, decided("none", group=group), TODAY)
    assert (card(reply).title, texts(reply)) == (say("en", "none.title"), [say("en", "none.far")])


def test_chatter_gets_an_example_of_a_question(small_library: Library) -> None:
    (sentence,) = texts(compose(small_library, decided("none", group="chatter/greetings"), TODAY))
    assert sentence == say("en", "none.chatter", example="how much japanese does IT take") or "IT" in sentence


def test_the_unknown_points_to_people_and_guesses_nothing(small_library: Library) -> None:
    reply = compose(small_library, decided("none"), TODAY)
    assert texts(reply) == [say("en", "none.text", people="the harbour office")]
    assert pressed(reply) == []
    anyone = dataclasses.replace(small_library, pack=small_library.pack.model_copy(update={"ask_people": {}}))
    assert texts(compose(anyone, decided("none"), TODAY)) == [say("en", "none.text_anyone")]
    assert card(compose(anyone, decided("close", "it.pay"), TODAY)).footer == say("en", "close.none_anyone")


@pytest.mark.parametrize("band", ["close", "none"])
def test_who_did_not_ask_the_bot_hears_nothing_unless_it_is_sure(small_library: Library, band: str) -> None:
    entries = ("it.pay",) if band == "close" else ()
    assert compose(small_library, decided(band, *entries, group="near/tax"), TODAY, addressed=False).silent
    assert not compose(small_library, decided("sure", "it.pay"), TODAY, addressed=False).silent


def test_a_reply_is_in_the_language_of_the_question(small_mind: Mind) -> None:
    decision = decide(small_mind, "営業の給料はいくらですか")
    assert decision.language == "ja"
    asked = compose(small_mind.library, decided("sure", "sales.pay", language=decision.language), TODAY)
    assert card(asked).title == "営業の給料"
    assert card(asked).footer == "出典：ガイド（2026-11-01に確認）"


def test_a_pack_in_english_only_answers_everybody_in_english(tmp_path: Path) -> None:
    mind = learned(harbour(tmp_path, languages=("en",)))
    assert mind.library.languages == ("en",)
    for question in ("what does sales pay", "salesの給料は？", "営業の給料はいくらですか"):
        decision = decide(mind, question, locale="ja")
        assert decision.language == "en"
        assert not re.search("[ぁ-んァ-ヴ]", plain(compose(mind.library, decision, TODAY)))
    reply = compose(mind.library, decided("sure", "sales.pay", language="ja"), TODAY)
    assert card(reply).title == "Pay in Sales"


def test_a_source_is_credited_once(small_library: Library) -> None:
    entries = [small_library.entries[name] for name in ("sales.pay", "it.pay", "sales.duties")]
    assert credits_of(small_library, entries, "en") == "The guide, seen 2026-11-01"
    assert credits_of(small_library, [dataclasses.replace(entries[0], sources=("gone#fact",))], "en") == ""


def test_groups_are_found_by_kind_and_name(small_library: Library) -> None:
    assert group_of(small_library, "near/tax")[1] is not None
    assert group_of(small_library, "far/tax") == ("far", None)
    assert group_of(small_library, "") == ("", None)


def test_every_answer_of_the_shipped_pack_can_be_told(shipped_mind: Mind) -> None:
    library = shipped_mind.library
    for entry in library.entries.values():
        for language in library.languages:
            reply = tell(library, with_beside(library, [entry]), language, TODAY)
            told, answer = card(reply), library.local(entry.answer, language)
            assert told.title
            assert answer in plain(reply) or "**" in answer
            assert told.footer, entry.id
