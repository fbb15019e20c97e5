"""What people write never comes back live, nobody is pinged, and no token stands in a log."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from bot.logs import set_up_logs
from tests.discord import reader
from tests.discord.conftest import DANGER, PAY, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

NASTY = (
    "@everyone @here <@1> <@!2> <@&3> <#4> <id:guide>",
    "[click](https://evil.example) <https://evil.example> https://evil.example",
    "https://discord.gg/abcdef discord.gg/abcdef",
    "||spoiler|| **bold** __under__ ~~gone~~ `code` ```block```",
    "# heading\n> quote\n- list\n1. number\n-# small",
    "\u202egnihtyreve\u202c \u2066x\u2069 z\u200be\u200dr\u2060o\ufeff",
    "<t:0:R> </ask:1> <:emoji:1> :smile:",
    " ".join(f"<@{number}>" for number in range(1, 101)),
    "\\",
    "a" * 6_000,
)
LIVE = {"link", "mention", "time", "emoji", "code"}


def live(text: str) -> list[str]:
    """What Discord would make something of; our own formatting is not meant, nor an address that shows no preview."""
    runs = [run for line in reader.lines(text) for run in line.runs]
    bare = [run.text for run in runs if run.kind == "address" and f"<{run.target}>" not in text]
    return bare + [run.text for run in runs if run.kind in LIVE]


@pytest.mark.parametrize("text", NASTY)
async def test_what_was_typed_comes_back_as_plain_text(stage: Stage, text: str) -> None:
    for name, options in (
        ("path", {"name": text}),
        ("compare", {"first": text, "second": text}),
        ("kb why", {"question": f"sales {text}"[:6000]}),
        ("ask", {"question": text}),
    ):
        reply = await stage.command(stage.mod, stage.lounge, name, **options)
        assert "went wrong" not in reply.text()
        assert live(reply.text()) == []
        assert "@everyone" not in reply.text()
        assert not any(mark in reply.text() for mark in ("\u202e", "\u2066"))


@pytest.mark.parametrize("text", NASTY[:8])
async def test_a_mention_full_of_tricks(stage: Stage, text: str) -> None:
    said = await stage.discord.say(stage.alice, stage.lounge, f"{PAY} {text}"[:1_900], mention_bot=True)
    reply = await stage.told(said)
    assert live(reply.text()) == []


async def test_nobody_is_ever_pinged(stage: Stage) -> None:
    card = await stage.ask(stage.alice, stage.lounge, "@everyone pay?")
    await stage.press(stage.alice, card, card.buttons[0].label)
    shared = await stage.press(stage.bob, await stage.ask(stage.bob, stage.general), "Share here")
    await stage.told(await stage.discord.say(stage.alice, stage.lounge, PAY, mention_bot=True))
    await stage.discord.say(stage.alice, stage.lounge, DANGER, mention_bot=True)
    await stage.written_to(stage.alice)
    written = [
        body
        for request in stage.discord.requests
        if request.method in ("POST", "PATCH") and (body := carried(request.body)) is not None
    ]
    assert len(written) >= 5
    for body in written:
        assert body["allowed_mentions"]["parse"] == []
        assert not any(body["allowed_mentions"].get(name) for name in ("users", "roles", "replied_user"))
    assert stage.bob.mention in shared.text()


def carried(body: Any) -> Any:
    """The message in a request's body."""
    data = body.get("data", body) if isinstance(body, dict) else {}
    return data if isinstance(data, dict) and "components" in data else None


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, at the finest level, as an operator would have it."""
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers, root.level
    set_up_logs("json", "DEBUG", stream)
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)  # the loopback's own
    yield stream
    structlog.reset_defaults()
    root.handlers = before
    root.setLevel(level)
    for name in ("bot", "adapters", "alembic", "aiohttp.access"):
        logging.getLogger(name).setLevel(logging.NOTSET)


async def test_no_token_and_no_word_of_people_is_logged(waiting: Stage, log: io.StringIO) -> None:
    await waiting.start()
    stage = waiting
    for kind in ("503", "reset", "429", "500"):
        stage.discord.fault("POST", "/callback$", kind, 6 if kind == "500" else 1)
        asked = await stage.discord.slash(stage.alice, stage.lounge, "ask", {"question": "what does sugarplum pay"})
        await stage.replied(asked)
    stage.discord.fault("POST", "/messages$", "reset", 6)
    await stage.discord.say(stage.alice, stage.lounge, "what does sugarplum pay", mention_bot=True)
    await stage.ask(stage.bob, stage.general)
    await stage.settled()
    await stage.discord.gateway_fault("cut")
    await stage.discord.until(lambda: stage.discord.gateway.resumed)
    stage.discord.fault("POST", "/callback$", "reset", None)
    late = await stage.discord.forge(stage.alice, stage.lounge, custom_id='["path","sugarplum"]')
    await stage.discord.until(lambda: "apology not delivered" in log.getvalue())
    await stage.stop()
    told = log.getvalue()
    assert "logging in" in told
    assert stage.discord.token not in told
    assert not [asked for asked in stage.discord._world.interactions if asked in told]
    assert late.token not in told
    assert "sugarplum" not in told
