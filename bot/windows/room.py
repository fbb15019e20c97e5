"""The parts of this room put together: what the commands do, who announces, and where both can be reached."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.windows.announcer import Announcer
from bot.windows.announcing import Sent
from bot.windows.calling import SEND_SECONDS, name_key
from bot.windows.cards import Speaker
from bot.windows.handlers import WindowHandlers
from bot.windows.inbox import Inbox
from bot.windows.known_dates import KnownDates
from bot.windows.manners import MannerHandlers
from bot.windows.office import Office
from bot.windows.readers import ReaderHandlers
from bot.windows.remembered import Remembered
from bot.windows.voices import Voices

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.library.library import Library
    from bot.ports import Clock, Drafts, Request
    from bot.ui import Card, Reply
    from bot.windows.office import ServersOf
    from bot.windows.ports import WindowsKept


@dataclass(frozen=True)
class Room:
    """Everything about windows. The announcer does nothing until it is started."""

    office: Office
    announcer: Announcer
    voices: Voices
    inbox: Inbox
    remembered: Remembered
    handlers: Mapping[str, Callable[[Request], Awaitable[Reply]]]


def furnish(
    kept: WindowsKept,
    servers: ServersOf,
    drafts: Drafts,
    library: Callable[[], Library],
    clock: Clock,
    dates: Callable[[], KnownDates] = KnownDates,
) -> Room:
    """The room over a store. Adapters add their voices when they run."""
    voices = Voices()
    office = Office(kept, servers, clock, voices.lacks, lambda: announcer.nudge())

    async def tell_staff(organisation: str, card: Callable[[str], Card], name: str) -> int:
        told = 0
        for place, language in await office.staff(organisation):
            try:
                async with asyncio.timeout(SEND_SECONDS / 4):
                    sent = await voices[place.platform].post(place, card(language), name_key(f"{place.key} {name}"))
            except TimeoutError:
                continue
            told += isinstance(sent, Sent)
        return told

    staff = WindowHandlers(office, kept, drafts, library, clock, tell_staff)
    readers = ReaderHandlers(office, kept, library, dates, clock)
    announcer = Announcer(kept.announcements, voices, Speaker(staff.title_of), office.staff, clock, holder())
    handlers = {**staff.handlers(), **readers.handlers(), **MannerHandlers(office, kept).handlers()}
    return Room(office, announcer, voices, Inbox(kept, clock), Remembered(kept, readers.roles), handlers)


def holder() -> str:
    """What a process is called where another one wants to know who announces."""
    return f"{socket.gethostname()[:40]}, process {os.getpid()} ({secrets.token_hex(3)})"
