"""The catalogue: each command once, with its parameters and who may use it. Its words stand in `texts/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.ports import CommandHelp
from bot.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import Role

_RANK = {"member": 0, "moderator": 1, "admin": 2}

Kind = Literal["text", "flag", "channel", "role", "choice"]


@dataclass(frozen=True)
class Parameter:
    """What a command takes. A flag is yes or no; channels and roles are ids, separated by spaces where several."""

    name: str
    required: bool = True
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    suggested: bool = False  # has completions
    hint: str = ""  # whose hint it has, where not its own


@dataclass(frozen=True)
class Command:
    """A command of the catalogue. A name of two words is a subcommand; `typed` is false for what only buttons do."""

    name: str
    parameters: tuple[Parameter, ...] = ()
    role: Role = "member"
    typed: bool = True
    server_only: bool = False  # does not work in a direct message

    @property
    def text(self) -> str:
        """The key of its sentence in `texts/`."""
        return summary_key(self.name)


def _staff(name: str, *parameters: Parameter, typed: bool = True) -> Command:
    return Command(f"window {name}", parameters, "moderator", typed, server_only=True)


def _admin(name: str, *parameters: Parameter, typed: bool = True) -> Command:
    return Command(f"shinro {name}", parameters, "admin", typed, server_only=True)


def _listed(kind: Kind, *names: str) -> tuple[Parameter, ...]:
    return tuple(Parameter(name, required=False, kind=kind) for name in names)


def _pressed(name: str, *parameters: str, last: str = "") -> Command:
    """What only buttons do; the parameter `last` may be missing."""
    own = tuple(Parameter(parameter) for parameter in parameters)
    return Command(name, (*own, Parameter(last, required=False)) if last else own, typed=False)


_QUESTION = Parameter("question", suggested=True)
_WINDOW, _TOKEN = Parameter("window", required=False), Parameter("token")

CATALOGUE: tuple[Command, ...] = (
    Command("ask", (_QUESTION, Parameter("private", required=False, kind="flag"))),
    Command("path", (Parameter("name", suggested=True),)),
    Command("compare", (Parameter("first", suggested=True), Parameter("second", suggested=True))),
    Command("ladder"),
    Command("quiz", (Parameter("name", required=False, suggested=True, hint="quiz"),)),
    Command("eligible", (Parameter("role", suggested=True),)),
    Command("profile"),
    Command("privacy"),
    Command("windows"),
    _staff("new"),
    _staff("edit", _WINDOW),
    _staff("withdraw", _WINDOW),
    _staff("preview", _WINDOW),
    Command("kb why", (_QUESTION,), role="moderator"),
    _admin("setup", Parameter("language", required=False, kind="choice", choices=("en", "ja", "none"))),
    _admin("roles", *_listed("role", "moderators", "admins")),
    _admin("channels", *_listed("channel", "answers", "windows", "staff", "listening")),
    _admin("windows"),
    _admin("status"),
    _admin("link", Parameter("code", required=False)),
    _admin("pick", Parameter("field"), Parameter("ids", required=False), typed=False),
    Command("help"),
    Command("entry", (Parameter("entry"),), typed=False),
    Command(
        "entries",
        (Parameter("first"), Parameter("second", required=False), Parameter("third", required=False)),
        typed=False,
    ),
    Command("columns", (Parameter("first"), Parameter("second")), typed=False),
    _pressed("quiz begin", "quiz", last="how"),
    _pressed("quiz answer", "attempt", "question", "choice", "revision"),
    _pressed("quiz back", "attempt", "revision"),
    _pressed("quiz stop", "attempt"),
    _pressed("quiz resume", "attempt"),
    _pressed("quiz change", "attempt", last="question"),
    _pressed("quiz path", "attempt", "subject"),
    _pressed("quiz compare", "attempt"),
    _pressed("quiz share", "attempt"),
    _pressed("quiz save", "attempt", last="sure"),
    _pressed("profile set", "fact", last="value"),
    _staff("withdrawn", _WINDOW, typed=False),
    _staff("approve", _WINDOW, typed=False),
    _staff("save", _TOKEN, typed=False),
    _staff("again", _TOKEN, typed=False),
    _staff("pick", _TOKEN, Parameter("field"), Parameter("at"), typed=False),
    _pressed("windows look", "window"),
    _pressed("windows plan", "window"),
    _pressed("windows reminders"),
    _pressed("windows follow", "topic"),
    _pressed("windows leave", last="topic"),
    _pressed("windows rhythm"),
    _pressed("privacy export"),
    _pressed("privacy erase", last="sure"),
)

BY_NAME = {command.name: command for command in CATALOGUE}


def may(role: Role, command: Command) -> bool:
    """Whether somebody with a role may use a command."""
    return _RANK[role] >= _RANK[command.role]


def summary_key(name: str) -> str:
    """Where it stands what a command does, or what the commands of a group (“kb”, “shinro”) are for."""
    return f"command.{name.replace(' ', '.')}.summary"


def label(language: str, parameter: Parameter) -> str:
    """A parameter's name in a language."""
    return say(language, f"parameter.{parameter.name}")


def hint(language: str, parameter: Parameter) -> str:
    """What to give for a parameter; at most 100 characters."""
    return say(language, f"parameter.{parameter.hint or parameter.name}.hint")


def choice(language: str, parameter: Parameter, value: str) -> str:
    """One of a parameter's choices, in a language."""
    return say(language, f"choice.{parameter.name}.{value}")


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
    shown = [label(language, p) if p.required else f"[{label(language, p)}]" for p in command.parameters]
    return " ".join([f"/{command.name}", *shown])
