"""The least that a bot in bolt can be: one command that says back what it was given, to whoever typed it."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def serve(api: str, token: str, app_token: str) -> None:
    app = AsyncApp(client=AsyncWebClient(token, base_url=api))

    @app.command("/ask")
    async def ask(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        await ack()
        await respond(command["text"])

    await AsyncSocketModeHandler(app, app_token).start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
