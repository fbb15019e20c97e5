"""One REST call on its way through the server, and the table of who answers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .wire import Json
    from .world import World


@dataclass(frozen=True)
class File:
    """One uploaded part."""

    filename: str
    data: bytes
    content_type: str


@dataclass(eq=False)
class Call:
    world: World
    method: str
    path: str
    query: Mapping[str, str]
    ids: dict[str, str]
    body: Any = None
    files: dict[int, File] = field(default_factory=dict)

    def id(self, name: str) -> int:
        return int(self.ids[name])


@dataclass(frozen=True)
class Answer:
    """A body of None is sent as 204."""

    body: Json | list[Json] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    content_type: str = "application/json"


@dataclass(frozen=True)
class Route:
    method: str
    template: str
    segments: tuple[str, ...]
    handler: Callable[[Call], Answer]
    open: bool  # reachable without the bot's token
    checks: str  # the rules that the body is held against

    def match(self, parts: list[str]) -> dict[str, str] | None:
        ids: dict[str, str] = {}
        for segment, part in zip(self.segments, parts, strict=True):
            if segment[0] == "{":
                if segment.endswith("id}") and not part.isdigit():
                    return None
                ids[segment[1:-1]] = part
            elif segment != part:
                return None
        return ids


class Routes:
    """Routes by method, first segment and length, so that finding one costs next to nothing."""

    def __init__(self) -> None:
        self._table: dict[tuple[str, str, int], list[Route]] = {}

    def add(
        self, method: str, template: str, *, is_open: bool = False, checks: str = ""
    ) -> Callable[[Callable[[Call], Answer]], Callable[[Call], Answer]]:
        def keep(handler: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
            segments = tuple(template.strip("/").split("/"))
            route = Route(method, template, segments, handler, is_open, checks)
            self._table.setdefault((method, segments[0], len(segments)), []).append(route)
            return handler

        return keep

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        parts = path.strip("/").split("/")
        for route in self._table.get((method, parts[0], len(parts)), ()):
            if (ids := route.match(parts)) is not None:
                return route, ids
        return None


routes = Routes()
