"""What interactions and commands carry, built from what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .views import View

if TYPE_CHECKING:
    from .asked import Asked
    from .channels import Channel
    from .messages import Message
    from .people import User
    from .wire import Json
    from .world import World


def command(world: World, asked: Asked, channel: Channel, name: str, text: str) -> Json:
    """A slash command: flat, as in a form, and without the person's language."""
    user = asked.user
    return {
        "token": "unused",
        "team_id": user.team.id,
        "team_domain": user.team.domain,
        "channel_id": channel.id,
        "channel_name": _name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": world.app_id,
        "is_enterprise_install": "false",
        "response_url": asked.response_url,
        "trigger_id": asked.trigger_id,
    }


def interaction(world: World, kind: str, user: User, trigger_id: str = "") -> Json:
    """What every interaction carries."""
    payload: Json = {
        "type": kind,
        "team": {"id": user.team.id, "domain": user.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": user.short(),
        "api_app_id": world.app_id,
        "token": "unused",
    }
    return payload | {"trigger_id": trigger_id} if trigger_id else payload


def place(channel: Channel) -> Json:
    return {"id": channel.id, "name": _name(channel)}


def container(where: Message | View, state: Json) -> Json:
    """Where something was pressed; an ephemeral message is only pointed at, not shown."""
    if isinstance(where, View):
        return {"container": {"type": "view", "view_id": where.id}, "view": where.wire(state)}
    pointed: Json = {
        "type": "message",
        "message_ts": where.ts,
        "channel_id": where.channel.id,
        "is_ephemeral": where.ephemeral,
    }
    if where.thread is not None:
        pointed["thread_ts"] = where.thread.ts
    carried: Json = {"container": pointed, "channel": place(where.channel), "state": {"values": state}}
    return carried if where.ephemeral else carried | {"message": where.wire()}


def _name(channel: Channel) -> str:
    if channel.direct:
        return "directmessage"
    return channel.name if channel.kind == "channel" else "privategroup"
