"""Where people talk, and what stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ui import Buttons, Card, Columns, Fields, Picker, Select, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ui import Block, Button, Reply

DIRECT = "direct"  # the place where a person and the bot are alone
BOT = "Shinro"
_PING = re.compile(r"(?<![\w\\/.])@(?=\w)(\w+)")


@dataclass(frozen=True)
class Place:
    """A channel of a server, a thread inside one, or a direct conversation, which has no server."""

    name: str
    server: str = ""
    inside: str = ""  # of a thread: its channel

    @property
    def direct(self) -> bool:
        return not self.server

    @property
    def ids(self) -> frozenset[str]:
        """What an admin may have named to mean this place."""
        return frozenset({self.name, self.inside} - {""})


@dataclass(frozen=True)
class Message:
    """What stands in a place. `to` is the only one who sees it; empty where everybody there does."""

    place: Place
    author: str
    text: str
    to: str = ""
    reply: Reply | None = None

    def seen_by(self, person: str) -> bool:
        return self.to in ("", person)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.reply.body.blocks if self.reply is not None and isinstance(self.reply.body, Card) else ()

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for block in self.blocks if isinstance(block, Buttons) for button in block.buttons)

    @property
    def options(self) -> tuple[Button, ...]:
        """What its selects offer."""
        return tuple(option for block in self.blocks if isinstance(block, Select) for option in block.options)

    @property
    def pickers(self) -> tuple[Picker, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Picker))

    @property
    def pings(self) -> tuple[str, ...]:
        """Names that the bot's Markdown would call on a platform that does not hold them back."""
        return tuple(name for source in _formatted(self.blocks) for name in _PING.findall(source))


def _formatted(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Text(markdown):
                yield markdown
            case Fields(pairs):
                yield from (value for _, value in pairs)
            case Columns(_, rows):
                yield from (cell for _, cells in rows for cell in cells)
            case _:
                pass
