"""The limits, each broken once; and that what was broken is told at the end."""

from __future__ import annotations

import os
from typing import Any

import discord as library
import pytest

from . import Discord
from .loopback import DESCRIPTION
from .openapi import description
from .rules import violations
from .small_bot import running

QUIET: dict[str, Any] = {"allowed_mentions": {"parse": []}}
V2 = 1 << 15


def button(**more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Pay", "custom_id": "pay"} | more


def row(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(inside)}


def select(count: int = 1, **more: Any) -> dict[str, Any]:
    options = [{"label": f"{number}", "value": f"{number}"} for number in range(count)]
    return {"type": 3, "custom_id": "subject", "options": options} | more


def shown(text: str) -> dict[str, Any]:
    return {"type": 10, "content": text}


def v2(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"flags": V2, "components": list(components), **QUIET} | more


def embed(**more: Any) -> dict[str, Any]:
    return {"embeds": [more]}


def field(**more: Any) -> dict[str, Any]:
    named = {"type": 18, "label": "Title", "component": {"type": 4, "custom_id": "title", "style": 1} | more}
    return {"title": "New window", "custom_id": "window", "components": [named]}


GOOD: list[tuple[str, Any]] = [
    ("message", {"content": "x" * 2_000, **QUIET}),
    ("message", v2(shown("x" * 4_000), row(button()), row(select(25)))),
    ("message", embed(title="x" * 256, description="x" * 4_096)),
    ("edit", {"components": []}),
    ("callback", {"type": 5, "data": {"flags": 64}}),
    ("callback", {"type": 9, "data": field(max_length=4_000)}),
    ("callback", {"type": 8, "data": {"choices": [{"name": "Pay", "value": "pay"}] * 25}}),
    ("commands", [{"name": "質問", "description": "x", "type": 1}, {"name": "Answer this", "type": 3}]),
    ("event edit", {"status": 4}),
]
BAD: list[tuple[str, Any, str]] = [
    ("message", {"content": "x" * 2_001, **QUIET}, "2001 characters"),
    ("message", {"content": "hello"}, "allowed_mentions: missing"),
    ("message", {"content": "hello", "allowed_mentions": {"parse": ["users"]}}, "parse must be empty"),
    ("message", {"content": "x", "nonce": "x" * 26, **QUIET}, "nonce"),
    ("message", v2(shown("hello"), allowed_mentions=None), "allowed_mentions: missing"),
    ("message", v2(shown("hello"), content="hello"), "content: not together"),
    ("message", v2(shown("hello"), embeds=[{"title": "x"}]), "embeds: not together"),
    ("message", v2(shown("hello"), flags=0), "without the flag"),
    ("message", v2(*[shown("x")] * 41), "components: 41"),
    ("message", v2(shown("x" * 2_001), shown("x" * 2_000)), "4001 characters"),
    ("message", v2(shown("")), "text display: 0"),
    ("message", v2(row(button(label="x" * 81))), "81 characters"),
    ("message", v2(row(button(custom_id="x" * 101))), "101 characters"),
    ("message", v2(row(button(), button())), "more than once: ['pay']"),
    ("message", v2(row(button(label=""))), "label or an emoji"),
    ("message", v2(row(button(style=5))), "a link has no custom id"),
    ("message", v2(row(button(style=5, custom_id=None, url="x" * 513))), "513 characters"),
    ("message", v2(row(*[button(custom_id=str(number)) for number in range(6)])), "row: 6"),
    ("message", v2(row(button(), select())), "stands alone in its row"),
    ("message", v2(row(select(26))), "options: 26"),
    ("message", v2(row(select(0))), "options: 0"),
    ("message", v2(row(select(placeholder="x" * 151))), "151 characters"),
    ("message", v2(row(select(options=[{"label": "x" * 101, "value": "x"}]))), "options.label: 101"),
    ("message", v2(row(select(options=[{"label": "x", "value": "x"}] * 2))), "more than once: ['x']"),
    ("message", v2(row(select(2, max_values=3))), "3 values of 2"),
    ("message", v2(row(select(2, min_values=2))), "2 to 1 values"),
    ("message", v2({"type": 9, "components": [shown("x")]}), "needs a button or a thumbnail"),
    ("message", v2({"type": 17, "components": [{"type": 17, "components": [shown("x")]}]}), "in a container"),
    ("message", v2(button()), "type 2 cannot stand at the top"),
    ("message", {"components": [row(button(custom_id=f"{number}")) for number in range(6)]}, "components: 6"),
    ("message", embed(title="x" * 257), "257 characters"),
    ("message", embed(description="x" * 4_097), "4097 characters"),
    ("message", embed(fields=[{"name": "x", "value": "x"}] * 26), "fields: 26"),
    ("message", embed(fields=[{"name": "x", "value": "x" * 1_025}]), "1025 characters"),
    ("message", {"embeds": [{"description": "x" * 3_001}] * 2}, "6002 characters over all"),
    ("message", {"embeds": [{"title": "x"}] * 11}, "embeds: 11"),
    ("callback", {"type": 4, "data": {"content": "x" * 2_001, **QUIET}}, "2001 characters"),
    ("callback", {"type": 8, "data": {"choices": [{"name": "x", "value": "x"}] * 26}}, "choices: 26"),
    ("callback", {"type": 8, "data": {"choices": [{"name": "x" * 101, "value": "x"}]}}, "101 characters"),
    ("callback", {"type": 8, "data": {"choices": [{"name": "x", "value": "x" * 101}]}}, "101 characters"),
    ("callback", {"type": 9, "data": field() | {"title": "x" * 46}}, "46 characters"),
    ("callback", {"type": 9, "data": field() | {"components": []}}, "components: 0"),
    ("callback", {"type": 9, "data": field() | {"components": field()["components"] * 6}}, "components: 6"),
    ("callback", {"type": 9, "data": field() | {"components": field()["components"] * 2}}, "more than once"),
    ("callback", {"type": 9, "data": field(max_length=4_001)}, "0 to 4001"),
    ("callback", {"type": 9, "data": field(value="too long", max_length=3)}, "8 characters"),
    ("callback", {"type": 9, "data": field(type=21, options=[{"label": "x", "value": "x"}])}, "options: 1"),
    ("commands", [{"name": "Ask", "description": "x"}], "'Ask' is not"),
    ("commands", [{"name": "a" * 33, "description": "x"}], "is not 1 to 32"),
    ("commands", [{"name": "ask", "description": "x" * 101}], "101 characters"),
    ("commands", [{"name": "ask", "description": "x"}] * 2, "more than once: ['ask']"),
    ("commands", [{"name": f"{number}", "type": 3} for number in range(16)], "type 3: 16"),
    ("commands", [{"name": "Answer", "type": 3, "description": "x"}], "neither description nor options"),
    (
        "command",
        {"name": "ask", "description": "x", "options": [{"name": "a", "description": "x", "type": 3}] * 26},
        "options: 26",
    ),
    (
        "command",
        {
            "name": "ask",
            "description": "x",
            "options": [
                {"name": "a", "description": "x", "type": 3},
                {"name": "b", "description": "x", "type": 3, "required": True},
            ],
        },
        "required options come first",
    ),
    (
        "command",
        {
            "name": "ask",
            "description": "x",
            "options": [
                {
                    "name": f"o{number}",
                    "description": "x" * 100,
                    "description_localizations": {"ja": "x" * 90},
                    "type": 1,
                }
                | {"options": [{"name": f"p{n}", "description": "x" * 100, "type": 3} for n in range(10)]}
                for number in range(8)
            ],
        },
        "characters in all",
    ),
    ("event", {"name": "x" * 101, "entity_type": 1, "privacy_level": 2}, "101 characters"),
    (
        "event",
        {"name": "x", "entity_type": 3, "privacy_level": 2, "scheduled_start_time": "2026-12-01T09:00:00Z"},
        "a place and an end",
    ),
]


@pytest.mark.parametrize(("kind", "body"), GOOD)
def test_what_is_within_the_limits(kind: str, body: Any) -> None:
    assert violations(kind, body, 0) == []


@pytest.mark.parametrize(("kind", "body", "said"), BAD)
def test_what_is_over_a_limit(kind: str, body: Any, said: str) -> None:
    assert said in "\n".join(str(one) for one in violations(kind, body, 0))


def test_files_are_counted() -> None:
    assert "attachments: 11" in str(violations("message", None, 11)[0])


async def test_the_server_refuses_and_tells_at_the_end() -> None:
    discord = Discord()
    with pytest.raises(AssertionError) as told:
        async with discord:
            channel = discord.add_guild("Harbour").add_text_channel("general")
            async with running(discord) as bot:
                place = bot.get_partial_messageable(channel.id)
                with pytest.raises(library.HTTPException) as refused:
                    await place.send(view=_labelled("x" * 81))
                assert (refused.value.status, refused.value.code) == (400, 50035)
                with pytest.raises(library.HTTPException):
                    await place.send("text", view=_labelled("Pay"))  # type: ignore[call-overload]
                await place.send("@everyone", allowed_mentions=library.AllowedMentions.all())
    assert "81 characters" in str(told.value)
    assert "content: not together" in str(told.value)
    assert "parse must be empty" in str(told.value)
    assert len(channel.messages) == 1


def _labelled(label: str) -> library.ui.LayoutView:
    view = library.ui.LayoutView(timeout=None)
    view.add_item(library.ui.ActionRow(library.ui.Button(label=label, custom_id="pay")))
    return view


async def test_a_lenient_server_keeps_its_problems_to_itself() -> None:
    async with Discord(strict=False) as discord:
        channel = discord.add_guild("Harbour").add_text_channel("general")
        async with running(discord) as bot:
            await bot.get_partial_messageable(channel.id).send("x", allowed_mentions=library.AllowedMentions.all())
    assert len(discord.problems) == 1


@pytest.mark.skipif(DESCRIPTION not in os.environ, reason="the platform's description is not at hand")
@pytest.mark.parametrize(
    ("method", "template", "body", "said"),
    [
        ("POST", "/channels/{channel_id}/messages", {"content": "hello", "tts": False}, None),
        ("POST", "/channels/{channel_id}/messages", v2(row(button())), None),
        ("POST", "/channels/{channel_id}/messages", {"content": 5}, "body.content"),
        ("POST", "/channels/{channel_id}/messages", {"contents": "hello"}, "body.contents: not described"),
        ("POST", "/channels/{channel_id}/messages", v2(row(button(lable="x"))), "lable: not described"),
        (
            "POST",
            "/channels/{channel_id}/messages",
            v2(row(button(style="big"))),
            "body.components[].components[].style",
        ),
        ("POST", "/interactions/{a}/{b}/callback", {"type": 4, "data": {"content": "x" * 2_001}}, "body.data.content"),
        (
            "POST",
            "/interactions/{a}/{b}/callback",
            {"type": 9, "data": field() | {"titel": "x"}},
            "titel: not described",
        ),
        ("PUT", "/applications/{application_id}/commands", [{"name": "ask", "descriptoin": "x"}], "not described"),
        ("PUT", "/nowhere", {"anything": 1}, None),
    ],
)
def test_the_platforms_own_description(method: str, template: str, body: Any, said: str | None) -> None:
    found = description(os.environ[DESCRIPTION]).check(method, template, body)
    assert (said in "\n".join(found)) if said else (found == [])
