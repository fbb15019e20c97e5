"""One thing that a person asked of the bot, and everything that came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..discord.changes import PATIENCE, Changes

if TYPE_CHECKING:
    from .channels import Channel
    from .deliveries import Delivery
    from .messages import Message
    from .people import User
    from .views import View
    from .wire import Json

COMMAND, ACTION, SUGGESTION = "command", "block_actions", "block_suggestion"
SUBMISSION, CLOSED = "view_submission", "view_closed"
SHORTCUT, MESSAGE_SHORTCUT, EVENT, FORGED = "shortcut", "message_action", "event", "forged"


class Options(list[tuple[str, str]]):
    """What a select with options from outside offers: pairs of label and value; `seconds` tells how long it took."""

    seconds: float = 0.0


@dataclass(eq=False)
class Asked:
    kind: str
    name: str  # the command, the action, the callback: for messages of failing waits
    user: User
    channel: Channel | None
    sent_at: float
    payload: Json = field(default_factory=dict)
    trigger_id: str = ""
    response_url: str = ""
    message: Message | None = None  # what was pressed, or whose menu was used
    inside: View | None = None  # the form or the home in which it happened
    delivery: Delivery | None = None
    acks: list[Json] = field(default_factory=list)  # what each acknowledgement in time carried
    ack_seconds: float | None = None
    replies: list[Message] = field(default_factory=list)
    view: View | None = None  # the form that was opened, or brought up to date
    errors: dict[str, str] = field(default_factory=dict)  # by block, what is wrong with a submission
    options: Options | None = None
    changes: Changes = field(default_factory=Changes)

    @property
    def failed(self) -> bool:
        """Whether the bot said that it could not: over HTTP, a status other than 200."""
        return self.delivery is not None and self.delivery.failed

    async def acknowledged(self, within: float = PATIENCE) -> Asked:
        """Itself, once the bot has acknowledged."""
        await self.changes.until(lambda: self.acks or self.failed, within, f"an acknowledgement of {self.name!r}")
        if not self.acks:
            raise AssertionError(f"{self.name!r} was answered with a failure: {self.delivery!r}")
        return self

    async def reply(self, within: float = PATIENCE) -> Message:
        """The first message that can be read, however the bot got there."""
        await self._settled(within)
        if not self.replies:
            raise AssertionError(f"instead of an answer to {self.name!r} there came {self._came()}")
        return self.replies[0]

    async def form(self, within: float = PATIENCE) -> View:
        """The form that the bot opens, or brings up to date."""
        await self._settled(within)
        if self.view is None:
            raise AssertionError(f"instead of a form after {self.name!r} there came {self._came()}")
        return self.view

    def read(self, message: Message) -> None:
        """Notes that there is something to read."""
        if message not in self.replies:
            self.replies.append(message)
        self.changes.tell()

    def showed(self, view: View) -> None:
        """Notes that a form can be seen."""
        self.view = view
        self.changes.tell()

    async def _settled(self, within: float) -> None:
        await self.changes.until(
            lambda: self.replies or self.view or self.errors or self.failed, within, f"an answer to {self.name!r}"
        )

    def _came(self) -> str:
        if self.view is not None:
            return f"the form {self.view.text()!r}"
        if self.errors:
            return f"the errors {self.errors}"
        return repr(self.replies[0].text()) if self.replies else f"a failure: {self.delivery!r}"
