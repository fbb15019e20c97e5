"""One call of a method on its way through the server, and the table of who answers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .channels import DIRECT, GROUP, PRIVATE, PUBLIC
from .errors import RefusedError
from .wire import loads

if TYPE_CHECKING:
    from collections.abc import Callable

    from .channels import Channel
    from .people import User
    from .teams import Team
    from .wire import Json
    from .world import World

KINDS = {PUBLIC: "channels", PRIVATE: "groups", DIRECT: "im", GROUP: "mpim"}
TREES = {  # arguments that are JSON even in a form, and the error for those that are not
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
    "unfurls": "invalid_unfurls_format",
    "chunks": "invalid_chunks",
    **dict.fromkeys(("view", "files", "prompts", "loading_messages", "user_auth_blocks"), "invalid_arguments"),
}


@dataclass(eq=False)
class Call:
    world: World
    method: str
    args: Json
    team: Team = field(init=False)  # known once the token is checked

    def text(self, name: str) -> str:
        """An argument that must be there."""
        value = self.args.get(name)
        if value in (None, ""):
            raise RefusedError("invalid_arguments", response_metadata={"messages": [f"[ERROR] missing: {name}"]})
        return str(value)

    def flag(self, name: str) -> bool:
        return self.args.get(name) in (True, "true", "True", "1", 1)

    def number(self, name: str, default: int) -> int:
        return int(self.args.get(name) or default)

    def need(self, *scopes: str) -> None:
        """Any one of these scopes."""
        granted = self.world.scopes
        if not granted.intersection(scopes):
            raise RefusedError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))

    def need_for(self, channel: Channel, right: str) -> None:
        """The scope for this kind of place: "channels:read", "im:history"."""
        self.need(f"{KINDS[channel.kind]}:{right}")

    def channel(self, name: str = "channel") -> Channel:
        """A place of the workspace that the bot can know of; a person's id means the conversation with them."""
        wanted = self.text(name)
        found = self.team.channels.get(wanted)
        if found is None and wanted in self.team.users and wanted != self.team.bot.id:
            found = self.team.direct_channel(self.team.users[wanted])
        if found is None:
            bare = wanted.removeprefix("#")
            found = next((one for one in self.team.channels.values() if one.name == bare and bare), None)
        if found is None or (found.kind != PUBLIC and not found.bot_in):
            raise RefusedError("channel_not_found")
        return found

    def user(self, name: str = "user") -> User:
        found = self.team.users.get(self.text(name))
        if found is None:
            raise RefusedError("user_not_found")
        return found

    def page(self, items: list[Any], default: int = 100) -> tuple[list[Any], Json]:
        """One page of a list, and the cursor to the next."""
        cursor = str(self.args.get("cursor") or "0")
        if not cursor.isdigit():
            raise RefusedError("invalid_cursor")
        start, size = int(cursor), self.number("limit", default)
        following = str(start + size) if start + size < len(items) else ""
        return items[start : start + size], {"response_metadata": {"next_cursor": following}}


def parsed(args: Json) -> Json:
    """Arguments with their trees read, whether they came as JSON or as text in a form."""
    for name, error in TREES.items():
        value = args.get(name)
        if isinstance(value, str) and value:
            try:
                args[name] = loads(value)
            except ValueError:
                raise RefusedError(error) from None
    return args


@dataclass(frozen=True)
class Method:
    name: str
    handler: Callable[[Call], Json | None]
    scopes: tuple[str, ...]  # any one of them
    json: bool  # whether a JSON body is understood
    app: bool  # called with the app's token, not with a bot's
    checks: str  # the rules that the arguments are held against


class Methods:
    def __init__(self) -> None:
        self.table: dict[str, Method] = {}

    def add(
        self, name: str, *scopes: str, json: bool = True, app: bool = False, checks: str = ""
    ) -> Callable[[Callable[[Call], Json | None]], Callable[[Call], Json | None]]:
        def keep(handler: Callable[[Call], Json | None]) -> Callable[[Call], Json | None]:
            self.table[name] = Method(name, handler, scopes, json, app, checks)
            return handler

        return keep


methods = Methods()
