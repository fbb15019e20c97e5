"""Pins, at their new address and at the one they had before."""

from __future__ import annotations

from ..call import Answer, Call, routes
from ..clock import iso
from .channels import CHANNEL, channel_of, message_of


@routes.add("PUT", CHANNEL + "/messages/pins/{message_id}")
@routes.add("PUT", CHANNEL + "/pins/{message_id}")
def pin(call: Call) -> Answer:
    message_of(call, "pin_messages").pinned = True
    call.world.tell()
    return Answer()


@routes.add("DELETE", CHANNEL + "/messages/pins/{message_id}")
@routes.add("DELETE", CHANNEL + "/pins/{message_id}")
def unpin(call: Call) -> Answer:
    message_of(call, "pin_messages").pinned = False
    call.world.tell()
    return Answer()


@routes.add("GET", CHANNEL + "/messages/pins")
def pins(call: Call) -> Answer:
    pinned = [one for one in channel_of(call).messages.values() if one.pinned and not one.deleted]
    items = [{"pinned_at": iso(one.at), "message": one.wire()} for one in pinned]
    return Answer({"items": items, "has_more": False})


@routes.add("GET", CHANNEL + "/pins")
def old_pins(call: Call) -> Answer:
    return Answer([one.wire() for one in channel_of(call).messages.values() if one.pinned and not one.deleted])
