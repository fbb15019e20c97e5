"""The core's catalogue as Discord's application commands, sent there only when they changed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import structlog
from discord import AppCommandOptionType, AppCommandType, ChannelType, Permissions

from adapters.discord.delivery import tried
from adapters.discord.limits import COMMAND_DESCRIPTION, OPTIONS
from bot.commands import CATALOGUE, Command, Parameter, label
from bot.texts import say

if TYPE_CHECKING:
    from discord.http import HTTPClient

    from bot.ports import Marks, Role

ANSWER_THIS = "Answer this"  # the message menu's command, by its English name
_DESCRIBED = {"en": ("en-US", "en-GB"), "ja": ("ja",)}
_GUILD, _USER = 0, 1  # who installs
_IN_SERVER, _WITH_BOT, _PRIVATE = 0, 1, 2  # where a command shows
_NEEDED: dict[Role, Permissions | None] = {
    "member": None,
    "moderator": Permissions(manage_messages=True),
    "admin": Permissions(manage_guild=True),
}
_KINDS = {
    "text": AppCommandOptionType.string,
    "choice": AppCommandOptionType.string,
    "flag": AppCommandOptionType.boolean,
    "channel": AppCommandOptionType.channel,
    "role": AppCommandOptionType.role,
}
_POSTED_IN = [ChannelType.text, ChannelType.news, ChannelType.public_thread, ChannelType.forum]
_LOG = structlog.get_logger(__name__)


def payload() -> list[dict[str, Any]]:
    """All commands as Discord is told them, in the catalogue's order; names of two words become subcommands."""
    top: dict[str, dict[str, Any]] = {}
    for command in CATALOGUE:
        if not command.typed:
            continue
        name, _, sub = command.name.partition(" ")
        if not sub:
            top[name] = _command(command) | {"options": _options(command)}
            continue
        group = top.setdefault(name, _placed(command) | _described(name, f"command.{name}.summary"))
        group.setdefault("options", []).append(
            {"type": AppCommandOptionType.subcommand.value}
            | _described(sub, command.text)
            | {"options": _options(command)}
        )
    return [*top.values(), _menu()]


def digest(commands: list[dict[str, Any]]) -> str:
    """What names this state of the commands."""
    return hashlib.sha256(json.dumps(commands, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def mark(application: int) -> str:
    """Under which name the digest of what was sent last is kept."""
    return f"discord.commands.{application}"


async def synced(http: HTTPClient, application: int, marks: Marks) -> bool:
    """Send the commands in one request if they are not those sent last; whether they were sent."""
    commands = payload()
    now = digest(commands)
    if await marks.get(mark(application)) == now:
        return False
    await tried(lambda: http.bulk_upsert_global_commands(application, commands))
    await marks.put(mark(application), now)
    _LOG.info("commands sent", commands=len(commands))
    return True


def _command(command: Command) -> dict[str, Any]:
    return _placed(command) | _described(command.name, command.text)


def _placed(command: Command) -> dict[str, Any]:
    needed = _NEEDED[command.role]
    anywhere = command.role == "member"
    return {
        "type": AppCommandType.chat_input.value,
        "default_member_permissions": None if needed is None else needed.value,
        "integration_types": [_GUILD, _USER] if anywhere else [_GUILD],
        "contexts": [_IN_SERVER, _WITH_BOT, _PRIVATE] if anywhere else [_IN_SERVER],
    }


def _described(name: str, key: str) -> dict[str, Any]:
    texts = {code: say(language, key)[:COMMAND_DESCRIPTION] for language, codes in _DESCRIBED.items() for code in codes}
    return {"name": name, "description": texts["en-US"], "description_localizations": texts}


def _options(command: Command) -> list[dict[str, Any]]:
    return [_option(parameter) for parameter in command.parameters]


def _option(parameter: Parameter) -> dict[str, Any]:
    option = _described(parameter.name, f"parameter.{parameter.name}.hint")
    option |= {"type": _KINDS[parameter.kind].value, "required": parameter.required}
    option["name_localizations"] = {"ja": label("ja", parameter)}
    if parameter.suggested:
        option["autocomplete"] = True
    if parameter.kind == "channel":
        option["channel_types"] = [kind.value for kind in _POSTED_IN]
    if parameter.choices:
        option["choices"] = [_choice(parameter, value) for value in parameter.choices[:OPTIONS]]
    return option


def _choice(parameter: Parameter, value: str) -> dict[str, Any]:
    texts = {
        code: say(language, f"choice.{parameter.name}.{value}")
        for language, codes in _DESCRIBED.items()
        for code in codes
    }
    return {"name": texts["en-US"], "name_localizations": texts, "value": value}


def _menu() -> dict[str, Any]:
    names = {code: say(language, "menu.answer") for language, codes in _DESCRIBED.items() for code in codes}
    return {
        "type": AppCommandType.message.value,
        "name": ANSWER_THIS,
        "name_localizations": names,
        "integration_types": [_GUILD, _USER],
        "contexts": [_IN_SERVER, _WITH_BOT, _PRIVATE],
    }
