"""The chat in memory as its users see it: who reads what, and what a test is told that presses what is not there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from adapters.fake import DIRECT, FakeChat, NotThere
from bot.texts import say
from bot.ui import Card, Reply, Text
from tests.contract.cores import scripted
from tests.fakes import MemoryStore

if TYPE_CHECKING:
    from bot.ports import Adapter, Request

TRANSCRIPT = """\
# general
alice (only alice): /path sales
Shinro (only alice): Sales
    What Sales is.
    Elsewhere in Japan: Japanese: N1
    What would you like to know?
    [Japanese] [Pay] [Experience] [Duties] [Location]
    The guide, seen 2026-11-01
alice (only alice): [Pay]
Shinro (only alice): Pay in Sales
    About pay in Sales: it depends.
    [Japanese] [Experience] [Duties]
    The guide, seen 2026-11-01
bob: good morning
bob: @Shinro which japanese level for sales?
Shinro: Japanese in Sales
    Sales asks for N1.
    [Pay] [Experience] [Duties]
    The guide, seen 2026-11-01

# direct alice
alice: IT pay?
Shinro: Pay in IT
    About pay in IT: it depends.
    [Japanese] [Experience] [Duties]
    The guide, seen 2026-11-01
"""


async def test_a_transcript_is_the_same_at_every_run(chatroom: FakeChat) -> None:
    alice, bob = chatroom.person("alice"), chatroom.person("bob")
    await alice.types("/path sales")
    await alice.presses("Pay")
    assert await bob.says("good morning") == ""
    await bob.says("@Shinro which japanese level for sales?")
    await alice.says("IT pay?", place=DIRECT)
    assert chatroom.transcript() == TRANSCRIPT


async def test_a_dialogue_reads_like_a_chat(chatroom: FakeChat) -> None:
    chatroom.person("alice")
    chatroom.person("kenji", locale="ja")
    chatroom.person("mo", role="moderator")
    await chatroom.dialogue(
        [
            ("alice", "what jlpt do i need for recruiting?", "Japanese in Recruiting … N2 … N3 …"),
            ("alice", "and for sales?", "… Sales asks for N1 …"),
            ("alice", "[Pay]", "Pay in Sales …"),
            ("alice", "trainer or recruiter experience", "Did you mean … ( ) Experience in Trainer …"),
            ("alice", "[Experience in Trainer]", "… About experience in Trainer …"),
            ("alice", "/compare HR with recruiter", "Recruiting and Recruiter …"),
            ("alice", "/kb why sales pay", say("en", "error.forbidden.moderator")),
            ("mo", "/kb why sales pay", "Why this answer? …"),
            ("kenji", "@Shinro 営業の給料はいくらですか", "営業の給料 …"),
        ]
    )


async def test_a_dialogue_that_goes_otherwise_shows_what_was_read(chatroom: FakeChat) -> None:
    chatroom.person("alice")
    with pytest.raises(AssertionError, match=r"read:\nSales\n(.|\n)*instead of:\nRecruiting"):
        await chatroom.dialogue([("alice", "/path sales", "Recruiting …")])
    with pytest.raises(NotThere, match=r"nobody called “zoe”; there is .'alice'."):
        await chatroom.dialogue([("zoe", "hello", "…")])


async def test_where_an_admin_lets_the_bot_answer_all_read_it(chatroom: FakeChat) -> None:
    ada, alice, bob = chatroom.person("ada", role="admin"), chatroom.person("alice"), chatroom.person("bob")
    await alice.asks("sales pay?")
    assert "Pay in Sales" not in bob.sees("general")
    await ada.types("/shinro channels answers:#general")
    await alice.asks("sales pay?")
    await alice.asks("selling duties?", private=True)
    assert bob.sees("general").count("Pay in Sales") == 1
    assert "Duties in Sales" not in bob.sees("general")
    assert "Duties in Sales" in alice.sees("general")
    await bob.presses("Experience")
    assert "Experience in Sales" not in alice.sees("general")


async def test_where_the_bot_listens_it_answers_unasked_when_it_is_sure(chatroom: FakeChat) -> None:
    ada, alice = chatroom.person("ada", role="admin"), chatroom.person("alice")
    assert await alice.says("how much does sales pay") == ""
    await ada.types("/shinro channels listening:#general")
    assert "Pay in Sales" in await alice.says("how much does sales pay")
    assert await alice.says("what a nice day it is") == ""


async def test_a_chooser_of_roles_makes_a_moderator(chatroom: FakeChat) -> None:
    ada, alice = chatroom.person("ada", role="admin"), chatroom.person("alice", roles=["guides"])
    assert say("en", "error.forbidden.moderator") in await alice.types("/kb why sales pay")
    assert "<role: –>" in await ada.types("/shinro roles")
    with pytest.raises(NotThere, match="2 choosers fit"):
        await ada.picks("guides")
    with pytest.raises(NotThere, match="at most, not 11"):
        await ada.picks(*map(str, range(11)), prompt="Moderators")
    await ada.picks("guides", prompt="Moderators")
    assert "Why this answer?" in await alice.types("/kb why sales pay")


async def test_in_a_thread_a_question_follows_what_anybody_asked_there(chatroom: FakeChat) -> None:
    chatroom.thread("sales talk")
    alice, bob = chatroom.person("alice"), chatroom.person("bob")
    await alice.says("@Shinro what are the duties in sales", place="sales talk")
    assert "Pay in Sales" in await bob.says("@Shinro and the pay?", place="sales talk")
    assert bob.sees("general") == ""


async def test_in_a_direct_conversation_nobody_else_is_there_and_nobody_is_a_moderator(chatroom: FakeChat) -> None:
    mo = chatroom.person("mo", role="moderator")
    assert say("en", "error.forbidden.moderator") in await mo.types("/kb why sales pay", place=DIRECT)
    assert "Pay in Sales" in await mo.asks("sales pay?")
    assert chatroom.person("alice").sees(DIRECT) == ""
    assert say("en", "error.server_only") in await mo.types("/shinro status")


async def test_another_server_is_another_organisation(chatroom: FakeChat) -> None:
    chatroom.channel("lobby", server="elsewhere")
    ada, alice = chatroom.person("ada", role="admin"), chatroom.person("alice")
    await ada.types("/shinro channels answers:#lobby", place="lobby")
    await alice.asks("sales pay?", place="general")
    assert "Pay in Sales" not in ada.sees("general")
    assert "Pay in Sales" not in await alice.asks("and the pay?", place="lobby")


async def test_the_language_and_the_completions_are_the_persons(chatroom: FakeChat) -> None:
    kenji, alice = chatroom.person("kenji", locale="ja"), chatroom.person("alice", locale="en-GB")
    assert "できること" in await kenji.types("/help")
    assert kenji.offered("path", "name") != alice.offered("path", "name")
    assert alice.offered("path", "name", "sal")[0] == "Sales"


async def test_what_is_not_there_cannot_be_pressed(chatroom: FakeChat) -> None:
    alice, bob = chatroom.person("alice"), chatroom.person("bob")
    with pytest.raises(NotThere, match="alice sees no card in general"):
        await alice.presses("Pay")
    await alice.asks("sales pay?")
    with pytest.raises(
        NotThere, match=r"sees no button “Wages”; there is .'Japanese', 'Experience', 'Duties'. on:\nPay in"
    ):
        await alice.presses("Wages")
    with pytest.raises(NotThere, match="sees no choice “Duties”"):
        await alice.chooses("Duties")
    with pytest.raises(NotThere, match="bob sees no card in general"):
        await bob.presses("Duties")
    with pytest.raises(NotThere, match="no card with “Recruiting”"):
        await alice.presses("Duties", on="Recruiting")
    with pytest.raises(NotThere, match=r"no place “attic”; there is .'general', 'direct'."):
        await alice.asks("sales pay?", place="attic")
    with pytest.raises(NotThere, match="alice has no form open"):
        await alice.fills({})


async def test_an_older_card_is_pressed_by_what_stands_on_it(chatroom: FakeChat) -> None:
    alice = chatroom.person("alice")
    await alice.types("/path sales")
    await alice.types("/path IT")
    assert "Pay in Sales" in await alice.presses("Pay", on="What Sales is")
    assert "Pay in IT" in await alice.follows("Pay", on="What IT is")


async def test_each_doing_has_a_key_of_its_own_also_after_a_restart() -> None:
    keys: list[str] = []

    async def note(request: Request) -> Reply:
        keys.append(request.key)
        return Reply(Card("", (Text("noted"),)))

    kept = MemoryStore()
    chat = FakeChat(scripted(ask=note)(kept))
    alice = chat.person("alice")
    await alice.asks("one")
    await alice.says("@Shinro two")
    chat.restart(scripted(ask=note)(kept))
    assert await alice.asks("three") == "noted"
    assert len(set(keys)) == 3
    assert "" not in keys


async def test_it_is_run_as_any_adapter() -> None:
    async def echo(request: Request) -> Reply:
        return Reply(Card(request.arguments["question"]))

    chat = FakeChat()
    alice = chat.person("alice")
    with pytest.raises(NotThere, match="give the chat a core, or run it"):
        await alice.asks("anybody?")
    adapter: Adapter = chat
    kept = MemoryStore()
    running = asyncio.ensure_future(adapter.run(scripted(ask=echo)(kept), {}))
    await asyncio.sleep(0)
    assert list(kept.servers.known) == ["fake:harbour"]
    assert await alice.asks("here now?") == "here now?"
    chat.close()
    assert await running == 0


async def test_a_name_that_would_be_called_is_told() -> None:
    async def careless(request: Request) -> Reply:
        return Reply(Card("@title", (Text(request.arguments["question"]),)))

    chat = FakeChat(scripted(ask=careless)(MemoryStore()))
    alice = chat.person("alice")
    await alice.asks("@everyone or @\u200bhere, or a@b.example")
    assert [message.pings for message in chat.messages if message.reply] == [("everyone",)]
