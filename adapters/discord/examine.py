"""Whether Discord takes the token, knows the commands as they are, and gives the bot what it needs."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from adapters.discord.commands import digest, mark, payload
from adapters.discord.rights import INVITED_WITH, SCOPES
from bot.ports import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.ports import Marks

APART = 30  # seconds between our clock and Discord's from which on moments and tokens go wrong
_MESSAGE_CONTENT = (1 << 18) | (1 << 19)  # flags of an application that may read messages
_AWAY = (aiohttp.ClientError, OSError, TimeoutError)


async def examine(options: Mapping[str, str], marks: Marks) -> Sequence[Finding]:
    """Findings about Discord; never raises."""
    headers = {"Authorization": f"Bot {options['token']}"}
    timeout = aiohttp.ClientTimeout(total=15)
    try:
        async with aiohttp.ClientSession(options["api_url"] + "/", headers=headers, timeout=timeout) as session:
            return await _examined(session, options, marks)
    except _AWAY as error:
        return [Finding("discord", good=False, told=f"{options['api_url']} does not answer ({type(error).__name__})")]


def invitation(options: Mapping[str, str]) -> str:
    """The address with which an admin adds the bot to a server."""
    application = _application(options.get("token", "")) or "APPLICATION_ID"
    return (
        f"https://discord.com/oauth2/authorize?client_id={application}"
        f"&scope={'%20'.join(SCOPES)}&permissions={INVITED_WITH.value}"
    )


async def _examined(session: aiohttp.ClientSession, options: Mapping[str, str], marks: Marks) -> list[Finding]:
    status, me, date = await _get(session, "oauth2/applications/@me")
    if status == 401:
        return [Finding("discord token", good=False, told="refused: take SHINRO_DISCORD_TOKEN anew")]
    if status != 200:
        return [Finding("discord", good=False, told=f"answers with {status}: try again in a while")]
    found = [Finding("discord token", good=True, told=f"{me.get('name')} ({me['id']})"), *_clock(date)]
    if options.get("listen") == "1":
        allowed = bool(int(me.get("flags", 0)) & _MESSAGE_CONTENT)
        told = "granted" if allowed else "missing: switch it on in the developer portal, or unset SHINRO_DISCORD_LISTEN"
        found.append(Finding("discord message content intent", good=allowed, told=told))
    status, known, _ = await _get(session, f"applications/{me['id']}/commands?with_localizations=true")
    found.append(_unseen("commands", status) if status != 200 else await _commands(int(me["id"]), known, marks))
    status, guilds, _ = await _get(session, "users/@me/guilds")
    if status != 200:
        return [*found, _unseen("servers", status)]
    return found + [_rights(guild) for guild in guilds if isinstance(guild, dict)]


async def _get(session: aiohttp.ClientSession, path: str) -> tuple[int, Any, str]:
    async with session.get(path) as response:
        body = await response.json(content_type=None) if response.status == 200 else []
        return response.status, body, response.headers.get("Date", "")


def _clock(date: str) -> Iterator[Finding]:
    if date:
        apart = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())
        told = "as Discord's" if apart < APART else f"{apart:.0f} seconds apart from Discord's: set the time"
        yield Finding("clock", good=apart < APART, told=told)


def _unseen(what: str, status: int) -> Finding:
    return Finding(f"discord {what}", good=False, told=f"not looked at: Discord answers with {status}")


async def _commands(application: int, known: Any, marks: Marks) -> Finding:
    ours = {command["name"]: command for command in payload()}
    theirs = {command["name"] for command in known}
    missing, extra = sorted(set(ours) - theirs), sorted(theirs - set(ours))
    if missing or extra:
        parts = [f"not there: {', '.join(missing)}"] if missing else []
        parts += [f"no longer ours: {', '.join(extra)}"] if extra else []
        return Finding("discord commands", good=False, told=f"{'; '.join(parts)} (the next start sends them)")
    same = await marks.get(mark(application)) == digest(list(ours.values()))
    told = f"{len(ours)} commands, as sent" if same else "described in other words than now (the next start sends them)"
    return Finding("discord commands", good=same, told=told)


def _rights(guild: Mapping[str, Any]) -> Finding:
    held = discord.Permissions(int(guild.get("permissions", 0)))
    missing = (
        [] if held.administrator else [name for name, wanted in INVITED_WITH if wanted and not getattr(held, name)]
    )
    told = f"missing: {', '.join(missing)}" if missing else "all rights"
    return Finding(f"discord server {guild.get('name')}", good=not missing, told=told)


def _application(token: str) -> str:
    """The application's id, which is the first part of its token."""
    first = token.partition(".")[0]
    try:
        name = base64.b64decode(first + "=" * (-len(first) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
    return name if name.isdecimal() else ""
