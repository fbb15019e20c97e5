"""Guilds as the bot reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..call import Answer, Call, routes
from ..errors import RefusedError
from ..gateway import MEMBERS

if TYPE_CHECKING:
    from ..guilds import Guild

GUILD = "/guilds/{guild_id}"


def guild_of(call: Call) -> Guild:
    guild = call.world.guilds.get(call.id("guild_id"))
    if guild is None or not guild.has_bot:
        raise RefusedError(10004)
    return guild


@routes.add("GET", GUILD)
def get(call: Call) -> Answer:
    return Answer(guild_of(call).wire())


@routes.add("GET", GUILD + "/roles")
def roles(call: Call) -> Answer:
    return Answer([role.wire() for role in guild_of(call).roles])


@routes.add("GET", GUILD + "/channels")
def channels(call: Call) -> Answer:
    return Answer([channel.wire() for channel in guild_of(call).channels])


@routes.add("GET", GUILD + "/threads/active")
def threads(call: Call) -> Answer:
    return Answer({"threads": [one.wire() for one in guild_of(call).threads], "members": []})


@routes.add("GET", GUILD + "/members/{user_id}")
def member(call: Call) -> Answer:
    found = guild_of(call).members.get(call.id("user_id"))
    if found is None:
        raise RefusedError(10007)
    return Answer(found.wire())


@routes.add("GET", GUILD + "/members")
def members(call: Call) -> Answer:
    """All of them: only for bots whose members intent was granted."""
    if not call.world.gateway.allowed_intents & MEMBERS:
        raise RefusedError(50001)
    after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
    found = sorted((one for one in guild_of(call).members.values() if one.user.id > after), key=lambda m: m.user.id)
    return Answer([one.wire() for one in found[:limit]])


@routes.add("DELETE", "/users/@me/guilds/{guild_id}")
def leave(call: Call) -> Answer:
    guild_of(call).remove_bot()
    return Answer()
