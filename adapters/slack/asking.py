"""What somebody did in Slack, read as a request of the core."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from adapters.slack.elements import CHOOSE, PICK, PICK_PEOPLE, SELECT, wire_of
from adapters.slack.rights import lacking, role_of
from bot.ports import Request
from bot.servers.language import spoken
from bot.ui import Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adapters.slack.people import Person
    from adapters.slack.workspaces import Workspace
    from bot.ports import Core, Server

_MANY = {
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "multi_users_select": "selected_users",
}


@dataclass(frozen=True)
class Asker:
    """Who acts, where, and what holds there."""

    server: Server
    person: Person
    request: Request  # without a command
    direct: bool  # whether only this person and the bot are there


@dataclass(frozen=True)
class Place:
    """A channel and the thread in it; no channel where something was done on the home tab or in a form."""

    channel: str = ""
    thread: str = ""


async def asker_of(core: Core, workspace: Workspace, person_id: str, place: Place, key: str) -> Asker:
    """Who acts, and what they may do."""
    server = await core.server(workspace.server)
    person = await workspace.people.of(person_id)
    role = await role_of(core, workspace, server, person)
    direct = not place.channel or await workspace.talks_alone_in(place.channel)
    name = place_name(place, person_id)
    request = Request(
        "",
        organisation=server.organisation,
        server=server.id,
        place=name,
        person=f"slack:{person_id}",
        role=role,
        locale=spoken(person.locale, server.language),
        key=key,
        shared=bool(place.thread),
        within=f"slack:{place.channel}" if place.thread else "",
    )
    return Asker(server, person, request, direct)


async def with_rights(asker: Asker, workspace: Workspace, place: Place) -> Asker:
    """With what the bot misses here; it costs a call, so only where somebody wants to know."""
    lacks = await lacking(workspace, place.channel)
    return replace(asker, request=replace(asker.request, lacks=lacks))


def place_name(place: Place, person: str) -> str:
    """A conversation's name; on the home tab and in forms it is the person's own."""
    return f"slack:{place.channel or person}" + (f":{place.thread}" if place.thread else "")


def place_of(body: Mapping[str, Any]) -> Place:
    """Where a press was made."""
    container, message = body.get("container") or {}, body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    thread = message.get("thread_ts") or container.get("thread_ts") or ""
    return Place(str(channel), str(thread) if thread != message.get("ts") or message.get("reply_count") else "")


def pressed(element: Mapping[str, Any], body: Mapping[str, Any]) -> Action:
    """What a press or a choice means. ValueError for what was never ours, or is of an older making."""
    action_id = str(element.get("action_id", ""))
    if action_id.startswith((PICK, PICK_PEOPLE)):
        action = Action.read(wire_of(action_id))
        return Action(action.command, (*action.arguments, " ".join(_picked(wire_of(action_id), element, body))))
    option = element.get("selected_option")
    if action_id.startswith(SELECT) and option:
        return Action.read(str(option.get("value", "")))
    return Action.read(str(element.get("value") or wire_of(action_id)))


def is_pick(element: Mapping[str, Any]) -> bool:
    """Whether channels, groups or people were chosen."""
    return str(element.get("action_id", "")).startswith((PICK, PICK_PEOPLE))


def is_choice(element: Mapping[str, Any]) -> bool:
    """Whether it was one of several that exclude each other, so that what follows may stand in its place."""
    return str(element.get("action_id", "")).startswith((CHOOSE, SELECT))


def _picked(wire: str, element: Mapping[str, Any], body: Mapping[str, Any]) -> list[str]:
    """All that its choosers hold now: the one that was used, and the other one of the same list as it stands."""
    found = list(_chosen(element))
    for action_id, other in _choosers(body):
        if action_id != element.get("action_id") and wire_of(action_id) == wire:
            found += _chosen(other)
    return list(dict.fromkeys(found))


def _choosers(body: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What stands in each chooser: as people changed it, or else as it was drawn."""
    source = body.get("message") or body.get("view") or {}
    states = (body.get("state") or source.get("state") or {}).get("values") or {}
    changed = {name: state for elements in states.values() for name, state in elements.items()}
    drawn: dict[str, Mapping[str, Any]] = {}
    for block in source.get("blocks") or ():
        for element in block.get("elements") or ():
            if str(element.get("action_id", "")).startswith((PICK, PICK_PEOPLE)):
                drawn[element["action_id"]] = element
    yield from {**drawn, **{k: v for k, v in changed.items() if k.startswith((PICK, PICK_PEOPLE))}}.items()


def _chosen(element: Mapping[str, Any]) -> Iterator[str]:
    yield from (str(one["value"]) for one in element.get("selected_options") or element.get("initial_options") or ())
    for key in _MANY.values():
        yield from map(str, element.get(key) or element.get(key.replace("selected", "initial")) or ())


def with_action(base: Request, action: Action, fields: Mapping[str, str] | None = None) -> Request:
    """A request for what an action says; its arguments go by position, from 1."""
    arguments = {str(position): value for position, value in enumerate(action.arguments, 1)}
    return replace(base, command=action.command, arguments=arguments, fields=dict(fields or {}))
