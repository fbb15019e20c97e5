"""People and groups of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..call import Call, methods
from ..errors import RefusedError

if TYPE_CHECKING:
    from ..wire import Json


@methods.add("users.info", "users:read", json=False)
def info(call: Call) -> Json:
    return {"user": call.user().wire(include_locale=call.flag("include_locale"))}


@methods.add("users.list", "users:read", json=False)
def listed(call: Call) -> Json:
    items, more = call.page(list(call.team.users.values()))
    locale = call.flag("include_locale")
    return {"members": [one.wire(include_locale=locale) for one in items], "cache_ts": 0} | more


@methods.add("usergroups.list", "usergroups:read", json=False)
def groups(call: Call) -> Json:
    shown = [one for one in call.team.usergroups if not one.disabled or call.flag("include_disabled")]
    return {"usergroups": [one.wire(include_users=call.flag("include_users")) for one in shown]}


@methods.add("usergroups.users.list", "usergroups:read", json=False)
def group(call: Call) -> Json:
    found = next((one for one in call.team.usergroups if one.id == call.text("usergroup")), None)
    if found is None:
        raise RefusedError("no_such_subteam")
    return {"users": [one.id for one in found.members]}
