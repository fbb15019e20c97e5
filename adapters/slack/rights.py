"""What the app must be allowed to do, by the names of Slack's scopes, and who somebody is to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.slack.people import Person
    from adapters.slack.workspaces import Workspace
    from bot.ports import Core, Role, Server

SCOPES = {
    "app_mentions:read": "to notice a mention, which is a question",
    "assistant:write": "suggested questions and a title in the agent view",
    "channels:history": "to listen in public channels, and to look for a post before sending it again",
    "channels:read": "to tell whether the bot is in a channel",
    "chat:write": "to answer, and to show that an answer is being looked for",
    "commands": "slash commands and shortcuts",
    "files:write": "pictures with words for those who do not see them",
    "groups:history": "the same as channels:history in private channels that the bot was invited to",
    "groups:read": "the same as channels:read in private channels",
    "im:history": "to read what people ask in direct messages",
    "im:read": "to tell a direct message with the bot from one between people",
    "im:write": "to write to somebody what only they should see",
    "usergroups:read": "moderators and admins named by a user group",
    "users:read": "the language of a person, and who administers the workspace",
}
NEEDED_TO_ANSWER = ("chat:write", "commands", "app_mentions:read", "im:history", "users:read", "usergroups:read")


def missing(scopes: frozenset[str]) -> tuple[str, ...]:
    """The scopes that an installation lacks; none where Slack does not tell which it has."""
    return tuple(scope for scope in SCOPES if scope not in scopes) if scopes else ()


async def lacking(workspace: Workspace, channel: str) -> tuple[str, ...]:
    """What the bot misses in a channel: scopes, and whether it is there at all."""
    lacks = missing(workspace.scopes)
    if channel[:1] in ("C", "G") and not await workspace.is_in(channel):
        return ("not_in_channel", *lacks)
    return lacks


async def role_of(core: Core, workspace: Workspace, server: Server, person: Person) -> Role:
    """What somebody may do: by the workspace's own admins, and by the user groups and people that it named."""
    named = (*server.admins, *server.moderators)
    groups = await workspace.people.groups_of(person.id, named)
    return await core.role(server.id, [person.id, *groups], administrator=person.administrator, manager=False)
