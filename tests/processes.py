"""The bot in a process of its own, with a data folder and a mind that it has learned before."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.answering import fitted
from tests.cli.shinro import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.answering.mind import Mind

PATIENCE = 20.0  # seconds that a process has to start, to answer, and to end


@asynccontextmanager
async def started(
    folder: Path, mind: Mind, *command: str, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`shinro …`, over a store under the folder; killed in the end, if it has not ended by itself."""
    data = folder / "data"
    if not (data / "learned").is_dir():
        fitted.keep(data / "learned", mind)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHINRO_")}
    own = {"SHINRO_DATA_DIR": str(data), "SHINRO_KNOWLEDGE": mind.library.folder, "PYTHONPATH": str(ROOT)}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command),
        env={**kept, **own, **settings},
        cwd=folder,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
