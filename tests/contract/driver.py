"""What a test can have people do on any platform. Every verb returns what the person reads in reply."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tests.fakes import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.ports import Core, Role

    MakeCore = Callable[[MemoryStore], Core]


class Held(Exception):  # noqa: N818 - what the platform does with a form
    """The platform did not send the form; it is to be opened again."""


@dataclass
class Stage:
    """One person and the bot, in a channel where all see the answers; `core` makes what a new process would."""

    make: MakeCore
    locale: str = "en"
    role: Role = "member"
    kept: MemoryStore = field(default_factory=MemoryStore)

    def core(self) -> Core:
        return self.make(self.kept)


class Driver(Protocol):
    """A person on a platform. Text is what a reader sees: without Markdown, with the labels of what is pressed."""

    company: bool  # whether anybody else is there
    remembers: bool  # whether a button from before a restart still does what it says

    async def ask(self, question: str, *, private: bool = False) -> str:
        """`/ask`."""
        ...

    async def tell(self, text: str) -> str:
        """A message for the bot: a mention, where there is more than one to talk to."""
        ...

    async def mutter(self, text: str) -> str:
        """A message for nobody, or as near as the platform has it."""
        ...

    async def command(self, name: str, /, **options: str) -> str:
        """A typed command. One that opens a form gives the form."""
        ...

    async def follow(self, label: str) -> str:
        """A button or a choice of the last card."""
        ...

    async def fill(self, values: Mapping[str, str]) -> str:
        """The open form, by labels, through as many steps as it takes. Held where the platform does not send it."""
        ...

    async def pages(self) -> list[str]:
        """The last reply from its beginning to its end, however the platform parted it."""
        ...

    async def restart(self) -> None:
        """Another process in the place of this one, over what was kept."""
        ...

    def sees(self) -> str:
        """All that this person can read in the place."""
        ...

    def another_sees(self) -> str:
        """All that somebody else can read there; empty where nobody is."""
        ...

    def pings(self) -> bool:
        """Whether anything that the bot said called somebody."""
        ...
