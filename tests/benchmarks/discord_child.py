"""The real bot, or the bare one, as a process of its own that is connected to a loopback Discord."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import SHIPPED_PACK

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from tests.platforms.discord import Discord

ROOT = Path(__file__).parents[2]
STARTED_WITHIN, ENDED_WITHIN = 60.0, 20.0  # seconds
KILOBYTES = 1024  # in a megabyte
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass
class Child:
    """A bot's process."""

    process: asyncio.subprocess.Process
    log: Path
    started: float

    def memory(self) -> float:
        """Resident megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / KILOBYTES

    def busy(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def end(self) -> int:
        """SIGTERM, as an operator stops it; the exit code."""
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            return await asyncio.wait_for(self.process.wait(), ENDED_WITHIN)
        except TimeoutError:
            await self.kill()
            return -1


async def start(log: Path, *arguments: str, settings: Mapping[str, str]) -> Child:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHINRO_")}
    begun = time.perf_counter()
    with log.open("ab") as written:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, stdout=written, stderr=written, cwd=log.parent,
            env={**kept, "PYTHONPATH": str(ROOT), **settings},
        )  # fmt: skip
    return Child(process, log, begun)


def settings_of(discord: Discord) -> dict[str, str]:
    """How a bot finds this Discord."""
    return {"SHINRO_DISCORD_TOKEN": discord.token, "SHINRO_DISCORD_API_URL": discord.api_url}


@contextlib.asynccontextmanager
async def bot(discord: Discord, data: Path, pack: Path = SHIPPED_PACK) -> AsyncIterator[Child]:
    """Our bot, connected."""
    settings = {"SHINRO_DATA_DIR": str(data), "SHINRO_KNOWLEDGE": str(pack), **settings_of(discord)}
    child = await start(data.parent / "bot.log", "-m", "bot", "run", settings=settings)
    async with _connected(discord, child):
        yield child


@contextlib.asynccontextmanager
async def echo(discord: Discord, folder: Path) -> AsyncIterator[Child]:
    """The bare bot that says back what it is asked, connected."""
    arguments = ("-m", "tests.benchmarks.discord_echo", discord.api_url, discord.gateway_url, discord.token)
    child = await start(folder / "echo.log", *arguments, settings={})
    async with _connected(discord, child):
        yield child


@contextlib.asynccontextmanager
async def _connected(discord: Discord, child: Child) -> AsyncIterator[None]:
    try:
        await discord.until(
            lambda: discord.gateway.ready or child.process.returncode is not None, STARTED_WITHIN, "the bot"
        )
        if child.process.returncode is not None:
            raise RuntimeError(child.log.read_text())
        yield
    finally:
        await child.end()


@contextlib.contextmanager
def home(learned: Path) -> Iterator[Path]:
    """A data folder for a bot that has learned before."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        shutil.copytree(learned, data / "learned")
        yield data
