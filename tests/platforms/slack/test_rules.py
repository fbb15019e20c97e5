"""The limits, each broken once; and that what was broken is told at the end."""

from __future__ import annotations

import os
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from . import Slack
from .described import description
from .loopback import BLOCKS, METHODS
from .rules import violations
from .small_bot import card, form, menus, option, plain

Json = dict[str, Any]


def section(text: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}} | more


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Pay"), "action_id": "pay"} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(count: int = 1, **more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option(f"{n}") for n in range(count)]} | more


def message(*blocks: Json, **more: Any) -> Json:
    return {"channel": "C1", "text": "x", "blocks": list(blocks)} | more


def field(**more: Any) -> Json:
    return {"type": "input", "label": plain("x"), "element": {"type": "plain_text_input", "action_id": "t"} | more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"view": {"type": "modal", "title": plain("x"), "submit": plain("x"), "blocks": list(blocks)} | more}


def markdown(text: str) -> Json:
    return {"type": "markdown", "text": text}


CELL = {"type": "raw_text", "text": "x"}
GOOD: list[tuple[str, Json]] = [
    ("message", message(section("x" * 3_000), actions(button(text=plain("x" * 75)), select(100)))),
    ("message", message(*[{"type": "divider"}] * 50)),
    ("message", message(markdown("x" * 12_000), text="x")),
    ("message", message({"type": "table", "rows": [[CELL] * 20] * 100})),
    ("message", message({"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x"})),
    ("message", {"channel": "C1", **card("Hello")}),
    ("message", {"channel": "C1", **menus()}),
    ("message", {"channel": "C1", "markdown_text": "**x**"}),
    ("response", {"text": "x", "response_type": "in_channel"}),
    ("response to a press", {"delete_original": True}),
    ("options", {"options": []}),
    ("view", modal(field(max_length=3_000), *[{"type": "divider"}] * 99)),
    ("view", {"view": form("Ask us")}),
    ("home", {"view": {"type": "home", "blocks": card("x")["blocks"]}}),
]
BAD: list[tuple[str, Json, str]] = [
    ("message", message(section(""), text="x"), "text: 0 characters"),
    ("message", message(section("x" * 3_001)), "3001 characters"),
    ("message", message({"type": "section"}), "needs text or fields"),
    ("message", message({"type": "section", "fields": [plain("x")] * 11}), "fields: 11"),
    ("message", message({"type": "section", "fields": [plain("x" * 2_001)]}), "2001 characters"),
    ("message", message({"type": "section", "text": "x"}), "must be a text object"),
    ("message", message({"type": "header", "text": plain("x" * 151)}), "151 characters"),
    ("message", message({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}), "must be plain text"),
    ("message", message(*[{"type": "divider"}] * 51), "blocks: 51"),
    ("message", message(*[section("x" * 2_900)] * 5), "14500 characters in all"),
    ("message", message(markdown("x" * 7_000), markdown("x" * 6_000)), "13000 characters of markdown"),
    ("message", message(section(block_id="a"), section(block_id="a")), "more than once: ['a']"),
    ("message", message(section(block_id="x" * 256)), "256 characters"),
    ("message", message(actions(button(), button())), "more than once: ['pay']"),
    ("message", message(actions(button(text=plain("x" * 76)))), "76 characters"),
    ("message", message(actions(button(action_id="x" * 256))), "256 characters"),
    ("message", message(actions(button(value="x" * 2_001))), "2001 characters"),
    ("message", message(actions(button(url="x" * 3_001))), "3001 characters"),
    ("message", message(actions(button(style="loud"))), "no such style"),
    ("message", message(actions(*[button(action_id=f"{n}") for n in range(26)])), "elements: 26"),
    ("message", message(actions(select(101))), "options: 101"),
    ("message", message(actions(select(0))), "options: 0"),
    ("message", message(actions(select(options=[option("x" * 76)]))), "options.text: 76"),
    ("message", message(actions(select(options=[option("x") | {"value": "x" * 151}]))), "151 characters"),
    ("message", message(actions(select(options=[option("x")] * 2))), "more than once: ['x']"),
    ("message", message(actions(select(placeholder=plain("x" * 151)))), "151 characters"),
    ("message", message(actions(select(initial_option=option("y")))), "not offered"),
    ("message", message(actions(select(6, type="overflow"))), "options: 6"),
    ("message", message(actions(select(11, type="radio_buttons"))), "options: 11"),
    ("message", message(actions(select(11, type="checkboxes"))), "options: 11"),
    ("message", message(actions(field()["element"])), "holds no 'plain_text_input'"),
    ("message", message({"type": "context", "elements": [plain("x")] * 11}), "elements: 11"),
    ("message", message({"type": "context", "elements": [button()]}), "holds no 'button'"),
    ("message", message({"type": "image", "image_url": "https://example.org/x", "alt_text": ""}), "alt_text: 0"),
    ("message", message({"type": "table", "rows": [[CELL]] * 101}), "rows: 101"),
    ("message", message({"type": "table", "rows": [[CELL] * 21]}), "columns: 21"),
    ("message", message(*[{"type": "table", "rows": [[CELL]]}] * 2), "2 tables"),
    ("message", message({"type": "blink"}), "cannot stand in a message"),
    ("message", message(section(), text=""), "a notification would say nothing"),
    ("message", {"text": "x", "markdown_text": "x"}, "not together"),
    ("message", {"markdown_text": "x" * 12_001}, "12001 characters"),
    ("message", {"text": "x" * 40_001}, "cut off"),
    ("message", {"text": "x", "attachments": [{"text": "x"}] * 101}, "attachments: 101"),
    ("message", {"text": "x", "attachments": [{"blocks": [section("x" * 3_001)]}]}, "3001 characters"),
    ("response", {"text": "x", "response_type": "loud"}, "no such type"),
    ("response to a press", {"text": "x"}, "replace_original: not said"),
    ("options", {"options": [option("x" * 76)]}, "76 characters"),
    ("options", {"options": [option(f"{n}") for n in range(101)]}, "options: 101"),
    ("view", modal(title=plain("x" * 25)), "25 characters"),
    ("view", modal(submit=plain("x" * 25)), "25 characters"),
    ("view", modal(field(), submit=None), "needs a way to send it"),
    ("view", modal(callback_id="x" * 256), "256 characters"),
    ("view", modal(private_metadata="x" * 3_001), "3001 characters"),
    ("view", modal(*[{"type": "divider"}] * 101), "blocks: 101"),
    ("view", modal(markdown("x")), "cannot stand in a modal"),
    ("view", modal(field(max_length=3_001)), "0 to 3001"),
    ("view", modal(field(initial_value="too long", max_length=3)), "8 characters"),
    ("view", modal(type="home"), "must be a view of type 'modal'"),
    ("home", {"view": {"type": "home", "blocks": [], "title": plain("x")}}, "neither title"),
]


