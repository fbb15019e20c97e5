"""A core that answers from a script, so that every adapter's chat can be tried without knowledge or a store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.people.roles import role_for
from bot.ports import CommandHelp, Request, Role, Server, Shelf
from bot.ui import Action, Button, Buttons, Card, Field, Form, Reply, Select, Text, literal
from tests.fakes import MemoryStore

COMMANDS = (
    CommandHelp("ask", "/ask <question> [private]", "answers a question", ("question", "private")),
    CommandHelp("path", "/path <name>", "shows one career path", ("name",)),
    CommandHelp("compare", "/compare <first> <second>", "puts two side by side", ("first", "second")),
    CommandHelp("ladder", "/ladder", "shows the internal ladder", ()),
    CommandHelp("window new", "/window new", "announces an application window", ("role",)),
)
RECRUITING = Card(
    "Recruiting, HR and staffing",
    (
        Text("Agencies hire **former teachers** every spring."),
        Buttons(
            (
                Button("Pay", Action("ask", ("pay in recruiting",))),
                Button("Experience", Action("path", ("recruiting",))),
            )
        ),
    ),
    "alumni-japan, checked 2026-11-22",
)
LADDER = Card("Ladder", (Select("Which rung?", (Button("Head Teacher", Action("path", ("HT",))),)),))
WINDOW = Form(
    "New window",
    (
        Field("title", "Title"),
        Field("role", "Role", "choice", (("ht", "Head Teacher"), ("spp", "SPP"))),
        Field("opens", "Opens", "moment", required=False, value="2026-12-01T09:00+09:00"),
        Field("details", "Details", "long", required=False),
    ),
    Action("window new", ("draft",)),
)
SUGGESTED = {
    "question": (
        ("what jlpt do i need for recruiting", "What JLPT do I need for recruiting?"),
        ("is there a ladder", "Is there a ladder?"),
    ),
    "first": (("head teacher", "Head Teacher"), ("spp", "SPP")),
    "second": (("head teacher", "Head Teacher"), ("spp", "SPP")),
    "name": (("recruiting", "Recruiting"),),
}
Answer = Callable[[Request], Awaitable[Reply]]


@dataclass
class ScriptedCore:
    """Implements bot.ports.Core: replies by command or question; everything else is echoed as inert text."""

    replies: Mapping[str, Reply] = field(default_factory=dict)
    before: Answer | None = None
    requests: list[Request] = field(default_factory=list)

    async def handle(self, request: Request) -> Reply:
        self.requests.append(request)
        if self.before is not None:
            return await self.before(request)
        question = request.arguments.get("question", "")
        scripted = self.replies.get(question) or self.replies.get(request.command)
        if scripted is not None:
            return scripted
        return Reply(
            Card(blocks=(Text(literal(f"{request.command} {dict(request.arguments)} {dict(request.fields)}")),))
        )

    def suggest(
        self, command: str, parameter: str, typed: str, locale: str, limit: int = 25
    ) -> Sequence[tuple[str, str]]:
        offered = SUGGESTED.get(parameter, ())
        return [pair for pair in offered if typed.casefold() in pair[0]][:limit]

    def catalogue(self, locale: str) -> Sequence[CommandHelp]:
        return COMMANDS

    async def server(self, id: str) -> Server:  # noqa: A002
        return Server(id, id)

    async def role(self, server: str, roles: Sequence[str], *, administrator: bool, manager: bool) -> Role:
        return role_for(await self.server(server), roles, administrator=administrator, manager=manager)

    async def joined(self, id: str) -> None:  # noqa: A002
        pass

    async def left(self, id: str) -> None:  # noqa: A002
        pass

    async def present(self, platform: str, ids: Collection[str]) -> None:
        pass

    @property
    def shelf(self) -> Shelf:
        kept = MemoryStore()
        return Shelf(kept.handled, kept.drafts, kept.marks)

    @property
    def last(self) -> Request:
        return self.requests[-1]


def scripted() -> ScriptedCore:
    return ScriptedCore({"recruiting?": Reply(RECRUITING), "ladder": Reply(LADDER), "window new": Reply(WINDOW)})
