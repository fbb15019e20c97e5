"""What is offered while somebody types: from memory, within Discord's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.dispatch import Dispatch
from bot.front import Front
from bot.ports import Server, Shelf
from bot.servers.directory import Directory
from tests.discord.conftest import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence


async def test_a_question_prefix_first(stage: Stage) -> None:
    offered = await stage.discord.autocomplete(stage.alice, stage.general, "ask", "question", "what jlpt")
    assert ("what jlpt do i need for recruiting",) * 2 in offered
    assert all("jlpt" in name for name, _ in offered)
    assert all(name.startswith("what jlpt") for name, _ in offered[:5])


async def test_an_empty_box_shows_the_most_asked(stage: Stage) -> None:
    for channel in (stage.general, stage.discord.direct_channel(stage.alice)):
        offered = await stage.discord.autocomplete(stage.alice, channel, "ask", "question", "")
        assert len(offered) == 25
        assert len(set(offered)) == 25


async def test_japanese(stage: Stage) -> None:
    offered = await stage.discord.autocomplete(stage.ken, stage.general, "ask", "question", "営業の")
    assert offered
    assert all(name.startswith("営業") for name, _ in offered)
    assert await stage.discord.autocomplete(stage.ken, stage.general, "path", "name", "") != []
    offered = await stage.discord.autocomplete(stage.ken, stage.general, "path", "name", "営")
    assert offered == [("営業", "営業")]


async def test_what_is_offered_can_be_sent(stage: Stage) -> None:
    for name, option in (("ask", "question"), ("path", "name")):
        offered = await stage.discord.autocomplete(stage.alice, stage.general, name, option, "")
        for _, value in offered[:3]:
            reply = await stage.command(stage.alice, stage.general, name, **{option: value})
            assert "no subject" not in reply.text()


async def test_the_second_of_two_options(stage: Stage) -> None:
    others = {"first": "Sales"}
    offered = await stage.discord.autocomplete(stage.alice, stage.general, "compare", "second", "recr", others)
    assert ("Recruiter", "Recruiter") in offered


@pytest.mark.parametrize("typed", ["qwertyuiop", "@everyone", "\u202e\u200b", "x" * 6_000, "🍜", "   "])
async def test_strange_input_is_offered_nothing_wrong(stage: Stage, typed: str) -> None:
    offered = await stage.discord.autocomplete(stage.alice, stage.general, "ask", "question", typed)
    assert len(offered) <= 25


async def test_the_store_is_left_in_peace(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.discord.autocomplete(stage.alice, stage.general, "ask", "question", "")

    async def refuse(*_: object) -> Server:
        raise AssertionError("the store was asked")

    for store in (stage.kept.servers, stage.kept.handled, stage.kept.drafts, stage.kept.marks):
        for verb in ("get", "put", "joined", "claim"):
            if hasattr(store, verb):
                monkeypatch.setattr(store, verb, refuse)
    with capture_logs() as logs:
        for typed in ("w", "wh", "what", "what "):
            assert await stage.discord.autocomplete(stage.alice, stage.general, "ask", "question", typed)
    assert logs == []


async def test_what_is_too_long_for_discord_is_cut_or_left_out(waiting: Stage) -> None:
    found = [("v" * 100, "n" * 140), ("v" * 101, "value too long"), ("", "empty"), ("blank", "  "), ("fine", "Fine")]
    found += [(str(n), str(n)) for n in range(40)]

    def suggest(command: str, parameter: str, typed: str, locale: str, limit: int) -> Sequence[tuple[str, str]]:
        return found[:limit]

    kept, clock = waiting.kept, waiting.clock
    waiting.make = lambda: Front(
        Dispatch({}, suggest), Directory(kept.servers, clock), Shelf(kept.handled, kept.drafts, kept.marks)
    )
    await waiting.start()
    offered = await waiting.discord.autocomplete(waiting.alice, waiting.general, "ask", "question", "x")
    assert offered[:2] == [("n" * 100, "v" * 100), ("Fine", "fine")]
    assert len(offered) == 22


async def test_a_lost_connection_is_tried_again(stage: Stage) -> None:
    stage.discord.fault("POST", "/callback$", "reset")
    assert await stage.discord.autocomplete(stage.alice, stage.general, "ask", "question", "what")


async def test_what_cannot_be_offered_is_logged_and_bothers_nobody(stage: Stage) -> None:
    await stage.ask(stage.alice, stage.general)
    fault = stage.discord.fault("POST", "/callback$", "reset", None)
    with capture_logs() as logs:
        with pytest.raises(TimeoutError):
            await stage.discord.autocomplete(stage.alice, stage.general, "ask", "question", "what", within=0.05)
        await stage.settled()
    assert fault.hits == 2
    assert [(log["event"], log["kind"]) for log in logs] == [("interaction failed", "autocomplete")]
    assert "what" not in str(logs)
