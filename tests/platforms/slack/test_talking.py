"""People and a real bot, over sockets and over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from . import ImpossibleError
from .conftest import Stage
from .small_bot import form, plain


async def test_a_command_is_answered_by_a_card(either: Stage) -> None:
    asked = await either.slack.command(either.alice, either.channel, "/ask", "what is N2?")
    reply = await asked.reply()
    assert reply.text().splitlines() == ["what is N2?", "Pay", "Subject", "Japanese level", "Pay", "Visa"]
    assert [one.label for one in reply.buttons] == ["Pay"]
    assert [one.label for one in reply.selects[0].options] == ["Japanese level", "Pay", "Visa"]
    await asked.acknowledged()
    assert asked.ack_seconds is not None
    assert 0 <= asked.ack_seconds < 3
    assert asked.acks == [{}]
    assert reply.ephemeral
    await either.slack.settled()
    assert either.slack.unacknowledged == []
    assert [one.name for one in either.slack.requests if one.name != "apps.connections.open"] == [
        "auth.test",
        "response_url",
    ]


async def test_an_acknowledgement_may_carry_the_answer(either: Stage) -> None:
    asked = await either.slack.command(either.alice, either.channel, "/quick", "N2 & so on")
    assert (await asked.reply()).text() == "At once: N2 & so on"
    assert asked.acks == [{"text": "At once: N2 & so on"}]


async def test_a_button_changes_the_message_that_it_stands_on(either: Stage) -> None:
    slack, alice = either.slack, either.alice
    for text, named in (("private?", "Pay"), ("public!", "pay")):
        shown = await (await slack.command(alice, either.channel, "/ask", text)).reply()
        pressed = await slack.press(alice, shown, named)
        assert await pressed.reply() is shown
        assert shown.text().startswith("You chose pay.")
        assert shown.edits == 1
    seen, public = (one["container"]["is_ephemeral"] for one in either.bot.heard if "container" in one)
    assert (seen, public) == (True, False)
    with pytest.raises(ImpossibleError, match="Rent"):
        await slack.press(alice, shown, "Rent")


async def test_a_menu_takes_values_or_labels(stage: Stage) -> None:
    shown = await (await stage.slack.command(stage.alice, stage.channel, "/ask", "Hm?")).reply()
    for named in ("Japanese level", "japanese level"):
        await (await stage.slack.choose(stage.alice, shown, named)).reply()
        assert shown.text().startswith("You chose japanese level.")
    with pytest.raises(ImpossibleError, match="'Rent' is not offered"):
        await stage.slack.choose(stage.alice, shown, "Rent")


async def test_every_kind_of_menu(stage: Stage) -> None:
    slack, alice, heard = stage.slack, stage.alice, stage.bot.heard
    bob = stage.team.add_member("bob")
    for value, menu, key, told in (
        ([alice, bob], "people", "selected_users", [alice.id, bob.id]),
        (stage.channel, "place", "selected_conversation", stage.channel.id),
        (["Japan", "abroad"], "boxes", "selected_options", 2),
        ("2027-04-01", "day", "selected_date", "2027-04-01"),
    ):
        shown = await (await slack.command(alice, stage.channel, "/menus")).reply()
        await (await slack.choose(alice, shown, value, menu)).reply()
        got = heard[-1]["actions"][0][key]
        assert (len(got) if isinstance(told, int) else got) == told
        assert heard[-1]["state"]["values"]["menus"][menu][key] == got
    shown = await (await slack.command(alice, stage.channel, "/menus")).reply()
    await (await slack.choose(alice, shown, "Later", "more")).reply()
    assert shown.text().startswith("You chose later.")


async def test_options_come_from_the_bot(either: Stage) -> None:
    slack, alice = either.slack, either.alice
    shown = await (await slack.command(alice, either.channel, "/menus")).reply()
    offered = await slack.suggest(alice, "topic", "pa", shown)
    assert offered == [("Japanese level", "japanese level"), ("Pay", "pay")]
    assert offered.seconds < 3
    await (await slack.choose(alice, shown, "Pay", "topic")).reply()
    assert shown.text().startswith("You chose pay.")
    with pytest.raises(ImpossibleError, match="has its options already"):
        await slack.suggest(alice, "subject", "pa", shown)


async def test_a_form_is_filled_in(either: Stage) -> None:
    slack, alice = either.slack, either.alice
    asked = await slack.command(alice, either.channel, "/form")
    view = await asked.form()
    assert view.text().splitlines()[:2] == ["Ask us", "Topic"]
    with pytest.raises(ImpossibleError, match="'Topic' must be filled in"):
        await slack.submit(asked, {"words": "How much?"})
    wrong = await slack.submit(view, {"Topic": "Pay", "words": "short"})
    await wrong.acknowledged()
    assert wrong.errors == {"words": "Please say more."}
    sent = await slack.submit(view, {"words": "How much?"})
    assert (await sent.reply()).text() == "Pay: How much?"
    await sent.acknowledged()
    with pytest.raises(ImpossibleError, match="not in front"):
        await slack.submit(view)


async def test_a_form_is_answered_with_other_forms(stage: Stage) -> None:
    slack, alice = stage.slack, stage.alice
    view = await (await slack.command(alice, stage.channel, "/form")).form()
    updated = await slack.submit(view, {"topic": "Visa", "words": "again"})
    assert await updated.form() is view
    assert view.title == "Once more"
    deeper = await (await slack.submit(view, {"words": "deeper"})).form()
    assert (deeper.title, deeper.stack) == ("Deeper", [view, deeper])
    deepest = await (await slack.press(alice, deeper, "More")).form()
    assert deepest.stack == [view, deeper, deepest]
    closed = await slack.close(deepest)
    await closed.acknowledged()
    assert stage.bot.heard[-1]["type"] == "view_closed"
    await (await slack.submit(deeper, {"topic": "Pay", "words": "enough"})).acknowledged()
    assert not view.open
    assert view.stack == []


async def test_a_home_is_published(either: Stage) -> None:
    slack, alice = either.slack, either.alice
    assert slack.home_of(alice) is None
    home = await slack.open_home(alice)
    assert home.text().startswith("Hello in ja-JP.")
    assert await slack.open_home(alice) is home
    assert slack.home_of(alice) is home
    pressed = await slack.press(alice, home, "Pay")
    answer = await pressed.reply()
    assert (answer.text(), answer.channel) == ("From your home.", slack.direct_channel(alice))


async def test_shortcuts(either: Stage) -> None:
    slack, alice = either.slack, either.alice
    said = await slack.say(alice, either.channel, "what is n2")
    asked = await slack.shortcut(alice, "answer_this", said)
    assert (await asked.reply()).text() == "About: what is n2"
    view = await (await slack.shortcut(alice, "ask_anywhere")).form()
    assert view.title == "Ask us"


async def test_a_mention_is_heard_twice_and_answered_in_a_thread(either: Stage) -> None:
    slack, alice = either.slack, either.alice
    said = await slack.say(alice, either.channel, f"{slack.bot.mention} what is N2?")
    await slack.until(lambda: said.replies)
    await slack.until(lambda: len(either.bot.heard) == 2)
    assert {one["type"] for one in either.bot.heard} == {"app_mention", "message"}
    answer = said.replies[0]
    assert answer.thread is said
    assert answer.text() == f"You wrote: {slack.bot.mention} what is N2?"
    assert slack.sees(alice, either.channel) == [said, answer]
    more = await slack.say(alice, either.channel, "and N1?", thread=answer, mention_bot=True)
    await slack.until(lambda: len(said.replies) == 3)
    assert more.thread is said


async def test_a_direct_message_is_read_and_answered(either: Stage) -> None:
    slack, alice = either.slack, either.alice
    direct = slack.direct_channel(alice)
    await slack.say(alice, direct, "What is N2?")
    await slack.until(lambda: len(slack.sees(alice, direct)) == 2)
    assert slack.sees(alice, direct)[-1].text() == "You wrote: What is N2?"
    await slack.settled()
    assert slack.unacknowledged == []


async def test_changes_are_heard(stage: Stage) -> None:
    said = await stage.slack.say(stage.alice, stage.channel, "what is n2")
    await stage.slack.edit(said, "what is N2")
    await stage.slack.remove(said)
    await stage.slack.until(lambda: len(stage.bot.heard) == 3)
    assert [one.get("subtype") for one in stage.bot.heard] == [None, "message_changed", "message_deleted"]
    assert stage.slack.sees(stage.alice, stage.channel) == []


async def test_only_one_person_sees_what_is_ephemeral(stage: Stage) -> None:
    slack, bob = stage.slack, stage.team.add_member("bob")
    private = await (await slack.command(stage.alice, stage.channel, "/ask", "Hm?")).reply()
    public = await (await slack.command(bob, stage.channel, "/ask", "Hm!")).reply()
    assert slack.sees(stage.alice, stage.channel) == [private, public]
    assert slack.sees(bob, stage.channel) == [public]
    with pytest.raises(ImpossibleError, match="does not see"):
        await slack.press(bob, private, "Pay")
    secret = stage.team.add_channel("secret", private=True, members=[stage.alice])
    said = await slack.say(stage.alice, secret, "psst")
    assert (slack.sees(stage.alice, secret), slack.sees(bob, secret)) == ([said], [])
    with pytest.raises(ImpossibleError, match="not in this place"):
        await slack.command(bob, secret, "/ask", "Hm?")


async def test_a_forged_press_reaches_the_bot(stage: Stage) -> None:
    asked = await stage.slack.forge_action(stage.alice, stage.channel, "made up", value="anything")
    assert (await asked.reply()).text().startswith("You chose anything.")


async def test_other_bots_are_heard_too(stage: Stage) -> None:
    feed = stage.team.add_bot("feed")
    stage.channel.join(feed)
    await stage.slack.say(feed, stage.channel, "news", subtype="bot_message")
    await stage.slack.until(lambda: stage.bot.heard)
    told = stage.bot.heard[0]
    assert (told["bot_id"], told["subtype"]) == (feed.bot_id, "bot_message")
    assert told["app_id"] != stage.slack.app_id


async def test_who_is_called(stage: Stage) -> None:
    mods = stage.team.add_usergroup("mods", [stage.alice])
    text = f"<!channel> {stage.alice.mention} {mods.mention} &lt;!here&gt;"
    said = await stage.slack.say(stage.alice, stage.channel, text)
    assert said.pings == ["<!channel>", stage.alice.mention, mods.mention]
    await stage.slack.react(stage.alice, said, "eyes")
    assert said.reactions == {"eyes": [stage.alice]}


async def test_a_form_may_ask_for_a_place_to_answer_in(stage: Stage) -> None:
    menu = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    view = form("Where?") | {
        "callback_id": "anywhere",
        "blocks": [{"type": "input", "block_id": "place", "label": plain("Place"), "element": menu}],
    }
    heard: list[dict[str, str]] = []

    async def sent(ack: Any, body: Any, respond: Any) -> None:
        await ack()
        heard.extend(body["response_urls"])
        await respond("Here.", response_type="in_channel")

    stage.bot.app.view("anywhere")(sent)
    asked = await stage.slack.shortcut(stage.alice, "nothing")
    await stage.bot.client.views_open(trigger_id=asked.trigger_id, view=view)
    submitted = await stage.slack.submit(asked, {"place": stage.channel})
    answer = await submitted.reply()
    assert (answer.text(), answer.channel, answer.ephemeral) == ("Here.", stage.channel, False)
    assert heard[0]["channel_id"] == stage.channel.id


async def test_what_was_filled_in_stays_when_a_form_changes(stage: Stage) -> None:
    view = await (await stage.slack.command(stage.alice, stage.channel, "/form")).form()
    chosen = await stage.slack.choose(stage.alice, view, "Visa", "topic")
    assert chosen.payload["view"]["state"]["values"]["topic"]["value"]["selected_option"]["value"] == "visa"
    pushed = await chosen.form()
    with pytest.raises(ImpossibleError, match="not in front"):
        await stage.slack.submit(view, {"words": "again"})
    await stage.slack.close(pushed)
    await (await stage.slack.submit(view, {"words": "again"})).form()
    sent = await stage.slack.submit(view, {"words": "How long?"})
    assert (await sent.reply()).text() == "Visa: How long?"
