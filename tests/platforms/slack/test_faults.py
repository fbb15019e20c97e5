"""What goes wrong, by the bot's doing or on purpose, and how the library copes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from . import Slack, Team
    from .conftest import Stage

POST = "chat.postMessage"


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's seconds between tries become hundredths; its order of doing things stays."""
    sleep = asyncio.sleep

    async def short(seconds: float) -> None:
        await sleep(seconds / 100 if seconds >= 0.5 else seconds)

    monkeypatch.setattr(asyncio, "sleep", short)


def statuses(slack: Slack, name: str = POST) -> list[int]:
    return [one.status for one in slack.sent(name)]


async def test_an_event_that_nobody_handles_is_not_acknowledged(either: Stage) -> None:
    slack = either.slack
    sent = slack.event(either.team, {"type": "channel_rename", "channel": {"id": either.channel.id, "name": "new"}})
    slack.advance(3.1)
    await slack.until(lambda: slack.unacknowledged == [sent])
    for attempt in (1, 2, 3):
        (again,) = await slack.redeliver()
        assert again.attempt == attempt
        assert again.payload["event_id"] == sent.payload["event_id"]
    assert await slack.redeliver() == []


async def test_a_lost_acknowledgement_makes_an_event_come_twice(either: Stage) -> None:
    slack = either.slack
    await slack.say(either.alice, either.channel, "hello")
    await slack.settled()
    assert await slack.redeliver() == []
    (again,) = await slack.redeliver(everything=True)
    await slack.until(lambda: len(either.bot.heard) == 2)
    assert either.bot.heard[0] == either.bot.heard[1]
    assert (again.attempt, again.reason.removeprefix("http_")) == (1, "timeout")
    await slack.settled()
    assert slack.unacknowledged == []


async def test_a_command_that_nobody_handles_is_not_acknowledged(either: Stage) -> None:
    asked = await either.slack.command(either.alice, either.channel, "/nothing")
    either.slack.advance(3.1)
    await either.slack.until(lambda: either.slack.unacknowledged == [asked.delivery])
    assert asked.acks == []


async def test_malformed_payloads_are_not_acknowledged(stage: Stage) -> None:
    for kind, payload in (
        ("slash_commands", {"command": "/ask"}),
        ("interactive", {"type": "block_actions", "actions": []}),
        ("interactive", {"type": "something new"}),
        ("something_new", {"type": "?"}),
    ):
        asked = await stage.slack.forge(kind, payload, stage.alice, stage.channel)
        assert asked.acks == []
    await (await stage.slack.command(stage.alice, stage.channel, "/quick", "after all that")).acknowledged()


async def test_a_response_address_is_good_five_times(stage: Stage) -> None:
    asked = await stage.slack.command(stage.alice, stage.channel, "/often")
    await stage.slack.until(lambda: len(stage.bot.statuses) == 6)
    assert stage.bot.statuses == [200] * 5 + [404]
    assert [one.text() for one in asked.replies] == ["0", "1", "2", "3", "4"]
    assert stage.slack.sent("response_url")[-1].error == "used_url"


async def test_a_response_address_is_good_for_half_an_hour(stage: Stage) -> None:
    stage.bot.before_answer = lambda: stage.slack.advance(31 * 60)
    await stage.slack.command(stage.alice, stage.channel, "/ask", "Hm?")
    await stage.slack.until(lambda: stage.bot.statuses == [404])
    assert stage.slack.sent("response_url")[-1].error == "expired_url"


async def test_a_trigger_is_good_for_three_seconds(stage: Stage) -> None:
    stage.bot.before_answer = lambda: stage.slack.advance(3.1)
    await stage.slack.command(stage.alice, stage.channel, "/form")
    await stage.slack.until(lambda: stage.slack.sent("views.open"))
    assert stage.slack.sent("views.open")[0].error == "expired_trigger_id"


