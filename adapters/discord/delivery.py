"""Calls to Discord that are made again where discord.py gives up, and what their failures mean."""

from __future__ import annotations

import asyncio
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, TypeVar

import aiohttp
import discord

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

PAUSES = (0.1, 0.3, 0.8, 2.0)  # seconds before each further try
ALREADY = 40060  # the interaction was acknowledged: an earlier try arrived, though its answer did not
EXPIRED = (10062, 10015, 50027)  # nobody waits under this token any more
NO_ACCESS = (50001, 50013, 50007)
GONE = (10008, 10003)  # the message or its channel
CUT = (aiohttp.ClientError, OSError, asyncio.TimeoutError)
_AWAY = 503  # the one status of a server's trouble that discord.py takes for an answer


async def tried(call: Callable[[], Awaitable[T]], pauses: tuple[float, ...] | None = None) -> T:
    """The call's value; made again after a cut connection or a server that is away for a moment.

    Only for calls that do no harm when they arrive twice.
    """
    for pause in PAUSES if pauses is None else pauses:
        try:
            return await call()
        except CUT:
            await asyncio.sleep(pause)
        except discord.DiscordServerError as error:
            if error.status != _AWAY:
                raise
            await asyncio.sleep(pause)
    return await call()


def already(error: discord.HTTPException) -> bool:
    """Whether an earlier try of the same acknowledgement got through."""
    return error.code == ALREADY


def expired(error: discord.HTTPException) -> bool:
    """Whether an interaction's token is of no more use."""
    return error.code in EXPIRED


def refused(error: discord.HTTPException) -> bool:
    """Whether the bot may not do this here."""
    return error.code in NO_ACCESS


def gone(error: discord.HTTPException) -> bool:
    """Whether what was to be changed is no longer there."""
    return error.code in GONE


def noted(error: Exception) -> dict[str, object]:
    """A failure for the log: its kind and the way to it, without its message, which may hold what a person wrote."""
    kind = type(error).__name__
    if isinstance(error, discord.HTTPException):
        return {"error": kind, "status": error.status, "code": error.code}
    if isinstance(error, CUT):
        return {"error": kind}
    at = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    return {"error": kind, "at": at}
