"""A conversation with the real handlers over a mind: what somebody types, and what they read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.answering.notes import Notes
from bot.answering.service import Answering
from bot.app import put_together
from bot.ports import Request
from bot.servers.directory import Directory
from bot.ui import Buttons, Card, Reply, Select, plain
from tests.fakes import FakeClock, MemoryStore, MemoryUnanswereds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.front import Front
    from bot.ui import Button


class Thinking(Answering):
    """Answering with a mind that was learned before."""

    def __init__(self, mind: Mind, folder: Path) -> None:
        super().__init__(folder)
        self._mind = mind


@dataclass
class Chat:
    """One person in one place. `talk` says lines in turn and reads the replies."""

    core: Front
    clock: FakeClock
    kept: MemoryStore
    notes: Notes
    request: Request = field(
        default_factory=lambda: Request("ask", organisation="alts", place="general", person="tess")
    )
    heard: Reply = field(default_factory=Reply)
    turn: int = 0

    def elsewhere(self, **changes: Any) -> Chat:
        """The same community, seen by another person, or from another place."""
        return replace(self, request=replace(self.request, **changes), heard=Reply())

    async def send(self, command: str, **arguments: str) -> Reply:
        """Do one thing, named by no key, and read the reply."""
        self.heard = await self.core.handle(replace(self.request, command=command, arguments=arguments))
        await self.notes.settled()
        return self.heard

    async def say(self, line: str) -> str:
        """What a person reads after typing a line: a question, `/command words`, or the number of a button."""
        if line.isdigit() and 0 < int(line) <= len(self.buttons):
            action = self.buttons[int(line) - 1].action
            names = {"entry": "entry", "path": "name", "ask": "question"}
            await self.send(action.command, **dict(zip([names[action.command]], action.arguments, strict=True)))
        elif line.startswith("/kb why "):
            await self.send("kb why", question=line.removeprefix("/kb why "))
        elif line.startswith("/compare "):
            first, _, second = line.removeprefix("/compare ").partition(" with ")
            await self.send("compare", first=first, second=second)
        elif line.startswith("/"):
            command, _, rest = line[1:].partition(" ")
            await self.send(command, **({"name": rest} if rest else {}))
        else:
            await self.send("ask", question=line)
        return plain(self.heard)

    async def talk(self, turns: Sequence[tuple[str, str]]) -> None:
        """Each line gets a reply that holds the parts beside it, in their order, “…” standing for anything."""
        for line, expected in turns:
            read = await self.say(line)
            pattern = ".*?".join(re.escape(part.strip()) for part in expected.split("…"))
            assert re.search(pattern, read, re.DOTALL), f"{line!r} was answered:\n{read}\nexpected: {expected}"

    def later(self, **span: float) -> None:
        self.clock.pass_time(timedelta(**span))

    @property
    def unanswered(self) -> MemoryUnanswereds:
        return self.kept.unanswered

    @property
    def buttons(self) -> list[Button]:
        found: list[Button] = []
        blocks = self.heard.body.blocks if isinstance(self.heard.body, Card) else ()
        for block in blocks:
            found += block.buttons if isinstance(block, Buttons) else block.options if isinstance(block, Select) else ()
        return found


def chat_over(mind: Mind, folder: Path, unanswered: MemoryUnanswereds | None = None) -> Chat:
    clock, kept = FakeClock(), MemoryStore(unanswered or MemoryUnanswereds())
    notes = Notes(kept.unanswered)
    core = put_together(Thinking(mind, folder), notes, clock, kept, Directory(kept.servers, clock))
    return Chat(core, clock, kept, notes)
