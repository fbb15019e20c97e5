"""What somebody may do in a server: from what the platform says of them and from what the server's admins chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.ports import Role, Server


def role_for(server: Server, roles: Iterable[str], *, administrator: bool, manager: bool) -> Role:
    """The highest role somebody has. Whoever administers or manages the server on its platform cannot be locked out."""
    theirs = frozenset(roles)
    if administrator or not theirs.isdisjoint(server.admins):
        return "admin"
    if manager or not theirs.isdisjoint(server.moderators):
        return "moderator"
    return "member"
