"""The ground on which people act: what they see, and how what they do reaches the bot."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from .asked import Asked
from .deliveries import INTERACTIVE
from .errors import ImpossibleError
from .hooks import Hook
from .messages import Message
from .views import View

if TYPE_CHECKING:
    from .channels import Channel
    from .people import User
    from .wire import Json
    from .world import World


class Asking:
    """What the parts that stand for people share."""

    _world: World

    def sees(self, user: User, channel: Channel) -> list[Message]:
        """What stands in the place for this person, threads too, oldest first."""
        if not channel.open_to(user):
            return []
        return [one for one in channel.messages.values() if not one.deleted and one.only_for in (None, user)]

    def _must_see(self, user: User, where: Message | View) -> None:
        if isinstance(where, View):
            if where.user is not user or not where.open:
                raise ImpossibleError(f"{user.name} does not see {where.title!r}")
        elif where not in self.sees(user, where.channel):
            raise ImpossibleError(f"{user.name} does not see this message")

    def _asked(
        self,
        kind: str,
        name: str,
        user: User,
        channel: Channel | None,
        *,
        message: Message | None = None,
        inside: View | None = None,
        trigger: bool = True,
        hook: str = "",
        original: Message | None = None,
    ) -> Asked:
        """Remembers it, with the ways to answer that go with it. `hook`: the first part of a response address."""
        world = self._world
        asked = Asked(kind, name, user, channel, world.clock.now(), message=message, inside=inside)
        if trigger:
            asked.trigger_id = world.ids.trigger()
            world.triggers[asked.trigger_id] = asked
        if hook and channel is not None:
            path = f"/{hook}/{user.team.id}/{len(world.hooks)}/{secrets.token_urlsafe(18)}"
            world.hooks[path] = Hook(asked, channel, original, asked.sent_at)
            asked.response_url = world.origin + path
        world.remember(asked)
        return asked

    def _send(self, asked: Asked, payload: Json, kind: str = INTERACTIVE) -> Asked:
        asked.payload = payload
        self._world.deliveries.send(kind, payload, asked)
        return asked
