"""Commands, shortcuts and homes, each made into what the bot hears; and what no honest app sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..discord.changes import PATIENCE
from . import payloads
from .asked import ACTION, COMMAND, EVENT, FORGED, MESSAGE_SHORTCUT, SHORTCUT, Asked
from .asking import Asking
from .deliveries import COMMANDS
from .errors import ImpossibleError

if TYPE_CHECKING:
    from typing import Any

    from .channels import Channel
    from .deliveries import Delivery
    from .messages import Message
    from .people import User
    from .teams import Team
    from .views import View
    from .wire import Json


class Acting(Asking):
    async def command(self, user: User, channel: Channel, name: str, text: str = "") -> Asked:
        """A slash command; whether the app has one by this name is for the bot to say."""
        if not channel.open_to(user):
            raise ImpossibleError(f"{user.name} is not in this place")
        asked = self._asked(COMMAND, name, user, channel, hook="commands")
        return self._send(asked, payloads.command(self._world, asked, channel, name, text), COMMANDS)

    async def shortcut(self, user: User, callback_id: str, message: Message | None = None) -> Asked:
        """A shortcut from a message's menu, or from anywhere."""
        world = self._world
        if message is None:
            asked = self._asked(SHORTCUT, callback_id, user, None)
            more: Json = {"callback_id": callback_id, "action_ts": world.ids.stamp()}
            return self._send(asked, payloads.interaction(world, SHORTCUT, user, asked.trigger_id) | more)
        self._must_see(user, message)
        channel = message.channel
        asked = self._asked(MESSAGE_SHORTCUT, callback_id, user, channel, message=message, hook="app")
        more = {
            "callback_id": callback_id,
            "action_ts": world.ids.stamp(),
            "message_ts": message.ts,
            "message": message.wire(),
            "channel": payloads.place(channel),
            "response_url": asked.response_url,
        }
        return self._send(asked, payloads.interaction(world, MESSAGE_SHORTCUT, user, asked.trigger_id) | more)

    async def open_home(self, user: User, *, within: float = PATIENCE) -> View:
        """Somebody looks at the app's home; the home that the bot publishes thereupon."""
        before = self.home_of(user)
        version = before.version if before is not None else 0
        asked = self._open(user, "home")

        def published() -> View | None:
            home = self.home_of(user)
            return home if home is not None and home.version > version else None

        return await self._world.changes.until(published, within, f"a home for {asked.user.name}")

    async def open_messages(self, user: User) -> Asked:
        """Somebody looks at the conversation with the app."""
        return self._open(user, "messages")

    def home_of(self, user: User) -> View | None:
        """What was published last."""
        return self._world.views.home(user)

    def event(self, team: Team, event: Json) -> Delivery:
        """Any event at all, whether the app has subscribed to it or not."""
        stamp = self._world.ids.stamp()
        sent = self._world.events.tell(team, {"event_ts": stamp} | event, always=True)
        assert sent is not None
        return sent

    async def forge(self, kind: str, payload: Json, user: User | None = None, channel: Channel | None = None) -> Asked:
        """Exactly this payload in an envelope of this kind, however malformed."""
        team = self._world.teams[0]
        asked = self._asked(FORGED, kind, user or team.bot, channel, trigger=False)
        return self._send(asked, payload, kind)

    async def forge_action(
        self, user: User, channel: Channel, action_id: str, *, message: Message | None = None, **more: Any
    ) -> Asked:
        """A press that no honest app sends: any action with any value, on a message or on one that never was."""
        world = self._world
        asked = self._asked(ACTION, action_id, user, channel, message=message, hook="actions", original=message)
        action: Json = {
            "type": "button",
            "action_id": action_id,
            "block_id": "b0",
            "text": {"type": "plain_text", "text": "?"},
            "action_ts": world.ids.stamp(),
        }
        pointed: Json = {"type": "message", "message_ts": message.ts if message else "1.000001"}
        payload = payloads.interaction(world, ACTION, user, asked.trigger_id) | {
            "container": pointed | {"channel_id": channel.id, "is_ephemeral": False},
            "channel": payloads.place(channel),
            "state": {"values": {}},
            "response_url": asked.response_url,
            "actions": [action | more],
        }
        return self._send(asked, payload)

    def _open(self, user: User, tab: str) -> Asked:
        world = self._world
        channel = user.team.direct_channel(user)
        home = self.home_of(user)
        asked = self._asked(EVENT, "app_home_opened", user, channel, inside=home, trigger=False)
        event: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab}
        event["event_ts"] = world.ids.stamp()
        if home is not None and tab == "home":
            event["view"] = home.wire()
        world.events.tell(user.team, event, asked=asked)
        return asked
