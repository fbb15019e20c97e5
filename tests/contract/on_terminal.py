"""The driver of the terminal: the real adapter on a pipe, one line at a time."""

from __future__ import annotations

import asyncio
import io
import queue
import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from adapters.console import ConsoleAdapter
from adapters.console.texts import load
from tests.contract.driver import Held

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from tests.contract.driver import Driver, Stage

_CHOICE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_ASKED = re.compile(r"^(\d+/\d+) (.+)$", re.MULTILINE)
CANCEL = ":cancel"


class Keyboard(io.StringIO):
    """Lines as they are typed. `idle` is set when the chat asks for the next one, so what came before was answered."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self.idle = asyncio.Event()

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        self._loop.call_soon_threadsafe(self.idle.set)
        return self._lines.get()

    def put(self, line: str) -> None:
        self.idle.clear()
        self._lines.put(line)


class OnTerminal:
    company = False
    remembers = False  # choices are numbered anew: it says that there is nothing to choose

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._screen = io.StringIO()
        self._last = ""
        self._offered: dict[str, str] = {}

    async def start(self) -> None:
        self._keyboard = Keyboard()
        adapter = ConsoleAdapter(self._keyboard, self._screen)
        options = {"plain": "1", "locale": self._stage.locale, "role": self._stage.role}
        self._chat = asyncio.create_task(adapter.run(self._stage.core(), options))
        await self._keyboard.idle.wait()

    async def stop(self) -> None:
        self._keyboard.put("")
        assert await self._chat == 0

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def ask(self, question: str, *, private: bool = False) -> str:
        return await self._typed(f"/ask {question}{' private:yes' if private else ''}")

    async def tell(self, text: str) -> str:
        return await self._typed(text)

    async def mutter(self, text: str) -> str:
        """Everything typed here is for the bot, but for an empty line."""
        return await self._typed("   ")

    async def command(self, name: str, /, **options: str) -> str:
        return await self._typed(" ".join([f"/{name}", *(f'{option}:"{v}"' for option, v in options.items())]))

    async def follow(self, label: str) -> str:
        assert label in self._offered, f"“{label}” is not among {list(self._offered)}"
        return await self._typed(self._offered[label])

    async def fill(self, values: Mapping[str, str]) -> str:
        left, before = dict(values), ("", "")
        while (asked := self._asked()) and asked[0] != before:
            before, long = asked
            value = left.pop(before[1], "")
            for line in [*value.splitlines(), ""] if long and value else [value]:
                await self._typed(line)
        if asked:
            await self._typed(CANCEL)
            raise Held
        assert not left, f"the form did not ask for {list(left)}"
        return self._last

    def _asked(self) -> tuple[tuple[str, str], bool] | None:
        """The field that is asked now, by its number and label, and whether it takes several lines."""
        found = _ASKED.search(self._last)
        if found is None:
            return None
        label, _, notes = found[2].partition(" (")
        return (found[1], label), load(self._stage.locale).say("form_long") in notes

    async def pages(self) -> list[str]:
        return [self._last]

    def sees(self) -> str:
        return self._screen.getvalue()

    def another_sees(self) -> str:
        return ""

    def pings(self) -> bool:
        return False

    async def _typed(self, line: str) -> str:
        before = self._screen.tell()
        self._keyboard.put(f"{line}\n")
        waiting = asyncio.ensure_future(self._keyboard.idle.wait())
        await asyncio.wait([waiting, self._chat], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        self._last = self._screen.getvalue()[before:].strip("\n")
        if offered := {label: number for number, label in _CHOICE.findall(self._last)}:
            self._offered = offered
        return self._last


@asynccontextmanager
async def on_terminal(stage: Stage) -> AsyncIterator[Driver]:
    driver = OnTerminal(stage)
    await driver.start()
    try:
        yield driver
    finally:
        await driver.stop()
