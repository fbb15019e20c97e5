"""Messages that are written while they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import sending
from ..call import Call, methods
from ..errors import RefusedError
from ..rules.blocks import MARKDOWN
from .chat import own, writable

if TYPE_CHECKING:
    from ..messages import Message
    from ..wire import Json


def _text(call: Call) -> str:
    """What is added, as text or in chunks."""
    text = str(call.args.get("markdown_text") or "")
    for chunk in call.args.get("chunks") or ():
        text += str(chunk.get("text") or "") if chunk.get("type") == "markdown_text" else ""
    if len(text) > MARKDOWN:
        raise RefusedError("msg_too_long")
    return text


def _streaming(call: Call) -> Message:
    message = own(call, "message_not_owned_by_app")
    if not message.streaming:
        raise RefusedError("message_not_in_streaming_state")
    return message


@methods.add("chat.startStream", "chat:write")
def start(call: Call) -> Json:
    channel = writable(call)
    if not channel.direct and not call.args.get("recipient_user_id"):
        raise RefusedError("missing_recipient_user_id")
    body = {"text": _text(call) or "\u2026", "thread_ts": call.args.get("thread_ts")}
    message = sending.create(call.world, channel, call.team.bot, body)
    message.content, message.streaming = _text(call), True
    return {"channel": channel.id, "ts": message.ts}


@methods.add("chat.appendStream", "chat:write")
def append(call: Call) -> Json:
    message = _streaming(call)
    message.content += _text(call)
    call.world.tell()
    return {"channel": message.channel.id, "ts": message.ts}


@methods.add("chat.stopStream", "chat:write", checks="message")
def stop(call: Call) -> Json:
    message = _streaming(call)
    message.content += _text(call)
    message.streaming = False
    body = {"text": message.content, "blocks": call.args.get("blocks")}
    sending.edit(call.world, message, body)
    return {"channel": message.channel.id, "ts": message.ts, "message": message.wire()}
