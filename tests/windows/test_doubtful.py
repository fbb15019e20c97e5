"""What goes wrong while the real libraries announce: nothing is lost or doubled, and staff hears of the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import discord.http
import pytest

from bot.windows.announcing import Absent, Found, Gone, Later, Refused, Sent
from bot.windows.audience import Subscription, Target
from bot.windows.window import Window
from tests.discord.conftest import Hasty
from tests.windows.harbour import harbour_town

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.answering.mind import Mind
    from tests.windows.harbour import Harbour

DAY = timedelta(days=1)
SEND = r"/channels/\d+/messages$"


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy, and discord.py tries again at once."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(discord.http, "asyncio", Hasty())


@pytest.fixture
async def town(small_mind: Mind, tmp_path: Path) -> AsyncIterator[Harbour]:
    async with harbour_town(small_mind, tmp_path) as found:
        await found.start()
        yield found


async def put(town: Harbour, id_: str = "one", **fields: object) -> Window:
    """A window that opens in an hour, approved."""
    now = town.clock.now()
    window = Window(
        id_, town.organisation, f"Window {id_}", now + timedelta(hours=1), now + 10 * DAY, author="slack:U1"
    )
    await town.room.office.submit(replace(window, **fields))  # type: ignore[arg-type]
    return await town.room.office.approve(town.organisation, id_, "slack:U2")


async def settled(town: Harbour) -> None:
    """Until nothing is due any more, however often something has to be tried again."""
    for _ in range(40):
        await town.later(timedelta(minutes=2))


def titles(town: Harbour) -> Counter[str]:
    both = [*(one.removeprefix("### ") for one in town.posted()), *town.posted_in_slack()]
    return Counter(one.partition("\n")[0] for one in both)


@pytest.mark.parametrize("times", [1, 5])
@pytest.mark.parametrize("kind", ["429", "500", "500 after", "502 after", "503", "503 after", "reset", "reset after"])
async def test_discord_takes_each_message_once(town: Harbour, kind: str, times: int) -> None:
    await put(town)
    town.discord.fault("POST", SEND, kind, times)
    await town.later(timedelta(hours=1))
    await settled(town)
    assert titles(town) == {"Window one": 2}


@pytest.mark.parametrize("times", [1, 5])
@pytest.mark.parametrize(
    "kind", ["429", "500", "500 after", "internal_error after", "fatal_error", "reset", "reset after", "ratelimited"]
)
async def test_slack_takes_each_message_once(town: Harbour, kind: str, times: int) -> None:
    await put(town)
    town.slack.fault("chat.postMessage", kind, times)
    await town.later(timedelta(hours=1))
    await settled(town)
    assert titles(town) == {"Window one": 2}


async def test_a_message_that_arrived_long_ago_is_found(town: Harbour) -> None:
    """Discord forgets a nonce after minutes; what stands in the channel still says what it is."""
    await put(town)
    town.discord.fault("POST", SEND, "reset after")
    town.slack.fault("chat.postMessage", "reset after")
    await town.later(timedelta(hours=1))
    await town.later(timedelta(hours=3))
    await settled(town)
    assert titles(town) == {"Window one": 2}
    await town.later(3 * DAY - timedelta(hours=4, minutes=80))
    assert all("Closes in 7 days" in one for one in (town.posted()[0], town.posted_in_slack()[0]))


async def test_a_deleted_post_is_made_anew_at_the_next_milestone(town: Harbour) -> None:
    await put(town)
    await town.later(timedelta(hours=1))
    [post] = town.posts()
    post.deleted = True
    [office] = town.office.messages.values()
    del town.office.messages[office.ts]
    await town.later(3 * DAY)
    await settled(town)
    assert titles(town) == {"Window one": 2}  # in each place a new post, which says it all
    assert all("Closes in 6 days" in one for one in (*town.posted(), *town.posted_in_slack()))
    assert any("Somebody deleted my announcement" in one.text() for one in town.staff.messages.values())


async def test_where_the_bot_may_not_write_staff_is_told_once(town: Harbour) -> None:
    town.guild.take_from_bot("send_messages")
    town.office.archived = True
    window = await put(town)
    lacking = dict(await town.room.office.lacking(window))
    assert "send_messages" in lacking[Target("place", f"discord:{town.guild.id}", str(town.windows.id))]
    await town.later(timedelta(hours=1))
    await settled(town)
    said = [one.text() for one in town.desk.messages.values()]
    assert len(said) == 2
    assert all("I may not announce in" in one for one in said)


async def test_closed_direct_messages_wait_in_the_inbox(town: Harbour) -> None:
    town.alice.accepts_dms = False
    window = await put(town)
    reader = Subscription(town.organisation, f"discord:{town.alice.id}", ("all",))
    await town.room.office.subscribe(reader)
    await town.later(DAY)
    assert town.told() == []
    asked = await town.discord.slash(town.alice, town.windows, "windows")
    assert "your direct messages are closed" in (await asked.reply()).text()
    assert f"**{window.title}**: Open." in (await asked.reply()).text()


async def test_each_platform_says_what_became_of_a_message(town: Harbour) -> None:
    from bot.ui import Card, Text

    card, key = Card("Note", (Text("Words"),)), "0123456789abcdef01234567"
    for place in (
        Target("place", f"discord:{town.guild.id}", str(town.windows.id)),
        Target("place", town.organisation, town.office.id),
        Target("person", "", f"discord:{town.alice.id}"),
        Target("person", "", f"slack:{town.sato.id}"),
    ):
        voice, before = town.room.voices[place.platform], town.clock.now() - timedelta(minutes=1)
        assert await voice.find(place, key, before) == Absent()
        sent = await voice.post(place, card, key)
        assert isinstance(sent, Sent)
        found = await voice.find(place, key, before)
        assert isinstance(found, Found)
        assert found.id == sent.id
        assert abs(found.at - town.clock.now()) < timedelta(minutes=1)
        assert await voice.edit(place, sent.id, card) == sent
        assert await voice.edit(place, "1700000000.000001" if place.platform == "slack" else "17", card) == Gone()
    nowhere = (Target("place", f"discord:{town.guild.id}", "42"), Target("place", town.organisation, "C0NOWHERE"))
    for place in nowhere:
        assert isinstance(await town.room.voices[place.platform].post(place, card, key), Refused)
        assert await town.room.voices[place.platform].lacks(place)


async def test_while_a_platform_is_away_nothing_is_claimed_for_it(town: Harbour) -> None:
    await put(town)
    await town.stop()
    assert list(town.room.voices) == []
    assert isinstance(await town.room.voices["discord"].edit(Target("person", "", "discord:1"), "1", card=None), Later)  # type: ignore[arg-type]
    await town.start()
    await town.later(timedelta(hours=2))
    assert titles(town) == {"Window one": 2}
