"""The first answer to an interaction: within three seconds, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import sending
from ..asked import AUTOCOMPLETE, COMMAND, COMPONENT, KINDS, SUBMIT, Choices, Modal
from ..call import Answer, Call, routes
from ..errors import RefusedError, invalid
from ..messages import EPHEMERAL, LOADING

if TYPE_CHECKING:
    from ..asked import Asked
    from ..messages import Message
    from ..wire import Json
    from ..world import World

FIRST_ANSWER = 3.0  # seconds
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = range(4, 10)
ALLOWED = {
    COMMAND: (MESSAGE, DEFER, MODAL),
    COMPONENT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    SUBMIT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE),
}


@routes.add("POST", "/interactions/{interaction_id}/{token}/callback", is_open=True, checks="callback")
def callback(call: Call) -> Answer:
    world = call.world
    asked = world.interactions.get(call.ids["token"])
    if asked is None or asked.id != call.id("interaction_id"):
        raise RefusedError(10062)
    if asked.kind is not None:
        raise RefusedError(40060)
    taken = world.clock.now() - asked.sent_at
    if taken > FIRST_ANSWER:
        raise RefusedError(10062)
    kind = call.body["type"]
    if kind not in ALLOWED[asked.type]:
        raise invalid("type", f"an interaction of type {asked.type} cannot be answered with {kind}")
    message = _effect(world, asked, kind, sending.Body(call.body.get("data") or {}, call.files))
    asked.kind, asked.ack_seconds = KINDS[kind], taken
    if asked.choices is not None:
        asked.choices.seconds = taken
    world.tell(asked)
    if call.query.get("with_response") not in ("1", "true", "True"):
        return Answer()
    return Answer(_told(asked, kind, message))


def _effect(world: World, asked: Asked, kind: int, body: sending.Body) -> Message | None:
    """Does what the callback says; the message that it made or changed."""
    if kind in (MESSAGE, DEFER):
        if kind == DEFER:
            body = sending.Body({"flags": LOADING | (body.json.get("flags") or 0) & EPHEMERAL}, {})
        asked.original = sending.create(world, asked.channel, world.bot, body, asked)
        if kind == MESSAGE:
            asked.read(asked.original)
        return asked.original
    if kind in (UPDATE, DEFER_UPDATE):
        if asked.message is None:
            raise invalid("type", "there is no message to update")
        asked.original = asked.message
        if kind == UPDATE:
            sending.edit(world, asked.message, body)
            asked.read(asked.message)
        return asked.message
    if kind == CHOICES:
        asked.choices = Choices((one["name"], one["value"]) for one in body.json["choices"])
    else:
        asked.modal = Modal(body.json["title"], body.json["custom_id"], body.json["components"])
    return None


def _told(asked: Asked, kind: int, message: Message | None) -> Json:
    interaction: Json = {"id": str(asked.id), "type": asked.type, "channel_id": str(asked.channel.id)}
    if asked.channel.guild is not None:
        interaction["guild_id"] = str(asked.channel.guild.id)
    resource: Json = {"type": kind}
    if message is not None:
        interaction |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.ephemeral,
        }
        resource["message"] = message.wire()
    return {"interaction": interaction, "resource": resource}
