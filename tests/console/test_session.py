"""Dialogues with the session: presses, forms and what happens when a person types something else."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.session import Leave, Say, Send, Session, Show
from adapters.console.texts import load
from bot.ports import Request
from bot.ui import Action, Card, Fields, Form, Reply, Text

from .fake_core import COMMANDS, LADDER, RECRUITING, WINDOW

TEXTS = load("en")


def session(*, in_place: bool = False) -> Session:
    keys = count(1)
    return Session(
        COMMANDS, TEXTS, role="moderator", locale="ja", in_place=in_place, new_key=lambda: f"key-{next(keys)}"
    )


def sent(step: object) -> Request:
    assert isinstance(step, Send)
    return step.request


def type_all(chat: Session, *lines: str) -> object:
    step: object = None
    for line in lines:
        step = chat.read(line)
    return step


def test_a_question_carries_who_and_where() -> None:
    assert sent(session().read("what is N2?")) == Request(
        command="ask",
        arguments={"question": "what is N2?"},
        organisation="terminal",
        place="terminal",
        person="terminal:me",
        role="moderator",
        locale="ja",
        key="key-1",
        server="terminal",
    )


def test_keys_are_fresh_uuids() -> None:
    chat = Session(COMMANDS, TEXTS)
    keys = {sent(chat.read("again")).key for _ in range(3)}
    assert len(keys) == 3
    assert all(len(key) == 32 and int(key, 16) for key in keys)


def test_a_number_presses_what_stands_on_the_last_card() -> None:
    chat = session()
    chat.heard(Reply(RECRUITING))
    assert sent(chat.read("1")).arguments == {"question": "pay in recruiting"}
    assert (sent(chat.read("[2]")).command, sent(chat.read("2")).arguments) == ("path", {"name": "recruiting"})
    assert chat.read("3") == Say(TEXTS.say("not_a_choice", number="3", last=2))
    assert chat.read("9" * 9_000) == Say(TEXTS.say("not_a_choice", number="9" * 20, last=2))
    chat.heard(Reply(LADDER))
    assert sent(chat.read("1")).arguments == {"name": "HT"}
    assert chat.read("0") == Say(TEXTS.say("only_choice", number="0"))


def test_a_card_without_choices_takes_the_numbers_away_and_silence_does_not() -> None:
    chat = session()
    chat.heard(Reply(RECRUITING))
    chat.heard(Reply())
    assert isinstance(chat.read("/help"), Show)
    assert isinstance(chat.read("1"), Send)
    chat.heard(Reply(Card("Only words", (Text("none"),))))
    assert chat.read("1") == Say(TEXTS.say("no_choices", number="1"))


def test_help_lists_the_catalogue_and_the_terminals_own() -> None:
    shown = session().read("/help")
    assert isinstance(shown, Show)
    assert isinstance(shown.reply.body, Card)
    (fields,) = shown.reply.body.blocks
    assert isinstance(fields, Fields)
    assert ("/path <name>", "shows one career path") in fields.pairs
    assert {"/help", "/exit"} <= {name for name, _ in fields.pairs}


def test_leaving_and_unknown_commands() -> None:
    assert session().read("/exit") == Leave()
    assert session().read("/pth HT") == Say(TEXTS.say("unknown_command_near", name="pth", nearest="path"))
    assert session().read("/zzzz") == Say(TEXTS.say("unknown_command", name="zzzz"))


def test_a_form_line_by_line() -> None:
    chat = session()
    chat.heard(Reply(WINDOW))
    assert chat.asking() == "1/4 Title"
    chat.read("Autumn round")
    assert chat.asking() == "2/4 Role\n[1] Head Teacher\n[2] SPP"
    chat.read("２")
    assert "empty keeps: 2026-12-01T09:00+09:00" in chat.asking()
    chat.read("2026-12-05 18:30")
    assert type_all(chat, "First line", "Second line") is None
    assert chat.asking() == ""
    request = sent(chat.read(""))
    assert (request.command, request.arguments) == ("window new", {"role": "draft"})
    assert request.fields == {
        "title": "Autumn round",
        "role": "spp",
        "opens": "2026-12-05T18:30+09:00",
        "details": "First line\nSecond line",
    }
    assert chat.filling is None
    assert isinstance(chat.read("a question again"), Send)


def test_empty_keeps_a_default_or_leaves_an_optional_field_empty() -> None:
    chat = session()
    chat.heard(Reply(WINDOW))
    fields = sent(type_all(chat, "Autumn", "Head Teacher", "", "")).fields
    assert (fields["opens"], fields["details"]) == ("2026-12-01T09:00+09:00", "")


def test_a_dash_empties_an_optional_default() -> None:
    chat = session()
    chat.heard(Reply(WINDOW))
    assert sent(type_all(chat, "Autumn", "1", "-", "")).fields["opens"] == ""


def test_in_place_an_emptied_line_is_empty_and_a_long_text_comes_whole() -> None:
    chat = session(in_place=True)
    chat.heard(Reply(WINDOW))
    type_all(chat, "Autumn", "1")
    assert chat.filling is not None
    assert chat.filling.editable == "2026-12-01T09:00+09:00"
    fields = sent(type_all(chat, "", "one\n\ntwo\n")).fields
    assert (fields["opens"], fields["details"]) == ("", "one\n\ntwo")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("",), TEXTS.say("form_required")),
        (("x" * 1_001,), TEXTS.say("form_too_long", length=1_001, limit=1_000)),
        (("Autumn", "3"), TEXTS.say("form_choose", last=2)),
        (("Autumn", "1", "tomorrow"), TEXTS.say("form_not_a_moment")),
    ],
)
def test_a_value_that_cannot_stand_is_asked_again(lines: tuple[str, ...], sentence: str) -> None:
    chat = session()
    chat.heard(Reply(WINDOW))
    assert type_all(chat, *lines) == Say(sentence)
    assert chat.asking().startswith(f"{len(lines)}/4")


def test_back_offers_what_was_typed_and_cancel_sends_nothing() -> None:
    chat = session()
    chat.heard(Reply(WINDOW))
    type_all(chat, "Autumn", ":back")
    assert "empty keeps: Autumn" in chat.asking()
    type_all(chat, "", "SPP", ":BACK")
    assert "empty keeps: SPP" in chat.asking()
    assert chat.read(":cancel") == Say(TEXTS.say("form_cancelled"))
    assert chat.filling is None


def test_a_form_without_fields_is_sent_at_once() -> None:
    chat = session()
    assert sent(chat.heard(Reply(Form("Sure?", (), Action("kb forget", ("x", "y")))))).arguments == {"1": "x", "2": "y"}


@given(st.lists(st.text() | st.sampled_from([":back", ":cancel", "1", "-", "", "2026-12-01"]), max_size=12))
def test_any_lines_keep_a_form_in_order(lines: list[str]) -> None:
    chat = session()
    chat.heard(Reply(WINDOW))
    for line in lines:
        step = chat.read(line)
        if isinstance(step, Send) and step.request.command == "window new" and step.request.fields:
            assert set(step.request.fields) == {"title", "role", "opens", "details"}
