"""Everything the server knows, in one place that the gateway, the routes and the tests share."""

from __future__ import annotations

import secrets
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import channels, rights
from .changes import Changes
from .channels import Channel
from .clock import Clock, Snowflakes
from .commands import Commands
from .faults import Faults
from .gateway import Gateway
from .guilds import Guild
from .limits import Buckets
from .people import User

if TYPE_CHECKING:
    from .asked import Asked
    from .messages import Attachment, Message
    from .wire import Json

LOGGED = 50_000


@dataclass(frozen=True)
class Request:
    """One REST request; the path without the API's base, status 0 where the answer was lost."""

    method: str
    path: str
    body: Any
    status: int
    when: float


class World:
    def __init__(self, token: str, shards: int, compression: str | None, heartbeat: float) -> None:
        self.token = token
        self.clock = Clock()
        self.ids = Snowflakes(self.clock)
        self.changes = Changes()
        self.bot = User(self.ids.new(), "shinro", bot=True)
        self.application_id = self.bot.id
        self.guilds: dict[int, Guild] = {}
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.channels: dict[int, Channel] = {}
        self.interactions: dict[str, Asked] = {}
        self.nonces: dict[tuple[int, str], Message] = {}
        self.files: dict[int, Attachment] = {}
        self.typing: list[int] = []
        self.requests: deque[Request] = deque(maxlen=LOGGED)
        self.problems: list[str] = []
        self.origin = ""  # http://127.0.0.1:PORT, once it is known
        self.commands = Commands(self.ids)
        self.faults = Faults()
        self.buckets = Buckets(self.clock)
        self.gateway = Gateway(self, shards, compression, heartbeat)
        self.app_owner = self.add_user("operator")

    def add_user(self, name: str, locale: str = "en-US") -> User:
        user = User(self.ids.new(), name, locale)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, locale: str) -> Guild:
        guild = Guild(self, self.ids.spread(), name, locale, self.add_user(f"owner of {name}"))
        self.guilds[guild.id] = guild
        guild.arrive()
        return guild

    def direct_channel(self, *users: User) -> Channel:
        """The one conversation between these people; the bot is in it when only one of them is named."""
        for channel in self.channels.values():
            if channel.recipients == list(users):
                return channel
        channel = Channel(self.ids.new(), channels.DIRECT, "", self.clock.now(), lambda _: None, recipients=list(users))
        self.channels[channel.id] = channel
        return channel

    def new_token(self) -> str:
        return secrets.token_urlsafe(48)

    def tell(self, asked: Asked | None = None) -> None:
        """Lets everyone who waits look again."""
        if asked is not None:
            asked.changes.tell()
        self.changes.tell()

    def member_of(self, user: User, channel: Channel) -> Json:
        """The member as an interaction shows them: with their rights in the channel."""
        assert channel.guild is not None
        member = channel.guild.members[user.id].wire()
        return member | {"permissions": str(rights.in_channel(user, channel))}
