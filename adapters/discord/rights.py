"""What the bot must be allowed to do in a channel, by the names that Discord's own settings use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from discord import Permissions

INVITED_WITH = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    create_events=True,
)
SCOPES = ("bot", "applications.commands")
_IN_A_CHANNEL = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")
_IN_A_THREAD = ("view_channel", "send_messages_in_threads", "embed_links", "attach_files", "read_message_history")


def lacking(permissions: Permissions, channel: Any) -> tuple[str, ...]:
    """The rights that the bot misses here, in the order in which they matter."""
    needed = _IN_A_THREAD if isinstance(channel, discord.Thread) else _IN_A_CHANNEL
    if permissions.administrator:
        return ()
    return tuple(name for name in (*needed, "create_events") if not getattr(permissions, name))


def may_post(permissions: Permissions, channel: Any) -> bool:
    """Whether somebody with these permissions can post in a channel or thread."""
    name = "send_messages_in_threads" if isinstance(channel, discord.Thread) else "send_messages"
    return permissions.administrator or (permissions.view_channel and bool(getattr(permissions, name)))
