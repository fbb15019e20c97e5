"""`shinro doctor` and `shinro manifest slack`; starts that cannot succeed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import adapters.slack as package
from adapters.slack import SlackAdapter
from adapters.slack.envelope import ANSWER_THIS, ASK
from adapters.slack.manifest import manifest
from adapters.slack.rights import SCOPES
from bot.commands import CATALOGUE
from bot.errors import SettingsError
from tests.fakes import MemoryMarks
from tests.platforms.slack import Slack

from .stage import Stage, text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MANIFEST = Path(__file__).parents[2] / "deploy" / "slack-manifest.yaml"


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with Slack() as found:
        found.add_team("Harbour")
        yield found


def options(slack: Slack, **more: str) -> dict[str, str]:
    return {"token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url, **more}


async def examined(slack: Slack, **more: str) -> dict[str, bool]:
    found = await SlackAdapter().examine(options(slack, **more), MemoryMarks())
    return {finding.subject: finding.good for finding in found}


async def test_all_is_well(slack: Slack) -> None:
    found = await examined(slack)
    assert found["slack token"] and found["slack socket mode"]
    assert all(found.values())


async def test_what_is_wrong_is_told(slack: Slack) -> None:
    assert await examined(slack, token="xoxb-wrong") | {"slack token": True} != await examined(
        slack, token="xoxb-wrong"
    )
    assert (await examined(slack, app_token="xapp-wrong"))["slack socket mode"] is False
    assert (await examined(slack, app_token=""))["slack way in"] is False
    assert (await examined(slack, app_token="", signing_secret="x", host="127.0.0.1", port="1"))["slack http mode"]
    found = await SlackAdapter().examine({"token": "x", "api_url": "http://127.0.0.1:9/api/"}, MemoryMarks())
    assert [finding.good for finding in found] == [False]


@pytest.mark.parametrize("wrong", [{"token": "xoxb-wrong"}, {"app_token": "xapp-wrong"}, {"app_token": ""}])
async def test_a_start_that_cannot_succeed_says_what_to_do(slack: Slack, wrong: dict[str, str], stage: Stage) -> None:
    with pytest.raises(SettingsError, match="SHINRO_SLACK_") as told:
        await asyncio.wait_for(SlackAdapter().run(stage.core(), options(slack, **wrong)), 10)
    assert "wrong" not in str(told.value)


async def test_a_slack_that_is_away_is_waited_for(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "FIRST_PAUSE", 0.01)
    await stage.stop()
    await stage.slack.until(lambda: not stage.slack.sockets.connected)
    fault = stage.slack.fault("auth.test", "503", 12)
    await stage.start()
    assert fault.left == 0
    assert "You asked: N2" in text(await (await stage.ask("N2")).reply())


def read(**more: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(manifest(more))
    return found


def test_the_manifest_has_every_command_with_words_that_fit() -> None:
    made = read(prefix="alt-")
    commands = {command["command"]: command for command in made["features"]["slash_commands"]}
    first = {command.name.partition(" ")[0] for command in CATALOGUE if command.typed}
    assert set(commands) == {f"/alt-{name}" for name in first - {"help"}}
    assert all(len(one["description"]) <= 100 and len(one.get("usage_hint", "")) <= 100 for one in commands.values())
    assert [one["callback_id"] for one in made["features"]["shortcuts"]] == [ANSWER_THIS, ASK]
    assert made["oauth_config"]["scopes"]["bot"] == list(SCOPES)
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in commands["/alt-ask"]


def test_over_http_it_names_where_slack_is_to_send() -> None:
    made = read(signing_secret="x", client_id="1.2")
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["request_url"].endswith("/slack/events")
    assert made["features"]["slash_commands"][0]["url"].endswith("/slack/events")
    assert made["oauth_config"]["redirect_urls"]


def test_the_manifest_that_is_handed_out_is_current() -> None:
    assert MANIFEST.read_text("utf-8") == manifest({}), "run `shinro manifest slack > deploy/slack-manifest.yaml`"
