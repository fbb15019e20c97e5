"""The chat without a terminal: a line in, a plain reply out. For pipes, scripts and screen readers."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Protocol

from adapters.console.announcing import Announced, nothing
from adapters.console.inert import inert
from adapters.console.session import Leave, Say, Send, Session, Show, Step, choices
from adapters.console.texts import Texts
from adapters.console.waiting import Interrupted, interruptible
from bot.ports import Core
from bot.ui import Card, Reply, plain


class Source(Protocol):
    def readline(self) -> str: ...


class Sink(Protocol):
    def write(self, text: str, /) -> object: ...

    def flush(self) -> object: ...


async def next_line(source: Source) -> str:
    """The next line, empty at the end; read in a thread nobody waits for, so that leaving never hangs."""
    loop = asyncio.get_running_loop()
    came: asyncio.Future[str] = loop.create_future()

    def deliver(line: str) -> None:
        if not came.done():
            came.set_result(line)

    def read() -> None:
        line = ""
        with contextlib.suppress(OSError, ValueError):
            line = source.readline()
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(deliver, line)

    threading.Thread(target=read, name="shinro-stdin", daemon=True).start()
    return await came


def numbered(reply: Reply) -> str:
    """A reply as plain text, its choices numbered beneath."""
    offered = choices(reply.body) if isinstance(reply.body, Card) else ()
    lines = [plain(reply, choices=False), *(f"[{n}] {button.label}" for n, button in enumerate(offered, 1))]
    return inert("\n".join(line for line in lines if line))


class PlainChat:
    """Lines in, text out, until the lines end or nobody reads any more."""

    def __init__(
        self, core: Core, session: Session, texts: Texts, source: Source, sink: Sink, announced: Announced = nothing
    ) -> None:
        self._core, self._session, self._texts = core, session, texts
        self._source, self._sink, self._announced = source, sink, announced

    async def run(self) -> int:
        """Serve until the end of input, /exit, Ctrl-C or a broken pipe: all of them are a clean end."""
        with contextlib.suppress(BrokenPipeError, Interrupted):
            while line := await interruptible(next_line(self._source)):
                if not await self._take(self._session.read(inert(line))):
                    break
        return 0

    async def _take(self, step: Step) -> bool:
        while isinstance(step, Send):
            try:
                reply = await interruptible(self._core.handle(step.request))
            except Interrupted:
                step = Say(self._texts.say("cancelled"))
                break
            self._write(numbered(reply))
            step = self._session.heard(reply)
        match step:
            case Leave():
                return False
            case Say(sentence):
                self._write(inert(sentence))
            case Show(reply):
                self._write(numbered(reply))
        for reply in self._announced() if self._session.filling is None else ():
            self._write(numbered(reply))
            self._session.heard(reply)
        self._write(inert(self._session.asking()))
        return True

    def _write(self, text: str) -> None:
        if text:
            self._sink.write(f"{text}\n\n")
            self._sink.flush()
