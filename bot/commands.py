"""The catalogue: each command once, with its parameters and who may use it. Its words stand in `texts/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ports import CommandHelp
from bot.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import Role

_RANK = {"member": 0, "moderator": 1, "admin": 2}


@dataclass(frozen=True)
class Parameter:
    name: str
    required: bool = True
    flag: bool = False  # yes or no


@dataclass(frozen=True)
class Command:
    """A command of the catalogue. A name of two words is a subcommand; `typed` is false for what only buttons do."""

    name: str
    parameters: tuple[Parameter, ...] = ()
    role: Role = "member"
    typed: bool = True

    @property
    def text(self) -> str:
        """The key of its sentence in `texts/`."""
        return f"command.{self.name.split()[-1]}.summary"


CATALOGUE: tuple[Command, ...] = (
    Command("ask", (Parameter("question"), Parameter("private", required=False, flag=True))),
    Command("path", (Parameter("name"),)),
    Command("compare", (Parameter("first"), Parameter("second"))),
    Command("ladder"),
    Command("kb why", (Parameter("question"),), role="moderator"),
    Command("help"),
    Command("entry", (Parameter("entry"),), typed=False),
    Command(
        "entries",
        (Parameter("first"), Parameter("second", required=False), Parameter("third", required=False)),
        typed=False,
    ),
    Command("columns", (Parameter("first"), Parameter("second")), typed=False),
)

BY_NAME = {command.name: command for command in CATALOGUE}


def may(role: Role, command: Command) -> bool:
    """Whether somebody with a role may use a command."""
    return _RANK[role] >= _RANK[command.role]


def catalogue(language: str, role: Role = "admin") -> Sequence[CommandHelp]:
    """What a person with a role can type, in their language."""
    return [
        CommandHelp(command.name, _usage(command, language), say(language, command.text), _names(command))
        for command in CATALOGUE
        if command.typed and may(role, command)
    ]


def _names(command: Command) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in command.parameters)


def _usage(command: Command, language: str) -> str:
    shown = [
        say(language, f"parameter.{p.name}") if p.required else f"[{say(language, f'parameter.{p.name}')}]"
        for p in command.parameters
    ]
    return " ".join([f"/{command.name}", *shown])
