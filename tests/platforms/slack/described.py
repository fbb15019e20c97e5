"""The service's own descriptions, where files of them are at hand: every call and every block is held against them."""

from __future__ import annotations

import functools
import importlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .wire import Json

KNOWN_GAPS = ("team_id", "token")  # what the library adds to calls, and what the header carries
NEWER = ("data_visualization",)  # blocks that the schema does not know yet
REPORTED = 3  # problems a body
TRUTHS = (True, False, "true", "false", "1", "0", "True", "False", 0, 1)


@functools.cache
def description(methods: str | None = None, blocks: str | None = None) -> Description:
    """The descriptions in these files, read once."""
    return Description(methods, blocks)


class Description:
    def __init__(self, methods: str | None, blocks: str | None) -> None:
        self._methods: Json = _read(methods)
        self._schema: Json = _read(blocks)
        self._by_type: dict[str, Json] = {}
        self._compiled: dict[str, Any] = {}
        if self._schema:
            self._draft = importlib.import_module("jsonschema").Draft7Validator
            for one in self._schema["definitions"].values():
                for form in (one, *one.get("anyOf", ())):
                    known: Json = form.get("properties", {})
                    if "const" in known.get("type", {}) and known.keys() & {"block_id", "blocks"}:
                        self._by_type[known["type"]["const"]] = one

    def check_call(self, method: str, args: Json, *, as_json: bool) -> list[str]:
        """What the method's description does not allow in its arguments."""
        described = self._methods.get(method)
        if described is None:
            return []
        known: Json = described["args"]["properties"]
        found = [f"{name}: no such argument" for name in args if name not in known and name not in KNOWN_GAPS]
        required = described["args"].get("required") or ()
        found += [f"{name}: missing" for name in required if name not in args and name not in KNOWN_GAPS]
        found += [f"{name}: {problem}" for name in args if name in known for problem in _typed(known[name], args[name])]
        if as_json and not described["json_input_supported"] and args:
            found.append("sent as JSON, which this method does not read")
        return found[:REPORTED]

    def check(self, kind: str, body: Any) -> list[str]:
        """What the schema does not allow in the blocks or the view of a body; `kind` as for the rules."""
        if not self._schema or not isinstance(body, dict):
            return []
        if kind in ("view", "changed view", "home", "modal"):
            view = body if kind == "modal" else body.get("view")
            return list(self._fits(view, "view"))[:REPORTED] if isinstance(view, dict) else []
        if kind not in ("message", "response"):
            return []
        found = list(self._blocks(body.get("blocks") or (), "blocks"))
        for number, one in enumerate(body.get("attachments") or ()):
            found += self._blocks(one.get("blocks") or (), f"attachments/{number}/blocks")
        return found[:REPORTED]

    def _blocks(self, blocks: Sequence[Any], place: str) -> Iterator[str]:
        for number, block in enumerate(blocks):
            if isinstance(block, dict):
                yield from self._fits(block, f"{place}/{number}")

    def _fits(self, thing: Json, place: str) -> Iterator[str]:
        kind = str(thing.get("type"))
        if kind in NEWER:
            return
        if kind not in self._by_type:
            yield f"{place}: no such type: {kind!r}"
            return
        if kind not in self._compiled:
            # a view's blocks are looked at one by one, so that what is wrong can be told
            schema = dict(self._by_type[kind])
            if "blocks" in schema.get("properties", ()):
                schema["properties"] = schema["properties"] | {"blocks": {"type": "array"}}
            self._compiled[kind] = self._draft(schema | {"definitions": self._schema["definitions"]})
        for error in self._compiled[kind].iter_errors(thing):
            yield from _best(error, place)
        yield from self._blocks(thing.get("blocks") or (), f"{place}/blocks")


def _read(path: str | None) -> Json:
    if path is None:
        return {}
    found: Json = json.loads(Path(path).read_text(encoding="utf-8"))
    return found


def _typed(schema: Json, value: Any) -> Iterator[str]:
    """Simple types only: trees are held against the schema of blocks."""
    kind = schema.get("type")
    if kind == "boolean" and value not in TRUTHS:
        yield f"{value!r} is neither true nor false"
    elif kind in ("integer", "number") and not str(value).lstrip("-").replace(".", "", 1).isdigit():
        yield f"{value!r} is not a number"
    elif kind == "array" and not isinstance(value, list):
        yield f"{value!r:.80} is not a list"
    elif kind == "string" and isinstance(value, bool):
        yield f"{value!r} is not text"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is none of {schema['enum']}"


def _best(error: Any, place: str) -> Iterator[str]:
    """Of alternatives the one that came furthest, and there the deepest complaint."""
    path = list(error.absolute_path)
    while error.context:
        branches: dict[Any, list[Any]] = {}
        for one in error.context:
            branches.setdefault(one.schema_path[0], []).append(one)
        closest = min(branches.values(), key=lambda those: (any(_of_type(one) for one in those), len(those)))
        error = max(closest, key=lambda one: len(one.absolute_path))
        path = list(error.absolute_path) or path
    yield f"{place}{''.join(f'/{one}' for one in path)}: {str(error.message)[:200]}"


def _of_type(error: Any) -> bool:
    """Whether the branch was meant for something else altogether."""
    path = error.relative_path
    return bool(path[-1] == "type" if path else error.validator in ("const", "type"))
