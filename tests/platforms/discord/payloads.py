"""The interaction as the bot receives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import rights
from .components import BUTTON, walk
from .errors import ImpossibleError

if TYPE_CHECKING:
    from .asked import Asked
    from .channels import Channel
    from .messages import Message
    from .people import User
    from .wire import Json
    from .world import World

GUILD, BOT_DM, PRIVATE = range(3)
ATTACHMENT_LIMIT = 10 * 1024 * 1024


def context(channel: Channel) -> int:
    if channel.guild is not None:
        return GUILD
    return BOT_DM if len(channel.recipients) == 1 else PRIVATE


def owners(world: World, user: User, channel: Channel) -> Json:
    """Who installed the app here: the guild, the person, or both."""
    found: Json = {}
    if channel.guild is not None and channel.guild.has_bot:
        found["0"] = str(channel.guild.id)
    elif context(channel) == BOT_DM:
        found["0"] = "0"
    if user.installed_app:
        found["1"] = str(user.id)
    if not found:
        raise ImpossibleError("the bot is not here, and the person has not installed it")
    return found


def pressed(message: Message, custom_id: str) -> Json:
    """The data of a press."""
    component = next(one for one in walk(message.components) if one.get("custom_id") == custom_id)
    return {"custom_id": custom_id, "component_type": BUTTON, "id": component["id"]}


def interaction(world: World, asked: Asked) -> Json:
    channel, user = asked.channel, asked.user
    payload: Json = {
        "version": 1,
        "type": asked.type,
        "id": str(asked.id),
        "application_id": str(world.application_id),
        "token": asked.token,
        "data": asked.data,
        "locale": user.locale,
        "context": context(channel),
        "authorizing_integration_owners": asked.owners,
        "app_permissions": str(rights.in_channel(world.bot, channel) if "0" in asked.owners else rights.DIRECT),
        "attachment_size_limit": ATTACHMENT_LIMIT,
        "channel_id": str(channel.id),
        "channel": channel.wire_for(user),
        "entitlements": [],
        "entitlement_sku_ids": [],
    }
    guild = channel.guild
    if guild is None:
        payload["user"] = user.wire
    else:
        payload["guild_id"] = str(guild.id)
        payload["guild_locale"] = guild.locale
        payload["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        payload["member"] = world.member_of(user, channel)
    if asked.message is not None:
        payload["message"] = asked.message.wire()
    return payload
