"""Scheduled events of a guild."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import rights
from ..call import Answer, Call, routes
from ..errors import RefusedError, invalid
from .guilds import GUILD, guild_of

if TYPE_CHECKING:
    from ..guilds import Guild
    from ..wire import Json

EVENTS = GUILD + "/scheduled-events"
EVENT = EVENTS + "/{event_id}"
EXTERNAL, SCHEDULED, ACTIVE = 3, 1, 2
MOST = 100


def _needs(call: Call, *names: str) -> Guild:
    """The guild, if the bot has one of these rights in it."""
    guild = guild_of(call)
    if not rights.in_guild(call.world.bot, guild) & rights.bits(*names):
        raise RefusedError(50013)
    return guild


def _event(call: Call, guild: Guild) -> Json:
    found = guild.events.get(call.id("event_id"))
    if found is None:
        raise RefusedError(10070)
    return found


def _tell(call: Call, guild: Guild, what: str, event: Json) -> None:
    call.world.gateway.dispatch(f"GUILD_SCHEDULED_EVENT_{what}", event, guild_id=guild.id)
    call.world.tell()


@routes.add("GET", EVENTS)
def all_events(call: Call) -> Answer:
    return Answer(list(guild_of(call).events.values()))


@routes.add("POST", EVENTS, checks="event")
def create(call: Call) -> Answer:
    """CREATE_EVENTS is what counts; managing events is not enough."""
    guild = _needs(call, "create_events")
    if sum(one["status"] in (SCHEDULED, ACTIVE) for one in guild.events.values()) >= MOST:
        raise RefusedError(30038)
    event: Json = {
        "id": str(call.world.ids.new()),
        "guild_id": str(guild.id),
        "channel_id": None,
        "creator_id": str(call.world.bot.id),
        "creator": call.world.bot.wire,
        "description": None,
        "scheduled_end_time": None,
        "entity_id": None,
        "entity_metadata": None,
        "recurrence_rule": None,
        "image": None,
        "user_count": 0,
        "status": SCHEDULED,
    } | call.body
    guild.events[int(event["id"])] = event
    _tell(call, guild, "CREATE", event)
    return Answer(event)


@routes.add("GET", EVENT)
def get(call: Call) -> Answer:
    return Answer(_event(call, guild_of(call)))


@routes.add("PATCH", EVENT, checks="event edit")
def edit(call: Call) -> Answer:
    guild = _needs(call, "create_events", "manage_events")
    event = _event(call, guild)
    if event["status"] not in (SCHEDULED, ACTIVE):
        raise invalid("status", "what is over cannot be changed")
    event.update(call.body)
    _tell(call, guild, "UPDATE", event)
    return Answer(event)


@routes.add("DELETE", EVENT)
def delete(call: Call) -> Answer:
    guild = _needs(call, "create_events", "manage_events")
    event = _event(call, guild)
    del guild.events[int(event["id"])]
    _tell(call, guild, "DELETE", event)
    return Answer()
