"""People and a real bot, over the wire."""

from __future__ import annotations

import discord as library
import pytest

from . import ImpossibleError
from .conftest import Stage


async def test_a_slash_command_is_answered_by_a_card(stage: Stage) -> None:
    asked = await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "What is N2?"})
    reply = await asked.reply()
    assert reply.text().splitlines() == ["What is N2?", "Pay", "Japanese level", "Pay", "Visa"]
    assert asked.kind == "message"
    assert asked.ack_seconds is not None
    assert 0 <= asked.ack_seconds < 3
    assert [one.label for one in reply.buttons] == ["Pay"]
    assert [one.label for one in reply.selects[0].options] == ["Japanese level", "Pay", "Visa"]
    assert reply.v2
    assert not reply.ephemeral
    assert reply.allowed_mentions == {"parse": []}


async def test_what_the_bot_is_told_of_the_person_and_the_place(stage: Stage) -> None:
    stage.guild.give(stage.alice, stage.guild.add_role("mods", permissions=["manage_messages"]))
    await (await stage.discord.slash(stage.alice, stage.channel, "kb why")).reply()
    told = stage.bot.interactions[0]
    assert (str(told.locale), str(told.guild_locale)) == ("ja", "ja")
    assert told.permissions.manage_messages
    assert told.app_permissions.send_messages
    assert told.guild_id == stage.guild.id
    assert told.channel_id == stage.channel.id
    assert isinstance(told.user, library.Member)
    assert told.user.roles[-1].name == "mods"


async def test_a_defer_is_filled_by_an_edit(stage: Stage) -> None:
    asked = await stage.discord.slash(stage.alice, stage.channel, "slow")
    reply = await asked.reply()
    assert asked.kind == "deferred"
    assert reply is asked.original
    assert reply.text().startswith("Edited.")
    assert reply.ephemeral
    assert not reply.loading


async def test_the_first_follow_up_fills_the_defer_and_stays_private(stage: Stage) -> None:
    asked = await stage.discord.slash(stage.alice, stage.channel, "slow", {"follow": True})
    await stage.discord.until(lambda: len(asked.replies) == 2)
    assert [one.text() for one in asked.replies] == ["Followed.", "And more."]
    assert [one.ephemeral for one in asked.replies] == [True, False]
    assert asked.replies[1].reply_to is asked.original


