"""What a typed line means: `/command` with its arguments, `[a button]`, `@Shinro …`, or a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import CommandHelp

_VALUE = r'"(?P<quoted>[^"]*)"|(?P<bare>\S+)'
_TWO = re.compile(r"\s+(?:with|と)\s+")


def command_line(line: str, commands: Sequence[CommandHelp]) -> tuple[str, dict[str, str]]:
    """The command and its arguments: `name:value` or `name:"two words"`, “one with another”, or all to the first.

    A name that nobody knows is taken as it stands, for the core to refuse.
    """
    typed = line.strip().removeprefix("/").strip()
    for command in sorted(commands, key=lambda known: len(known.name), reverse=True):
        if typed.casefold() == command.name or typed.casefold().startswith(f"{command.name} "):
            return command.name, _arguments(typed[len(command.name) :].strip(), command.parameters)
    return typed, {}


def _arguments(rest: str, parameters: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in parameters:
        named = re.search(rf"(?:(?<=\s)|^){re.escape(name)}:(?:{_VALUE})", rest)
        if named is not None:
            found[name] = named["bare"] or named["quoted"] or ""
            rest = f"{rest[: named.start()]} {rest[named.end() :]}".strip()
    free = [name for name in parameters if name not in found]
    if not rest or not free:
        return found
    parts = _TWO.split(rest, maxsplit=1) if len(free) > 1 else [rest]
    return found | dict(zip(free, parts, strict=False))
