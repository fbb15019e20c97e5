"""What people type behind a slash command, read as a command of the catalogue with its arguments.

Reading is forgiving: a quote that is never closed, a smart quote or a colon is data, and nothing typed is an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from adapters.slack.mrkdwn import plain_text, unescaped
from bot.commands import CATALOGUE, Command, Parameter, label
from bot.texts import LANGUAGES, catalogue

HELP = ("help", "?", "ヘルプ")
_WORD = re.compile(
    r"<[^<>\s|]*(?:\|[^<>]*)?>"
    r'|"(?P<straight>[^"]*)"(?=\s|\Z)|“(?P<curly>[^“”]*)”(?=\s|\Z)|„(?P<low>[^„“”]*)[“”](?=\s|\Z)'
    r"|«(?P<angled>[^«»]*)»(?=\s|\Z)|「(?P<corner>[^「」]*)」(?=\s|\Z)|'(?P<single>[^']*)'(?=\s|\Z)|‘(?P<smart>[^‘’]*)’(?=\s|\Z)"
    r"|\S+"
)
_YES = ("true", "yes", "y", "1", "on", "はい")
_QUOTES = ("straight", "curly", "low", "angled", "corner", "single", "smart")
_NAMED = re.compile(r"(?:--)?(?P<name>[\w-]+)\s?[:：=]\s?", re.UNICODE)
_BETWEEN = re.compile(r"\s+(?:vs\.?|versus|と|/|\|)\s+|\s*[,、]\s*", re.IGNORECASE)
_FLAG = re.compile(
    r"(?:\A|\s)(?:--)?(?P<name>[\w-]+)[:：=](?P<value>[\w]+)(?=\s|\Z)|(?:\A|\s)--(?P<bare>[\w-]+)(?=\s|\Z)"
)


@dataclass(frozen=True)
class Typed:
    """A command as it was typed. `name` is empty where help is asked for, or where there is no such command."""

    name: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    group: str = ""  # the first word, which help is given for
    unread: str = ""  # what is no command and no argument


@dataclass(frozen=True)
class _Word:
    value: str
    start: int
    end: int


def typed(first: str, text: str) -> Typed:
    """What stands behind the slash; `first` without slash and prefix, `text` as Slack tells it."""
    marked, text = unescaped(text).strip(), plain_text(text)
    head, _, rest = marked.partition(" ")
    commands = {command.name: command for command in CATALOGUE if command.typed}
    sub = f"{first} {head.casefold()}"
    if head.casefold() in HELP and not rest.strip():
        return Typed("", group=first)
    if sub in commands:
        if rest.strip().casefold() in HELP:
            return Typed("", group=sub)
        return _read(commands[sub], text.partition(" ")[2].strip(), rest.strip(), sub)
    if first in commands:
        return _read(commands[first], text, marked, first)
    return Typed("", group=first, unread=head)


def groups() -> dict[str, list[Command]]:
    """The commands that are typed, by their first word: one slash command of Slack's each."""
    found: dict[str, list[Command]] = {}
    for command in CATALOGUE:
        if command.typed:
            found.setdefault(command.name.partition(" ")[0], []).append(command)
    return found


def _read(command: Command, text: str, marked: str, group: str) -> Typed:
    """Channels and roles by their ids, which stand in what is `marked`; other words as people see them."""
    if any(parameter.kind in ("channel", "role") for parameter in command.parameters):
        return _lists(command, marked, group)
    flags, text = _without_flags(command, text)
    values = _in_order([p for p in command.parameters if p.kind != "flag"], text)
    return Typed(command.name, {**values, **flags}, group)


def _without_flags(command: Command, text: str) -> tuple[dict[str, str], str]:
    """`private:yes` and `--private` wherever they stand, and the rest as it was."""
    names = {name: p for p in command.parameters if p.kind == "flag" for name in _names(p)}
    flags: dict[str, str] = {}
    for found in reversed(list(_FLAG.finditer(text))) if names else ():
        parameter = names.get((found["name"] or found["bare"]).casefold())
        if parameter is not None:
            value = (found["value"] or "true").casefold()
            flags[parameter.name] = "true" if value in _YES else "false"
            text = text[: found.start()] + text[found.end() :]
    return flags, text.strip()