@pytest.mark.parametrize(("kind", "body"), GOOD)
def test_what_is_allowed(kind: str, body: Json) -> None:
    assert violations(kind, body) == []
    assert _described(kind, body) == []


@pytest.mark.parametrize(("kind", "body", "told"), BAD)
def test_what_is_not(kind: str, body: Json, told: str) -> None:
    found = [str(one) for one in violations(kind, body)]
    assert any(told in one for one in found), found


def _described(kind: str, body: Json) -> list[str]:
    """By the service's own description, where it is at hand."""
    blocks = os.environ.get(BLOCKS)
    return description(None, blocks).check(kind, body) if blocks else []


@pytest.mark.skipif(not os.environ.get(BLOCKS), reason="no schema of blocks at hand")
def test_the_schema_of_blocks_is_asked() -> None:
    assert "'emphasis' was unexpected" in _described("message", message(actions(button(emphasis=True))))[0]
    assert "no such type" in _described("message", message({"type": "blink"}))[0]
    assert "blocks/0/element" in _described("view", modal(field(colour="red")))[0]
    assert _described("view", modal(field(), mood="calm"))


@pytest.mark.skipif(not os.environ.get(METHODS), reason="no description of methods at hand")
def test_the_description_of_methods_is_asked() -> None:
    known = description(os.environ[METHODS], None)
    good = {"channel": "C1", "text": "x", "team_id": "T1", "unfurl_links": False}
    assert known.check_call("chat.postMessage", good, as_json=True) == []
    bad = {"text": "x", "colour": "red", "unfurl_links": "perhaps"}
    assert known.check_call("chat.postMessage", bad, as_json=True) == [
        "colour: no such argument",
        "channel: missing",
        "unfurl_links: 'perhaps' is neither true nor false",
    ]
    assert known.check_call("users.info", {"user": "U1"}, as_json=True) == [
        "sent as JSON, which this method does not read"
    ]


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        ([section("x" * 3_001)], "invalid_blocks"),
        ([section("x" * 2_900)] * 5, "msg_blocks_too_long"),
        ([markdown("x" * 7_000)] * 2, "msg_too_long"),
    ],
)
async def test_what_is_wrong_is_refused_and_told_at_the_end(blocks: list[Json], error: str) -> None:
    with pytest.raises(AssertionError, match=r"chat\.postMessage: blocks"):
        async with Slack() as slack:
            channel = slack.add_team("Harbour").add_channel("general")
            client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
            with pytest.raises(SlackApiError) as refused:
                await client.chat_postMessage(channel=channel.id, text="x", blocks=blocks)
            assert refused.value.response["error"] == error
            assert channel.messages == {}


async def test_a_lenient_loopback_keeps_the_problems_to_itself() -> None:
    async with Slack(strict=False) as slack:
        channel = slack.add_team("Harbour").add_channel("general")
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError):
            await client.chat_postMessage(channel=channel.id, text="x", blocks=[section("x" * 3_001)])
        assert len(slack.problems) == 1
