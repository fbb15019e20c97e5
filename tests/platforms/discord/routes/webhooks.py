"""What follows the first answer, for fifteen minutes: the original message, and more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import sending
from ..call import Answer, Call, routes
from ..errors import RefusedError

if TYPE_CHECKING:
    from ..asked import Asked
    from ..messages import Message

TOKEN_LIFE = 15 * 60.0  # seconds
USER_INSTALL_FOLLOWUPS = 5
HOOK = "/webhooks/{application_id}/{token}"


def _asked(call: Call) -> Asked:
    asked = call.world.interactions.get(call.ids["token"])
    if asked is None or call.id("application_id") != call.world.application_id:
        raise RefusedError(10015)
    if call.world.clock.now() - asked.sent_at > TOKEN_LIFE:
        raise RefusedError(50027)
    if asked.kind is None:
        raise RefusedError(10015)
    return asked


def _message(call: Call, asked: Asked) -> Message:
    """The message meant: the original, or one that this interaction made."""
    wanted = call.ids.get("message_id")
    if wanted is None:
        found = asked.original
    else:
        found = asked.channel.messages.get(int(wanted))
        if found is not None and found is not asked.original and found.came_of is not asked:
            found = None
    if found is None or found.deleted:
        raise RefusedError(10008)
    return found


@routes.add("POST", HOOK, is_open=True, checks="message")
def follow_up(call: Call) -> Answer:
    """A further message; the first after a defer fills the loading one and keeps its ephemeral flag."""
    asked = _asked(call)
    body = sending.Body(call.body or {}, call.files)
    if asked.original is not None and asked.original.loading and not asked.original.deleted:
        message = sending.edit(call.world, asked.original, body)
    else:
        if asked.user_install_only and asked.followups >= USER_INSTALL_FOLLOWUPS:
            raise RefusedError(40094)
        message = sending.create(call.world, asked.channel, call.world.bot, body, asked, asked.original)
        asked.followups += 1
    asked.read(message)
    call.world.tell(asked)
    return Answer(message.wire())


@routes.add("GET", HOOK + "/messages/@original", is_open=True)
@routes.add("GET", HOOK + "/messages/{message_id}", is_open=True)
def get(call: Call) -> Answer:
    return Answer(_message(call, _asked(call)).wire())


@routes.add("PATCH", HOOK + "/messages/@original", is_open=True, checks="edit")
@routes.add("PATCH", HOOK + "/messages/{message_id}", is_open=True, checks="edit")
def edit(call: Call) -> Answer:
    asked = _asked(call)
    message = sending.edit(call.world, _message(call, asked), sending.Body(call.body or {}, call.files))
    asked.read(message)
    call.world.tell(asked)
    return Answer(message.wire())


@routes.add("DELETE", HOOK + "/messages/@original", is_open=True)
@routes.add("DELETE", HOOK + "/messages/{message_id}", is_open=True)
def delete(call: Call) -> Answer:
    asked = _asked(call)
    sending.delete(call.world, _message(call, asked))
    call.world.tell(asked)
    return Answer()
