"""Places: what they are, who is in them, what was said in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import sending
from ..call import Call, methods
from ..channels import DIRECT, GROUP, PRIVATE, PUBLIC
from ..errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..messages import Message
    from ..wire import Json

READ = tuple(f"{one}:read" for one in ("channels", "groups", "im", "mpim"))
HISTORY = tuple(f"{one}:history" for one in ("channels", "groups", "im", "mpim"))
TYPES = {"public_channel": PUBLIC, "private_channel": PRIVATE, "im": DIRECT, "mpim": GROUP}
PEOPLE = 8


@methods.add("conversations.info", *READ, json=False)
def info(call: Call) -> Json:
    channel = call.channel()
    call.need_for(channel, "read")
    return {"channel": channel.wire(include_locale=call.flag("include_locale"))}


@methods.add("conversations.list", *READ, json=False)
@methods.add("users.conversations", *READ, json=False)
def listed(call: Call) -> Json:
    """What the bot can know of; for `users.conversations` only what it is in."""
    kinds = set()
    for name in str(call.args.get("types") or "public_channel").split(","):
        if name.strip() not in TYPES:
            raise RefusedError("invalid_types")
        kinds.add(TYPES[name.strip()])
    mine = call.method == "users.conversations"
    found = [
        one
        for one in call.team.channels.values()
        if one.kind in kinds
        and (one.bot_in or (one.kind == PUBLIC and not mine))
        and not (one.archived and call.flag("exclude_archived"))
    ]
    for channel in found:
        call.need_for(channel, "read")
    items, more = call.page(found)
    return {"channels": [one.wire() for one in items]} | more


@methods.add("conversations.open", "channels:manage", "groups:write", "im:write", "mpim:write")
def opened(call: Call) -> Json:
    if call.args.get("channel"):
        channel = call.channel()
    else:
        wanted = [one for one in str(call.args.get("users") or "").split(",") if one]
        if not wanted:
            raise RefusedError("users_list_not_supplied")
        if len(wanted) > PEOPLE:
            raise RefusedError("too_many_users")
        people = [call.team.users.get(one) for one in wanted]
        known = [one for one in people if one is not None and one is not call.team.bot]
        if len(known) != len(wanted):
            raise RefusedError("user_not_found")
        if any(one.deleted for one in known):
            raise RefusedError("user_disabled")
        call.need("im:write" if len(known) == 1 else "mpim:write")
        channel = call.team.direct_channel(*known)
    return {"channel": channel.wire() if call.flag("return_im") else {"id": channel.id}}


@methods.add("conversations.join", "channels:join")
def join(call: Call) -> Json:
    channel = call.channel()
    if channel.archived:
        raise RefusedError("is_archived")
    if channel.kind != PUBLIC:
        raise RefusedError("method_not_supported_for_channel_type")
    channel.join(call.team.bot)
    call.world.tell()
    return {"channel": channel.wire()}


@methods.add("conversations.members", *READ, json=False)
def members(call: Call) -> Json:
    channel = call.channel()
    call.need_for(channel, "read")
    items, more = call.page([one.id for one in channel.members])
    return {"members": items} | more


@methods.add("conversations.history", *HISTORY)
def history(call: Call) -> Json:
    """Newest first, without replies in threads and without what was ephemeral."""
    channel = call.channel()
    call.need_for(channel, "history")
    if not channel.bot_in:
        raise RefusedError("not_in_channel")
    top = [one for one in channel.messages.values() if one.thread is None or one.broadcast]
    items, more = call.page(_within(call, reversed(top)))
    following = bool(more["response_metadata"]["next_cursor"])
    return {"messages": [_wire(call, one) for one in items], "has_more": following} | more


@methods.add("conversations.replies", *HISTORY, json=False)
def replies(call: Call) -> Json:
    """A thread: what it hangs on, and then its replies, oldest first."""
    channel = call.channel()
    call.need_for(channel, "history")
    try:
        parent = sending.find(channel, call.text("ts"))
    except RefusedError:
        raise RefusedError("thread_not_found") from None
    items, more = call.page(_within(call, [parent, *parent.replies]))
    return {"messages": [_wire(call, one) for one in items], "has_more": False} | more


def _wire(call: Call, message: Message) -> Json:
    """Metadata is only told to those who ask for it."""
    told = message.wire()
    if not call.flag("include_all_metadata"):
        told.pop("metadata", None)
    return told


def _within(call: Call, messages: Iterable[Message]) -> list[Message]:
    """Those between `oldest` and `latest`."""
    oldest, latest = str(call.args.get("oldest") or "0"), str(call.args.get("latest") or "9999999999")
    inclusive = call.flag("inclusive")
    return [
        one
        for one in messages
        if not one.deleted
        and not one.ephemeral
        and (float(oldest) < float(one.ts) < float(latest) or (inclusive and one.ts in (oldest, latest)))
    ]