async def test_a_trigger_is_good_once(stage: Stage) -> None:
    asked = await stage.slack.command(stage.alice, stage.channel, "/form")
    view = await asked.form()
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await stage.bot.client.views_open(trigger_id=asked.trigger_id, view=view.body)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await stage.bot.client.views_open(trigger_id="1.2.3", view=view.body)
    await stage.bot.client.views_update(view_id=view.id, hash=view.hash, view=view.body)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await stage.bot.client.views_update(view_id=view.id, hash="1.old", view=view.body)


async def test_a_rate_limit_is_waited_for(stage: Stage) -> None:
    fault = stage.slack.fault(POST, "429", retry_after=2)
    await stage.bot.client.chat_postMessage(channel=stage.channel.id, text="Hello")
    assert fault.hits == 1
    assert statuses(stage.slack) == [429, 200]


async def test_posting_to_one_channel_is_limited(stage: Stage) -> None:
    stage.slack.bucket(1, 5)
    await stage.bot.client.chat_postMessage(channel=stage.channel.id, text="One")
    with pytest.raises(SlackApiError, match="ratelimited") as refused:
        await stage.bot.client.chat_postMessage(channel=stage.channel.id, text="Two")
    assert 1 <= int(refused.value.response.headers["Retry-After"]) <= 5
    stage.slack.advance(5)
    await stage.bot.client.chat_postMessage(channel=stage.channel.id, text="Three")


@pytest.mark.parametrize("kind", ["503", "500", "internal_error"])
async def test_failures_are_not_tried_again(stage: Stage, kind: str) -> None:
    stage.slack.fault(POST, kind)
    with pytest.raises(SlackApiError):
        await stage.bot.client.chat_postMessage(channel=stage.channel.id, text="Hello")
    assert stage.channel.messages == {}
    assert len(statuses(stage.slack)) == 1


@pytest.mark.parametrize(("kind", "said"), [("reset before", 1), ("reset after", 2)])
async def test_a_lost_answer_makes_the_library_say_it_twice(stage: Stage, kind: str, said: int) -> None:
    stage.slack.fault(POST, kind)
    await stage.bot.client.chat_postMessage(channel=stage.channel.id, text="Hello")
    assert statuses(stage.slack) == [0, 200]
    assert len(stage.channel.messages) == said


async def test_a_lost_answer_of_a_response_address(stage: Stage) -> None:
    stage.slack.fault("response_url", "500 after")
    asked = await stage.slack.command(stage.alice, stage.channel, "/ask", "Hm?")
    await asked.reply()
    await stage.slack.until(lambda: stage.bot.statuses == [500])


async def test_a_slow_answer_comes(team: Team, client: AsyncWebClient, server: Slack) -> None:
    server.fault("auth.test", "slow 0.2")
    loop = asyncio.get_running_loop()
    started = loop.time()
    await client.auth_test()
    assert loop.time() - started >= 0.2


async def test_chance_comes_from_a_seed(stage: Stage) -> None:
    runs: list[list[int]] = []
    for _ in range(2):
        stage.slack.requests.clear()
        fault = stage.slack.fault("auth.test", "service_unavailable", times=None, chance=0.5, seed=7)
        for _ in range(10):
            try:
                await stage.bot.client.auth_test()
            except SlackApiError as refused:
                assert refused.response["error"] == "service_unavailable"
        fault.stop()
        runs.append([len(one.error) for one in stage.slack.requests])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 2


async def test_an_unknown_fault_is_a_mistake(stage: Stage) -> None:
    with pytest.raises(ValueError, match="no such fault"):
        stage.slack.fault(POST, "gremlins")
    with pytest.raises(ValueError, match="no such fault"):
        await stage.slack.socket_fault("gremlins")


async def test_a_bot_that_does_not_exist_is_noticed(server: Slack, team: Team) -> None:
    channel, alice = team.add_channel("general"), team.add_member("alice")
    server.http("http://127.0.0.1:1/slack/events")
    asked = await server.command(alice, channel, "/ask", "Hm?")
    await server.until(lambda: asked.failed)
    with pytest.raises(aiohttp.ClientError):
        await server.verify()
