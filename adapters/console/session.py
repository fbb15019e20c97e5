"""The conversation's state: what the last card offers, and the form that is being filled in. Knows no terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from adapters.console.forms import Filling, Refused, question, take
from adapters.console.parse import ASK, QUESTION, Command, Number, Own, Question, Unknown, read
from adapters.console.texts import Texts
from bot.ports import CommandHelp, Request, Role
from bot.ui import Action, Button, Buttons, Card, Fields, Form, Reply, Select

PLACE, PERSON, ORGANISATION, SERVER = "terminal", "terminal:me", "terminal", "terminal"


@dataclass(frozen=True)
class Send:
    """Ask the core, then call `heard` with what it replies."""

    request: Request


@dataclass(frozen=True)
class Say:
    """A sentence of the terminal's own."""

    sentence: str


@dataclass(frozen=True)
class Show:
    """A card of the terminal's own; what the last card offers stays."""

    reply: Reply


@dataclass(frozen=True)
class Leave:
    pass


Step = Send | Say | Show | Leave | None


def choices(card: Card) -> tuple[Button, ...]:
    """All that can be pressed on a card, in the order of its numbers."""
    found: list[Button] = []
    for block in card.blocks:
        match block:
            case Buttons(buttons):
                found.extend(buttons)
            case Select(_, options):
                found.extend(options)
    return tuple(found)


def fresh_key() -> str:
    return uuid4().hex


class Session:
    """Turns typed lines into steps. `in_place` says whether form values are edited where they stand (see Filling)."""

    def __init__(
        self,
        commands: Sequence[CommandHelp],
        texts: Texts,
        *,
        role: Role = "admin",
        locale: str = "",
        in_place: bool = False,
        new_key: Callable[[], str] = fresh_key,
    ) -> None:
        self._commands, self._texts = tuple(commands), texts
        self._role, self._locale, self._in_place, self._new_key = role, locale, in_place, new_key
        self._offered: tuple[Button, ...] = ()
        self.filling: Filling | None = None

    def read(self, line: str) -> Step:
        """What a line asks for; None when there is nothing to do, or only the next field to ask."""
        if self.filling is not None:
            return self._fill(self.filling, line)
        match read(line, self._commands):
            case Question(text):
                return self._send(ASK, {QUESTION: text})
            case Command(name, arguments):
                return self._send(name, arguments)
            case Number(digits):
                return self._press(digits)
            case Own("help"):
                return Show(self._help())
            case Own():
                return Leave()
            case Unknown(name, ""):
                return Say(self._texts.say("unknown_command", name=name))
            case Unknown(name, nearest):
                return Say(self._texts.say("unknown_command_near", name=name, nearest=nearest))
            case None:
                return None

    def heard(self, reply: Reply) -> Step:
        """Remember what a reply offers; a form without fields is sent at once."""
        if isinstance(reply.body, Form):
            filling = Filling(reply.body, in_place=self._in_place)
            if filling.done:
                return self._submit(filling)
            self.filling = filling
        elif not reply.silent:
            self._offered = choices(reply.body)
        return None

    def asking(self) -> str:
        """The form's current field as text; empty when no form is open or a long text goes on."""
        return question(self.filling, self._texts) if self.filling is not None else ""

    def cancel_form(self) -> Step:
        self.filling = None
        return Say(self._texts.say("form_cancelled"))

    def _fill(self, filling: Filling, line: str) -> Step:
        after = take(filling, line, self._texts)
        if after is None:
            return self.cancel_form()
        if isinstance(after, Refused):
            self.filling = Filling(filling.form, filling.in_place, filling.at, filling.values)
            return Say(after.sentence)
        if not after.done:
            self.filling = after
            return None
        self.filling = None
        return self._submit(after)

    def _submit(self, filling: Filling) -> Send:
        submit = filling.form.submit
        return self._send(submit.command, self._named(submit), filling.values)

    def _press(self, digits: str) -> Step:
        for position, button in enumerate(self._offered, 1):
            if digits == str(position):
                return self._send(button.action.command, self._named(button.action))
        last = len(self._offered)
        key = "not_a_choice" if last > 1 else "only_choice" if last else "no_choices"
        return Say(self._texts.say(key, number=digits[:20], last=last))

    def _named(self, action: Action) -> dict[str, str]:
        """An action's arguments by parameter; beyond the known parameters their position names them, from 1."""
        known = next((command.parameters for command in self._commands if command.name == action.command), ())
        positions = [str(n) for n in range(len(known) + 1, len(action.arguments) + 1)]
        return dict(zip([*known, *positions], action.arguments, strict=False))

    def _send(self, command: str, arguments: Mapping[str, str], fields: Mapping[str, str] | None = None) -> Send:
        return Send(
            Request(
                command=command,
                arguments=dict(arguments),
                organisation=ORGANISATION,
                place=PLACE,
                person=PERSON,
                role=self._role,
                locale=self._locale,
                key=self._new_key(),
                fields=dict(fields or {}),
                server=SERVER,
            )
        )

    def _help(self) -> Reply:
        say = self._texts.say
        own = (
            (say("help_question"), say("help_question_summary")),
            (say("help_number"), say("help_number_summary")),
            ("/help", say("help_help_summary")),
            ("/exit", say("help_exit_summary")),
        )
        listed = tuple((f"/{c.usage.lstrip('/')}", c.summary) for c in self._commands)
        return Reply(Card(title=say("help_title"), blocks=(Fields(listed + own),)))
