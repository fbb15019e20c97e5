"""YAML with positions: values fast through libyaml, line and column only when something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.library.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Shape = TypeVar("Shape", bound=BaseModel)
_MAX_BYTES = 4_000_000
_FastLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _DuplicateKeyError(yaml.MarkedYAMLError):
    pass


class _Loader(_FastLoader):  # type: ignore[misc]
    """Refuses a key that stands twice: YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is not None and key in seen:
                raise _DuplicateKeyError(problem=f"the key “{key}” stands twice", problem_mark=key_node.start_mark)
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def read(path: Path, name: str, shape: type[Shape]) -> tuple[Shape | None, list[Problem]]:
    """The file's content in its shape, or the problems that keep it from having one."""
    try:
        raw = path.read_bytes()
        if len(raw) > _MAX_BYTES:
            return None, [Problem(name, 1, 1, "the file is larger than 4 MB", "split it")]
        text = raw.decode("utf-8-sig")
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 (a subclass of the safe loader)
    except UnicodeDecodeError as error:
        return None, [Problem(name, 1, 1, f"not UTF-8: {error.reason} at byte {error.start}", "save it as UTF-8")]
    except OSError as error:
        return None, [Problem(name, 1, 1, f"cannot be read: {error.strerror}")]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return None, [Problem(name, *at, error.problem or error.context or "not valid YAML", error.note or "")]
    except (yaml.YAMLError, ValueError, RecursionError, KeyError, IndexError, AttributeError, TypeError) as error:
        return None, [Problem(name, 1, 1, f"not valid YAML: {error}")]
    try:
        return shape.model_validate(data), []
    except ValidationError as error:
        return None, [_explain(name, text, dict(detail)) for detail in error.errors(include_url=False)]


def position(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    """Line and column (from 1) of the value at a path of keys and indexes; of its nearest parent if it is missing."""
    try:
        node = yaml.compose(text, Loader=_FastLoader)
    except yaml.YAMLError:
        return 1, 1
    if node is None:
        return 1, 1
    mark = node.start_mark
    for step in path:
        found: tuple[yaml.Node, yaml.Node] | None = None
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = (node.value[step], node.value[step])
        if found is None:
            break
        mark, node = found[0].start_mark, found[1]
    return mark.line + 1, mark.column + 1


def _explain(name: str, text: str, detail: dict[str, Any]) -> Problem:
    loc = [part for part in detail["loc"] if part != "[key]"]
    line, column = position(text, loc)
    where = ".".join(str(part) for part in loc) or "the file"
    kind, context = str(detail["type"]), detail.get("ctx") or {}
    if kind == "missing":
        return Problem(name, line, column, f"“{where}” is missing", f"add “{loc[-1]}:”")
    if kind == "extra_forbidden":
        return Problem(
            name, line, column, f"“{where}” is not a key that is known here", "check its spelling or remove it"
        )
    if kind == "literal_error":
        return Problem(
            name, line, column, f"“{where}” cannot be {detail['input']!r}", f"one of {context.get('expected')}"
        )
    if kind == "string_pattern_mismatch":
        return Problem(
            name, line, column, f"“{where}” is {detail['input']!r}", f"must look like {context.get('pattern')}"
        )
    if kind.startswith("int_"):
        return Problem(name, line, column, f"“{where}” is {detail['input']!r}", "must be a whole number")
    return Problem(name, line, column, f"“{where}”: {detail['msg'][0].lower()}{detail['msg'][1:]}")
