"""The platform's own description of its API, where a file of it is at hand: every body is held against it."""

from __future__ import annotations

import functools
import importlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .wire import Json

ROOT = "urn:discord"
METHODS = ("post", "put", "patch")
REPORTED = 3  # problems a body
KNOWN_GAPS = (  # what the library sends and the service takes, although the description does not say so
    re.compile(r"\.(nsfw|tts|flags): not described$"),
    re.compile(r"(_id|attachments\[\]\.id): \d+ is not of type '(string|null)'"),
)


@functools.cache
def description(path: str) -> Description:
    """The description in this file, read once."""
    return Description(path)


class Description:
    def __init__(self, path: str) -> None:
        self._document: Json = json.loads(Path(path).read_text(encoding="utf-8"))
        self._routes = {
            (method.upper(), _shape(template)): operation
            for template, item in self._document["paths"].items()
            for method, operation in item.items()
            if method in METHODS
        }
        referencing = importlib.import_module("referencing")
        specification = importlib.import_module("referencing.jsonschema").DRAFT202012
        resource = referencing.Resource.from_contents(self._document, default_specification=specification)
        self._registry = referencing.Registry().with_resource(ROOT, resource)
        self._draft = importlib.import_module("jsonschema").Draft202012Validator
        self._compiled: dict[tuple[str, str], Any] = {}

    def check(self, method: str, template: str, body: Any) -> list[str]:
        """What the description does not allow in a body; nothing for addresses that it does not know."""
        key = (method, _shape(template))
        if key not in self._routes:
            return []
        if key not in self._compiled:
            pointer = self._pointer(key)
            schema = {"$ref": f"{ROOT}#{pointer}"} if pointer else None
            self._compiled[key] = self._draft(schema, registry=self._registry) if schema else None
        validator = self._compiled[key]
        if validator is None:
            return []
        found = [f"{place}: {text}" for error in validator.iter_errors(body) for place, text in _best(error)]
        found += [f"{place}: not described" for place in self._strangers(validator.schema, body, "body")]
        return [one for one in dict.fromkeys(found) if not _known(one)][:REPORTED]

    def _pointer(self, key: tuple[str, str]) -> str:
        """Where the schema of the JSON body stands."""
        operation = self._routes[key]
        if "application/json" not in operation.get("requestBody", {}).get("content", {}):
            return ""
        template = next(one for one in self._document["paths"] if _shape(one) == key[1])
        escaped = template.replace("~", "~0").replace("/", "~1")
        return f"/paths/{escaped}/{key[0].lower()}/requestBody/content/application~1json/schema"

    def _strangers(self, schema: Json, value: Any, place: str) -> Iterator[str]:
        """Properties that no fitting branch of the schema names; the schemas themselves let them pass."""
        if isinstance(value, list):
            items = [branch["items"] for branch in self._branches(schema, value) if "items" in branch]
            for one in value:
                if items:
                    yield from self._strangers({"anyOf": items}, one, f"{place}[]")
        elif isinstance(value, dict):
            branches = [one for one in self._branches(schema, value) if "properties" in one]
            open_ended = [one for one in self._branches(schema, value) if "additionalProperties" in one]
            if not branches or open_ended:
                return
            for key, nested in value.items():
                described = [one["properties"][key] for one in branches if key in one["properties"]]
                if not described:
                    yield f"{place}.{key}"
                else:
                    yield from self._strangers({"anyOf": described}, nested, f"{place}.{key}")

    def _branches(self, schema: Json, value: Any) -> Iterator[Json]:
        """The schemas without alternatives that this value could be meant for, by its `type` where there is one."""
        if "$ref" in schema:
            yield from self._branches(self._lookup(schema["$ref"]), value)
            return
        for key in ("oneOf", "anyOf", "allOf"):
            for one in schema.get(key, ()):
                yield from self._branches(one, value)
        if ("properties" in schema or "items" in schema or "additionalProperties" in schema) and _meant(
            self._constant(schema), value
        ):
            yield schema

    def _constant(self, schema: Json) -> list[Any]:
        """The values that `type` may have here; empty for any."""
        kind: Json = schema.get("properties", {}).get("type", {})
        while "$ref" in kind:
            kind = self._lookup(kind["$ref"])
        if "const" in kind:
            return [kind["const"]]
        return [one["const"] for key in ("oneOf", "anyOf") for one in kind.get(key, ()) if "const" in one]

    def _lookup(self, reference: str) -> Json:
        found: Any = self._document
        for part in reference.removeprefix(ROOT).removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        return dict(found)


def _shape(template: str) -> str:
    """The template without the names of its ids."""
    return "/".join("{}" if part.startswith("{") else part for part in template.split("/"))


def _meant(constants: list[Any], value: Any) -> bool:
    return not constants or not isinstance(value, dict) or "type" not in value or value["type"] in constants


def _best(error: Any) -> Iterator[tuple[str, str]]:
    """Of alternatives the one that came furthest, and there the deepest complaint."""
    while error.context:
        branches: dict[Any, list[Any]] = {}
        for one in error.context:
            branches.setdefault(one.schema_path[0], []).append(one)
        closest = min(branches.values(), key=lambda those: (any(_of_type(one) for one in those), len(those)))
        error = max(closest, key=lambda one: len(one.absolute_path))
    place = "".join("[]" if isinstance(one, int) else f".{one}" for one in error.absolute_path)
    yield f"body{place}", str(error.message)[:200]


def _of_type(error: Any) -> bool:
    """Whether the branch was meant for something else altogether."""
    path = error.relative_path
    return bool(path[-1] == "type" if path else error.validator in ("const", "type"))


def _known(problem: str) -> bool:
    return any(gap.search(problem) for gap in KNOWN_GAPS)
