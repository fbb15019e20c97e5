"""What the bot hears of without being asked: messages, mentions, the home, comings and goings."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from .channels import DIRECT, GROUP, PRIVATE, PUBLIC
from .deliveries import EVENTS

if TYPE_CHECKING:
    from .asked import Asked
    from .channels import Channel
    from .deliveries import Delivery
    from .messages import Message
    from .people import User
    from .teams import Team
    from .wire import Json
    from .world import World

KEPT = 10_000
MESSAGES = {PUBLIC: "message.channels", PRIVATE: "message.groups", DIRECT: "message.im", GROUP: "message.mpim"}
USUAL = ("app_home_opened", "app_mention", *MESSAGES.values())


class Events:
    def __init__(self, world: World) -> None:
        self._world = world
        self.subscribed: set[str] = set(USUAL)
        self.sent: deque[Delivery] = deque(maxlen=KEPT)

    def tell(
        self, team: Team, event: Json, subscription: str = "", *, always: bool = False, asked: Asked | None = None
    ) -> Delivery | None:
        """One event, if the app has subscribed to its kind; each delivery has an id by which to know it again."""
        if not always and (subscription or event["type"]) not in self.subscribed:
            return None
        world = self._world
        authorization = {
            "enterprise_id": None,
            "team_id": team.id,
            "user_id": team.bot.id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        payload: Json = {
            "token": "unused",
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": None,
            "api_app_id": world.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": world.ids.new("Ev"),
            "event_time": int(world.clock.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
        }
        delivery = world.deliveries.send(EVENTS, payload, asked)
        self.sent.append(delivery)
        return delivery

    def posted(self, message: Message) -> None:
        """A message, and the mention of the bot in it: two events, as the service sends them."""
        channel = message.channel
        if message.ephemeral or not channel.bot_in:
            return
        event = message.wire() | self._place(channel) | {"event_ts": message.ts}
        self.tell(channel.team, event, MESSAGES[channel.kind])
        if (
            message.author is not channel.team.bot
            and channel.kind != DIRECT
            and channel.team.bot.mention in message.content
        ):
            mention = {key: value for key, value in event.items() if key not in ("channel_type", "subtype")}
            self.tell(channel.team, mention | {"type": "app_mention"})

    def changed(self, message: Message, before: Json) -> None:
        self._about(message, "message_changed", {"message": message.wire(), "previous_message": before})

    def removed(self, message: Message) -> None:
        self._about(message, "message_deleted", {"deleted_ts": message.ts, "previous_message": message.wire()})

    def listens(self, channel: Channel) -> bool:
        """Whether messages here are told at all; what nobody hears need not be written."""
        return channel.bot_in and MESSAGES[channel.kind] in self.subscribed

    def joined(self, channel: Channel, user: User) -> None:
        if channel.bot_in:
            event = {"type": "member_joined_channel", "user": user.id, "channel": channel.id, "team": channel.team.id}
            self.tell(channel.team, event | {"channel_type": channel.id[0], "event_ts": self._world.ids.stamp()})

    def _about(self, message: Message, subtype: str, more: Json) -> None:
        channel = message.channel
        if message.ephemeral or not self.listens(channel):
            return
        stamp = self._world.ids.stamp()
        event: Json = {"type": "message", "subtype": subtype, "hidden": True, "ts": stamp, "event_ts": stamp}
        self.tell(channel.team, event | self._place(channel) | more, MESSAGES[channel.kind])

    @staticmethod
    def _place(channel: Channel) -> Json:
        return {"channel": channel.id, "channel_type": channel.kind}
