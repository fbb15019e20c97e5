"""A process that only announces: the real adapters over a database, with a clock that others move.

    python -m tests.windows.child DATABASE CLOCK DISCORD_URL DISCORD_TOKEN SLACK_URL SLACK_TOKEN SLACK_APP_TOKEN

CLOCK is a file with the seconds that this clock is ahead of the computer's.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.dispatch import Dispatch
from bot.front import Front
from bot.logs import set_up_logs
from bot.platforms import serve
from bot.ports import Shelf
from bot.servers.directory import Directory
from bot.storage.database import open_store
from bot.windows.room import furnish


class Ahead:
    """`bot.ports.Clock`, so many seconds ahead as a file says."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text()))


async def announce(url: str, clock: Path, told: list[str]) -> int:
    """Until somebody ends the process."""
    nothing: Any = SimpleNamespace(subjects={})
    ahead = Ahead(clock)
    async with open_store(url) as store:
        room = furnish(store, store.servers.of, store.drafts, lambda: nothing, ahead)
        dispatch = Dispatch(room.handlers, lambda *_: (), handled=store.handled, clock=ahead)
        shelf = Shelf(store.handled, store.drafts, store.marks)
        core = Front(dispatch, Directory(store.servers, ahead), shelf, room.office.replan)
        room.announcer.start()
        discord, slack = told[:2], told[2:]
        platforms = {
            "discord": {"api_url": discord[0], "token": discord[1]},
            "slack": {"api_url": slack[0], "token": slack[1], "app_token": slack[2]},
        }
        try:
            return await serve(core, platforms, room.voices, room.announcer.close)
        finally:
            await room.announcer.close()


if __name__ == "__main__":
    set_up_logs("console", "WARNING")
    address, moved, *others = sys.argv[1:]
    sys.exit(asyncio.run(announce(address, Path(moved), others)))
