"""The platform: who is there, what was written where, and how each thing that is done reaches the core."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from adapters.fake.announcing import FakeVoice
from adapters.fake.draw import drawn
from adapters.fake.errors import NotThere
from adapters.fake.people import MENTION, Person
from adapters.fake.places import BOT, DIRECT, Message, Place
from bot.clock import SystemClock
from bot.ports import Request
from bot.ui import Card, Form, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.ports import Clock, Core, Role
    from bot.ui import Action

HOME, GENERAL = "harbour", "general"  # the server and the channel that are there from the beginning


class FakeChat:
    """Implements bot.ports.Adapter. `core` may be another after a restart: what was written before it stays."""

    def __init__(self, core: Core | None = None, clock: Clock | None = None) -> None:
        self._core = core
        self.people: dict[str, Person] = {}
        self._places: dict[str, Place] = {}
        self._doings = 0
        self._closed = asyncio.Event()
        self.voice = FakeVoice(self, (clock or SystemClock()).now)
        self.messages: list[Message] = []
        self.lacks: tuple[str, ...] = ()  # rights that the bot misses everywhere
        self.channel(GENERAL)

    @property
    def core(self) -> Core:
        if self._core is None:
            raise NotThere("nobody answers here yet: give the chat a core, or run it")
        return self._core

    async def run(self, core: Core, options: Mapping[str, str]) -> int:  # noqa: ARG002
        """Serve the people of this chat until `close`."""
        self._core = core
        for server in {place.server for place in self._places.values()}:
            await core.joined(f"fake:{server}")
        await self._closed.wait()
        return 0

    @property
    def channels(self) -> list[Place]:
        return list(self._places.values())

    def close(self) -> None:
        self._closed.set()

    def restart(self, core: Core) -> None:
        """Another process answers from now on; messages, buttons and open forms are those of before."""
        self._core = core

    def person(self, name: str, *, role: Role = "member", roles: Sequence[str] = (), locale: str = "") -> Person:
        """A new person. `role` is what the platform itself lets them do in its servers."""
        self.people[name] = Person(self, name, role, tuple(roles), locale, GENERAL)
        return self.people[name]

    def channel(self, name: str, *, server: str = HOME) -> Place:
        """A new channel; its server is new where it was not there before."""
        self._places[name] = Place(name, server)
        return self._places[name]

    def thread(self, name: str, *, inside: str = GENERAL) -> Place:
        """A new thread, in which a question follows what anybody asked there."""
        self._places[name] = Place(name, self._places[inside].server, inside)
        return self._places[name]

    def place_of(self, person: Person, name: str = "") -> Place:
        name = name or person.place
        if name == DIRECT:
            return Place(f"{DIRECT} {person.name}")
        if name not in self._places:
            raise NotThere(f"there is no place “{name}”; there is {[*self._places, DIRECT]}")
        return self._places[name]

    async def dialogue(self, turns: Sequence[tuple[str, str, str]]) -> None:
        """(person, line, reply): lines as `line` reads them, “…” in a reply for anything, and nothing for silence."""
        for name, line, expected in turns:
            read = await self.line(name, line)
            pattern = ".*".join(re.escape(part.strip()) for part in expected.split("…"))
            if not re.fullmatch(pattern, read.strip(), re.DOTALL):
                raise AssertionError(f"{name}: {line}\nread:\n{read}\ninstead of:\n{expected}")

    async def line(self, name: str, line: str) -> str:
        """What a person reads after `/command …`, `[a button or choice]`, `@Shinro …`, or a question."""
        if name not in self.people:
            raise NotThere(f"there is nobody called “{name}”; there is {list(self.people)}")
        person = self.people[name]
        if line.startswith("/"):
            return await person.types(line)
        if line.startswith("[") and line.endswith("]"):
            return await person.follows(line[1:-1])
        if MENTION in line or person.place == DIRECT:
            return await person.says(line)
        return await person.asks(line)

    async def typed(
        self, person: Person, shown: str, command: str, arguments: Mapping[str, str], place: str, *, private: bool
    ) -> str:
        """A command. All see it and its reply where an admin lets the bot answer; elsewhere the person alone."""
        at = self.place_of(person, place)
        reply = await self.core.handle(await self._request(person, at, command, arguments))
        return self._show(person, at, shown, reply, private=private or not await self._in_public(at))

    async def pressed(
        self, person: Person, shown: str, action: Action, at: Place, fields: Mapping[str, str] | None = None
    ) -> str:
        """A press, a choice or a form: its reply is for who did it, unless it was done for all to see."""
        arguments = {str(position): value for position, value in enumerate(action.arguments, 1)}
        reply = await self.core.handle(await self._request(person, at, action.command, arguments, fields=fields))
        return self._show(person, at, shown, reply, private=not reply.for_all)

    async def said(self, person: Person, text: str, place: str) -> str:
        """A message, which all see; so they do its reply, unless that is private."""
        at = self.place_of(person, place)
        self.messages.append(Message(at, person.name, text))
        addressed = at.direct or MENTION in text
        if not addressed and not (at.ids & set((await self.core.server(_server(at))).listening)):
            return ""
        question = {"question": " ".join(text.replace(MENTION, " ").split())}
        reply = await self.core.handle(
            await self._request(person, at, "ask", question, addressed=addressed, heard=True)
        )
        return self._show(person, at, "", reply, private=False)

    def shown(self, messages: Sequence[Message]) -> str:
        """Messages as text, each after who wrote it and for whose eyes it is."""
        return "\n".join(f"{_heading(one)}: {one.text.replace(chr(10), chr(10) + '    ')}" for one in messages)

    def transcript(self) -> str:
        """All that was written, as it went on. The same at every run, but for the number of a failure."""
        lines: list[str] = []
        for number, message in enumerate(self.messages):
            if not number or self.messages[number - 1].place != message.place:
                lines.append(f"{chr(10) if lines else ''}# {message.place.name}")
            lines.append(self.shown([message]))
        return "\n".join(lines) + "\n"

    def _show(self, person: Person, at: Place, shown: str, reply: Reply, *, private: bool) -> str:
        to = person.name if (private or reply.private) and not at.direct else ""
        if shown:
            self.messages.append(Message(at, person.name, shown, to))
        if isinstance(reply.body, Form):
            person.form = reply.body
        if reply.silent:
            return ""
        text = drawn(reply)
        card = isinstance(reply.body, Card)
        self.messages.append(Message(at, BOT, text, to if card or at.direct else person.name, reply if card else None))
        return text

    async def _in_public(self, at: Place) -> bool:
        return at.direct or bool(at.ids & set((await self.core.server(_server(at))).answers))

    async def _request(
        self,
        person: Person,
        at: Place,
        command: str,
        arguments: Mapping[str, str],
        *,
        fields: Mapping[str, str] | None = None,
        addressed: bool = True,
        heard: bool = False,
    ) -> Request:
        self._doings += 1
        role: Role = "member"
        if not at.direct:
            rights = {"administrator": person.role == "admin", "manager": person.role == "moderator"}
            role = await self.core.role(_server(at), person.roles, **rights)
        return Request(
            command,
            dict(arguments),
            organisation=(await self.core.server(_server(at))).organisation or "fake:direct",
            place=f"fake:{at.name}",
            person=f"fake:{person.name}",
            role=role,
            locale=person.locale,
            key=f"fake:{self._doings}",
            addressed=addressed,
            heard=heard,
            fields=dict(fields or {}),
            server=_server(at),
            lacks=self.lacks,
            shared=bool(at.inside),
        )


def _server(at: Place) -> str:
    return "" if at.direct else f"fake:{at.server}"


def _heading(message: Message) -> str:
    return f"{message.author} (only {message.to})" if message.to else message.author
