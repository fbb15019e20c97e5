"""The commands that the bot has registered, and what a person types made into their options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import ImpossibleError
from .people import Role, User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .channels import Channel
    from .clock import Snowflakes
    from .guilds import Guild
    from .wire import Json

CHAT, MESSAGE_MENU = 1, 3
SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(3, 11)
PYTHON_TYPES: dict[int, tuple[type, ...]] = {STRING: (str,), INTEGER: (int,), BOOLEAN: (bool,), NUMBER: (int, float)}
STRING_LIMIT = 6_000


class Resolved:
    """The objects behind the ids that a person chose."""

    def __init__(self, guild: Guild | None, user: User) -> None:
        self._guild = guild
        self._user = user
        self.wire: Json = {}

    def add(self, thing: User | Role | Channel) -> str:
        key = str(thing.id)
        if isinstance(thing, User):
            self.wire.setdefault("users", {})[key] = thing.wire
            if self._guild is not None and thing.id in self._guild.members:
                self.wire.setdefault("members", {})[key] = self._guild.members[thing.id].bare() | {"permissions": "0"}
        elif isinstance(thing, Role):
            self.wire.setdefault("roles", {})[key] = thing.wire()
        else:
            self.wire.setdefault("channels", {})[key] = thing.wire_for(self._user)
        return key


class Commands:
    def __init__(self, ids: Snowflakes) -> None:
        self._ids = ids
        self._of: dict[int | None, list[Json]] = {None: []}

    def registered(self, guild_id: int | None = None) -> list[Json]:
        return self._of.get(guild_id, [])

    def replace(self, application_id: int, guild_id: int | None, wanted: list[Json]) -> list[Json]:
        """Bulk overwrite: commands of the same type and name keep their ids."""
        before = {(one["type"], one["name"]): one["id"] for one in self.registered(guild_id)}
        fresh = [self._complete(application_id, guild_id, one) for one in wanted]
        for one in fresh:
            one["id"] = before.get((one["type"], one["name"]), one["id"])
        self._of[guild_id] = fresh
        return fresh

    def add(self, application_id: int, guild_id: int | None, wanted: Json) -> Json:
        """Creates one, or replaces the one of the same type and name."""
        fresh = self._complete(application_id, guild_id, wanted)
        kept = self._of.setdefault(guild_id, [])
        for one in kept:
            if (one["type"], one["name"]) == (fresh["type"], fresh["name"]):
                fresh["id"] = one["id"]
        self._of[guild_id] = [one for one in kept if one["id"] != fresh["id"]] + [fresh]
        return fresh

    def remove(self, guild_id: int | None, command_id: int) -> bool:
        kept = self.registered(guild_id)
        self._of[guild_id] = [one for one in kept if one["id"] != str(command_id)]
        return len(self._of[guild_id]) < len(kept)

    def _complete(self, application_id: int, guild_id: int | None, wanted: Json) -> Json:
        defaults: Json = {
            "id": str(self._ids.new()),
            "application_id": str(application_id),
            "version": str(self._ids.new()),
            "type": CHAT,
            "description": "",
            "default_member_permissions": None,
            "dm_permission": True,
            "contexts": None,
            "integration_types": [0],
            "nsfw": False,
        }
        return defaults | wanted | ({"guild_id": str(guild_id)} if guild_id is not None else {})

    def find(self, name: str, kind: int, guild_id: int | None) -> Json | None:
        own = self.registered(guild_id) if guild_id is not None else []
        return next((one for one in own + self.registered() if one["name"] == name and one["type"] == kind), None)

    def known(self, guild_id: int | None) -> str:
        own = self.registered(guild_id) if guild_id is not None else []
        return ", ".join(sorted(one["name"] for one in own + self.registered())) or "none"


def typed(command: Json, path: list[str], values: Mapping[str, Any], resolved: Resolved, focused: str = "") -> Json:
    """The interaction's data for a command and what a person filled in."""
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    level, definition = data, command
    for name in path:
        definition = _option(definition, name)
        if definition["type"] not in (SUBCOMMAND, GROUP):
            raise ImpossibleError(f"{name!r} is an option of /{command['name']}, not a command below it")
        nested: Json = {"name": name, "type": definition["type"]}
        level["options"] = [nested]
        level = nested
    wanted = definition.get("options") or []
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in wanted):
        raise ImpossibleError(f"/{command['name']} needs one of: {', '.join(one['name'] for one in wanted)}")
    missing = [one["name"] for one in wanted if one.get("required") and one["name"] not in values]
    if missing and not focused:
        raise ImpossibleError(f"/{command['name']} cannot be sent without {', '.join(missing)}")
    filled = []
    for name, value in values.items():
        option = _option(definition, name)
        entry = {"name": name, "type": option["type"], "value": _value(option, value, resolved, name == focused)}
        filled.append(entry | {"focused": True} if name == focused else entry)
    level["options"] = filled
    if resolved.wire:
        data["resolved"] = resolved.wire
    return data


def _option(definition: Json, name: str) -> Json:
    offered = definition.get("options") or []
    for one in offered:
        if one["name"] == name:
            return dict(one)
    known = ", ".join(one["name"] for one in offered)
    raise ImpossibleError(f"/{definition['name']} has no {name!r}; there is {known}")


def _value(option: Json, value: Any, resolved: Resolved, focused: bool) -> Any:
    kind, name = option["type"], option["name"]
    if kind in (USER, CHANNEL, ROLE, MENTIONABLE):
        return resolved.add(value)
    if focused:
        return value
    if not isinstance(value, PYTHON_TYPES[kind]):
        raise ImpossibleError(f"{name} takes {PYTHON_TYPES[kind][0].__name__}, not {value!r}")
    choices = option.get("choices")
    if choices and value not in [one["value"] for one in choices]:
        raise ImpossibleError(f"{name} offers {[one['value'] for one in choices]}, not {value!r}")
    least, most = option.get("min_length", 0), option.get("max_length", STRING_LIMIT)
    if isinstance(value, str) and not least <= len(value) <= most:
        raise ImpossibleError(f"{name} takes no text of {len(value)} characters")
    if kind in (INTEGER, NUMBER) and not option.get("min_value", value) <= value <= option.get("max_value", value):
        raise ImpossibleError(f"{name} does not take {value}")
    return value
