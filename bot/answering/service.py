"""Answering as the app runs it: a mind that serves at once, and a better one learned in the background."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections import OrderedDict
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

import structlog

from bot.answering import fitted
from bot.answering.engine import Decision, decide
from bot.answering.mind import Mind, starter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.answering.encoder import Encoder
    from bot.library.library import Library

LONG = 400  # characters from which on a question is looked at off the event loop
DECIDED = 1_000  # decisions kept: people pick the same curated questions again and again
_LOG = structlog.get_logger(__name__)
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Answering:
    """Holds the mind in use. `folder` is where what was learned is kept between starts."""

    def __init__(self, folder: Path, encoder: Encoder | None = None, encoder_folder: Path | None = None) -> None:
        self.folder = folder
        self._encoder, self._encoder_folder = encoder, encoder_folder
        self._mind: Mind | None = None
        self._decided: OrderedDict[bytes, Decision] = OrderedDict()
        self._learning: asyncio.Task[None] | None = None

    @property
    def mind(self) -> Mind:
        if self._mind is None:
            raise RuntimeError("answering was not started")
        return self._mind

    @property
    def library(self) -> Library:
        return self.mind.library

    async def start(self, library: Library) -> None:
        """Serve a library: from what was kept, else from a starter while the whole is learned."""
        await self.stop()
        kept = await asyncio.to_thread(fitted.recall, self.folder, library, self._encoder)
        self._use(await asyncio.to_thread(starter, library, self._encoder) if kept is None else kept)
        if kept is None:
            self._learning = asyncio.create_task(self._learn(library), name="learning")

    @property
    def learning(self) -> bool:
        """Whether a better mind is on its way."""
        return self._learning is not None and not self._learning.done()

    async def learned(self) -> None:
        """Wait until the best mind is in use."""
        if self._learning is not None:
            await asyncio.shield(self._learning)

    async def stop(self) -> None:
        """End learning that is under way."""
        if self._learning is not None:
            self._learning.cancel()
            await asyncio.gather(self._learning, return_exceptions=True)
            self._learning = None

    async def decide(
        self, question: str, earlier: Sequence[str] = (), locale: str = "", *, traced: bool = False
    ) -> Decision:
        """Decide on a question, off the event loop where that could hold it up; with its looks only to trace it."""
        if traced or len(question) > LONG:
            decision = await asyncio.to_thread(decide, self.mind, question, earlier, locale)
            return decision if traced else replace(decision, looks=())
        key = _key(question, earlier, locale)
        known = self._decided.get(key)
        if known is not None:
            self._decided.move_to_end(key)
            return known
        decision = replace(decide(self.mind, question, earlier, locale), looks=())
        if not decision.people:
            self._decided[key] = decision
            if len(self._decided) > DECIDED:
                self._decided.popitem(last=False)
        return decision

    def _use(self, mind: Mind) -> None:
        """Let a mind take over, whole; what the one before decided goes with it."""
        self._mind = mind
        self._decided.clear()
        settle()

    def _model(self) -> tuple[str, ...]:
        if self._encoder is None or self._encoder_folder is None:
            return ()
        return (str(self._encoder_folder), self._encoder.name)

    async def _learn(self, library: Library) -> None:
        """Learn in another process, so that nobody waits; then let the better mind take over, whole."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.answering.learn", library.folder, str(self.folder), *self._model(),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD}, start_new_session=True,
        )  # fmt: skip
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            _kill(process)
            await process.wait()
            raise
        finally:
            _kill(process)
        mind = await asyncio.to_thread(fitted.recall, self.folder, library, self._encoder)
        if mind is None:
            _LOG.warning("learned here instead", exit_code=code, reason="nothing could be kept in the data folder")
            mind = await asyncio.to_thread(fitted.learn, self.folder, library, self._encoder)
        self._use(mind)
        _LOG.info("learned", entries=len(library.entries), pack=library.pack.id)


def settle() -> None:
    """Tell the garbage collector that what is loaded stays: looking through it again and again holds answers up."""
    gc.collect()
    gc.freeze()


def _key(question: str, earlier: Sequence[str], locale: str) -> bytes:
    """Stands for what was asked, so that no text is kept."""
    return blake2b("\0".join((locale, question, *earlier)).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _kill(process: asyncio.subprocess.Process) -> None:
    """End a learning process and its helpers, who would wait for ever for one that is gone."""
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
