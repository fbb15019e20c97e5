"""Messages as the server keeps them, and as people read them."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import components
from .clock import iso
from .components import Button, Select

if TYPE_CHECKING:
    from .asked import Asked
    from .channels import Channel
    from .people import User
    from .wire import Json

EPHEMERAL, LOADING, V2 = 1 << 6, 1 << 7, 1 << 15
SETTABLE = 1 << 2 | EPHEMERAL | 1 << 12 | V2
PLAIN, REPLY, COMMAND_REPLY, MENU_REPLY = 0, 19, 20, 23


@dataclass(eq=False)
class Attachment:
    id: int
    filename: str
    data: bytes
    content_type: str
    url: str
    description: str = ""

    def wire(self) -> Json:
        return {
            "id": str(self.id),
            "filename": self.filename,
            "size": len(self.data),
            "content_type": self.content_type,
            "url": self.url,
            "proxy_url": self.url,
        } | ({"description": self.description} if self.description else {})


@dataclass(eq=False)
class Message:
    id: int
    channel: Channel
    author: User
    at: float
    type: int = PLAIN
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    flags: int = 0
    attachments: list[Attachment] = field(default_factory=list)
    allowed_mentions: Json | None = None  # as it was sent last
    mentions: list[User] = field(default_factory=list)
    only_for: User | None = None  # whose eyes an ephemeral message is for
    came_of: Asked | None = None  # the interaction that it answers
    reply_to: Message | None = None
    nonce: str | None = None
    edited_at: float | None = None
    edits: int = 0
    deleted: bool = False
    pinned: bool = False

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Promised by a defer, and nothing to read in it yet."""
        return bool(self.flags & LOADING)

    @property
    def v2(self) -> bool:
        return bool(self.flags & V2)

    @property
    def buttons(self) -> list[Button]:
        return components.buttons(self.components)

    @property
    def selects(self) -> list[Select]:
        return components.selects(self.components)

    def text(self) -> str:
        """Everything that a person reads, in order."""
        parts: list[str | None] = [self.content]
        for embed in self.embeds:
            parts += [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
            parts += [f"{one['name']}: {one['value']}" for one in embed.get("fields") or ()]
            parts.append((embed.get("footer") or {}).get("text"))
        parts += components.words(self.components)
        return "\n".join(part for part in parts if part)

    def wire(self) -> Json:
        message: Json = {
            "id": str(self.id),
            "type": self.type,
            "channel_id": str(self.channel.id),
            "author": self.author.wire,
            "content": self.content,
            "timestamp": iso(self.at),
            "edited_timestamp": None if self.edited_at is None else iso(self.edited_at),
            "tts": False,
            "mention_everyone": False,
            "mentions": [self._mentioned(user) for user in self.mentions],
            "mention_roles": [],
            "attachments": [one.wire() for one in self.attachments],
            "embeds": self.embeds,
            "components": self.components,
            "flags": self.flags,
            "pinned": self.pinned,
        }
        if self.nonce is not None:
            message["nonce"] = self.nonce
        if self.came_of is not None:
            message |= self.came_of.told_by_messages()
            message["webhook_id"] = message["application_id"] = str(self.author.id)
        if self.reply_to is not None:
            there = self.reply_to
            message["message_reference"] = {"type": 0, "message_id": str(there.id), "channel_id": str(there.channel.id)}
            if there.channel.guild is not None:
                message["message_reference"]["guild_id"] = str(there.channel.guild.id)
            message["referenced_message"] = None if there.deleted else there._without_reference()
        return message

    def event(self, *, hidden: bool = False) -> Json:
        """As the gateway tells it; what people wrote is hidden from a bot that may not read along."""
        message = self.wire()
        guild = self.channel.guild
        if guild is not None:
            message["guild_id"] = str(guild.id)
            if self.came_of is None and (member := guild.members.get(self.author.id)) is not None:
                message["member"] = member.bare()
        if hidden:
            message |= {"content": "", "embeds": [], "components": [], "attachments": []}
        return message

    def readable_by(self, bot: User) -> bool:
        """Whether a bot without the message content intent reads it all the same."""
        return self.author is bot or self.channel.guild is None or bot in self.mentions

    def _without_reference(self) -> Json:
        shallow = copy.copy(self)
        shallow.reply_to = None
        return shallow.wire()

    def _mentioned(self, user: User) -> Json:
        guild = self.channel.guild
        member = guild.members.get(user.id) if guild else None
        return user.wire | {"member": member.bare()} if member else user.wire
