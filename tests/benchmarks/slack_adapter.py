"""Our adapter alone: over a core that says back what it was given, so that nothing but the adapter is measured."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from adapters.slack import SlackAdapter
from bot.dispatch import Dispatch
from bot.front import Front
from bot.ports import Shelf
from bot.servers.directory import Directory
from bot.ui import Action, Card, Reply, Text, literal
from tests.fakes import FakeClock, MemoryStore

if TYPE_CHECKING:
    from bot.ports import Request


async def echo(request: Request) -> Reply:
    question = request.arguments["question"]
    return Reply(Card("", (Text(literal(question)),)), again=Action("ask", (question[:60],)))


async def serve(api: str, token: str, app_token: str) -> None:
    kept, clock = MemoryStore(), FakeClock()
    dispatch = Dispatch({"ask": echo}, lambda *_: [], clock=clock)
    core = Front(dispatch, Directory(kept.servers, clock), Shelf(kept.handled, kept.drafts, kept.marks))
    await SlackAdapter().run(core, {"token": token, "app_token": app_token, "api_url": api})


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
