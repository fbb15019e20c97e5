"""What the admin commands do: shinro setup, roles, channels, status; and pick, which the choosers on their cards do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.commands import BY_NAME
from bot.servers.cards import CHOICES, lists_card, named, setup_card, status_card
from bot.servers.directory import nothing
from bot.servers.language import spoken
from bot.servers.lists import CHANNELS, KINDS, MOST, ROLES, picked_ids, read_ids
from bot.texts import say
from bot.ui import Action, Card, Reply, Text, literal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.ports import Request, Server, Unanswereds
    from bot.servers.directory import Directory
    from bot.servers.lists import Typed

ANNOUNCED = frozenset({"windows", "staff"})  # lists that say where windows are announced
_NO_LANGUAGE = ("none", "なし", "無し")


@dataclass(frozen=True)
class Knowledge:
    """What the bot knows at this moment, as far as an admin wants to see it."""

    version: str
    pack: str
    title: str
    entries: int
    learning: bool


class ServerHandlers:
    """The admin commands over the directory of servers. Only the person who asks sees the replies."""

    def __init__(
        self,
        directory: Directory,
        unanswered: Unanswereds,
        knowledge: Callable[[str], Knowledge],
        changed: Callable[[str], Awaitable[None]] = nothing,
    ) -> None:
        self._directory = directory
        self._unanswered = unanswered
        self._knowledge = knowledge  # by language
        self._changed = changed  # where an organisation announces, or in which language

    async def setup(self, request: Request) -> Reply:
        typed = request.arguments.get("language", "").strip()
        server = await self._directory.get(request.server)
        said = ""
        if typed:
            wanted = _language(typed)
            if wanted is None:
                return _sentence(say(spoken(request.locale, server.language), "setting.unread.language"))
            server = await self._directory.change(server.id, language=wanted)
            await self._changed(server.organisation)
        language = spoken(request.locale, server.language)
        if typed:
            chosen = say(language, f"choice.language.{server.language or 'none'}")
            said = say(language, "setting.changed", name=say(language, "setting.language"), value=chosen)
        return Reply(setup_card(server, language, said), private=True)

    async def roles(self, request: Request) -> Reply:
        return await self._lists(request, ROLES)

    async def channels(self, request: Request) -> Reply:
        return await self._lists(request, CHANNELS)

    async def pick(self, request: Request) -> Reply:
        """What somebody chose with a chooser: all that its list holds from now on."""
        server = await self._directory.get(request.server)
        name = request.arguments.get("field", "")
        if name not in KINDS:
            return _sentence(say(spoken(request.locale, server.language), "setting.unknown"))
        return await self._set(request, server, {name: picked_ids(request.arguments.get("ids", ""))})

    async def status(self, request: Request) -> Reply:
        server = await self._directory.get(request.server)
        language = spoken(request.locale, server.language)
        waiting = await self._unanswered.count(request.organisation)
        servers = await self._directory.count()
        card = status_card(server, self._knowledge(language), waiting, servers, request.lacks, language)
        return Reply(card, private=True, again=Action("shinro status"))

    async def _lists(self, request: Request, names: Sequence[str]) -> Reply:
        server = await self._directory.get(request.server)
        given = {name: request.arguments[name] for name in names if request.arguments.get(name, "").strip()}
        if given:
            typed = {name: read_ids(text, KINDS[name]) for name, text in given.items()}
            return await self._set(request, server, typed)
        language = spoken(request.locale, server.language)
        title = say(language, BY_NAME[request.command].text)
        return Reply(lists_card(server, names, title, language), private=True)

    async def _set(self, request: Request, server: Server, typed: Mapping[str, Typed]) -> Reply:
        """All of it, or nothing where something cannot be read."""
        language = spoken(request.locale, server.language)
        for name, lists in typed.items():
            if lists.refused:
                refused = literal(lists.refused[0][:60])
                return _sentence(say(language, f"setting.unread.{KINDS[name]}", typed=refused))
            if len(lists.ids) > MOST:
                return _sentence(say(language, "setting.too_many", name=say(language, f"setting.{name}"), most=MOST))
        changed = {name: lists.ids for name, lists in typed.items() if lists.ids != getattr(server, name)}
        if changed:
            await self._directory.change(server.id, **changed)
        if not ANNOUNCED.isdisjoint(typed):
            await self._changed(server.organisation)
        said = (
            say(
                language,
                "setting.changed" if name in changed else "setting.same",
                name=say(language, f"setting.{name}"),
                value=named(lists.ids, KINDS[name], language),
            )
            for name, lists in typed.items()
        )
        return _sentence("\n".join(said))


def _language(typed: str) -> str | None:
    """The language that was meant: one of ours, empty for none, None for any other."""
    if typed.casefold() in _NO_LANGUAGE:
        return ""
    short = typed.replace("_", "-").partition("-")[0].casefold()
    return short if short in CHOICES else None


def _sentence(text: str) -> Reply:
    return Reply(Card("", (Text(text),)), private=True)
