"""Who the bot is, where the gateway is, and which commands it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import rights
from ..call import Answer, Call, routes
from ..errors import RefusedError
from ..gateway import CONTENT

if TYPE_CHECKING:
    from ..wire import Json

READS_MESSAGES = 1 << 19  # flag of an application to which the message content intent is granted
COMMANDS = "/applications/{application_id}/commands"
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"


@routes.add("GET", "/gateway", is_open=True)
def gateway(call: Call) -> Answer:
    return Answer({"url": call.world.gateway.url})


@routes.add("GET", "/gateway/bot")
def gateway_bot(call: Call) -> Answer:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 16}
    return Answer(
        {"url": call.world.gateway.url, "shards": call.world.gateway.shards, "session_start_limit": limit},
    )


@routes.add("GET", "/users/@me")
def me(call: Call) -> Answer:
    return Answer(call.world.bot.wire | {"verified": True, "mfa_enabled": True, "flags": 0, "locale": "en-US"})


@routes.add("PATCH", "/users/@me")
def edit_me(call: Call) -> Answer:
    return me(call)


@routes.add("GET", "/users/@me/guilds")
def my_guilds(call: Call) -> Answer:
    """Each with what the bot may do there."""
    bot = call.world.bot
    mine = [guild for guild in call.world.guilds.values() if guild.has_bot]
    return Answer([guild.wire() | {"permissions": str(rights.in_guild(bot, guild))} for guild in mine])


@routes.add("GET", "/users/{user_id}")
def user(call: Call) -> Answer:
    found = call.world.users.get(call.id("user_id"))
    if found is None:
        raise RefusedError(10013)
    return Answer(found.wire)


@routes.add("GET", "/oauth2/applications/@me")
@routes.add("GET", "/applications/@me")
def application(call: Call) -> Answer:
    world = call.world
    return Answer(
        {
            "id": str(world.application_id),
            "name": world.bot.name,
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "bot": world.bot.wire,
            "owner": world.app_owner.wire,
            "team": None,
            "verify_key": "0" * 64,
            "flags": READS_MESSAGES if world.gateway.allowed_intents & CONTENT else 0,
            "tags": [],
            "install_params": {"scopes": ["bot", "applications.commands"], "permissions": "0"},
            "approximate_guild_count": len(world.guilds),
            "approximate_user_install_count": sum(one.installed_app for one in world.users.values()),
            "interactions_endpoint_url": None,
        }
    )


def _guild_id(call: Call) -> int | None:
    """The guild whose commands are meant; None for the global ones."""
    if call.id("application_id") != call.world.application_id:
        raise RefusedError(50001)
    if "guild_id" not in call.ids:
        return None
    guild = call.world.guilds.get(call.id("guild_id"))
    if guild is None or not guild.has_bot:
        raise RefusedError(50001)
    return guild.id


@routes.add("GET", COMMANDS)
@routes.add("GET", GUILD_COMMANDS)
def commands(call: Call) -> Answer:
    return Answer(call.world.commands.registered(_guild_id(call)))


@routes.add("PUT", COMMANDS, checks="commands")
@routes.add("PUT", GUILD_COMMANDS, checks="commands")
def replace_commands(call: Call) -> Answer:
    wanted: list[Json] = call.body
    return Answer(call.world.commands.replace(call.world.application_id, _guild_id(call), wanted))


@routes.add("POST", COMMANDS, checks="command")
@routes.add("POST", GUILD_COMMANDS, checks="command")
def add_command(call: Call) -> Answer:
    return Answer(call.world.commands.add(call.world.application_id, _guild_id(call), call.body))


def _one(call: Call) -> Any:
    wanted = call.ids["command_id"]
    found = next((one for one in call.world.commands.registered(_guild_id(call)) if one["id"] == wanted), None)
    if found is None:
        raise RefusedError(10063)
    return found


@routes.add("GET", COMMANDS + "/{command_id}")
@routes.add("GET", GUILD_COMMANDS + "/{command_id}")
def command(call: Call) -> Answer:
    return Answer(_one(call))


@routes.add("PATCH", COMMANDS + "/{command_id}")
@routes.add("PATCH", GUILD_COMMANDS + "/{command_id}")
def edit_command(call: Call) -> Answer:
    found = _one(call)
    found.update(call.body)
    return Answer(found)


@routes.add("DELETE", COMMANDS + "/{command_id}")
@routes.add("DELETE", GUILD_COMMANDS + "/{command_id}")
def remove_command(call: Call) -> Answer:
    if not call.world.commands.remove(_guild_id(call), call.id("command_id")):
        raise RefusedError(10063)
    return Answer()
