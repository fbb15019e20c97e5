"""With the shipped pack: what an ALT sees on an ordinary day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.texts import say
from tests.discord.conftest import Stage, a_stage, labels
from tests.discord.reader import lines
from tests.discord.rules import broken

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.answering.mind import Mind
    from tests.platforms.discord import Message


@pytest.fixture
async def shipped(shipped_mind: Mind, tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(shipped_mind, tmp_path) as stage:
        await stage.start()
        yield stage


def well_made(message: Message) -> bool:
    """Within Discord's limits, and with no mark of Markdown left over for the reader."""
    shown = "".join(run.text for line in lines(message.text()) for run in line.runs)
    return not broken(message.components) and "**" not in shown and "](" not in shown


async def test_an_ordinary_day(shipped: Stage) -> None:
    first = await shipped.ask(shipped.alice, shipped.lounge, "what jlpt do i need for recruiting?")
    assert "N2" in first.text()
    assert "N1" in (await shipped.ask(shipped.alice, shipped.lounge, "and for sales?")).text() or labels(first)
    ladder = await shipped.command(shipped.bob, shipped.lounge, "ladder")
    assert "Head Teacher" in ladder.text()
    rung = await shipped.press(shipped.bob, ladder, "Head Teacher (HT)")
    assert rung.ephemeral
    japanese = await shipped.ask(shipped.ken, shipped.general, "SPPの給料はいくらですか")
    assert "出典" in japanese.text()
    assert labels(japanese)[-1] == say("ja", "share.label")
    for message in (first, ladder, rung, japanese):
        assert well_made(message)


async def test_every_subject_has_a_card_that_discord_takes_and_every_button_an_answer(shipped: Stage) -> None:
    offered = await shipped.discord.autocomplete(shipped.alice, shipped.general, "path", "name", "")
    assert len(offered) > 10
    for _, name in offered[:8]:
        card = await shipped.command(shipped.alice, shipped.general, "path", name=name)
        assert well_made(card)
        for button in card.buttons[:2]:
            answer = await shipped.press(shipped.alice, card, button.custom_id)
            assert well_made(answer)
            assert answer.text() != say("en", "press.old")


async def test_somebody_in_danger(shipped: Stage) -> None:
    reply = await shipped.ask(shipped.alice, shipped.lounge, "i want to die")
    assert "0800-300-8355" in reply.text()
    assert reply.only_for is shipped.alice
