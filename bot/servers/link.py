"""Joining servers into one organisation: an admin takes a code on one side, an admin gives it on the other."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.servers.directory import nothing
from bot.servers.language import spoken
from bot.texts import say
from bot.ui import Card, Reply, Text, literal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.ports import Clock, Drafts, Handled, Request
    from bot.servers.directory import Directory

MINUTES = 10
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
LENGTH = 8


class Links:
    """`/shinro link`. Codes are kept as their hashes only, among the drafts, and are good for one use."""

    def __init__(
        self,
        directory: Directory,
        drafts: Drafts,
        handled: Handled,
        clock: Clock,
        changed: Callable[[str], Awaitable[None]] = nothing,
    ) -> None:
        self._directory = directory
        self._drafts = drafts
        self._handled = handled
        self._clock = clock
        self._changed = changed  # an organisation came to have more servers

    async def link(self, request: Request) -> Reply:
        """A code, or what becomes of one that was given."""
        server = await self._directory.get(request.server)
        language = spoken(request.locale, server.language)
        typed = request.arguments.get("code", "").strip()
        if not typed:
            return await self._code(request.server, language)
        given = _read(typed)
        found = await self._drafts.get(_key(given))
        if found is None:
            return _sentence(say(language, "link.unknown"))
        if self._clock.now() - datetime.fromisoformat(found["at"]) > timedelta(minutes=MINUTES):
            await self._drafts.drop(_key(given))
            return _sentence(say(language, "link.late", minutes=MINUTES))
        other = await self._directory.get(found["server"])
        if other.id == server.id:
            return _sentence(say(language, "link.same"))
        if not await self._handled.claim(_key(given), self._clock.now()):
            return _sentence(say(language, "link.unknown"))
        await self._drafts.drop(_key(given))
        if other.organisation == server.organisation:
            return _sentence(say(language, "link.already", server=literal(other.id)))
        await self._directory.join(server.organisation, other.organisation)
        await self._changed(other.organisation)
        return _sentence(say(language, "link.joined", server=literal(other.id)))

    async def _code(self, server: str, language: str) -> Reply:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        now = self._clock.now()
        await self._drafts.put(_key(code), {"server": server, "at": now.isoformat()}, now)
        shown = f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
        text = Text("\n".join([f"**{shown}**", say(language, "link.how", code=shown, minutes=MINUTES)]))
        return Reply(Card(say(language, "link.title"), (text, Text(say(language, "link.meaning")))), private=True)


def _read(typed: str) -> str:
    """A code as it was made, however it was typed."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in text if character.isalnum())[:64]


def _key(code: str) -> str:
    return f"link:{hashlib.sha256(code.encode('utf-8', 'replace')).hexdigest()}"


def _sentence(text: str) -> Reply:
    return Reply(Card("", (Text(text),)), private=True)
