"""Workspaces, with the bot's own account and token in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .channels import DIRECT, GROUP, PRIVATE, PUBLIC, Channel
from .people import User, Usergroup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .wire import Json
    from .world import World

BOT = "shinro"


class Team:
    """What tests arrange. Whoever is added comes into every public channel, as in a small workspace."""

    def __init__(self, world: World, name: str, bot_token: str) -> None:
        self._world = world
        self.id = world.ids.new("T")
        self.name = name
        self.domain = name.lower()
        self.bot_token = bot_token
        self.app_id = world.app_id
        self.revoked = False  # the token, as after an uninstall
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.usergroups: list[Usergroup] = []
        self.bot = self.add_bot(BOT, world.app_id)

    def add_channel(
        self, name: str, *, private: bool = False, bot_in: bool = True, members: Sequence[User] = ()
    ) -> Channel:
        """A public one holds everybody; a private one those who are named."""
        channel = self._channel("C", name, PRIVATE if private else PUBLIC)
        people = members if private else [one for one in self.users.values() if not one.bot]
        channel.members = [*people, *([self.bot] if bot_in else [])]
        return channel

    def add_member(
        self, name: str, *, locale: str = "en-US", tz: str = "Asia/Tokyo", admin: bool = False, owner: bool = False
    ) -> User:
        user = User(self._world.ids.new("U"), self, name, locale, tz, admin, owner)
        self.users[user.id] = user
        for channel in self.channels.values():
            if channel.kind == PUBLIC:
                channel.members.append(user)
        return user

    def add_bot(self, name: str, app_id: str = "A0ANOTHER") -> User:
        """The account of an app; another app's, unless it is said."""
        bot = User(self._world.ids.new("U"), self, name, bot_id=self._world.ids.new("B"), app_id=app_id)
        self.users[bot.id] = bot
        return bot

    def add_usergroup(self, handle: str, members: Sequence[User] = ()) -> Usergroup:
        group = Usergroup(self._world.ids.new("S"), self, handle, list(members))
        self.usergroups.append(group)
        return group

    def direct_channel(self, *users: User) -> Channel:
        """The one conversation between the bot and these people."""
        wanted = {*users, self.bot}
        for channel in self.channels.values():
            if channel.direct and set(channel.members) == wanted:
                return channel
        kind = DIRECT if len(users) == 1 else GROUP
        channel = self._channel("D" if kind == DIRECT else "G", "" if kind == DIRECT else "mpdm", kind)
        channel.members = [*users, self.bot]
        return channel

    def private_channel(self, *users: User) -> Channel:
        """A conversation between people that the bot is not in."""
        channel = self._channel("D" if len(users) == 2 else "G", "", DIRECT if len(users) == 2 else GROUP)
        channel.members = list(users)
        return channel

    def _channel(self, letter: str, name: str, kind: str) -> Channel:
        world = self._world
        channel = Channel(world.ids.new(letter), self, name, kind, world.clock.now(), world.events.joined)
        self.channels[channel.id] = channel
        return channel

    def wire(self) -> Json:
        return {"id": self.id, "name": self.name, "domain": self.domain}
