"""The driver of the chat in memory."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.fake import FakeChat, HeldBack
from tests.contract.driver import Held

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from tests.contract.driver import Driver, Stage


class OnFake:
    company = True
    remembers = True

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._chat = FakeChat(stage.core())
        self._person = self._chat.person("alice", role=stage.role, locale=stage.locale)
        self._other = self._chat.person("bob")
        self._last = ""

    async def ask(self, question: str, *, private: bool = False) -> str:
        return self._read(await self._person.asks(question, private=private))

    async def tell(self, text: str) -> str:
        return self._read(await self._person.says(f"@Shinro {text}"))

    async def mutter(self, text: str) -> str:
        return await self._person.says(text)

    async def command(self, name: str, /, **options: str) -> str:
        return self._read(await self._person.types(f"/{name}", **options))

    async def follow(self, label: str) -> str:
        return self._read(await self._person.follows(label))

    async def fill(self, values: Mapping[str, str]) -> str:
        try:
            return self._read(await self._person.fills(values))
        except HeldBack as reason:
            raise Held from reason

    async def pages(self) -> list[str]:
        return [self._last]

    async def restart(self) -> None:
        self._chat.restart(self._stage.core())

    def sees(self) -> str:
        return self._person.sees()

    def another_sees(self) -> str:
        return self._other.sees(self._person.place)

    def pings(self) -> bool:
        return any(message.pings for message in self._chat.messages)

    def _read(self, text: str) -> str:
        self._last = text
        return text


@asynccontextmanager
async def on_fake(stage: Stage) -> AsyncIterator[Driver]:
    server = await stage.kept.servers.get("fake:harbour")
    await stage.kept.servers.put(replace(server, answers=("general",)))
    yield OnFake(stage)
