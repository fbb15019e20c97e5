"""What the core asks of the world outside: a clock, platforms, and the places where things are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from bot.ui import Reply

Role = Literal["member", "moderator", "admin"]


class Clock(Protocol):
    """Time, so that a simulated year takes seconds."""

    def now(self) -> datetime:
        """The current instant, in UTC, aware of its zone."""
        ...


@dataclass(frozen=True)
class Request:
    """One thing a person did: typed a command, asked a question, pressed a button, sent a form.

    `command` is a name of the catalogue; `arguments` are its parameters by name. `key` names the doing, so that the
    same one delivered twice is answered once. `addressed` is false where the bot merely overhears.
    """

    command: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    organisation: str = "local"
    place: str = "terminal"
    person: str = "me"
    role: Role = "member"
    locale: str = ""
    key: str = ""
    addressed: bool = True
    fields: Mapping[str, str] = field(default_factory=dict)


class Core(Protocol):
    """What an adapter may ask of the core."""

    async def handle(self, request: Request) -> Reply:
        """Answer a request. Never raises: a failure is a reply with a short sentence and an id."""
        ...

    def suggest(
        self, command: str, parameter: str, typed: str, locale: str, limit: int = 25
    ) -> Sequence[tuple[str, str]]:
        """(value, label) completions from memory, best first; an empty `typed` gives the most asked.

        A value is text that a person could have typed.
        """
        ...

    def catalogue(self, locale: str) -> Sequence[CommandHelp]:
        """The commands a person can type, with their texts."""
        ...


@dataclass(frozen=True)
class CommandHelp:
    """A command as a person sees it: `/name <parameter> [optional]` and one line of what it does."""

    name: str
    usage: str
    summary: str
    parameters: tuple[str, ...]


class Adapter(Protocol):
    """A chat platform. `run` serves it until it ends by itself or is cancelled, and closes what it opened."""

    async def run(self, core: Core, options: Mapping[str, str]) -> int:
        """Serve the platform; the exit code."""
        ...


@dataclass(frozen=True)
class Unanswered:
    """A question nothing answered well: no name, no place; `shape` groups the same question asked twice."""

    organisation: str
    language: str
    band: str
    text: str
    shape: str
    candidates: tuple[str, ...]
    asked_at: datetime


class Unanswereds(Protocol):
    """Where unanswered questions wait for a moderator."""

    async def add(self, question: Unanswered) -> None: ...

    async def waiting(self, organisation: str, limit: int = 100) -> Sequence[Unanswered]: ...

    async def expire(self, before: datetime) -> int:
        """Forget what was asked before an instant; how many were forgotten."""
        ...
