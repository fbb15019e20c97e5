"""A window that staff types in Slack, as it lives in the linked Discord: real libraries against loopback servers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.texts import say
from tests.windows.harbour import harbour_town

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.answering.mind import Mind
    from tests.windows.harbour import Harbour

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def town(small_mind: Mind, tmp_path: Path) -> AsyncIterator[Harbour]:
    async with harbour_town(small_mind, tmp_path) as found:
        await found.start()
        yield found


def at(town: Harbour, span: timedelta) -> str:
    """A date as somebody types it."""
    return f"{town.clock.now() + span:%Y-%m-%d %H:%M} UTC"


async def restart(town: Harbour) -> None:
    """The process ends hard, and another one begins once its lease has run out."""
    await town.stop()
    await town.start()
    await town.later(timedelta(seconds=61))


async def approved(town: Harbour) -> None:
    """A second person presses the button in Discord's staff channel."""
    asks = list(town.staff.messages.values())[-1]
    pressed = await town.discord.press(town.mod, asks, say("en", "window.approve"))
    assert "is approved" in (await pressed.reply()).text()


async def test_a_window_typed_in_slack_lives_in_discord(town: Harbour) -> None:
    form = await town.typed("/window", "new")
    waits = await town.sent(form, title="Recruiter", opens=at(town, 2 * DAY), closes=at(town, 20 * DAY), how="By mail")
    assert "I have asked in the staff channels" in waits
    await approved(town)
    await town.later()
    assert town.posted() == []

    await town.later(2 * DAY)
    [post] = town.posts()
    assert "Open. Closes in 18 days" in post.text()
    assert [one.partition("\n")[0] for one in town.posted_in_slack()] == ["Recruiter"]
    remind = await town.discord.press(town.alice, post, say("en", "windows.remind"))
    assert "From now on I write to you about" in (await remind.reply()).text()

    await restart(town)
    form = await town.typed("/window", "edit Recruiter")
    change = await town.sent(form, closes=at(town, 19 * DAY))
    assert "Closes: " in change
    await approved(town)
    await town.later(12 * HOUR)
    [post, changed] = town.posts()
    assert post.edits == 1
    assert changed.reply_to is post
    assert "Changed: Recruiter" in changed.text()
    assert "→" in town.posted_in_slack()[1]

    await restart(town)
    await town.later(11 * DAY + 12 * HOUR)
    assert "Closes in 7 days" in post.text()
    [reminder] = [told for told in town.told() if "Closes in 7 days" in told]
    assert "Remind me" in reminder

    await restart(town)
    await town.later(6 * DAY)
    await restart(town)
    await town.later(DAY)
    assert "Closed since" in post.text()
    assert "Closed since" in town.posted_in_slack()[0]
    await restart(town)
    await town.later(30 * DAY)
    titles = ["Recruiter", "Changed: Recruiter", "Recruiter", "Recruiter"]  # the post, the change, 7 days, 1 day
    assert [one.partition("\n")[0] for one in town.posted()] == [f"### {title}" for title in titles]
    assert [one.partition("\n")[0] for one in town.posted_in_slack()] == titles
    assert [told.partition("\n")[0] for told in town.told()] == [f"### {title}" for title in titles[1:]]
