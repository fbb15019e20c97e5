"""What somebody did in Discord, read as a request of the core."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord
from discord import InteractionType

from adapters.discord.commands import ANSWER_THIS
from adapters.discord.draw import CHOICE, PICK, SELECT, picked
from adapters.discord.modals import read
from adapters.discord.rights import lacking
from bot.ports import Request
from bot.servers.language import spoken
from bot.ui import Action

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.ports import Core, Role, Server

DIRECT = "discord:direct"  # the organisation of what people ask outside of any server
_SUBCOMMAND = (1, 2)
_TEXT_SELECT = 3


@dataclass(frozen=True)
class Asker:
    """Who acts, where, and what holds there."""

    server: Server | None  # None in a direct message, and where the bot itself is not a member
    request: Request  # without a command


@dataclass(frozen=True)
class Typed:
    """A command as it was typed, and the option that is being typed now."""

    command: str
    arguments: Mapping[str, str]
    typing: tuple[str, str] = ("", "")


async def asker_of(core: Core, interaction: discord.Interaction) -> Asker:
    """Who acts in an interaction."""
    server = None
    role: Role = "member"
    if interaction.guild_id is not None and interaction.is_guild_integration():
        name = f"discord:{interaction.guild_id}"
        server = await core.server(name)
        roles = [str(role.id) for role in getattr(interaction.user, "roles", ())]
        rights = interaction.permissions
        role = await core.role(
            name, roles, administrator=rights.administrator or rights.manage_guild, manager=rights.manage_messages
        )
    base = request_of(server, interaction.channel, interaction.user, interaction.locale.value)
    lacks = lacking(interaction.app_permissions, interaction.channel) if server else ()
    return Asker(server, replace(base, role=role, key=f"discord:{interaction.id}", lacks=lacks))


def request_of(server: Server | None, channel: Any, person: Any, locale: str) -> Request:
    """A request without a command: who, where, in which language."""
    return Request(
        "",
        organisation=server.organisation if server else DIRECT,
        server=server.id if server else "",
        place=f"discord:{getattr(channel, 'id', 0)}",
        person=f"discord:{person.id}",
        locale=spoken(locale, server.language if server else ""),
        shared=isinstance(channel, discord.Thread),
        within=f"discord:{channel.parent_id}" if isinstance(channel, discord.Thread) else "",
    )


def typed_in(data: Mapping[str, Any]) -> Typed:
    """The command in an interaction's data; subcommands as names of two words."""
    name, options = str(data.get("name", "")), data.get("options", [])
    while options and options[0]["type"] in _SUBCOMMAND:
        name, options = f"{name} {options[0]['name']}", options[0].get("options", [])
    arguments = {option["name"]: _text(option["value"]) for option in options}
    typing = next(((o["name"], _text(o["value"])) for o in options if o.get("focused")), ("", ""))
    return Typed(name, arguments, typing)


def answer_this(data: Mapping[str, Any]) -> str | None:
    """The message that somebody wants answered, from the message menu; None for anything else."""
    if data.get("name") != ANSWER_THIS or data.get("type") != 3:
        return None
    messages = data.get("resolved", {}).get("messages", {})
    found = messages.get(str(data.get("target_id")), {})
    return str(found.get("content") or "")


def pressed(data: Mapping[str, Any]) -> tuple[Action, tuple[str, ...]]:
    """What a press or a choice means, and the ids that were picked. ValueError for what was never ours, or is too old.

    Ids stand apart, because an action has no room for many.
    """
    wire, values = str(data.get("custom_id", "")), [str(value) for value in data.get("values", [])]
    if wire.startswith(PICK):
        return picked(wire), (" ".join(values),)
    return Action.read(values[0] if wire.startswith(SELECT) and values else wire.removeprefix(CHOICE)), ()


def typed_request(asker: Asker, data: Mapping[str, Any]) -> Request | None:
    """What a typed command or the message menu asks for; None where the message has no text."""
    message = answer_this(data)
    if message is not None:
        return replace(asker.request, command="ask", arguments={"question": message}) if message.strip() else None
    typed = typed_in(data)
    return replace(asker.request, command=typed.command, arguments=dict(typed.arguments))


def hidden(asker: Asker, interaction: discord.Interaction) -> bool:
    """Whether replies here are for one person: everywhere but in direct messages and where an admin allows them."""
    channel = interaction.channel
    if interaction.guild_id is None and interaction.context.dm_channel:
        return False
    if asker.server is None or interaction.type is not InteractionType.application_command:
        return True
    return not {str(getattr(channel, "id", 0)), str(getattr(channel, "parent_id", 0))} & set(asker.server.answers)


def with_action(
    base: Request, action: Action, fields: Mapping[str, str] | None = None, more: Sequence[str] = ()
) -> Request:
    """A request for what an action says; its arguments and what comes after them go by position, from 1."""
    arguments = {str(position): value for position, value in enumerate((*action.arguments, *more), 1)}
    return replace(base, command=action.command, arguments=arguments, fields=dict(fields or {}))


def filled(interaction: discord.Interaction) -> dict[str, str]:
    """What stands in the fields of a form that was sent."""
    if interaction.type is not InteractionType.modal_submit or interaction.data is None:
        return {}
    components: Sequence[Any] = interaction.data.get("components", [])  # type: ignore[assignment]
    return read(components)


def by_choice(data: Mapping[str, Any]) -> bool:
    """Whether one of several was chosen, so that the reply takes the place of what was asked."""
    return data.get("component_type") == _TEXT_SELECT or str(data.get("custom_id", "")).startswith(CHOICE)


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
