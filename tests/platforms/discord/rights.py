"""What a person or the bot may do: the permission bits and how roles and overwrites add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .channels import Channel
    from .guilds import Guild
    from .people import User

BITS = {
    "kick_members": 1 << 1,
    "ban_members": 1 << 2,
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "add_reactions": 1 << 6,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_external_emojis": 1 << 18,
    "change_nickname": 1 << 26,
    "manage_roles": 1 << 28,
    "manage_webhooks": 1 << 29,
    "use_application_commands": 1 << 31,
    "manage_events": 1 << 33,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "create_private_threads": 1 << 36,
    "send_messages_in_threads": 1 << 38,
    "moderate_members": 1 << 40,
    "create_events": 1 << 44,
    "send_polls": 1 << 49,
    "use_external_apps": 1 << 50,
    "pin_messages": 1 << 51,
}
ALL = (1 << 53) - 1


class HasValue(Protocol):
    """A library's own permission object."""

    @property
    def value(self) -> int: ...


Rights = str | int | HasValue


def bits(*rights: Rights) -> int:
    """The bits of names, numbers or a library's permission objects, together."""
    total = 0
    for right in rights:
        total |= BITS[right] if isinstance(right, str) else right if isinstance(right, int) else right.value
    return total


EVERYONE = bits(
    "add_reactions",
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "use_external_emojis",
    "change_nickname",
    "use_application_commands",
    "create_public_threads",
    "create_private_threads",
    "send_messages_in_threads",
    "send_polls",
    "use_external_apps",
)
BOT = bits(
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "embed_links",
    "attach_files",
    "read_message_history",
    "create_public_threads",
    "create_events",
    "manage_events",
    "pin_messages",
)
DIRECT = bits(
    "add_reactions",
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "use_external_emojis",
    "use_application_commands",
    "send_polls",
    "pin_messages",
)


def in_guild(user: User, guild: Guild) -> int:
    """Roles alone, before any channel has a say."""
    if user.id == guild.owner.id:
        return ALL
    member = guild.members.get(user.id)
    if member is None:
        return 0
    total = guild.default_role.permissions
    for role in member.roles:
        total |= role.permissions
    return ALL if total & BITS["administrator"] else total


def in_channel(user: User, channel: Channel) -> int:
    """Roles, then the channel's overwrites: everyone's, the roles' together, the member's own."""
    if channel.guild is None:
        return DIRECT if user in channel.recipients or user.bot else 0
    total = in_guild(user, channel.guild)
    if total == ALL or total == 0:
        return total
    overwrites = (channel.parent or channel).overwrites
    if overwrites:
        everyone = overwrites.get(channel.guild.default_role.id)
        if everyone is not None:
            total = total & ~everyone.deny | everyone.allow
        allow = deny = 0
        for role in channel.guild.members[user.id].roles:
            if (of_role := overwrites.get(role.id)) is not None:
                allow, deny = allow | of_role.allow, deny | of_role.deny
        total = total & ~deny | allow
        if (own := overwrites.get(user.id)) is not None:
            total = total & ~own.deny | own.allow
    return total if total & BITS["view_channel"] else 0


def may(user: User, channel: Channel, *names: str) -> bool:
    wanted = bits(*names)
    return in_channel(user, channel) & wanted == wanted
