"""Servers of people: channels, roles, members, and the bot's standing among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import channels, rights
from .channels import Channel
from .clock import iso
from .people import Member, Role, User

if TYPE_CHECKING:
    from .wire import Json
    from .world import World


class Guild:
    """What tests arrange; every change after the bot has arrived is told over the gateway."""

    def __init__(self, world: World, guild_id: int, name: str, locale: str, owner: User) -> None:
        self._world = world
        self.id = guild_id
        self.name = name
        self.locale = locale
        self.owner = owner
        self.default_role = Role(guild_id, "@everyone", rights.EVERYONE, 0)
        self.bot_role = Role(world.ids.new(), world.bot.name, rights.BOT, 1, managed_by=world.bot.id)
        self.roles = [self.default_role, self.bot_role]
        self.channels: list[Channel] = []
        self.threads: list[Channel] = []
        self.events: dict[int, Json] = {}
        self.members: dict[int, Member] = {}
        self.joined_at = world.clock.now()
        self._taken = 0  # what was taken from the bot in every channel
        self.join(owner)
        self.join(world.bot, roles=[self.bot_role])

    @property
    def has_bot(self) -> bool:
        return self._world.bot.id in self.members

    @property
    def bot_member(self) -> Member:
        return self.members[self._world.bot.id]

    def add_text_channel(self, name: str) -> Channel:
        channel = self._channel(channels.TEXT, name)
        self.channels.append(channel)
        if self._taken:
            channel.deny(self._world.bot, self._taken)
        self._tell("CHANNEL_CREATE", channel.wire())
        return channel

    def add_thread(self, parent: Channel, name: str, owner: User | None = None) -> Channel:
        thread = self._channel(channels.THREAD, name, parent, owner or self.owner)
        self.threads.append(thread)
        self._tell("THREAD_CREATE", thread.wire() | {"newly_created": True})
        return thread

    def _channel(self, kind: int, name: str, parent: Channel | None = None, owner: User | None = None) -> Channel:
        channel = Channel(
            self._world.ids.new(), kind, name, self._world.clock.now(), self._channel_changed, self, parent
        )
        channel.owner_id = owner.id if owner else 0
        self._world.channels[channel.id] = channel
        return channel

    def _channel_changed(self, channel: Channel) -> None:
        self._tell("CHANNEL_UPDATE", channel.wire())

    def remove_channel(self, channel: Channel) -> None:
        """Somebody deletes a channel or a thread."""
        (self.threads if channel.parent else self.channels).remove(channel)
        del self._world.channels[channel.id]
        self._tell("THREAD_DELETE" if channel.parent else "CHANNEL_DELETE", channel.wire())

    def add_role(self, name: str, *, permissions: rights.Rights | list[str] = 0) -> Role:
        given = rights.bits(*permissions) if isinstance(permissions, list) else rights.bits(permissions)
        role = Role(self._world.ids.new(), name, given, len(self.roles))
        self.roles.append(role)
        self._tell("GUILD_ROLE_CREATE", {"role": role.wire()})
        return role

    def add_member(self, name: str, *, locale: str = "en-US", roles: list[Role] | None = None) -> User:
        user = self._world.add_user(name, locale)
        self.join(user, roles=roles)
        return user

    def join(self, user: User, *, roles: list[Role] | None = None) -> Member:
        member = self.members[user.id] = Member(user, self._world.clock.now(), list(roles or ()))
        if user is not self._world.bot:
            self._tell("GUILD_MEMBER_ADD", member.wire())
        return member

    def leave(self, user: User) -> None:
        del self.members[user.id]
        self._tell("GUILD_MEMBER_REMOVE", {"user": user.wire})

    def give(self, user: User, role: Role) -> None:
        self.members[user.id].roles.append(role)
        self._tell("GUILD_MEMBER_UPDATE", self.members[user.id].wire())

    def take(self, user: User, role: Role) -> None:
        self.members[user.id].roles.remove(role)
        self._tell("GUILD_MEMBER_UPDATE", self.members[user.id].wire())

    def bot_permissions(self, *wanted: rights.Rights) -> None:
        """The bot may do exactly this, whatever everyone may: its own role gives it, every channel denies the rest."""
        exact = rights.bits(*wanted)
        self.bot_role.permissions = exact
        self._taken = rights.ALL & ~exact
        self._tell("GUILD_ROLE_UPDATE", {"role": self.bot_role.wire()})
        for channel in self.channels:
            channel.overwrites.pop(self._world.bot.id, None)
            channel.deny(self._world.bot, self._taken)

    def take_from_bot(self, *names: str) -> None:
        """The bot may no longer do this; the rest stays."""
        now = rights.in_guild(self._world.bot, self) & ~self._taken
        self.bot_permissions(now & ~rights.bits(*names))

    def remove_bot(self) -> None:
        """Somebody throws the bot out."""
        del self.members[self._world.bot.id]
        self._world.gateway.dispatch("GUILD_DELETE", {"id": str(self.id)}, guild_id=self.id)

    def add_bot(self) -> None:
        """Somebody invites the bot, with all the rights that the invitation asks for."""
        self.join(self._world.bot, roles=[self.bot_role])
        self.arrive()

    def arrive(self) -> None:
        """Tells that the bot is new here: without `unavailable`, which only guilds that come back have."""
        told = self.created()
        del told["unavailable"]
        self._world.gateway.dispatch("GUILD_CREATE", told, guild_id=self.id)

    def _tell(self, event: str, data: Json) -> None:
        if self.has_bot:
            self._world.gateway.dispatch(event, data | {"guild_id": str(self.id)}, guild_id=self.id)

    def wire(self) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "preferred_locale": self.locale,
            "roles": [role.wire() for role in self.roles],
            "features": [],
            "emojis": [],
            "stickers": [],
            "icon": None,
            "banner": None,
            "splash": None,
            "discovery_splash": None,
            "description": None,
            "region": "deprecated",
            "afk_channel_id": None,
            "afk_timeout": 300,
            "application_id": None,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "safety_alerts_channel_id": None,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw": False,
            "nsfw_level": 0,
            "max_members": 500_000,
            "max_presences": None,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": False,
            "vanity_url_code": None,
        }

    def created(self) -> Json:
        """The whole guild, as it comes over the gateway; without the members intent the bot sees itself alone."""
        bot = self._world.bot
        return self.wire() | {
            "joined_at": iso(self.joined_at),
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "members": [self.bot_member.wire()],
            "channels": [one.wire() for one in self.channels],
            "threads": [one.wire() for one in self.threads if rights.may(bot, one, "view_channel")],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": list(self.events.values()),
            "soundboard_sounds": [],
        }
