"""The home tab, the agent view, choosers of channels and roles; what is malformed; several people at once."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.ports import Request
from bot.texts import say
from bot.ui import Action, Card, Picker, Reply, Text, unformatted

from .stage import Stage, playing, text


async def test_the_home_has_questions_to_try_and_what_can_be_typed(either: Stage) -> None:
    home = await either.slack.open_home(either.alice)
    assert unformatted(say("en", "home.intro", command="/ask")) in home.text()
    assert "/ask question [private]" in home.text()
    assert "/kb why" not in home.text()
    assert [button.label for button in home.buttons][:2] == ["Question 0?", "Question 1?"]
    labels = {button.label for button in home.buttons}
    assert {say("en", f"command.{name}.summary") for name in ("quiz", "profile")} <= labels
    await either.slack.press(either.alice, home, "Question 0?")
    (reply,) = await either.spoken(either.direct())
    assert "Echo" in text(reply)
    boss = either.team.add_member("boss", admin=True, locale="ja-JP")
    assert say("ja", "command.shinro.status.summary") in [b.label for b in (await either.slack.open_home(boss)).buttons]


async def test_the_conversation_with_it_begins_with_questions(stage: Stage) -> None:
    await stage.slack.open_messages(stage.alice)
    await stage.slack.until(lambda: stage.slack.assistant(stage.direct()))
    shown = stage.slack.assistant(stage.direct())
    assert shown["prompts"][0] == {"title": "Question 0?", "message": "Question 0?"}
    assert len(shown["prompts"]) == 4


async def test_channels_groups_and_people_are_chosen(stage: Stage) -> None:
    picked: list[tuple[str, ...]] = []

    async def choosers(request: Request) -> Reply:
        where = Picker("Where?", "channel", Action("entry", ("where",)), (stage.channel.id,))
        who = Picker("Who?", "role", Action("entry", ("who",)), (group.id, stage.bob.id))
        return Reply(Card("", (where, who)), private=True)

    async def take(request: Request) -> Reply:
        picked.append(tuple(request.arguments.values()))
        return Reply(Card("", (Text("taken"),)), private=True)

    group, other = stage.team.add_usergroup("staff", [stage.bob]), stage.team.add_usergroup("teachers")
    stage.handlers |= {"ask": choosers, "entry": take}
    await stage.restart()
    for _ in range(2):
        shown = await (await stage.ask("choose")).reply()
        where, groups, people = (select.action_id for select in shown.selects)
        second = stage.team.add_channel("second")
        await stage.slack.choose(stage.alice, shown, [stage.channel, second], where)
        await stage.drained()
        assert picked[-1] == ("where", f"{stage.channel.id} {second.id}")
        assert await stage.slack.suggest(stage.alice, groups, "teach", shown) == [("@teachers", other.id)]
        await stage.slack.choose(stage.alice, shown, [other.id], groups)
        await stage.drained()
        assert picked[-1] == ("who", f"{other.id} {stage.bob.id}")
        await stage.slack.choose(stage.alice, shown, [stage.alice], people)
        await stage.drained()
        assert picked[-1] == ("who", f"{stage.alice.id} {other.id}")
        await stage.slack.choose(stage.alice, shown, [], groups)
        await stage.drained()
        assert picked[-1] == ("who", stage.alice.id)
        await stage.set(answers=(stage.channel.id,))
        await stage.restart()


async def test_status_names_what_the_bot_misses(stage: Stage) -> None:
    seen: list[tuple[str, ...]] = []

    async def status(request: Request) -> Reply:
        seen.append(request.lacks)
        return Reply(Card("Status"), private=True)

    stage.handlers["shinro status"] = status
    boss = stage.team.add_member("boss", admin=True)
    elsewhere = stage.team.add_channel("elsewhere", bot_in=False)
    await stage.restart()
    await stage.command("/shinro", "status", boss)
    await stage.command("/shinro", "status", boss, elsewhere)
    assert "not_in_channel" not in seen[0]
    assert seen[1][0] == "not_in_channel"


async def test_every_event_is_acknowledged_whatever_it_is(either: Stage) -> None:
    for kind in ("reaction_added", "team_join", "member_joined_channel", "made_up", "message"):
        either.slack.event(either.team, {"type": kind})
    await either.slack.settled()
    await either.drained()
    assert not either.slack.unacknowledged


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "team", "user", "channel", "view", "message", "container", "actions", "value", "blocks"]
            ),
            inside,
            max_size=4,
        )
    ),
    max_leaves=8,
)
SHAPES = st.dictionaries(
    st.sampled_from(
        ["team", "user", "channel", "view", "message", "container", "actions", "state", "trigger_id", "event"]
    ),
    ANYTHING,
    max_size=8,
)


def _within(kind: str, team: str, user: str, shape: dict[str, Any]) -> dict[str, Any]:
    base: dict[str, Any] = {"team": {"id": team}, "user": {"id": user}, "type": kind}
    if kind == "event_callback":
        event = shape.get("event") if isinstance(shape.get("event"), dict) else {}
        return shape | {"type": kind, "team_id": team, "event": {"type": "message", **(event or {})}}
    if kind == "block_actions":
        base["actions"] = [{"type": "button", "action_id": "x", "block_id": "y", "value": json.dumps(shape)[:90]}]
    if kind in ("view_submission", "view_closed"):
        base["view"] = {
            "callback_id": "shinro:form",
            "private_metadata": json.dumps(shape),
            "type": "modal",
            "id": "V1",
        }
    if kind == "block_suggestion":
        base |= {"action_id": "shinro:pick:x", "block_id": "z", "value": ""}
    if kind in ("shortcut", "message_action"):
        base["callback_id"] = "x"
    return {**base, **{k: v for k, v in shape.items() if k not in base}}


KINDS = [
    "event_callback",
    "block_actions",
    "view_submission",
    "view_closed",
    "block_suggestion",
    "shortcut",
    "message_action",
]


async def test_what_is_malformed_is_acknowledged_and_breaks_nothing() -> None:
    async with playing() as stage:
        examples: list[tuple[str, dict[str, Any]]] = []

        @given(st.sampled_from(KINDS), SHAPES)
        @settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def collect(kind: str, shape: dict[str, Any]) -> None:
            examples.append((kind, _within(kind, stage.team.id, stage.alice.id, shape)))

        collect()
        for kind, payload in examples:
            await stage.slack.forge("events_api" if kind == "event_callback" else "interactive", payload, stage.alice)
        await stage.slack.settled()
        await stage.drained()
        assert not stage.slack.unacknowledged
        assert "You asked: N2" in text(await (await stage.ask("N2")).reply())
        stage.slack.problems.clear()


@pytest.mark.parametrize(
    "value", ["", "x", "[]", '["@page"]', '["@delete"]', '["@share"]', '["@form","0","gone"]', "[1]"]
)
async def test_a_button_of_an_older_making_says_so(stage: Stage, value: str) -> None:
    more: dict[str, Any] = {"value": value} if value else {}
    asked = await stage.slack.forge_action(stage.alice, stage.channel, "shinro:old", **more)
    reply = await asked.reply()
    assert reply.only_for is stage.alice
    assert text(reply) in (say("en", "press.gone"), say("en", "form.gone"))


async def test_people_are_asked_about_once_and_many_are_answered(stage: Stage) -> None:
    people = [stage.team.add_member(f"person{n}") for n in range(10)]
    await stage.drained()
    asked = await asyncio.gather(
        *(stage.slack.command(people[n % 10], stage.channel, "/ask", f"question {n}") for n in range(100))
    )
    replies = [await one.reply() for one in asked]
    assert all(f"You asked: question {n}" in text(reply) for n, reply in enumerate(replies))
    assert len(stage.slack.sent("users.info")) == 10


async def test_nothing_people_write_stands_in_the_log(stage: Stage) -> None:
    async def broken(request: Request) -> Reply:
        raise KeyError(request.arguments["question"])

    stage.handlers["ask"] = broken
    await stage.restart()
    with capture_logs() as logs:
        await stage.ask("my boss reads my diary")
        await stage.slack.say(stage.alice, stage.channel, "my boss reads my diary", mention_bot=True)
        await stage.drained()
    assert logs
    assert "diary" not in repr(logs)
