"""What people type to make the bot shout, what Slack tells in code, what is too long; places and workspaces that go."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from adapters.slack.mrkdwn import escaped
from bot.ports import Request
from bot.texts import say
from bot.ui import Card, Reply, Text, unformatted

from .stage import Stage, text

LOUD = (
    "<!channel> <!here> <!everyone> wake up",
    "<@U0000001> <@W0000001|boss> <!subteam^S0000001> <!subteam^S0000001|@staff>",
    "@channel @here @everyone",
    "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
    "<https://evil.example|https://bank.example> <mailto:a@b.example|a@b.example>",
    "<!date^1^{date}^https://evil.example|then> <#C0000001|general>",
    " ".join(f"<@U{number:07}>" for number in range(100)),
    "\u202egnihtyreve\u202c \u2066x\u2069 z\u200be\u200dr\u2060o\ufeff",
    "*bold* _it_ ~gone~ `code` ```block``` &gt; quote :tada:",
)


@pytest.mark.parametrize("typed", LOUD)
async def test_nobody_is_called_and_nothing_is_made_of_what_was_typed(stage: Stage, typed: str) -> None:
    """However it arrives: behind a command, in a mention, in a message that somebody wants answered."""
    await stage.set(answers=(stage.channel.id,))
    await stage.ask(typed)
    said = await stage.slack.say(stage.alice, stage.channel, typed, mention_bot=True)
    await stage.spoken(many=2)
    await (await stage.slack.shortcut(stage.bob, "answer_this", said)).reply()
    await stage.drained()
    written = [*stage.said(), *stage.said(user=stage.bob)]
    assert len(written) >= 4
    for message in written:
        assert message.pings == []
        assert "<http" not in message.content
        assert "<!" not in message.content.replace("<!\u200b", "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("is &lt;N2&gt; &amp; pay ok", "is <N2> & pay ok"),
        ("&amp;lt; and &amp;amp;", "&lt; and &amp;"),
        ("may <@U0000001|kim> and <!channel> apply", "may @kim and @channel apply"),
        ("is <https://n2.example/?a=1&amp;b=2|this> it", "is this it"),
        ("1 &lt; 2 &gt; 1", "1 < 2 > 1"),
    ],
)
async def test_slacks_code_is_read_as_people_see_it(either: Stage, typed: str, shown: str) -> None:
    await either.set(answers=(either.channel.id,))
    assert f"alice asked: {shown}" in text(await (await either.ask(typed)).reply())
    await either.slack.say(either.alice, either.direct(), typed)
    (reply,) = await either.spoken(either.direct())
    assert f"You asked: {shown}" in text(reply)
    assert {request.arguments["question"] for request in either.requests} == {shown}


async def test_forty_thousand_characters_are_one_question(stage: Stage) -> None:
    long = escaped("is <N2> enough & more? " * 1_740)[:40_000]
    await stage.slack.say(stage.alice, stage.channel, long, mention_bot=True)
    replies = await stage.spoken()
    await stage.ask(long)
    assert len(stage.requests) == 2
    assert all(len(request.arguments["question"]) > 25_000 for request in stage.requests)
    assert all(one.pings == [] for one in [*replies, *stage.said()])


@pytest.mark.parametrize("gone", ["archived", "deleted", "left"])
async def test_a_place_that_goes_while_an_answer_is_made(stage: Stage, gone: str) -> None:
    """The answer comes as a direct message that says why."""
    began, ready = asyncio.Event(), asyncio.Event()

    async def slow(request: Request) -> Reply:
        began.set()
        await ready.wait()
        return Reply(Card("", (Text("the answer"),)))

    stage.handlers["ask"] = slow
    await stage.restart()
    await stage.slack.say(stage.alice, stage.channel, "what is N2?", mention_bot=True)
    await began.wait()
    match gone:
        case "archived":
            stage.channel.archive()
        case "deleted":
            del stage.team.channels[stage.channel.id]
        case "left":
            stage.channel.leave(stage.team.bot)
    ready.set()
    note, answer = await stage.spoken(stage.direct(), many=2)
    reasons = {"archived": "is_archived", "deleted": "channel_not_found", "left": "not_in_channel"}
    assert text(note) == unformatted(say("en", f"cannot.{reasons[gone]}"))
    assert text(answer).startswith("the answer")


async def test_a_removed_app_is_told_of_and_silent(stage: Stage) -> None:
    """What was set there is kept: the core forgets it when its time has come."""
    await stage.set(language="ja", answers=(stage.channel.id,))
    with capture_logs() as logs:
        stage.slack.event(stage.team, {"type": "tokens_revoked", "tokens": {"bot": [stage.team.bot.id]}})
        await stage.slack.settled()
        await stage.drained()
        await stage.slack.say(stage.alice, stage.channel, "what is N2?", mention_bot=True)
        await stage.drained()
    assert stage.said() == []
    assert [log["workspace"] for log in logs if log["log_level"] == "error"] == [stage.team.id]
    kept = await stage.kept.servers.get(stage.server)
    assert kept.left_at is not None
    assert (kept.language, kept.answers) == ("ja", (stage.channel.id,))


async def test_people_who_take_back_what_they_allowed_do_not_remove_the_app(stage: Stage) -> None:
    stage.slack.event(stage.team, {"type": "tokens_revoked", "tokens": {"oauth": [stage.alice.id]}})
    await stage.slack.settled()
    await stage.drained()
    assert "You asked: N2" in text(await (await stage.ask("N2")).reply())


@pytest.mark.parametrize("way", ["mention", "command", "form"])
async def test_a_token_that_is_revoked_in_the_middle_ends_the_workspace(stage: Stage, way: str) -> None:
    """Whatever was under way: nothing more is tried, the operator is told once, and a new installation begins anew."""
    began, ready = asyncio.Event(), asyncio.Event()

    async def slow(request: Request) -> Reply:
        began.set()
        await ready.wait()
        return Reply(Card("", (Text("the answer"),)))

    stage.handlers["ask"] = slow
    await stage.restart()
    await stage.set(answers=(stage.channel.id,))
    await stage.restart()
    with capture_logs() as logs:
        match way:
            case "mention":
                await stage.slack.say(stage.alice, stage.channel, "what is N2?", mention_bot=True)
            case "command":
                await stage.slack.command(stage.alice, stage.channel, "/ask", "what is N2?")
            case "form":
                asked = await stage.slack.shortcut(stage.alice, "ask_anywhere")
                form = await asked.form()
                await stage.slack.submit(form, {say("en", "shortcut.question"): "what is N2?"})
        await began.wait()
        stage.team.revoked = True
        ready.set()
        await stage.drained()
    assert (await stage.kept.servers.get(stage.server)).left_at is not None
    assert len([log for log in logs if log["log_level"] == "error"]) == 1
    assert stage.said() == stage.said(stage.direct()) == []
    stage.team.revoked = False
    await stage.restart()
    assert (await stage.kept.servers.get(stage.server)).left_at is None
    assert "the answer" in text(await (await stage.ask("again")).reply())
