"""A bot in a process of its own, which is killed and comes back."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING

from . import Discord, small_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@contextlib.asynccontextmanager
async def child(server: Discord) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", small_bot.__name__, server.api_url, server.gateway_url, server.token
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def test_a_killed_process_is_followed_by_another(server: Discord) -> None:
    guild = server.add_guild("Harbour")
    channel, alice = guild.add_text_channel("general"), guild.add_member("alice")
    async with child(server):
        await server.ready()
        asked = await server.slash(alice, channel, "ask", {"question": "First?"})
        shown = await asked.reply()
    await server.until(lambda: not server.gateway.ready)
    assert server.gateway.closes == [1006]
    lost = await server.press(alice, shown, "Pay")
    async with child(server):
        await server.ready()
        pressed = await server.press(alice, shown, "Pay")
        assert (await pressed.reply()).text().startswith("You chose pay.")
    assert lost.kind is None
    assert server.gateway.identified == 2
