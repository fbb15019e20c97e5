"""The real bot, or the bare one, as a process of its own that is connected to a loopback Slack."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING

from adapters.slack.app import PATH
from adapters.slack.sockets import CONNECTIONS
from bot.config import SHIPPED_PACK
from tests.benchmarks.discord_child import STARTED_WITHIN, Child, start

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from tests.platforms.slack import Slack


@contextlib.asynccontextmanager
async def bot(
    slack: Slack, data: Path, pack: Path = SHIPPED_PACK, *, http: bool = False, more: Mapping[str, str] | None = None
) -> AsyncIterator[Child]:
    """Our bot, connected by sockets or listening. `more`: settings of another platform that it is to serve too."""
    settings = {
        "SHINRO_DATA_DIR": str(data),
        "SHINRO_KNOWLEDGE": str(pack),
        "SHINRO_SLACK_BOT_TOKEN": slack.bot_token,
        "SHINRO_SLACK_API_URL": slack.api_url,
        **(more or {}),
    }
    port = _free_port()
    if http:
        settings |= {"SHINRO_SLACK_SIGNING_SECRET": slack.signing_secret, "SHINRO_HTTP_PORT": str(port)}
    else:
        settings["SHINRO_SLACK_APP_TOKEN"] = slack.app_token
    child = await start(data.parent / "bot.log", "-m", "bot", "run", settings=settings)
    async with _there(slack, child, port if http else 0, CONNECTIONS):
        yield child


@contextlib.asynccontextmanager
async def echo(slack: Slack, folder: Path) -> AsyncIterator[Child]:
    """The bare bot that says back what it is asked, connected by a socket."""
    async with _beside(slack, folder, "slack_echo", 1) as child:
        yield child


@contextlib.asynccontextmanager
async def adapter(slack: Slack, folder: Path) -> AsyncIterator[Child]:
    """Our adapter over a core that says back what it is asked, connected by sockets."""
    async with _beside(slack, folder, "slack_adapter", CONNECTIONS) as child:
        yield child


@contextlib.asynccontextmanager
async def _beside(slack: Slack, folder: Path, module: str, connections: int) -> AsyncIterator[Child]:
    arguments = ("-m", f"tests.benchmarks.{module}", slack.api_url, slack.bot_token, slack.app_token)
    child = await start(folder / f"{module}.log", *arguments, settings={})
    async with _there(slack, child, 0, connections):
        yield child


@contextlib.asynccontextmanager
async def _there(slack: Slack, child: Child, port: int, connections: int) -> AsyncIterator[None]:
    def there() -> bool:
        ready = _listens(port) if port else len(slack.sockets.connected) >= connections
        return ready or child.process.returncode is not None

    try:
        await slack.until(there, STARTED_WITHIN, "the bot")
        if child.process.returncode is not None:
            raise RuntimeError(child.log.read_text())
        slack.http(f"http://127.0.0.1:{port}{PATH}" if port else "")
        yield
    finally:
        slack.http("")
        await child.end()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
