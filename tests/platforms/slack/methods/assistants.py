"""What an assistant shows beside its messages: that it is at work, what could be asked, a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..call import Call, methods
from ..errors import RefusedError

if TYPE_CHECKING:
    from ..wire import Json

PROMPTS = 4
LOADING = 10


def _kept(call: Call, thread: str) -> Json:
    """What is shown in this thread; it stays until it is replaced."""
    channel = call.channel("channel_id")
    if thread and thread not in channel.messages:
        raise RefusedError("invalid_thread_ts")
    return call.world.statuses.setdefault((channel.id, thread), {})


@methods.add("assistant.threads.setStatus", "chat:write", "assistant:write")
def status(call: Call) -> None:
    if len(call.args.get("loading_messages") or ()) > LOADING:
        raise RefusedError("invalid_arguments")
    _kept(call, call.text("thread_ts"))["status"] = str(call.args.get("status") or "")
    call.world.tell()


@methods.add("assistant.threads.setSuggestedPrompts", "assistant:write")
def prompts(call: Call) -> None:
    given = call.args.get("prompts") or []
    if not 1 <= len(given) <= PROMPTS or any(not one.get("title") or not one.get("message") for one in given):
        raise RefusedError("invalid_arguments")
    _kept(call, str(call.args.get("thread_ts") or ""))["prompts"] = given
    call.world.tell()


@methods.add("assistant.threads.setTitle", "assistant:write")
def title(call: Call) -> None:
    _kept(call, call.text("thread_ts"))["title"] = call.text("title")
    call.world.tell()
