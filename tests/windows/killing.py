"""Announcing processes that are killed in the middle of it, against a loopback Discord and a loopback Slack."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.ports import Server
from bot.storage.database import open_store
from bot.windows.announcer import LEASE
from bot.windows.office import Office
from bot.windows.window import Window
from tests.cli.shinro import ROOT
from tests.platforms.discord import Discord
from tests.platforms.slack import Slack
from tests.slack.stage import text
from tests.windows.child import Ahead

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.storage.database import Store
    from tests.platforms.discord import Channel
    from tests.platforms.slack import Channel as SlackChannel

ORGANISATION = "discord:harbour"
PLATFORMS = ("discord", "slack")
PATIENCE = 60.0
DAY = timedelta(days=1)


@dataclass
class Quay:
    """Both servers, the store, the clock of all, and the processes that announce."""

    discord: Discord
    slack: Slack
    store: Store
    url: str
    folder: Path
    clock: Ahead
    here: list[Channel]
    there: list[SlackChannel]
    children: list[asyncio.subprocess.Process] = field(default_factory=list)
    ended: list[datetime] = field(default_factory=list)  # when processes were killed
    starts: int = 0

    def later(self, span: timedelta) -> None:
        """Time passes, for everybody at once."""
        file, new = self.folder / "clock", self.folder / "clock.new"
        new.write_text(str(float(file.read_text()) + span.total_seconds()))
        new.replace(file)  # nobody ever reads half of it
        self.discord.advance(span.total_seconds())
        self.slack.advance(span.total_seconds())

    def until(self, at: datetime) -> None:
        """It becomes this late, unless it is later already."""
        self.later(max(timedelta(), at - self.clock.now()))

    async def start(self, many: int = 1) -> None:
        """Processes that announce."""
        env = {name: value for name, value in os.environ.items() if "PROXY" not in name.upper()}
        told = [self.discord.api_url, self.discord.token]
        told += [self.slack.api_url, self.slack.bot_token, self.slack.app_token]
        for _ in range(many):
            with (self.folder / "announcer.log").open("ab") as log:
                command = ("-m", "tests.windows.child", self.url, str(self.folder / "clock"), *told)
                process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    *command,
                    cwd=self.folder,
                    env=env | {"PYTHONPATH": str(ROOT)},
                    stdout=log,
                    stderr=log,
                )
            self.children.append(process)
            self.starts += 1

    async def kill(self, one: asyncio.subprocess.Process | None = None) -> None:
        """SIGKILL: to one of them, or to all."""
        for process in [one] if one is not None else list(self.children):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            await process.wait()
            self.children.remove(process)
        self.ended.append(self.clock.now())

    async def reached(self, condition: Callable[[], bool]) -> None:
        """Once something is to be seen; a process that ends by itself is a failure."""

        def looked() -> bool:
            for process in self.children:
                if process.returncode is not None:
                    raise RuntimeError((self.folder / "announcer.log").read_text()[-4_000:])
            return condition()

        await self.discord.until(looked, PATIENCE, "announcements")

    async def idle(self) -> None:
        """Once nothing is due any more, and nothing is held by a process."""
        while True:
            due = await self.store.announcements.next_due(PLATFORMS)
            if due is None or due > self.clock.now() + 2 * LEASE:
                return
            count = self.count
            with contextlib.suppress(TimeoutError):
                await self.discord.until(lambda count=count: self.count > count, 0.2)  # type: ignore[misc]
            await self.reached(lambda: True)

    @property
    def count(self) -> int:
        """All that was posted and changed so far."""
        here = [one.edits for channel in self.here for one in channel.messages.values()]
        there = [one.edits for channel in self.there for one in channel.messages.values()]
        return len(here) + len(there) + sum(here) + sum(there)

    def seen(self) -> Counter[tuple[str, str]]:
        """How often each title stands in each place."""
        found = Counter((str(c.id), _title(one.text())) for c in self.here for one in c.messages.values())
        return found + Counter((c.id, _title(text(one))) for c in self.there for one in c.messages.values())

    def sent_at(self) -> list[datetime]:
        """When each message was taken."""
        stamps = [one.at for channel in self.here for one in channel.messages.values()]
        stamps += [float(one.ts) for channel in self.there for one in channel.messages.values()]
        return sorted(datetime.fromtimestamp(stamp, UTC) for stamp in stamps)

    def not_closed(self) -> int:
        """Living posts that do not say that their window has closed."""
        shown = [[one.text() for one in channel.messages.values()] for channel in self.here]
        shown += [[text(one) for one in channel.messages.values()] for channel in self.there]
        living = [one for posts in shown for one in {_title(post): post for post in reversed(posts)}.values()]
        return sum("Closed since" not in one for one in living)


def _title(shown: str) -> str:
    return shown.removeprefix("### ").partition("\n")[0]


@asynccontextmanager
async def quay(url: str, folder: Path, places: int) -> AsyncIterator[Quay]:
    """Channels on both platforms where one organisation announces."""
    (folder / "clock").write_text("0")
    async with Discord(strict=False) as discord, Slack(strict=False) as slack, open_store(url) as store:
        guild, team = discord.add_guild("Harbour"), slack.add_team("Harbour")
        here = [guild.add_text_channel(f"windows-{n}") for n in range(places)]
        there = [team.add_channel(f"windows-{n}") for n in range(places)]
        listed = tuple(str(channel.id) for channel in here)
        await store.servers.put(Server(f"discord:{guild.id}", ORGANISATION, windows=listed))
        await store.servers.put(Server(f"slack:{team.id}", ORGANISATION, windows=tuple(one.id for one in there)))
        found = Quay(discord, slack, store, url, folder, Ahead(folder / "clock"), here, there)
        try:
            yield found
        finally:
            await found.kill()


async def put(quay: Quay, many: int) -> tuple[datetime, datetime]:
    """Windows that all open and close at the same time; when that is."""
    opens, closes = quay.clock.now() + timedelta(hours=1), quay.clock.now() + 10 * DAY
    office = Office(quay.store, quay.store.servers.of, quay.clock)
    for number in range(many):
        id_ = f"w{number}"
        await office.submit(Window(id_, ORGANISATION, f"Window {id_}", opens, closes, author="discord:1"))
        await office.approve(ORGANISATION, id_, "discord:2")
    return opens, closes


def milestones(opens: datetime, closes: datetime) -> tuple[datetime, ...]:
    """Opening, seven days left, one day left, closing."""
    return opens, closes - 7 * DAY, closes - DAY, closes


__all__ = ["LEASE", "Quay", "milestones", "put", "quay"]
