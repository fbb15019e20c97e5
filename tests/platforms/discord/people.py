"""People, and the roles they have in a guild."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .clock import iso

if TYPE_CHECKING:
    from .wire import Json


@dataclass(eq=False)
class User:
    """An account. The same one may be a member of several guilds."""

    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False
    accepts_dms: bool = True
    installed_app: bool = False  # the app is also installed to the account: commands work in guilds without the bot

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    @cached_property
    def wire(self) -> Json:
        user: Json = {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.bot else self.name.title(),
            "discriminator": "0000" if self.bot else "0",
            "avatar": None,
            "public_flags": 0,
        }
        return user | {"bot": True} if self.bot else user


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int
    position: int
    managed_by: int | None = None  # the application whose own role this is

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"

    def wire(self) -> Json:
        role: Json = {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "managed": self.managed_by is not None,
            "mentionable": True,
            "flags": 0,
        }
        return role | {"tags": {"bot_id": str(self.managed_by)}} if self.managed_by is not None else role


@dataclass(eq=False)
class Member:
    """One account's membership of one guild."""

    user: User
    joined_at: float
    roles: list[Role] = field(default_factory=list)

    def bare(self) -> Json:
        """Without the account, as messages carry it."""
        return {
            "roles": [str(role.id) for role in self.roles],
            "joined_at": iso(self.joined_at),
            "nick": None,
            "avatar": None,
            "banner": None,
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }

    def wire(self) -> Json:
        return self.bare() | {"user": self.user.wire}
