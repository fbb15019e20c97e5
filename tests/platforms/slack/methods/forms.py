"""Views: opened, put on top, brought up to date, published as somebody's home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..call import Call, methods
from ..errors import RefusedError
from ..world import TRIGGER_LIFE

if TYPE_CHECKING:
    from ..asked import Asked
    from ..views import View
    from ..wire import Json


def _exchange(call: Call) -> Asked:
    """What the trigger came of: three seconds, once."""
    world, trigger = call.world, call.text("trigger_id")
    asked = world.triggers.get(trigger)
    if asked is None or asked.user.team is not call.team:
        raise RefusedError("invalid_trigger_id")
    if trigger in world.exchanged:
        raise RefusedError("exchanged_trigger_id")
    if world.clock.now() - asked.sent_at > TRIGGER_LIFE:
        raise RefusedError("expired_trigger_id")
    world.exchanged.add(trigger)
    return asked


def _shown(call: Call, asked: Asked | None, view: View) -> Json:
    if asked is not None:
        asked.showed(view)
    call.world.tell()
    return {"view": view.wire()}


@methods.add("views.open", checks="view")
def opened(call: Call) -> Json:
    asked = _exchange(call)
    return _shown(call, asked, call.world.views.open(asked.user, call.args["view"]))


@methods.add("views.push", checks="view")
def pushed(call: Call) -> Json:
    asked = _exchange(call)
    if asked.inside is None or asked.inside.type != "modal":
        raise RefusedError("not_found")
    return _shown(call, asked, call.world.views.push(asked.inside, call.args["view"]))


@methods.add("views.update", checks="changed view")
def updated(call: Call) -> Json:
    world = call.world
    view = world.views.find(call.args.get("view_id"), call.args.get("external_id"))
    world.views.update(view, call.args["view"], call.args.get("hash"))
    asked = world.newest(view.id)
    return _shown(call, asked, view)


@methods.add("views.publish", checks="home")
def published(call: Call) -> Json:
    world = call.world
    user = call.user("user_id")
    view = world.views.publish(user, call.args["view"], call.args.get("hash"))
    return _shown(call, world.newest(view.id), view)
