"""Messages as the server keeps them, and as people read them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import blocks
from .blocks import Button, Select

if TYPE_CHECKING:
    from .channels import Channel
    from .people import User
    from .wire import Json

PING = re.compile(r"<(?:@[UW][A-Z0-9]+|!(?:channel|here|everyone|subteam\^[A-Z0-9]+))(?:\|[^>]*)?>")


@dataclass(eq=False)
class File:
    """A file; it is shown once its upload is complete."""

    id: str
    name: str
    size: int
    url: str
    title: str = ""
    alternative: str = ""
    data: bytes | None = None
    complete: bool = False

    def wire(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "size": self.size,
            "mode": "hosted",
            "url_private": self.url,
            "url_private_download": self.url,
        } | ({"alt_txt": self.alternative} if self.alternative else {})


@dataclass(eq=False)
class Message:
    ts: str
    channel: Channel
    author: User
    content: str = ""  # the `text`; where blocks stand it is only for notifications
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    pictures: list[File] = field(default_factory=list)  # what its images show
    metadata: Json | None = None
    subtype: str | None = None
    thread: Message | None = None  # in whose thread it stands
    replies: list[Message] = field(default_factory=list)  # what stands in its thread
    broadcast: bool = False  # a reply that the channel sees too
    only_for: User | None = None  # whose eyes an ephemeral message is for
    reactions: dict[str, list[User]] = field(default_factory=dict)
    typed: dict[str, dict[tuple[str, str], Json]] = field(default_factory=dict)  # what people chose in it, unsent
    streaming: bool = False
    unfurls: bool | None = None  # whether links may show what is behind them; None where the bot did not say
    edited_at: str | None = None
    edits: int = 0
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        return self.only_for is not None

    @property
    def buttons(self) -> list[Button]:
        return blocks.buttons(self.everything)

    @property
    def selects(self) -> list[Select]:
        return blocks.selects(self.everything)

    @property
    def everything(self) -> list[Json]:
        """The blocks, and those in attachments after them."""
        return [*self.blocks, *(block for one in self.attachments for block in one.get("blocks") or ())]

    @property
    def pings(self) -> list[str]:
        """Everything in it that would call somebody."""
        return PING.findall(self.text())

    def text(self) -> str:
        """Everything that a person reads, in order; the text itself only where no blocks stand in its place."""
        parts: list[str] = [] if self.blocks else [self.content]
        parts += blocks.words(self.blocks)
        for one in self.attachments:
            parts += [one.get(key) or "" for key in ("pretext", "author_name", "title", "text", "footer")]
            parts += blocks.words(one.get("blocks") or ())
        for file in self.files:
            parts += [file.title or file.name, file.alternative]
        return "\n".join(part for part in parts if part)

    def wire(self) -> Json:
        message: Json = {
            "type": "message",
            "user": self.author.id,
            "ts": self.ts,
            "text": self.content,
            "team": self.channel.team.id,
        }
        if self.author.bot:
            message |= {"bot_id": self.author.bot_id, "app_id": self.author.app_id}
        else:
            message["client_msg_id"] = f"00000000-0000-4000-8000-{self.ts.replace('.', '')[-12:]}"
        for key in ("blocks", "attachments", "metadata", "subtype"):
            if getattr(self, key):
                message[key] = getattr(self, key)
        if self.files:
            message["files"] = [one.wire() for one in self.files]
        if self.thread is not None:
            message |= {"thread_ts": self.thread.ts, "parent_user_id": self.thread.author.id}
        elif self.replies:
            message |= {"thread_ts": self.ts, "reply_count": len(self.replies), "latest_reply": self.replies[-1].ts}
        if self.edited_at is not None:
            message["edited"] = {"user": self.author.id, "ts": self.edited_at}
        if self.reactions:
            message["reactions"] = [
                {"name": name, "users": [one.id for one in those], "count": len(those)}
                for name, those in self.reactions.items()
            ]
        return message
