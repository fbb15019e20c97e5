"""Chat platforms by their settings: which have their token, and running them side by side."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

from bot.errors import SettingsError, ShinroError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from pydantic import SecretStr

    from bot.config import Settings
    from bot.ports import Core
    from bot.windows.announcing import Speaking
    from bot.windows.voices import Voices

Options = dict[str, str]


def known(settings: Settings) -> dict[str, Options]:
    """Each platform with what its adapter is told, whether it has its token or not."""
    return {
        "discord": {
            "token": _value(settings.discord_token),
            "api_url": settings.discord_api_url,
            "listen": "1" if settings.discord_listen else "",
        },
        "slack": {
            "token": _value(settings.slack_bot_token),
            "app_token": _value(settings.slack_app_token),
            "signing_secret": _value(settings.slack_signing_secret),
            "client_id": settings.slack_client_id or "",
            "client_secret": _value(settings.slack_client_secret),
            "api_url": settings.slack_api_url,
            "prefix": settings.slack_prefix,
            "host": settings.http_host,
            "port": str(settings.http_port),
        },
    }


def wanted(settings: Settings) -> dict[str, Options]:
    """Each platform whose token is set, with what its adapter needs; SettingsError where none is."""
    installable = settings.slack_client_id is not None and settings.slack_client_secret is not None
    found = {name: options for name, options in known(settings).items() if options["token"]}
    if installable and "slack" not in found:
        found["slack"] = known(settings)["slack"]
    if not found:
        names = "SHINRO_DISCORD_TOKEN or SHINRO_SLACK_BOT_TOKEN"
        raise SettingsError([f"No chat platform has its token: set {names}, or try `shinro chat`."])
    return found


def adapter(name: str) -> Speaking:
    """The adapter that is installed under a name."""
    from importlib.metadata import entry_points

    for point in entry_points(group="shinro.adapters", name=name):
        found: Speaking = point.load()()
        return found
    raise ShinroError(f"The adapter “{name}” is not installed.")


async def serve(
    core: Core,
    platforms: Mapping[str, Options],
    voices: Voices | None = None,
    closing: Callable[[], Awaitable[None]] | None = None,
) -> int:
    """Run platforms until all have ended, one is set up wrongly, or somebody stops the process.

    A platform that is away for a while does not concern the others. What stops the process (SIGTERM, Ctrl-C) lets what
    is being announced come to its end (`closing`), and then each of them close.
    """
    tasks = []
    for name, options in platforms.items():
        found = adapter(name)
        if voices is not None:
            voices.add(name, found.voice)
        tasks.append(asyncio.create_task(found.run(core, options), name=name))
    stopped = asyncio.Event()
    with _signals(stopped):
        stop = asyncio.create_task(stopped.wait(), name="stop")
        try:
            await asyncio.wait([stop, _all(tasks)], return_when=asyncio.FIRST_COMPLETED)
        finally:
            if closing is not None:
                await closing()
            for task in (*tasks, stop):
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
    for result in ended:
        if isinstance(result, Exception):
            raise result
    return max((code for code in ended if isinstance(code, int)), default=0)


def _all(tasks: list[asyncio.Task[int]]) -> asyncio.Task[object]:
    """Done when all tasks are, or when one has failed."""

    async def wait() -> object:
        return await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)

    return asyncio.create_task(wait(), name="platforms")


@contextlib.contextmanager
def _signals(stopped: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    taken = []
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):  # Windows, or not the main thread
            loop.add_signal_handler(number, stopped.set)
            taken.append(number)
    try:
        yield
    finally:
        for number in taken:
            loop.remove_signal_handler(number)


def _value(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""
