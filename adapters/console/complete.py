"""What can stand where the cursor is: commands behind a slash, a parameter's values, or questions. From memory only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from adapters.console.inert import one_line
from adapters.console.parse import ASK, OWN, QUESTION, Number, after_slash, command_of, open_parameters, read, words
from bot.ports import CommandHelp, Core

_OPEN_QUOTE = re.compile(r"""(?<!\S)(?P<quote>["'])(?P<inside>(?:(?!(?P=quote)).)*)\Z""", re.DOTALL)


@dataclass(frozen=True)
class Slot:
    """The parameter under the cursor: what stands there so far, and how many characters a completion replaces."""

    command: str
    parameter: str
    typed: str
    length: int
    last: bool


def slot(before: str, commands: Sequence[CommandHelp]) -> Slot | None:
    """The parameter being typed; None where a command's name is, or where nothing is asked for."""
    typed = after_slash(before)
    if typed is None:
        return Slot(ASK, QUESTION, before.lstrip(), len(before.lstrip()), last=True)
    found = command_of(typed, commands)
    if found is None or not found[1]:
        return None
    command, rest = found
    known = words(rest, command.parameters)
    quote = _OPEN_QUOTE.search(rest)
    free = [word for word in known if not word.name and not (quote and word.start >= quote.start())]
    targets = open_parameters(command, known)
    ends_open = bool(known) and not rest[-1:].isspace()
    if ends_open and known[-1].name and not quote:
        return Slot(command.name, known[-1].name, known[-1].value, len(known[-1].value), last=False)
    if not targets:
        return None
    last = len(targets) - 1
    position = len(free) if quote or not ends_open else len(free) - 1
    if position >= last:
        start = free[last].start if len(free) > last else quote.start() if quote else len(rest)
        text = rest[start:]
        return Slot(command.name, targets[last], text.lstrip("\"'"), len(text), last=True)
    start = quote.start() if quote else free[-1].start if ends_open else len(rest)
    inside = quote["inside"] if quote else free[-1].value if ends_open else ""
    return Slot(command.name, targets[position], inside, len(rest) - start, last=False)


def command_names(before: str, commands: Sequence[CommandHelp]) -> Iterator[tuple[str, str]]:
    """(name, summary) of the commands that begin with what stands behind the slash."""
    typed = " ".join((after_slash(before) or "").casefold().split())
    summaries = {command.name: command.summary for command in commands}
    for name in [*summaries, *(own for own in OWN if own not in summaries)]:
        if name.casefold().startswith(typed):
            yield name, summaries.get(name, "")


class Suggestions(Completer):
    """The menu under the line; asks the core's memory at every key."""

    def __init__(self, core: Core, commands: Sequence[CommandHelp], locale: str) -> None:
        self._core, self._commands, self._locale = core, commands, locale

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002
        before = document.text_before_cursor
        place = slot(before, self._commands)
        if place is None:
            yield from self._names(before)
        elif not isinstance(read(before, ()), Number):
            yield from self._values(place)

    def _names(self, before: str) -> Iterator[Completion]:
        typed = after_slash(before) or ""
        for name, summary in command_names(before, self._commands):
            yield Completion(name, -len(typed), display=f"/{one_line(name)}", display_meta=one_line(summary))

    def _values(self, place: Slot) -> Iterator[Completion]:
        for value, label in self._core.suggest(place.command, place.parameter, place.typed, self._locale):
            shown = one_line(value)
            if not place.last and re.search(r"\s", shown):
                shown = f"'{shown}'" if '"' in shown else f'"{shown}"'
            yield Completion(shown, -place.length, display=one_line(label) or shown)