def _in_order(parameters: Sequence[Parameter], text: str) -> dict[str, str]:
    """Named ones, then the others in their order; the last takes what is left of the line."""
    values: dict[str, str] = {}
    left = list(parameters)
    if not left or not text:
        return values
    if len(left) == 1:
        named = _NAMED.match(text)
        if named and named["name"].casefold() in _names(left[0]) and text[named.end() :]:
            text = text[named.end() :]
        return {left[0].name: _value(left[0], _unquoted(text))}
    parts = [part for part in _BETWEEN.split(text) if part] if not _quoted(text) else []
    if len(parts) == len(left):
        return {p.name: _value(p, _unnamed(p, part.strip())) for p, part in zip(left, parts, strict=True)}
    words = list(_words(text))
    by_name = {name: parameter for parameter in left for name in _names(parameter)}
    for word in [*words]:
        named = _NAMED.match(word.value)
        parameter = by_name.get(named["name"].casefold()) if named else None
        if named and parameter and parameter.name not in values and word.value[named.end() :]:
            values[parameter.name] = _value(parameter, word.value[named.end() :])
            words.remove(word)
    left = [parameter for parameter in left if parameter.name not in values]
    for parameter in left[:-1]:
        if words:
            values[parameter.name] = _value(parameter, words.pop(0).value)
    if words and left:
        rest = words[0].value if len(words) == 1 else text[words[0].start : words[-1].end]
        values[left[-1].name] = _value(left[-1], rest)
    return {parameter.name: values[parameter.name] for parameter in parameters if parameter.name in values}


def _lists(command: Command, text: str, group: str) -> Typed:
    """`windows #a staff #b c`: each name takes what stands behind it."""
    names = {name: p for p in command.parameters for name in _names(p)}
    values: dict[str, list[str]] = {}
    now = ""
    for word in _words(text):
        value = word.value
        named = _NAMED.match(value)
        if named and named["name"].casefold() in names:
            now = names[named["name"].casefold()].name
            values.setdefault(now, [])
            value = value[named.end() :]
        elif value.casefold() in names:
            now = names[value.casefold()].name
            values.setdefault(now, [])
            continue
        if value and not now:
            return Typed("", group=group, unread=value)
        if value:
            values[now].append(value)
    return Typed(command.name, {name: " ".join(found) for name, found in values.items()}, group)


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        value = next((found[name] for name in _QUOTES if found[name] is not None), found[0])
        yield _Word(value, found.start(), found.end())


def _quoted(text: str) -> bool:
    return any(word.value != text[word.start : word.end] for word in _words(text))


def _unquoted(text: str) -> str:
    """Without quotes where the whole is in them."""
    found = _WORD.match(text)
    if found is None or found.end() != len(text):
        return text
    return next((found[name] for name in _QUOTES if found[name] is not None), text)


def _unnamed(parameter: Parameter, text: str) -> str:
    named = _NAMED.match(text)
    if named and named["name"].casefold() in _names(parameter):
        return _unquoted(text[named.end() :])
    return text


def _value(parameter: Parameter, text: str) -> str:
    """One of a parameter's choices by its word in any language; anything else as it is."""
    wanted = unicodedata.normalize("NFKC", text).casefold().strip()
    for value in parameter.choices:
        words = {
            value.casefold(),
            *(catalogue(lang)[f"choice.{parameter.name}.{value}"].casefold() for lang in LANGUAGES),
        }
        if wanted in words:
            return value
    return text


@cache
def _names(parameter: Parameter) -> frozenset[str]:
    return frozenset({parameter.name.casefold(), *(label(language, parameter).casefold() for language in LANGUAGES)})
