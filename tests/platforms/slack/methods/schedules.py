"""Messages that are written now and posted later, when the server's clock says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..call import Call, methods
from ..errors import RefusedError
from .chat import writable

if TYPE_CHECKING:
    from ..wire import Json

FARTHEST = 120 * 86_400
WINDOW, MOST = 300, 30


@methods.add("chat.scheduleMessage", "chat:write", checks="message")
def schedule(call: Call) -> Json:
    world, channel = call.world, writable(call)
    text = call.text("post_at")
    if not text.isdigit():
        raise RefusedError("invalid_time")
    at, now = int(text), world.clock.now()
    if at <= now:
        raise RefusedError("time_in_past")
    if at > now + FARTHEST:
        raise RefusedError("time_too_far")
    near = [one for one in world.scheduled.values() if one["channel"] is channel and abs(one["at"] - at) < WINDOW]
    if len(near) >= MOST:
        raise RefusedError("restricted_too_many")
    if call.args.get("metadata"):
        world.problems.append("chat.scheduleMessage: with metadata it is never posted")
    key = world.ids.new("Q")
    world.scheduled[key] = {"channel": channel, "at": at, "body": dict(call.args), "bot": call.team.bot}
    return {
        "channel": channel.id,
        "scheduled_message_id": key,
        "post_at": at,
        "message": {"text": call.args.get("text")},
    }


@methods.add("chat.deleteScheduledMessage", "chat:write")
def cancel(call: Call) -> None:
    found = call.world.scheduled.get(call.text("scheduled_message_id"))
    if found is None or found["channel"] is not call.channel():
        raise RefusedError("invalid_scheduled_message_id")
    del call.world.scheduled[call.text("scheduled_message_id")]


@methods.add("chat.scheduledMessages.list")
def listed(call: Call) -> Json:
    wanted = call.args.get("channel")
    found = [
        {"id": key, "channel_id": one["channel"].id, "post_at": one["at"], "text": one["body"].get("text")}
        for key, one in call.world.scheduled.items()
        if one["channel"].team is call.team and wanted in (None, "", one["channel"].id)
    ]
    items, more = call.page(found)
    return {"scheduled_messages": items} | more
