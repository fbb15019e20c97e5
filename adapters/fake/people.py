"""What a person does in the chat. Each verb returns what they read then, as text; empty where the bot is silent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.fake.draw import one_line
from adapters.fake.errors import NotThere
from adapters.fake.forms import filled
from adapters.fake.places import BOT, Message
from adapters.fake.typed import command_line
from bot.ui import Action

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adapters.fake.chat import FakeChat
    from bot.ports import Role
    from bot.ui import Button, Form

MENTION = f"@{BOT}"


@dataclass(eq=False)
class Person:
    """Somebody with an account. `place` is where they are: where they acted last, and at first the main channel."""

    chat: FakeChat = field(repr=False)
    name: str
    role: Role = "member"
    roles: tuple[str, ...] = ()  # the platform's own, which an admin may name in `/shinro roles`
    locale: str = ""
    place: str = ""
    form: Form | None = None  # the one that is open before them
    takes_messages: bool = True  # direct ones that the bot begins

    async def asks(self, question: str, *, place: str = "", private: bool = False) -> str:
        """`/ask`."""
        arguments = {"question": question} | ({"private": "true"} if private else {})
        shown = f"/ask {question}{' private:true' if private else ''}"
        return await self._acts(shown, "ask", arguments, place, private=private)

    async def types(self, line: str, /, *, place: str = "", **options: str) -> str:
        """A command, as in `command_line`; options may also be named here."""
        command, arguments = command_line(line, self.chat.core.catalogue(self.locale))
        shown = " ".join([line, *(f"{name}:{value}" for name, value in options.items())])
        private = options.get("private", arguments.get("private", "")) == "true"
        return await self._acts(shown, command, arguments | options, place, private=private)

    async def says(self, text: str, *, place: str = "") -> str:
        """A message. It asks where it mentions the bot, in a direct conversation, and where the bot listens."""
        return await self.chat.said(self, text, self._at(place))

    async def presses(self, label: str, *, on: str = "", place: str = "") -> str:
        """A button of the last card, or of the last one in which `on` can be read."""
        message = self._card(place, on)
        button = self._labelled(label, message.buttons, "button", message)
        return await self._pressed(f"[{label}]", button.action, message)

    async def chooses(self, label: str, *, on: str = "", place: str = "") -> str:
        """A choice of a select, as `presses` does a button."""
        message = self._card(place, on)
        option = self._labelled(label, message.options, "choice", message)
        return await self._pressed(f"({label})", option.action, message)

    async def picks(self, *ids: str, prompt: str = "", on: str = "", place: str = "") -> str:
        """Channels or roles in the platform's chooser; without any, none is chosen any more."""
        message = self._card(place, on)
        found = [picker for picker in message.pickers if prompt in picker.prompt]
        if len(found) != 1:
            prompts = [picker.prompt for picker in message.pickers]
            raise NotThere(f"{len(found)} choosers fit “{prompt}”; there is {prompts} on:\n{message.text}")
        if len(ids) > found[0].most:
            raise NotThere(f"“{found[0].prompt}” takes {found[0].most} at most, not {len(ids)}")
        action = found[0].action
        chosen = Action(action.command, (*action.arguments, " ".join(ids)))
        return await self._pressed(f"<{', '.join(ids)}>", chosen, message)

    async def fills(self, values: Mapping[str, str]) -> str:
        """Fills in the open form, by labels or names, and sends it; HeldBack leaves it open."""
        if self.form is None:
            raise NotThere(f"{self.name} has no form open")
        sent, form = filled(self.form, values), self.form
        self.form = None
        shown = f"{{{'; '.join(f'{name}: {value}' for name, value in values.items())}}}"
        return await self.chat.pressed(self, shown, form.submit, self.chat.place_of(self), sent)

    async def follows(self, label: str, *, on: str = "") -> str:
        """A button or a choice, whichever has the label."""
        labels = [one_line(option.label) for option in self._card("", on).options]
        return await (self.chooses if label in labels else self.presses)(label, on=on)

    def offered(self, command: str, parameter: str, typed: str = "") -> Sequence[str]:
        """The labels of the completions while this person types."""
        return [label for _, label in self.chat.core.suggest(command, parameter, typed, self.locale)]

    def sees(self, place: str = "") -> str:
        """What stands in a place, as far as this person may see it."""
        return self.chat.shown(self.messages(place))

    def messages(self, place: str = "") -> list[Message]:
        at = self.chat.place_of(self, place)
        return [message for message in self.chat.messages if message.place == at and message.seen_by(self.name)]

    def _at(self, place: str) -> str:
        self.place = place or self.place
        return self.place

    async def _acts(self, shown: str, command: str, arguments: Mapping[str, str], place: str, *, private: bool) -> str:
        return await self.chat.typed(self, shown, command, arguments, self._at(place), private=private)

    async def _pressed(self, shown: str, action: Action, message: Message) -> str:
        return await self.chat.pressed(self, shown, action, message.place)

    def _card(self, place: str, on: str) -> Message:
        said = [one for one in self.messages(self._at(place)) if one.reply is not None and on in one.text]
        if not said:
            raise NotThere(f"{self.name} sees no card{f' with “{on}”' if on else ''} in {self.place}")
        return said[-1]

    def _labelled(self, label: str, offered: Sequence[Button], kind: str, message: Message) -> Button:
        found = [one for one in offered if one_line(one.label) == label]
        if not found:
            labels = [one_line(one.label) for one in offered]
            raise NotThere(f"{self.name} sees no {kind} “{label}”; there is {labels} on:\n{message.text}")
        return found[0]
