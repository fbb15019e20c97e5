"""Places: public and private channels, and conversations between a few."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .messages import Message
    from .people import User
    from .teams import Team
    from .wire import Json

PUBLIC, PRIVATE, DIRECT, GROUP = "channel", "group", "im", "mpim"


@dataclass(eq=False)
class Channel:
    id: str
    team: Team
    name: str
    kind: str
    created: float
    joined: Callable[[Channel, User], None]  # tells the bot who came
    members: list[User] = field(default_factory=list)
    archived: bool = False
    messages: dict[str, Message] = field(default_factory=dict)  # by ts, ephemeral ones too

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def direct(self) -> bool:
        return self.kind in (DIRECT, GROUP)

    @property
    def bot_in(self) -> bool:
        return self.team.bot in self.members

    def open_to(self, user: User) -> bool:
        """Whether this person may read along."""
        return user in self.members or (self.kind == PUBLIC and user.team is self.team)

    def join(self, user: User) -> None:
        """Somebody comes in; also the bot, as when a member invites it."""
        if user not in self.members:
            self.members.append(user)
            self.joined(self, user)

    def leave(self, user: User) -> None:
        self.members.remove(user)

    def archive(self) -> None:
        self.archived = True

    def wire(self, *, include_locale: bool = False) -> Json:
        channel: Json = {
            "id": self.id,
            "created": int(self.created),
            "is_archived": self.archived,
            "is_channel": self.kind == PUBLIC,
            "is_group": self.kind == PRIVATE,
            "is_im": self.kind == DIRECT,
            "is_mpim": self.kind == GROUP,
            "is_private": self.kind != PUBLIC,
            "context_team_id": self.team.id,
        }
        if self.kind == DIRECT:
            other = next(one for one in self.members if one is not self.team.bot)
            channel |= {"user": other.id, "is_user_deleted": other.deleted}
        else:
            channel |= {
                "name": self.name,
                "name_normalized": self.name,
                "is_member": self.bot_in,
                "is_general": self.name == "general",
                "is_shared": False,
                "is_ext_shared": False,
                "topic": {"value": "", "creator": "", "last_set": 0},
                "purpose": {"value": "", "creator": "", "last_set": 0},
                "num_members": len(self.members),
            }
        return channel | {"locale": "en-US"} if include_locale else channel