async def test_a_button_changes_the_message_that_it_stands_on(stage: Stage) -> None:
    shown = await (await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Hm?"})).reply()
    for named in ("Pay", "pay"):
        pressed = await stage.discord.press(stage.alice, shown, named)
        assert await pressed.reply() is shown
        assert pressed.kind == "update"
        assert shown.text().startswith("You chose pay.")
    assert shown.edits == 2
    with pytest.raises(ImpossibleError, match="Rent"):
        await stage.discord.press(stage.alice, shown, "Rent")


async def test_a_select_takes_values_or_labels(stage: Stage) -> None:
    shown = await (await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Hm?"})).reply()
    for named in ("Japanese level", "japanese level"):
        await (await stage.discord.choose(stage.alice, shown, [named])).reply()
        assert shown.text().startswith("You chose japanese level.")
    with pytest.raises(ImpossibleError, match="1 to 1"):
        await stage.discord.choose(stage.alice, shown, ["Pay", "Visa"])


async def test_roles_and_places_are_chosen(stage: Stage) -> None:
    mods = stage.guild.add_role("mods")
    shown = await (await stage.discord.slash(stage.alice, stage.channel, "pick")).reply()
    chosen = await stage.discord.choose(stage.alice, shown, [mods, stage.guild.default_role], "role")
    answer = await chosen.reply()
    assert answer.text() == f"You chose {mods.id}, {stage.guild.id}."
    assert answer.reply_to is shown
    chosen = await stage.discord.choose(stage.alice, shown, [stage.channel], "place")
    assert (await chosen.reply()).text() == f"You chose {stage.channel.id}."
    with pytest.raises(ImpossibleError, match="'role', 'place'"):
        await stage.discord.choose(stage.alice, shown, [mods])


async def test_a_form_is_filled_in(stage: Stage) -> None:
    asked = await stage.discord.slash(stage.alice, stage.channel, "form")
    modal = await asked.form()
    assert modal.text().splitlines() == ["Ask us", "Topic", "Visa", "Pay", "Your question"]
    sent = await stage.discord.submit(asked, {"topic": ["Pay"], "words": "How much?"})
    assert (await sent.reply()).text() == "Pay: How much?"
    with pytest.raises(AssertionError, match="opened the form"):
        await asked.reply()
    with pytest.raises(ImpossibleError, match="must be filled in"):
        await stage.discord.submit(asked, {"topic": ["Pay"]})


async def test_autocomplete_offers_while_somebody_types(stage: Stage) -> None:
    offered = await stage.discord.autocomplete(stage.alice, stage.channel, "ask", "question", "pa", {"private": True})
    assert offered == [("Japanese level", "japanese level"), ("Pay", "pay")]
    assert offered.seconds < 3


async def test_only_one_person_sees_what_is_ephemeral(stage: Stage) -> None:
    bob = stage.guild.add_member("bob")
    options = {"question": "Hm?", "private": True}
    private = await (await stage.discord.slash(stage.alice, stage.channel, "ask", options)).reply()
    public = await (await stage.discord.slash(bob, stage.channel, "ask", {"question": "Hm?"})).reply()
    assert stage.discord.sees(stage.alice, stage.channel) == [private, public]
    assert stage.discord.sees(bob, stage.channel) == [public]
    with pytest.raises(ImpossibleError, match="does not see"):
        await stage.discord.press(bob, private, "Pay")
    stage.channel.deny(stage.guild.default_role, "view_channel")
    assert stage.discord.sees(bob, stage.channel) == []


async def test_a_direct_message_is_read_and_answered(stage: Stage) -> None:
    direct = stage.discord.direct_channel(stage.alice)
    await stage.discord.say(stage.alice, direct, "What is N2?")
    await stage.discord.until(lambda: len(stage.discord.sees(stage.alice, direct)) == 2)
    assert stage.discord.sees(stage.alice, direct)[-1].text() == "You wrote: What is N2?"
    asked = await stage.discord.slash(stage.alice, direct, "ask", {"question": "Here too?"})
    assert (await asked.reply()).text().startswith("Here too?")


async def test_what_people_write_to_each_other_is_reached_by_an_installation(stage: Stage) -> None:
    between = stage.discord.private_channel(stage.alice, stage.guild.add_member("bob"))
    with pytest.raises(ImpossibleError, match="has not installed"):
        await stage.discord.slash(stage.alice, between, "ask", {"question": "Here?"})
    stage.alice.installed_app = True
    asked = await stage.discord.slash(stage.alice, between, "ask", {"question": "Here?"})
    await asked.reply()
    assert stage.bot.interactions[-1].context.private_channel


async def test_a_bot_reads_only_what_it_is_named_in(stage: Stage) -> None:
    await stage.discord.say(stage.alice, stage.channel, "just talking")
    said = await stage.discord.say(stage.alice, stage.channel, "What is N2?", mention_bot=True)
    await stage.discord.until(lambda: len(stage.channel.messages) == 3)
    answer = stage.discord.sees(stage.alice, stage.channel)[-1]
    assert answer.reply_to is said
    assert [one.content for one in stage.bot.heard] == ["", f"{stage.discord.bot.mention} What is N2?"]
    await stage.discord.say(stage.alice, stage.channel, "thanks", reply_to=answer)
    await stage.discord.until(lambda: len(stage.channel.messages) == 5)
    assert stage.bot.heard[-1].content == "thanks"


async def test_a_message_command_gets_the_message(stage: Stage) -> None:
    bob = stage.guild.add_member("bob")
    said = await stage.discord.say(bob, stage.channel, "what is n2")
    asked = await stage.discord.menu(stage.alice, stage.channel, "Answer this", said)
    assert (await asked.reply()).text() == "About: what is n2"


async def test_options_carry_people_and_places(stage: Stage) -> None:
    thread = stage.guild.add_thread(stage.channel, "N2")
    options = {"to": stage.alice, "place": stage.channel}
    asked = await stage.discord.slash(stage.alice, thread, "whisper", options)
    assert (await asked.reply()).text() == f"{stage.alice.id} {stage.channel.id}"


async def test_the_app_does_not_let_everything_through(stage: Stage) -> None:
    discord, alice, channel = stage.discord, stage.alice, stage.channel
    with pytest.raises(ImpossibleError, match="cannot be sent without question"):
        await discord.slash(alice, channel, "ask")
    with pytest.raises(ImpossibleError, match="has no 'answer'"):
        await discord.slash(alice, channel, "ask", {"question": "?", "answer": "!"})
    with pytest.raises(ImpossibleError, match="needs one of: why"):
        await discord.slash(stage.guild.owner, channel, "kb")
    with pytest.raises(ImpossibleError, match="may not use 'kb'"):
        await discord.slash(alice, channel, "kb why")
    with pytest.raises(ImpossibleError, match="times does not take 4"):
        await discord.slash(stage.guild.owner, channel, "kb why", {"times": 4})
    allowed = await discord.slash(alice, channel, "kb why", {"times": 2}, force=True)
    assert (await allowed.reply()).text() == "because because "


async def test_a_forged_press_reaches_the_bot(stage: Stage) -> None:
    asked = await stage.discord.forge(stage.alice, stage.channel, custom_id="made up")
    assert (await asked.reply()).text().startswith("You chose made up.")
