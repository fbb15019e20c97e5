"""People, and the groups of them that can be named together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from .teams import Team
    from .wire import Json


@dataclass(eq=False)
class User:
    """A member of one workspace; the bot is one too."""

    id: str
    team: Team
    name: str
    locale: str = "en-US"
    tz: str = "Asia/Tokyo"
    admin: bool = False
    owner: bool = False
    bot_id: str = ""
    app_id: str = ""
    deleted: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    @property
    def bot(self) -> bool:
        return bool(self.bot_id)

    def wire(self, *, include_locale: bool = False) -> Json:
        offset = datetime.now(UTC).astimezone(ZoneInfo(self.tz)).utcoffset()
        profile: Json = {
            "real_name": self.name.title(),
            "display_name": self.name,
            "status_text": "",
            "status_emoji": "",
            "email": f"{self.name}@example.org",
            "team": self.team.id,
        }
        user: Json = {
            "id": self.id,
            "team_id": self.team.id,
            "name": self.name,
            "real_name": self.name.title(),
            "deleted": self.deleted,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": profile | ({"bot_id": self.bot_id} if self.bot else {}),
            "is_admin": self.admin or self.owner,
            "is_owner": self.owner,
            "is_primary_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": self.bot,
            "is_app_user": False,
            "updated": 0,
        }
        return user | {"locale": self.locale} if include_locale else user

    def short(self) -> Json:
        """As interactions carry a person: there is no locale in them."""
        return {"id": self.id, "username": self.name, "name": self.name, "team_id": self.team.id}


@dataclass(eq=False)
class Usergroup:
    id: str
    team: Team
    handle: str
    members: list[User] = field(default_factory=list)
    disabled: bool = False

    @property
    def mention(self) -> str:
        return f"<!subteam^{self.id}>"

    def wire(self, *, include_users: bool = False) -> Json:
        group: Json = {
            "id": self.id,
            "team_id": self.team.id,
            "is_usergroup": True,
            "name": self.handle.title(),
            "handle": self.handle,
            "description": "",
            "is_external": False,
            "date_delete": 1 if self.disabled else 0,
            "user_count": len(self.members),
            "prefs": {"channels": [], "groups": []},
        }
        return group | {"users": [one.id for one in self.members]} if include_users else group
