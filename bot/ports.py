"""What the core asks of the world outside: a clock, platforms, and the places where things are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    same one delivered twice is answered once. `addressed` is false where the bot merely overhears. `server` is empty in
    a direct message (in Slack that is in a workspace too); it was `heard` where it is a message rather than a command
    or a press; `lacks` are the rights that the bot misses in this place, by the platform's names. In a `shared` place,
    a thread, a question follows what anybody asked there before; where nobody did, what this person asked in the place
    that the thread is `within`.
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
    server: str = ""
    lacks: tuple[str, ...] = ()
    shared: bool = False
    within: str = ""
    heard: bool = False


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

    async def server(self, id: str) -> Server:  # noqa: A002
        """What its admins chose. Never raises: where the store refuses, a server that has chosen nothing."""
        ...

    async def role(self, server: str, roles: Sequence[str], *, administrator: bool, manager: bool) -> Role:
        """What somebody with these of the platform's roles may do in a server. Never raises."""
        ...

    async def joined(self, id: str) -> None:  # noqa: A002
        """The bot was added to this server. Never raises."""
        ...

    async def left(self, id: str) -> None:  # noqa: A002
        """The bot is no longer in this server: after a while it is forgotten. Never raises."""
        ...

    async def present(self, platform: str, ids: Collection[str]) -> None:
        """The bot is in these servers of a platform and in no others; say it at every start. Never raises."""
        ...

    @property
    def shelf(self) -> Shelf:
        """Where an adapter keeps the little that it must remember."""
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
class Finding:
    """What an examination found: what was looked at, whether it is well, and what to do where it is not."""

    subject: str
    good: bool
    told: str


class Platform(Adapter, Protocol):
    """An adapter of a platform that has to be set up there."""

    async def examine(self, options: Mapping[str, str], marks: Marks) -> Sequence[Finding]:
        """Look at the token, the rights and what the platform knows of the bot. Never raises."""
        ...

    def manifest(self, options: Mapping[str, str]) -> str:
        """What an operator gives the platform, or opens, to add the bot."""
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

    async def count(self, organisation: str) -> int:
        """How many questions wait."""
        ...


@dataclass(frozen=True)
class Server:
    """One Discord server or Slack workspace, and what its admins chose. Ids of roles and channels are the platform's.

    `id` is “discord:123”, “slack:T1”, “terminal”. A new server is an organisation of its own: both ids are the same.
    """

    id: str
    organisation: str
    language: str = ""  # none chosen
    moderators: tuple[str, ...] = ()  # roles (in Slack: user groups or people) whose members are moderators
    admins: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()  # channels where answers are seen by all
    listening: tuple[str, ...] = ()  # channels where the bot answers unasked, when it is sure
    windows: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    left_at: datetime | None = None


class Servers(Protocol):
    """The servers that the bot lives in, or lived in until a while ago."""

    async def get(self, id: str) -> Server:  # noqa: A002
        """A server never seen is created."""
        ...

    async def put(self, server: Server) -> None: ...

    async def left(self, id: str, at: datetime) -> None:  # noqa: A002
        """Start the clock of its retention; one that runs already goes on."""
        ...

    async def joined(self, id: str) -> None:  # noqa: A002
        """Stop that clock."""
        ...

    async def of(self, organisation: str) -> Sequence[Server]:
        """The servers of an organisation that the bot lives in, in the order of their ids."""
        ...

    async def join(self, organisation: str, other: str) -> None:
        """Make the servers of an organisation, and the questions that wait there, part of another one, at once."""
        ...

    async def present(self, platform: str, ids: Collection[str], at: datetime) -> None:
        """These are joined; those of the platform that are not among them were left at an instant, if not before."""
        ...

    async def expire(self, before: datetime) -> int:
        """Forget servers left before an instant, and what waits in an organisation that has no server any more."""
        ...

    async def count(self) -> int:
        """How many servers the bot lives in."""
        ...


class Handled(Protocol):
    """What was done already, so that nothing is done twice: also over restarts, and among several processes."""

    async def claim(self, key: str, at: datetime) -> bool:
        """True for the first who claims; false means that somebody does it or has done it."""
        ...

    async def expire(self, before: datetime) -> int: ...


class Drafts(Protocol):
    """What a person has filled in so far, in a form of several steps."""

    async def put(self, key: str, values: Mapping[str, str], at: datetime) -> None:
        """Keep these values in the place of what stood there."""
        ...

    async def get(self, key: str) -> Mapping[str, str] | None: ...

    async def drop(self, key: str) -> None: ...

    async def expire(self, before: datetime) -> int: ...


class Marks(Protocol):
    """Small facts that a process must find again after a restart, such as the hash of the commands last synced."""

    async def get(self, name: str) -> str | None: ...

    async def put(self, name: str, value: str) -> None: ...


@dataclass(frozen=True)
class Attempt:
    """One person's run through a quiz. `revision` counts its changes, so that none is made upon what is gone."""

    id: str
    person: str
    quiz: str
    begun_at: datetime
    touched_at: datetime
    answers: Mapping[str, str] = field(default_factory=dict)  # choice by question
    cursor: str = ""  # the question gone back to; none: the first without an answer
    revision: int = 0
    state: Literal["running", "stopped", "finished"] = "running"


class Attempts(Protocol):
    """The runs that people have under way or behind them."""

    async def add(self, attempt: Attempt) -> None: ...

    async def get(self, id: str) -> Attempt | None:  # noqa: A002
        ...

    async def put(self, attempt: Attempt) -> bool:
        """Keep it in the place of the revision before it; false where another revision stands there, or none."""
        ...

    async def of(self, person: str) -> Sequence[Attempt]:
        """Somebody's attempts, the one last touched first."""
        ...

    async def drop(self, id: str) -> None:  # noqa: A002
        ...

    async def erase(self, person: str) -> int: ...

    async def expire(self, before: datetime) -> int:
        """Forget what nobody has touched since an instant; how many were forgotten."""
        ...


@dataclass(frozen=True)
class Profile:
    """What a person agreed to have remembered: facts by name, as `bot.people.facts` has them."""

    person: str
    facts: Mapping[str, str | int | bool | list[str]]
    changed_at: datetime


class Profiles(Protocol):
    """What people agreed to have remembered of them."""

    async def get(self, person: str) -> Profile | None: ...

    async def put(self, profile: Profile) -> None: ...

    async def erase(self, person: str) -> int: ...


@dataclass(frozen=True)
class Shelf:
    """What adapters may keep things in."""

    handled: Handled
    drafts: Drafts
    marks: Marks


class Kept(Protocol):
    """Everything that is kept, in one place; the open store is one."""

    @property
    def unanswered(self) -> Unanswereds: ...

    @property
    def servers(self) -> Servers: ...

    @property
    def handled(self) -> Handled: ...

    @property
    def drafts(self) -> Drafts: ...

    @property
    def marks(self) -> Marks: ...

    @property
    def attempts(self) -> Attempts: ...

    @property
    def profiles(self) -> Profiles: ...
