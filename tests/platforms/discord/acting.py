"""What people do in the app, each made into the event that the bot hears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import filling, payloads, rights, sending
from .asked import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Asked, Choices
from .commands import CHAT, MESSAGE_MENU, Resolved, typed
from .components import BUTTON, LINK, STRING_SELECT
from .errors import ImpossibleError
from .messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .channels import Channel
    from .filling import Filled
    from .people import Role, User
    from .wire import Json
    from .world import World

PATIENCE = 10.0


class Acting:
    """The part of the loopback that stands for people."""

    _world: World

    async def slash(
        self,
        user: User,
        channel: Channel,
        name: str,
        options: Mapping[str, Any] | None = None,
        *,
        force: bool = False,
    ) -> Asked:
        """A slash command; "kb why" is a subcommand. `force`: whatever the person's rights, as an admin may allow."""
        first, *path = name.split()
        command = await self._command(user, channel, first, CHAT, force)
        data = typed(command, path, options or {}, Resolved(channel.guild, user))
        return self._ask(COMMAND, user, channel, data)

    async def menu(self, user: User, channel: Channel, name: str, message: Message, *, force: bool = False) -> Asked:
        """A message command, chosen from the menu of somebody's message."""
        command = await self._command(user, channel, name, MESSAGE_MENU, force)
        data: Json = {
            "id": command["id"],
            "name": name,
            "type": MESSAGE_MENU,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): message.wire()}},
        }
        return self._ask(COMMAND, user, channel, data)

    async def autocomplete(
        self,
        user: User,
        channel: Channel,
        name: str,
        option: str,
        typing: str,
        others: Mapping[str, Any] | None = None,
        *,
        within: float = PATIENCE,
    ) -> Choices:
        """What is offered while somebody types; `.seconds` tells how long it took."""
        first, *path = name.split()
        command = await self._command(user, channel, first, CHAT, force=False)
        values = {**(others or {}), option: typing}
        data = typed(command, path, values, Resolved(channel.guild, user), focused=option)
        asked = self._ask(AUTOCOMPLETE, user, channel, data)
        await asked.acknowledged(within)
        assert asked.choices is not None
        return asked.choices

    async def press(self, user: User, message: Message, button: str) -> Asked:
        """A button, by its custom id or else by its label."""
        self._must_see(user, message)
        named = [one for one in message.buttons if one.custom_id == button] or [
            one for one in message.buttons if one.label == button
        ]
        if len(named) != 1:
            labels = [one.label or one.custom_id for one in message.buttons]
            raise ImpossibleError(f"{len(named)} buttons are {button!r}; the message has {labels}")
        if named[0].disabled or named[0].style == LINK:
            raise ImpossibleError(f"{button!r} is {'disabled' if named[0].disabled else 'a link'}")
        return self._ask(COMPONENT, user, message.channel, payloads.pressed(message, named[0].custom_id), message)

    async def choose(
        self, user: User, message: Message, values: Sequence[str | User | Role | Channel], custom_id: str | None = None
    ) -> Asked:
        """Entries of a select, by value or else by label; people, roles and channels are passed themselves."""
        self._must_see(user, message)
        fitting = [one for one in message.selects if custom_id in (None, one.custom_id)]
        if len(fitting) != 1 or fitting[0].disabled:
            have = [one.custom_id for one in message.selects]
            raise ImpossibleError(f"no single select that works is {custom_id!r}; the message has {have}")
        select = fitting[0]
        if not select.minimum <= len(values) <= select.maximum:
            raise ImpossibleError(f"{select.custom_id!r} takes {select.minimum} to {select.maximum}, not {len(values)}")
        data: Json = payloads.pressed(message, select.custom_id) | {"component_type": select.type}
        if select.type == STRING_SELECT:
            data["values"] = filling.picked(select.options, [str(one) for one in values])
        else:
            resolved = Resolved(message.channel.guild, user)
            data["values"] = [resolved.add(one) for one in values if not isinstance(one, str)]
            data["resolved"] = resolved.wire
        return self._ask(COMPONENT, user, message.channel, data, message)

    async def submit(self, asked: Asked, values: Mapping[str, Filled]) -> Asked:
        """Sends the open form; what is not named keeps what the form said."""
        modal = await asked.form()
        resolved = Resolved(asked.channel.guild, asked.user)
        data: Json = {
            "custom_id": modal.custom_id,
            "components": filling.filled(modal, values, resolved),
        }
        if resolved.wire:
            data["resolved"] = resolved.wire
        return self._ask(SUBMIT, asked.user, asked.channel, data, asked.message, asked)

    async def forge(
        self,
        user: User,
        channel: Channel,
        *,
        custom_id: str,
        component_type: int = BUTTON,
        message: Message | None = None,
        values: Sequence[str] = (),
    ) -> Asked:
        """A press that no honest app sends: any custom id, on any message or on one that never was."""
        if message is None:
            message = Message(self._world.ids.new(), channel, self._world.bot, self._world.clock.now())
        data: Json = {"custom_id": custom_id, "component_type": component_type, "id": 1}
        if component_type != BUTTON:
            data["values"] = list(values)
        return self._ask(COMPONENT, user, channel, data, message)

    async def say(
        self,
        user: User,
        channel: Channel,
        text: str,
        *,
        mention_bot: bool = False,
        reply_to: Message | None = None,
    ) -> Message:
        """A message that anybody writes; a reply mentions the one who is replied to, as the app does by itself."""
        world = self._world
        right = "send_messages_in_threads" if channel.parent else "send_messages"
        if not rights.may(user, channel, right):
            raise ImpossibleError(f"{user.name} may not write here")
        content = f"{world.bot.mention} {text}" if mention_bot else text
        return sending.create(world, channel, user, sending.Body({"content": content}, {}), reply_to=reply_to)

    def redeliver(self, asked: Asked) -> None:
        """Tells the bot of an interaction once more, as it was told the first time."""
        guild = asked.channel.guild
        self._world.gateway.dispatch(
            "INTERACTION_CREATE", payloads.interaction(self._world, asked), guild_id=guild.id if guild else None
        )

    def sees(self, user: User, channel: Channel) -> list[Message]:
        """What stands in the channel for this person, oldest first."""
        if not rights.may(user, channel, "view_channel"):
            return []
        return [one for one in channel.messages.values() if not one.deleted and one.only_for in (None, user)]

    def _must_see(self, user: User, message: Message) -> None:
        if message not in self.sees(user, message.channel):
            raise ImpossibleError(f"{user.name} does not see this message")

    async def _command(self, user: User, channel: Channel, name: str, kind: int, force: bool) -> Json:
        """The command as it is registered (a bot may still be registering), if this person may use it here."""
        world = self._world
        guild_id = channel.guild.id if channel.guild else None
        try:
            found = await world.changes.until(lambda: world.commands.find(name, kind, guild_id), PATIENCE)
        except TimeoutError:
            raise ImpossibleError(f"no command {name!r}; there is {world.commands.known(guild_id)}") from None
        if not force:
            self._must_be_allowed(user, channel, found)
        return found

    def _must_be_allowed(self, user: User, channel: Channel, command: Json) -> None:
        name = command["name"]
        contexts = command["contexts"]
        if contexts is not None and payloads.context(channel) not in contexts:
            raise ImpossibleError(f"{name!r} is not offered in this kind of place")
        if channel.guild is None:
            if contexts is None and not command["dm_permission"]:
                raise ImpossibleError(f"{name!r} is not offered in direct messages")
            return
        has = rights.in_channel(user, channel)
        needed = command["default_member_permissions"]
        lacking = needed is not None and has != rights.ALL and (int(needed) == 0 or has & int(needed) != int(needed))
        if lacking or not has & rights.bits("use_application_commands"):
            raise ImpossibleError(f"{user.name} may not use {name!r} here")

    def _ask(
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: Json,
        message: Message | None = None,
        before: Asked | None = None,
    ) -> Asked:
        """Sends the interaction to the bot and remembers it."""
        world = self._world
        owners = payloads.owners(world, user, channel)
        asked = Asked(
            world.ids.new(), world.new_token(), kind, user, channel, data, owners, world.clock.now(), message, before
        )
        world.interactions[asked.token] = asked
        self.redeliver(asked)
        return asked
