"""Who may what: by Discord's permissions, by the roles that an admin chose, and what the bot itself lacks."""

from __future__ import annotations

import pytest

from bot.texts import say
from tests.discord.conftest import Stage, labels
from tests.platforms.discord import ImpossibleError, User

WHY = {"question": "what does sales pay"}


def bare(text: str) -> str:
    return text.replace("`", "")


@pytest.mark.parametrize(
    ("who", "why", "status"), [("alice", False, False), ("mod", True, False), ("boss", True, True)]
)
async def test_discords_own_permissions(stage: Stage, who: str, why: bool, status: bool) -> None:
    person: User = getattr(stage, who)
    told = await stage.command(person, stage.lounge, "kb why", **WHY)
    assert told.ephemeral
    assert (told.text() == say("en", "error.forbidden.moderator")) is not why
    told = await stage.command(person, stage.lounge, "shinro status")
    assert told.ephemeral
    assert (bare(told.text()) == bare(say("en", "error.forbidden.admin"))) is not status


async def test_the_owner_is_an_admin(stage: Stage) -> None:
    assert say("en", "status.title") in (await stage.command(stage.guild.owner, stage.general, "shinro status")).text()


async def test_roles_that_an_admin_chose(stage: Stage) -> None:
    staff, leads = stage.guild.add_role("staff"), stage.guild.add_role("leads")
    stage.guild.give(stage.alice, staff)
    stage.guild.give(stage.bob, leads)
    forbidden = say("en", "error.forbidden.moderator")
    assert (await stage.command(stage.alice, stage.general, "kb why", **WHY)).text() == forbidden
    chosen = await stage.command(stage.boss, stage.general, "shinro roles", moderators=staff, admins=leads)
    assert {f"<@&{staff.id}>", f"<@&{leads.id}>"} <= set(chosen.text().replace("\n", " ").split(" "))
    assert (await stage.command(stage.alice, stage.general, "kb why", **WHY)).text() != forbidden
    assert "forbidden" not in (await stage.command(stage.bob, stage.general, "shinro status")).text()
    refused = await stage.command(stage.alice, stage.general, "shinro status")
    assert bare(refused.text()) == bare(say("en", "error.forbidden.admin"))
    stage.guild.take(stage.alice, staff)
    assert (await stage.command(stage.alice, stage.general, "kb why", **WHY)).text() == forbidden


async def test_many_channels_and_roles_are_chosen_at_once(stage: Stage) -> None:
    roles = [stage.guild.add_role(f"role {n}") for n in range(10)]
    channels = [stage.guild.add_text_channel(f"channel-{n}") for n in range(10)]
    setup = await stage.command(stage.boss, stage.general, "shinro setup")
    for name, things in (("moderators", roles), ("listening", channels)):
        select = next(one for one in setup.selects if f'"{name}"' in one.custom_id)
        asked = await stage.discord.choose(stage.boss, setup, things, select.custom_id)
        told = await stage.replied(asked)
        assert told is not setup
        assert told.ephemeral
        assert str(things[-1].id) in told.text()
    server = await stage.kept.servers.get(stage.server)
    assert server.moderators == tuple(str(role.id) for role in roles)
    assert server.listening == tuple(str(channel.id) for channel in channels)


async def test_the_language_is_chosen_on_the_card_itself(stage: Stage) -> None:
    setup = await stage.command(stage.boss, stage.general, "shinro setup")
    assert await stage.press(stage.boss, setup, say("en", "choice.language.ja")) is setup
    assert (await stage.kept.servers.get(stage.server)).language == "ja"
    assert setup.text().count(say("en", "choice.language.ja")) > 1


async def test_discord_shows_each_command_to_whom_it_is_for(stage: Stage) -> None:
    for person, name in ((stage.alice, "kb why"), (stage.alice, "shinro status"), (stage.mod, "shinro status")):
        with pytest.raises(ImpossibleError, match="may not use"):
            await stage.discord.slash(person, stage.general, name, WHY if name == "kb why" else {})
    for person, name in ((stage.mod, "kb why"), (stage.boss, "shinro status")):
        asked = await stage.discord.slash(person, stage.general, name, WHY if name == "kb why" else {})
        assert "right" not in (await stage.replied(asked)).text().casefold()[:40]
    with pytest.raises(ImpossibleError, match="not offered"):
        await stage.discord.slash(stage.boss, stage.discord.direct_channel(stage.boss), "shinro status")


async def test_an_admin_command_forced_into_a_direct_message_is_refused(stage: Stage) -> None:
    direct = stage.discord.direct_channel(stage.boss)
    told = await stage.command(stage.boss, direct, "shinro status")
    assert told.text() == say("en", "error.server_only")


async def test_a_completion_for_moderators_is_refused_by_a_choice(stage: Stage) -> None:
    await stage.ask(stage.alice, stage.general)
    shown = next(command for command in stage.discord.commands if command["name"] == "kb")
    shown["default_member_permissions"] = None  # as an admin of the server may set it
    offered = await stage.discord.autocomplete(stage.alice, stage.general, "kb why", "question", "pay")
    assert [name for name, _ in offered] == [say("en", "error.autocomplete")]
    offered = await stage.discord.autocomplete(stage.alice, stage.general, "kb why", "question", "")
    assert [name for name, _ in offered] == [say("en", "error.autocomplete")]
    offered = await stage.discord.autocomplete(stage.mod, stage.general, "kb why", "question", "what")
    assert len(offered) > 1


async def test_what_the_bot_lacks_is_told_by_name(stage: Stage) -> None:
    told = await stage.command(stage.boss, stage.general, "shinro status")
    assert say("en", "status.rights") in told.text()
    stage.general.deny(stage.discord.bot, "attach_files", "create_events")
    told = await stage.command(stage.boss, stage.general, "shinro status")
    assert say("en", "status.lacks") in told.text()
    for right in ("attach_files", "create_events"):
        assert say("en", f"right.{right}") in told.text()
    assert say("en", "right.send_messages") not in told.text()
    stage.general.deny(stage.discord.bot, "view_channel")
    told = await stage.command(stage.boss, stage.general, "shinro status")
    assert say("en", "right.view_channel") in told.text()


async def test_in_a_thread_the_rights_of_threads_count(stage: Stage) -> None:
    thread = stage.guild.add_thread(stage.general, "jlpt")
    stage.general.deny(stage.discord.bot, "send_messages_in_threads")
    told = await stage.command(stage.boss, thread, "shinro status")
    assert say("en", "right.send_messages_in_threads") in told.text()
    assert say("en", "right.send_messages") not in told.text()


async def test_without_any_right_the_bot_still_answers_commands(stage: Stage) -> None:
    stage.lounge.deny(stage.discord.bot, "view_channel", "send_messages", "embed_links", "attach_files")
    reply = await stage.ask(stage.alice, stage.lounge)
    assert "Recruiting asks for N2." in reply.text()
    assert "Experience" in labels(reply)
