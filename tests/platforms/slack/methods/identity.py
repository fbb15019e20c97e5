"""Who the bot is, and its way to a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..call import Call, methods

if TYPE_CHECKING:
    from ..wire import Json


@methods.add("api.test")
def test(call: Call) -> Json:
    return {"args": call.args}


@methods.add("auth.test")
def auth(call: Call) -> Json:
    team = call.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": team.bot.name,
        "team_id": team.id,
        "user_id": team.bot.id,
        "bot_id": team.bot.bot_id,
        "is_enterprise_install": False,
    }


@methods.add("apps.connections.open", app=True)
def connect(call: Call) -> Json:
    return {"url": call.world.sockets.ticket()}


@methods.add("team.info", "team:read")
def team(call: Call) -> Json:
    return {"team": call.team.wire()}


@methods.add("bots.info", "users:read", json=False)
def bot(call: Call) -> Json:
    own = call.team.bot
    return {"bot": {"id": own.bot_id, "deleted": False, "name": own.name, "app_id": call.world.app_id}}
