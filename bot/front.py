"""The front of the core: all that an adapter reaches, over the parts behind it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.people.roles import role_for
from bot.ports import Server
from bot.servers.directory import nothing
from bot.servers.language import spoken

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    from bot.dispatch import Dispatch
    from bot.ports import CommandHelp, Request, Role, Shelf
    from bot.servers.directory import Directory
    from bot.ui import Reply

_T = TypeVar("_T")
_LOG = structlog.get_logger(__name__)


class Front:
    """Implements bot.ports.Core. A store that refuses is logged here, and costs nobody an answer."""

    def __init__(
        self,
        dispatch: Dispatch,
        directory: Directory,
        shelf: Shelf,
        changed: Callable[[str | None], Awaitable[None]] = nothing,
    ) -> None:
        self._dispatch = dispatch
        self._directory = directory
        self._changed = changed  # an organisation came to have other servers than before; None: any may have
        self.shelf = shelf

    async def handle(self, request: Request) -> Reply:
        """Answer a request; where we do not speak the person's language, in that of the server."""
        chosen = (await self.server(request.server)).language
        if chosen and spoken(request.locale, chosen) == chosen:
            request = replace(request, locale=chosen)
        return await self._dispatch.handle(request)

    def suggest(
        self, command: str, parameter: str, typed: str, locale: str, limit: int = 25
    ) -> Sequence[tuple[str, str]]:
        return self._dispatch.suggest(command, parameter, typed, locale, limit)

    def catalogue(self, locale: str) -> Sequence[CommandHelp]:
        return self._dispatch.catalogue(locale)

    async def server(self, id: str) -> Server:  # noqa: A002
        if not id:
            return Server("", "")
        return await self._tried(self._directory.get(id), "server not read") or Server(id, id)

    async def role(self, server: str, roles: Sequence[str], *, administrator: bool, manager: bool) -> Role:
        return role_for(await self.server(server), roles, administrator=administrator, manager=manager)

    async def joined(self, id: str) -> None:  # noqa: A002
        await self._tried(self._moved(id, self._directory.joined(id)), "joining not noted")

    async def left(self, id: str) -> None:  # noqa: A002
        await self._tried(self._moved(id, self._directory.left(id)), "leaving not noted")

    async def present(self, platform: str, ids: Collection[str]) -> None:
        await self._tried(self._directory.present(platform, ids), "servers not noted")
        await self._tried(self._changed(None), "plans not made anew")

    async def _moved(self, id_: str, work: Awaitable[None]) -> None:
        await work
        await self._changed((await self._directory.get(id_)).organisation)

    async def _tried(self, work: Awaitable[_T], failed: str) -> _T | None:
        try:
            return await work
        except Exception as error:
            _LOG.error(failed, id=uuid.uuid4().hex[:8], error=type(error).__name__)
            return None
