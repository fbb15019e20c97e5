"""What people say to the bot, and what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering import handlers
from bot.answering.handlers import LONGEST_QUESTION
from bot.texts import say
from bot.ui import Card, plain

if TYPE_CHECKING:
    from tests.dialogue.talk import Chat


async def test_a_first_conversation(shipped: Chat) -> None:
    await shipped.talk(
        [
            ("what jlpt do i need for recruiting?", "N2 … seen 20"),
            ("and for sales?", "sales … seen 20"),
            ("/path SPP", "… What would you like to know?"),
            ("/ladder", "The internal ladder at Interac … Head Teacher"),
            ("SPPの給料はいくらですか", "出典"),
        ]
    )


async def test_a_question_a_follow_up_and_a_press(chat: Chat) -> None:
    await chat.talk(
        [
            ("what jlpt do i need for recruiting?", "Japanese in Recruiting … asks for N2 … Inside Interac … N3"),
            ("and for sales?", "Sales asks for N1"),
            ("1", "Pay in Sales"),
            ("and the experience?", "Experience in Sales"),
            ("営業の給料はいくらですか", "営業の給料"),
        ]
    )


async def test_after_a_quarter_of_an_hour_the_bot_has_forgotten(chat: Chat) -> None:
    await chat.say("what are the duties in sales")
    chat.later(minutes=14)
    assert "Pay in Sales" in await chat.say("and the pay?")
    chat.later(minutes=16)
    forgotten = await chat.say("and the experience?")
    fresh = await chat.elsewhere(person="kim").say("and the experience?")
    assert forgotten == fresh


async def test_what_one_person_asked_helps_nobody_elses_question(chat: Chat) -> None:
    await chat.say("what are the duties in sales")
    alone = await chat.elsewhere(person="kim").say("and the pay?")
    assert alone == await chat.elsewhere(place="random").say("and the pay?")
    assert alone == await chat.elsewhere(organisation="others").say("and the pay?")
    assert await chat.say("and the pay?") != alone or "Pay in Sales" in alone


async def test_paths_comparisons_and_the_ladder(chat: Chat) -> None:
    await chat.talk(
        [
            ("/path HR", "Recruiting … Japanese: N2 … What would you like to know?"),
            ("/path 営業", "営業 … 日本語：N1 … 何を知りたいですか？"),
            ("/path", "Which subject? … Recruiter"),
            ("/compare HR with recruiter", "Recruiting and Recruiter … N2 … N3"),
            ("/compare sales with selling", say("en", "compare.same")),
            ("/ladder", "The internal ladder … Trainer … Recruiter"),
            ("/path recruting", "Recruiting"),
            ("/help", "/ask question [private]: Ask a career question … Anything else you type is a question."),
        ]
    )


async def test_a_ladder_that_cannot_be_drawn_is_told_in_words(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Steps, from left to right." in await chat.say("/ladder")

    def broken(flights: object) -> bytes:
        raise OSError("no font here")

    monkeypatch.setattr(handlers, "stairs", broken)
    read = await chat.say("/ladder")
    assert "Steps, from left to right." not in read
    assert "1. Trainer: What Trainer is." in read


async def test_an_unknown_name_offers_near_ones_and_a_press_shows_it(chat: Chat) -> None:
    assert "I know no subject called “Sails”" in await chat.say("/path Sails")
    assert [button.label for button in chat.buttons][:1] == ["Sales"]
    assert "What Sales is." in await chat.say("1")
    assert "I know no subject called “plumbing”" in await chat.say("/compare sales with plumbing")


@pytest.mark.parametrize("typed", ["", "   ", "https://example.org", "\u202e\x00"])
async def test_an_empty_question_gets_an_example(chat: Chat, typed: str) -> None:
    assert "for example" in await chat.say(typed)
    assert chat.heard.private


async def test_a_novel_is_declined_and_the_longest_question_is_not(chat: Chat) -> None:
    assert await chat.say("a" * (LONGEST_QUESTION + 1)) == say("en", "error.too_long", limit="50,000")
    text = "what does sales pay? " + "x" * (LONGEST_QUESTION - 21)
    assert await chat.say(text) != say("en", "error.too_long", limit="50,000")


async def test_private_is_private(chat: Chat) -> None:
    assert not (await chat.send("ask", question="what does sales pay")).private
    for yes in ("yes", "TRUE", "1", "はい"):
        assert (await chat.send("ask", question="what does sales pay", private=yes)).private
    assert not (await chat.send("ask", question="what does sales pay", private="no")).private


@pytest.mark.parametrize("text", ["i want to die", "死にたい", "what does sales pay? i want to kill myself"])
async def test_somebody_in_danger_is_answered_in_private_even_when_overheard(chat: Chat, text: str) -> None:
    overheard = chat.elsewhere(addressed=False)
    for listener in (chat, overheard):
        await listener.say(text)
        assert listener.heard.private
        assert isinstance(listener.heard.body, Card)
        assert listener.heard.body.title in ("Please talk to somebody now", "今すぐ誰かに話してください")


async def test_overhearing_the_bot_speaks_only_when_sure(chat: Chat) -> None:
    overhearing = chat.elsewhere(addressed=False)
    for chatter in (
        "good morning all",
        "qwerty zxcvb",
        "https://example.org/cat.png",
        "",
        "a" * (LONGEST_QUESTION + 1),
    ):
        await overhearing.say(chatter)
        assert overhearing.heard.silent, chatter
    assert "Pay in Sales" in await overhearing.say("what does sales pay")
    assert chat.unanswered.questions == []


async def test_what_was_overheard_is_not_remembered(chat: Chat) -> None:
    await chat.elsewhere(addressed=False).say("what are the duties in sales")
    alone = await chat.say("and the pay?")
    assert alone == await chat.elsewhere(person="kim").say("and the pay?")


async def test_an_entry_that_is_gone_or_for_staff_is_not_shown(chat: Chat) -> None:
    for entry in ("gone.entry", "", "../../etc/passwd"):
        reply = await chat.send("entry", entry=entry)
        assert plain(reply) == say("en", "entry.unknown")
        assert reply.private


async def test_the_locale_speaks_where_the_person_has_not(chat: Chat) -> None:
    japanese = chat.elsewhere(locale="ja")
    await japanese.talk([("/ladder", "社内のキャリアの段階"), ("/help", "できること"), ("", "質問を書いてください")])
    await japanese.talk([("what does sales pay", "Pay in Sales")])


@pytest.mark.parametrize(
    "name", ["@everyone", "<@123>", "**bold** [x](http://y)", "# head", "> quote", "- list", "`code` ||spoiler|| ~~s~~"]
)
async def test_a_typed_name_comes_back_as_inert_text(chat: Chat, name: str) -> None:
    for command, arguments in (("path", {"name": name}), ("compare", {"first": name, "second": "sales"})):
        reply = await chat.send(command, **arguments)
        assert isinstance(reply.body, Card)
        markdown = "".join(getattr(block, "markdown", "") for block in reply.body.blocks)
        told = markdown.partition("“")[2].rpartition("”")[0]
        for mark in "*_`[]<>|~#":
            assert told.count(mark) == told.count("\\" + mark), told
        assert "@" not in told.replace("@\u200b", "")
        assert name in plain(reply)


async def test_a_long_typed_name_is_cut(chat: Chat) -> None:
    assert len(await chat.say("/path " + "x" * 40_000)) < 400


@pytest.mark.parametrize("hidden", ["\x00", "\x1b[2J", "\u202e", "\u2067", "\ud800"])
async def test_nothing_that_cannot_be_seen_comes_back_with_a_name(chat: Chat, hidden: str) -> None:
    for command, arguments in (("path", {"name": f"no{hidden}body"}), (f"no{hidden}body", {})):
        told = repr(await chat.send(command, **arguments))
        assert "body" in told
        assert repr(hidden[0]).strip("'") not in told
