"""One thing that a person asked of the bot, and everything that came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import components
from .changes import PATIENCE, Changes
from .messages import COMMAND_REPLY, MENU_REPLY, REPLY

if TYPE_CHECKING:
    from .channels import Channel
    from .messages import Message
    from .people import User
    from .wire import Json

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
KINDS = {4: "message", 5: "deferred", 6: "deferred_update", 7: "update", 8: "autocomplete", 9: "modal"}


class Choices(list[tuple[str, Any]]):
    """What autocomplete offers: pairs of name and value; `seconds` tells how long it took."""

    seconds: float = 0.0


@dataclass(frozen=True)
class Modal:
    """A form that the bot opened."""

    title: str
    custom_id: str
    components: list[Json]

    @property
    def fields(self) -> dict[str, Json]:
        """What can be filled in, by custom id, in order."""
        return {one["custom_id"]: one for one in components.walk(self.components) if "custom_id" in one}

    def text(self) -> str:
        return "\n".join([self.title, *components.words(self.components)])


@dataclass(eq=False)
class Asked:
    id: int
    token: str
    type: int
    user: User
    channel: Channel
    data: Json
    owners: Json  # who installed the app: {"0": guild or "0", "1": user}
    sent_at: float
    message: Message | None = None  # what was pressed, or the message that the modal came from
    before: Asked | None = None  # what opened the modal that is submitted
    kind: str | None = None
    ack_seconds: float | None = None
    original: Message | None = None
    modal: Modal | None = None
    choices: Choices | None = None
    followups: int = 0
    replies: list[Message] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)

    @property
    def name(self) -> str:
        """For messages of failing waits."""
        return f"an answer to {self.data.get('name') or self.data.get('custom_id')!r}"

    @property
    def user_install_only(self) -> bool:
        return "0" not in self.owners

    async def acknowledged(self, within: float = PATIENCE) -> Asked:
        """Itself, once the bot's first callback has arrived."""
        await self.changes.until(lambda: self.kind, within, self.name)
        return self

    async def reply(self, within: float = PATIENCE) -> Message:
        """The first message that can be read, however the bot got there: at once, after a defer, by an update."""
        await self.changes.until(lambda: self.replies or self.modal, within, self.name)
        if not self.replies:
            raise AssertionError(f"instead of {self.name} the bot opened the form {self.modal!r}")
        return self.replies[0]

    async def form(self, within: float = PATIENCE) -> Modal:
        """The modal that the bot opens."""
        await self.changes.until(lambda: self.replies or self.modal, within, self.name)
        if self.modal is None:
            raise AssertionError(f"instead of a form the bot sent {self.replies[0].text()!r}")
        return self.modal

    def read(self, message: Message) -> None:
        """Notes that there is something to read."""
        if message not in self.replies:
            self.replies.append(message)

    def reply_type(self) -> int:
        if self.type == COMMAND:
            return COMMAND_REPLY if self.data.get("type", 1) == 1 else MENU_REPLY
        return REPLY if self.message is not None else 0

    def metadata(self) -> Json:
        """What a message tells of the interaction that it answers."""
        told: Json = {
            "id": str(self.id),
            "type": self.type,
            "user": self.user.wire,
            "authorizing_integration_owners": self.owners,
        }
        if self.type == COMMAND:
            told["name"] = self.data["name"]
            told["command_type"] = self.data.get("type", 1)
            if told["command_type"] == 3:
                told["target_message_id"] = self.data["target_id"]
        elif self.type == COMPONENT and self.message is not None:
            told["interacted_message_id"] = str(self.message.id)
        elif self.before is not None:
            told["triggering_interaction_metadata"] = self.before.metadata()
        return told

    def told_by_messages(self) -> Json:
        told: Json = {"interaction_metadata": self.metadata()}
        if self.type == COMMAND:
            told["interaction"] = {
                "id": str(self.id),
                "type": self.type,
                "name": self.data["name"],
                "user": self.user.wire,
            }
        return told
