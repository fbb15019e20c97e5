"""What a typed line means: a question, a command with its arguments, a number, or something of the terminal's own.

Reading is forgiving: a quote that is never closed, a smart quote or a backslash is data, and nothing typed is an error.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.ports import CommandHelp

ASK, QUESTION = "ask", "question"
OWN = ("help", "exit", "quit")
_SLASHES = ("/", "／")
_NUMBER = re.compile(r"\[?0*([0-9]+)[\].]?")
_WORD = re.compile(r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')(?=\s|\Z)|\S+""")
_INK = re.compile(r"\S")
_NAMED = re.compile(r"([\w-]+):(?=\S)")


@dataclass(frozen=True)
class Question:
    text: str


@dataclass(frozen=True)
class Command:
    name: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Number:
    """Digits without leading zeros; a string, because a person may type any number of them."""

    digits: str


@dataclass(frozen=True)
class Own:
    """One of the terminal's own commands."""

    name: str


@dataclass(frozen=True)
class Unknown:
    name: str
    nearest: str = ""


@dataclass(frozen=True)
class Word:
    """A word of the rest of a command line; `name` is set where `name:value` was typed."""

    value: str
    start: int
    end: int
    name: str = ""


Line = Question | Command | Number | Own | Unknown | None


def read(line: str, commands: Sequence[CommandHelp]) -> Line:
    """What a line means; None for an empty one."""
    text = line.strip()
    if not text:
        return None
    typed = after_slash(text)
    if typed is None:
        number = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
        return Number(number[1]) if number else Question(text)
    if not typed.strip():
        return Own("help")
    if (own := typed.split()[0].casefold()) in OWN:
        return Own(own)
    found = command_of(typed, commands)
    if found is None:
        return _unknown(typed, commands)
    command, rest = found
    return Command(command.name, arguments(command, rest))


def after_slash(text: str) -> str | None:
    """The part behind the slash, also the wide one of a Japanese keyboard; None where there is none."""
    start = text.lstrip()
    return start[1:].lstrip() if start.startswith(_SLASHES) else None


def command_of(typed: str, commands: Sequence[CommandHelp]) -> tuple[CommandHelp, str] | None:
    """The command a line begins with, the longest name first ("kb add" before "kb"), and the rest of the line."""
    for command in sorted(commands, key=lambda c: len(c.name), reverse=True):
        pattern = r"\s+".join(map(re.escape, command.name.split())) + r"(?=\s|\Z)"
        if command.name and (match := re.match(pattern, typed, re.IGNORECASE)):
            return command, typed[match.end() :]
    return None


def words(text: str, names: Collection[str] = ()) -> list[Word]:
    """The words of a line, quoted ones as one; `name:` in front counts where it is one of `names`, the first time."""
    found: list[Word] = []
    open_names = {name.casefold(): name for name in names}
    at = 0
    while match := _INK.search(text, at):
        start = match.start()
        named = _NAMED.match(text, start)
        name = open_names.pop(named[1].casefold(), "") if named else ""
        word = _WORD.match(text, named.end() if named and name else start)
        if word is None:
            break
        value = next((part for part in (word["double"], word["single"]) if part is not None), word[0])
        found.append(Word(value, start, word.end(), name))
        at = word.end()
    return found


def open_parameters(command: CommandHelp, found: Sequence[Word]) -> tuple[str, ...]:
    """The parameters that words without a name fill, in order. A question is never cut into further parameters."""
    named = {word.name for word in found}
    if command.name == ASK and QUESTION in command.parameters:
        return () if QUESTION in named else (QUESTION,)
    return tuple(name for name in command.parameters if name not in named)


def arguments(command: CommandHelp, rest: str) -> dict[str, str]:
    """Arguments by parameter: named ones, then the others in order; the last takes what is left of the line."""
    found = words(rest, command.parameters)
    targets = open_parameters(command, found)
    values = {word.name: word.value for word in found if word.name}
    free = [word for word in found if not word.name]
    if not targets:
        return _joined(found, values)
    for name, word in zip(targets[:-1], free, strict=False):
        values[name] = word.value
    remaining = free[len(targets) - 1 :]
    if len(remaining) == 1:
        values[targets[-1]] = remaining[0].value
    elif remaining:
        values[targets[-1]] = _without_named(rest, remaining[0].start, found)
    return {name: values[name] for name in command.parameters if name in values}


def _without_named(rest: str, start: int, found: Sequence[Word]) -> str:
    parts = []
    for word in found:
        if word.name and word.start >= start:
            parts.append(rest[start : word.start].strip())
            start = word.end
    parts.append(rest[start:].strip())
    return " ".join(part for part in parts if part)


def _joined(found: Sequence[Word], values: dict[str, str]) -> dict[str, str]:
    """Where every parameter has its name, words without one belong to the value before them."""
    owner = next((word.name for word in found if word.name), "")
    for word in found:
        if word.name:
            owner = word.name
        elif owner:
            values[owner] = f"{values[owner]} {word.value}".strip()
    return values


def _unknown(typed: str, commands: Sequence[CommandHelp]) -> Unknown:
    name = typed.split()[0]
    known = [*(command.name for command in commands), *OWN]
    tried = (" ".join(typed.split()[:2]).casefold(), name.casefold())
    inside = [other for attempt in tried for other in known if other.casefold().startswith(attempt)]
    near = [close for attempt in tried for close in difflib.get_close_matches(attempt[:40], known, n=1, cutoff=0.5)]
    return Unknown(name, next(iter([*inside, *near]), ""))
