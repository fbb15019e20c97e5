"""Who is what: the platform's own rights first, then what the admins chose."""

from __future__ import annotations

import pytest

from bot.people.roles import role_for
from bot.ports import Role, Server

SERVER = Server("discord:1", "discord:1", moderators=("11", "12"), admins=("13",))
NEW = Server("discord:2", "discord:2")


@pytest.mark.parametrize(
    ("server", "roles", "administrator", "manager", "role"),
    [
        (SERVER, [], False, False, "member"),
        (SERVER, ["99", "1", "111"], False, False, "member"),
        (SERVER, ["11"], False, False, "moderator"),
        (SERVER, ["99", "12"], False, False, "moderator"),
        (SERVER, ["13"], False, False, "admin"),
        (SERVER, ["11", "13"], False, False, "admin"),
        (SERVER, [], False, True, "moderator"),
        (SERVER, ["13"], False, True, "admin"),
        (SERVER, [], True, False, "admin"),
        (SERVER, ["11"], True, True, "admin"),
        (NEW, ["11", "13"], False, False, "member"),
        (NEW, ["11"], False, True, "moderator"),
        (NEW, [], True, False, "admin"),
    ],
)
def test_the_highest_that_holds(
    server: Server, roles: list[str], administrator: bool, manager: bool, role: Role
) -> None:
    assert role_for(server, roles, administrator=administrator, manager=manager) == role
    assert role_for(server, iter(roles), administrator=administrator, manager=manager) == role
