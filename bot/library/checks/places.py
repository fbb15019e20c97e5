"""Where findings stand: files by what they hold, and lines only for what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml

from bot.library.library import Entry, Library, Origin, Subject
from bot.library.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

_FastLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Finding:
    """What a rule found, before its line is looked up; `also` is the other place it clashes with."""

    at: Origin
    wrong: str
    right: str = ""
    severity: Literal["error", "warning"] = "error"
    also: Origin | None = None


def below(place: Origin | Entry | Subject, *steps: str | int) -> Origin:
    """The place some keys further down."""
    origin = place if isinstance(place, Origin) else place.origin
    return Origin(origin.file, (*origin.path, *steps))


def titled_by_question(entry: Entry) -> bool:
    """Whether the loader made the title out of the first questions, which may say what the answer does not."""
    return dict(entry.title) == {language: lines[0] for language, lines in entry.ask.items() if lines}


class Where:
    """The files of a pack, for what a Library holds without saying where it came from."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._folder = Path(library.folder)

    def file(self, *parts: str) -> Origin:
        return Origin(str(self._folder.joinpath(*parts)))

    def has(self, room: str) -> bool:
        return bool(self._library.folder) and (self._folder / room).is_dir()

    def source(self, source: str) -> Origin:
        return Origin(self._sources.get(source, str(self._folder / "sources" / f"{source}.yaml")))

    def not_ours(self, index: int) -> Origin:
        files = self._files("not_ours")
        return Origin(files[index] if index < len(files) else str(self._folder / "not_ours"))

    def phrasing(self, entry: Entry, language: str, line: str) -> Origin:
        """Where a phrasing stands: among the entry's own questions, or in the long tail."""
        if line in entry.ask.get(language, ()):
            return below(entry, "ask", language, line)
        subject, _, slug = entry.id.partition(".")
        return below(self.file("phrasings", f"{subject}.yaml"), slug, language, line)

    @cached_property
    def _sources(self) -> dict[str, str]:
        files = self._files("sources")
        return dict(zip(self._library.sources, files, strict=True)) if len(files) == len(self._library.sources) else {}

    def _files(self, room: str) -> list[str]:
        return [str(path) for path in sorted((self._folder / room).glob("*.yaml"))] if self._library.folder else []


class Lines:
    """Lines and columns, each file parsed once however many findings it has."""

    def __init__(self) -> None:
        self._roots: dict[str, yaml.Node | None] = {}

    def problem(self, finding: Finding) -> Problem:
        wrong = finding.wrong
        if finding.also is not None:
            line, column = self.at(finding.also)
            same = finding.also.file == finding.at.file
            wrong += f", see {'here' if same else Path(finding.also.file).name}:{line}:{column}"
        return Problem(finding.at.file, *self.at(finding.at), wrong, finding.right, finding.severity)

    def at(self, place: Origin) -> tuple[int, int]:
        """Line and column (from 1) of a path's key or item; in a list of lines, words find their own line."""
        node = self._root(place.file)
        if node is None:
            return 1, 1
        mark = node.start_mark
        for step in place.path:
            found = _step(node, step)
            if found is None:
                break
            mark, node = found[0].start_mark, found[1]
        return mark.line + 1, mark.column + 1

    def _root(self, file: str) -> yaml.Node | None:
        if file not in self._roots:
            try:
                self._roots[file] = yaml.compose(Path(file).read_text("utf-8-sig"), Loader=_FastLoader)
            except (OSError, ValueError, yaml.YAMLError):
                self._roots[file] = None
        return self._roots[file]


def _step(node: yaml.Node, step: str | int) -> Sequence[yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if not isinstance(node, yaml.SequenceNode):
        return None
    if isinstance(step, int):
        return (node.value[step],) * 2 if step < len(node.value) else None
    return next(((item, item) for item in node.value if str(item.value).strip() == step), None)
