"""Text channels, threads and direct conversations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .clock import iso
from .rights import Rights, bits, in_channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from .guilds import Guild
    from .messages import Message
    from .people import Role, User
    from .wire import Json

TEXT, DIRECT, THREAD = 0, 1, 11


@dataclass
class Overwrite:
    """What a channel gives to or takes from one role or member."""

    of_member: bool
    allow: int = 0
    deny: int = 0


@dataclass(eq=False)
class Channel:
    id: int
    type: int
    name: str
    created_at: float
    changed: Callable[[Channel], None]
    guild: Guild | None = None
    parent: Channel | None = None
    owner_id: int = 0
    recipients: list[User] = field(default_factory=list)
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    def deny(self, whom: Role | User, *rights: Rights) -> None:
        """Takes rights away here (a thread's rights are its parent's); the bot hears of it as of any change."""
        if self.parent is not None:
            return self.parent.deny(whom, *rights)
        overwrite = self._overwrite(whom)
        overwrite.deny |= bits(*rights)
        overwrite.allow &= ~overwrite.deny
        return self.changed(self)

    def allow(self, whom: Role | User, *rights: Rights) -> None:
        """Gives rights here, whatever the roles say."""
        if self.parent is not None:
            return self.parent.allow(whom, *rights)
        overwrite = self._overwrite(whom)
        overwrite.allow |= bits(*rights)
        overwrite.deny &= ~overwrite.allow
        return self.changed(self)

    def inherit(self, whom: Role | User) -> None:
        """Takes every overwrite of a role or member back."""
        self.overwrites.pop(whom.id, None)
        self.changed(self)

    def _overwrite(self, whom: Role | User) -> Overwrite:
        return self.overwrites.setdefault(whom.id, Overwrite(of_member=not hasattr(whom, "permissions")))

    def wire(self) -> Json:
        last = next(reversed(self.messages), None)
        channel: Json = {
            "id": str(self.id),
            "type": self.type,
            "last_message_id": str(last) if last else None,
            "flags": 0,
        }
        if self.guild is None:
            return channel | {"recipients": [user.wire for user in self.recipients]}
        channel |= {"guild_id": str(self.guild.id), "name": self.name, "rate_limit_per_user": 0}
        if self.parent is not None:
            return channel | {
                "parent_id": str(self.parent.id),
                "owner_id": str(self.owner_id),
                "message_count": len(self.messages),
                "member_count": 1,
                "total_message_sent": len(self.messages),
                "thread_metadata": {
                    "archived": False,
                    "auto_archive_duration": 1440,
                    "archive_timestamp": iso(self.created_at),
                    "locked": False,
                    "create_timestamp": iso(self.created_at),
                },
            }
        return channel | {
            "position": self.guild.channels.index(self),
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "permission_overwrites": [
                {"id": str(key), "type": int(one.of_member), "allow": str(one.allow), "deny": str(one.deny)}
                for key, one in self.overwrites.items()
            ],
        }

    def wire_for(self, user: User) -> Json:
        """As an interaction shows it: with what the person may do there."""
        return self.wire() | {"permissions": str(in_channel(user, self))}
