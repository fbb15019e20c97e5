"""The bot installed to an account: it works where it is no member, for its owner alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.texts import say
from tests.discord.conftest import DANGER, Stage, labels
from tests.platforms.discord import Channel, ImpossibleError

if TYPE_CHECKING:
    from bot.ports import Request
    from bot.ui import Reply


@pytest.fixture
async def elsewhere(stage: Stage) -> Channel:
    """A channel of a server that the bot is not in, and that has settings from when it was."""
    other = stage.discord.add_guild("Lighthouse")
    channel = other.add_text_channel("general")
    other.join(stage.alice)
    other.join(stage.bob)
    other.join(stage.boss, roles=[other.add_role("bosses", permissions=["manage_guild"])])
    await stage.discord.until(lambda: stage.client.get_guild(other.id))
    other.remove_bot()
    await stage.discord.until(lambda: stage.client.get_guild(other.id) is None)
    await stage.core.server(f"discord:{other.id}")
    await stage.core._directory.change(f"discord:{other.id}", answers=(str(channel.id),), language="ja")
    stage.alice.installed_app = stage.boss.installed_app = True
    return channel


async def test_it_answers_its_owner_alone(stage: Stage, elsewhere: Channel) -> None:
    reply = await stage.ask(stage.alice, elsewhere)
    assert "Recruiting asks for N2." in reply.text()
    assert reply.only_for is stage.alice
    assert (await stage.press(stage.alice, reply, "Experience")).only_for is stage.alice
    with pytest.raises(ImpossibleError, match="has not installed"):
        await stage.discord.slash(stage.bob, elsewhere, "ask", {"question": "hm?"})


async def test_it_goes_on_with_the_talk(stage: Stage, elsewhere: Channel) -> None:
    await stage.ask(stage.alice, elsewhere)
    assert "Sales asks for N1." in (await stage.ask(stage.alice, elsewhere, "and for sales?")).text()


async def test_the_settings_of_that_server_are_none_of_its_business(stage: Stage, elsewhere: Channel) -> None:
    for name in ("shinro status", "shinro setup"):
        told = await stage.command(stage.boss, elsewhere, name)
        assert told.text() == say("en", "error.server_only")


async def test_sharing_needs_the_right_to_write_there(stage: Stage, elsewhere: Channel) -> None:
    reply = await stage.ask(stage.alice, elsewhere)
    assert labels(reply)[-1] == say("en", "share.label")
    elsewhere.deny(stage.alice, "send_messages")
    refused = await stage.press(stage.alice, reply, say("en", "share.label"))
    assert refused.text() == say("en", "share.cannot")
    elsewhere.inherit(stage.alice)
    await stage.press(stage.alice, reply, say("en", "share.label"))
    assert "Recruiting asks for N2." in stage.sees(stage.bob, elsewhere)


async def test_between_two_people_only_who_asks_reads_the_answer(stage: Stage) -> None:
    stage.alice.installed_app = True
    private = stage.discord.private_channel(stage.alice, stage.bob)
    choice = await stage.ask(stage.alice, private, "pay?")
    assert (await stage.press(stage.alice, choice, "Pay in Sales")).only_for is stage.alice
    for question in ("what does sales pay", DANGER):
        reply = await stage.ask(stage.alice, private, question)
        assert reply.only_for is stage.alice


async def test_a_reply_that_comes_too_late_is_written_to_the_person(stage: Stage, elsewhere: Channel) -> None:
    reply = await stage.ask(stage.alice, elsewhere)
    original = stage.core.handle

    async def late(request: Request) -> Reply:
        stage.discord.advance(4)
        return await original(request)

    stage.core.handle = late  # type: ignore[method-assign]
    await stage.discord.slash(stage.alice, elsewhere, "ask", {"question": "what does sales pay"})
    assert say("en", "late.note") in (await stage.written_to(stage.alice))[0].text()
    await stage.discord.press(stage.alice, reply, say("en", "share.label"))
    await stage.discord.until(
        lambda: "Recruiting asks" in stage.sees(stage.alice, stage.discord.direct_channel(stage.alice))
    )
