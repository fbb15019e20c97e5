"""`/shinro link`: two admins, one code, ten minutes, one organisation."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.servers.link import LETTERS, MINUTES
from bot.texts import say
from bot.ui import plain, unformatted
from tests.storage.test_unanswered import ASKED

if TYPE_CHECKING:
    from bot.ports import Unanswered
    from tests.dialogue.talk import Chat


@pytest.fixture
def boss(admin: Chat) -> Chat:
    """An admin of a Slack workspace."""
    return admin.elsewhere(server="slack:T1", organisation="slack:T1", person="boss")


async def code(chat: Chat) -> str:
    told = plain(await chat.send("shinro link"))
    assert chat.heard.private
    found = re.search(r"/shinro link (\S+)", told)
    assert found is not None
    return found[1]


def said(key: str, **values: object) -> str:
    return unformatted(say("en", key, **values))


async def give(chat: Chat, typed: str) -> str:
    return plain(await chat.send("shinro link", code=typed))


async def test_a_code_joins_both_and_moves_what_waits(admin: Chat, boss: Chat) -> None:
    await boss.send("shinro setup", language="ja")
    waiting: Unanswered = replace(ASKED, organisation="slack:T1")
    await admin.kept.unanswered.add(waiting)
    made = await code(admin)
    assert set(made) <= {*LETTERS, "-"}
    boss = boss.elsewhere(locale="en")
    assert await give(boss, made) == said("link.joined", server="discord:1")
    joined = await boss.core.server("slack:T1")
    assert (joined.organisation, joined.language) == ("discord:1", "ja")
    assert (await admin.core.server("discord:1")).organisation == "discord:1"
    assert await admin.kept.unanswered.count("discord:1") == 1
    assert await admin.kept.unanswered.count("slack:T1") == 0


@pytest.mark.parametrize("typed", [" {} ", "{} .", "`{}`"])
async def test_a_code_is_read_as_people_type_it(admin: Chat, boss: Chat, typed: str) -> None:
    made = await code(admin)
    assert await give(boss, typed.format(made.lower().replace("-", " - "))) == said("link.joined", server="discord:1")


async def test_a_code_is_of_one_use(admin: Chat, boss: Chat) -> None:
    made = await code(admin)
    await give(boss, made)
    third = admin.elsewhere(server="discord:3", organisation="discord:3")
    assert await give(third, made) == said("link.unknown")
    assert (await third.core.server("discord:3")).organisation == "discord:3"
    assert await give(boss, await code(admin)) == said("link.already", server="discord:1")


async def test_a_code_is_good_for_ten_minutes(admin: Chat, boss: Chat) -> None:
    made = await code(admin)
    admin.clock.pass_time(timedelta(minutes=MINUTES))
    late = await code(admin)
    assert await give(boss, made) == said("link.joined", server="discord:1")
    admin.clock.pass_time(timedelta(minutes=MINUTES, seconds=1))
    third = admin.elsewhere(server="discord:3", organisation="discord:3")
    assert await give(third, late) == said("link.late", minutes=MINUTES)
    assert await give(third, late) == said("link.unknown")


async def test_a_code_does_not_work_where_it_was_made_nor_made_up(admin: Chat, boss: Chat) -> None:
    made = await code(admin)
    assert await give(admin, made) == said("link.same")
    for wrong in ("ABCD-2345", "x" * 500, "\ud800", "日本"):
        assert await give(boss, wrong) == said("link.unknown")
    assert await give(boss, made) == said("link.joined", server="discord:1")


async def test_both_are_admins(admin: Chat, boss: Chat) -> None:
    made = await code(admin)
    for role in ("member", "moderator"):
        assert await give(boss.elsewhere(role=role), made) == said("error.forbidden.admin")
        refused = plain(await admin.elsewhere(role=role).send("shinro link"))
        assert refused == said("error.forbidden.admin")


async def test_a_joined_server_brings_those_it_was_joined_with(admin: Chat, boss: Chat) -> None:
    third = admin.elsewhere(server="discord:3", organisation="discord:3")
    await give(third, await code(boss))
    boss = boss.elsewhere(organisation="slack:T1")
    await give(boss, await code(admin))
    for server in ("discord:1", "slack:T1", "discord:3"):
        assert (await admin.core.server(server)).organisation == "discord:1"
