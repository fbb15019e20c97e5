"""What people write to each other and to the bot, and what they do with it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import sending
from .asking import Asking
from .errors import ImpossibleError
from .messages import Message

if TYPE_CHECKING:
    from .channels import Channel
    from .messages import File
    from .people import User


class Writing(Asking):
    async def say(
        self,
        user: User,
        channel: Channel,
        text: str,
        *,
        thread: Message | str | None = None,
        mention_bot: bool = False,
        subtype: str | None = None,
        broadcast: bool = False,
        files: list[File] | None = None,
    ) -> Message:
        """A message that anybody writes, in the form in which it goes over the wire ("&lt;" for "<").

        Where the bot is named it hears of it twice: the message, and the mention. `thread`: a message, or its ts.
        """
        if not channel.open_to(user) or channel.archived:
            raise ImpossibleError(f"{user.name} may not write here")
        if user not in channel.members:
            channel.join(user)
        stamp = (thread.thread or thread).ts if isinstance(thread, Message) else thread
        content = f"{user.team.bot.mention} {text}" if mention_bot else text
        body = {"text": content, "thread_ts": stamp, "reply_broadcast": broadcast}
        message = sending.create(self._world, channel, user, body, subtype=subtype, files=files)
        self._world.forget(message)
        return message

    async def edit(self, message: Message, text: str) -> Message:
        """Its author changes it; the bot hears a message_changed."""
        return sending.edit(self._world, message, {"text": text})

    async def remove(self, message: Message) -> None:
        """Its author takes it back; the bot hears a message_deleted."""
        sending.delete(self._world, message)

    async def react(self, user: User, message: Message, name: str) -> None:
        """A reaction; the bot hears of it where it has subscribed."""
        self._must_see(user, message)
        message.reactions.setdefault(name, []).append(user)
        event = {
            "type": "reaction_added",
            "user": user.id,
            "reaction": name,
            "item_user": message.author.id,
            "item": {"type": "message", "channel": message.channel.id, "ts": message.ts},
            "event_ts": self._world.ids.stamp(),
        }
        if message.channel.bot_in:
            self._world.events.tell(user.team, event)
