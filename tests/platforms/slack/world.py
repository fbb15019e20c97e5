"""Everything the server knows, in one place that the methods, the sockets and the tests share."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..discord.changes import Changes
from ..discord.clock import Clock
from .deliveries import Deliveries
from .events import Events
from .faults import Faults
from .hooks import Hook
from .ids import Ids
from .limits import Buckets
from .posting import Posting
from .sockets import Sockets
from .teams import Team
from .views import Views

if TYPE_CHECKING:
    from .asked import Asked
    from .described import Description
    from .messages import File, Message
    from .wire import Json

LOGGED = 50_000
TRIGGER_LIFE = 3.0  # seconds
SCOPES = frozenset(
    (
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "channels:join",
        "channels:manage",
        "channels:read",
        "chat:write",
        "chat:write.public",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "groups:write",
        "im:history",
        "im:read",
        "im:write",
        "links:write",
        "mpim:history",
        "mpim:read",
        "mpim:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "usergroups:read",
        "users:read",
    )
)


@dataclass(frozen=True)
class Request:
    """One request of the bot: a method's name (or "response_url", "upload"), status 0 where the answer was lost."""

    name: str
    args: Any
    status: int
    error: str  # the service's word for it; empty where all went well
    when: float


class World:
    def __init__(self, signing_secret: str, description: Description | None) -> None:
        self.signing_secret = signing_secret
        self.app_token = "xapp-1-loopback"
        self.clock = Clock()
        self.ids = Ids(self.clock)
        self.changes = Changes()
        self.app_id = self.ids.new("A")
        self.scopes: set[str] = set(SCOPES)
        self.teams: list[Team] = []
        self.hooks: dict[str, Hook] = {}
        self.triggers: dict[str, Asked] = {}
        self.exchanged: set[str] = set()
        self.files: dict[str, File] = {}
        self.scheduled: dict[str, Json] = {}
        self.statuses: dict[tuple[str, str], Json] = {}  # of assistants, by channel and thread
        self.requests: deque[Request] = deque(maxlen=LOGGED)
        self.problems: list[str] = []
        self.origin = ""  # http://127.0.0.1:PORT, once it is known
        self.faults = Faults()
        self.buckets = Buckets(self.clock)
        self.events = Events(self)
        self.deliveries = Deliveries(self)
        self.sockets = Sockets(self)
        self.posting = Posting(self)
        self.views = Views(self)
        self._description = description
        self._newest: dict[object, Asked] = {}

    def bot_token(self, number: int) -> str:
        """The token of the first workspace is known before there is one."""
        return f"xoxb-{number}-loopback"

    def add_team(self, name: str) -> Team:
        team = Team(self, name, self.bot_token(len(self.teams) + 1))
        self.teams.append(team)
        return team

    def tell(self, asked: Asked | None = None) -> None:
        """Lets everyone who waits look again."""
        if asked is not None:
            asked.changes.tell()
        self.changes.tell()

    def described(self, kind: str, body: Any) -> list[str]:
        """What the service's own description does not allow, where there is one."""
        return self._description.check(kind, body) if self._description is not None else []

    def described_call(self, method: str, args: Json, *, as_json: bool) -> list[str]:
        return self._description.check_call(method, args, as_json=as_json) if self._description is not None else []

    def remember(self, asked: Asked) -> None:
        """The newest thing that was asked in a place, by a person, about a message or in a form."""
        if asked.channel is not None:
            self._newest[asked.channel.id] = self._newest[asked.channel.id, asked.user.id] = asked
        self._newest[asked.user.id] = asked
        if asked.message is not None:
            self._newest[asked.message.ts] = asked
        if asked.inside is not None:
            self._newest[asked.inside.id] = asked

    def forget(self, message: Message) -> None:
        """What a person writes is the newest thing here; answers to it belong to nothing asked before."""
        self._newest.pop(message.channel.id, None)
        if message.channel.direct:
            self._newest.pop(message.author.id, None)

    def newest(self, *keys: object) -> Asked | None:
        """The newest thing asked under the first of these keys that is known."""
        return next((self._newest[key] for key in keys if key in self._newest), None)

    def attribute(self, message: Message, came_of: Asked | None) -> None:
        """Gives a message of the bot to what it answers: as its way tells, else to the newest thing asked there."""
        if came_of is None:
            channel, only_for = message.channel, message.only_for
            if only_for is not None:
                came_of = self.newest((channel.id, only_for.id))
            elif channel.direct:
                came_of = self.newest(message.ts, channel.id, *(one.id for one in channel.members if not one.bot))
            else:
                came_of = self.newest(message.ts, channel.id)
        if came_of is not None:
            came_of.read(message)
