"""Forms in front of a person, up to three on top of each other, and everybody's home."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import blocks
from .blocks import Button, Select
from .errors import RefusedError

if TYPE_CHECKING:
    from .people import User
    from .wire import Json
    from .world import World

DEEPEST = 3


@dataclass(eq=False)
class View:
    id: str
    user: User
    body: Json
    hash: str
    stack: list[View] = field(default_factory=list)  # what is open, this one among it
    typed: dict[str, dict[tuple[str, str], Json]] = field(default_factory=dict)  # filled in, by person, not sent yet
    open: bool = True
    version: int = 1

    @property
    def type(self) -> str:
        return str(self.body["type"])

    @property
    def title(self) -> str:
        return blocks.words_of(self.body.get("title"))

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])

    @property
    def everything(self) -> list[Json]:
        return self.blocks

    @property
    def buttons(self) -> list[Button]:
        return blocks.buttons(self.blocks)

    @property
    def selects(self) -> list[Select]:
        return blocks.selects(self.blocks)

    @property
    def fields(self) -> dict[str, Json]:
        """What can be filled in: the element of each input, by block, in order."""
        return {block["block_id"]: block["element"] for block in self.blocks if block["type"] == "input"}

    def text(self) -> str:
        """Everything that a person reads, in order."""
        parts = [self.title, *blocks.words(self.blocks), blocks.words_of(self.body.get("submit"))]
        return "\n".join(part for part in parts if part)

    def wire(self, state: Json | None = None) -> Json:
        team = self.user.team
        return {
            "id": self.id,
            "team_id": team.id,
            "type": self.type,
            "title": self.body.get("title"),
            "submit": self.body.get("submit"),
            "close": self.body.get("close"),
            "blocks": self.body["blocks"],
            "private_metadata": self.body.get("private_metadata") or "",
            "callback_id": self.body.get("callback_id") or "",
            "external_id": self.body.get("external_id") or "",
            "state": {"values": state or {}},
            "hash": self.hash,
            "clear_on_close": bool(self.body.get("clear_on_close")),
            "notify_on_close": bool(self.body.get("notify_on_close")),
            "root_view_id": self.stack[0].id if self.stack else self.id,
            "previous_view_id": self.stack[-2].id if len(self.stack) > 1 and self.stack[-1] is self else None,
            "app_id": team.app_id,
            "bot_id": team.bot.bot_id,
            "app_installed_team_id": team.id,
        }


class Views:
    def __init__(self, world: World) -> None:
        self._world = world
        self._by_id: dict[str, View] = {}
        self._homes: dict[str, View] = {}

    def open(self, user: User, body: Json) -> View:
        view = self._new(user, body)
        view.stack = [view]
        return view

    def push(self, below: View, body: Json) -> View:
        """On top of the form from which it was asked for."""
        if not below.open:
            raise RefusedError("not_found")
        if len(below.stack) >= DEEPEST:
            raise RefusedError("push_limit_reached")
        view = self._new(below.user, body)
        view.stack = below.stack
        view.stack.append(view)
        return view

    def update(self, view: View, body: Json, expected: str | None = None) -> View:
        """Another content; what was filled in stays where the same input is still there."""
        if not view.open:
            raise RefusedError("not_found")
        if expected and expected != view.hash:
            raise RefusedError("hash_conflict")
        self._unique(body, view)
        view.body = _named(body)
        view.hash = self._hash()
        view.version += 1
        return view

    def find(self, view_id: str | None, external_id: str | None) -> View:
        found = self._by_id.get(view_id or "") or self._external(external_id)
        if found is None or not found.open:
            raise RefusedError("not_found")
        return found

    def publish(self, user: User, body: Json, expected: str | None = None) -> View:
        home = self._homes.get(user.id)
        if home is not None:
            return self.update(home, body, expected)
        home = self._homes[user.id] = self._new(user, body)
        return home

    def home(self, user: User) -> View | None:
        return self._homes.get(user.id)

    def close(self, view: View) -> None:
        """The topmost goes, and what lies under it is seen again."""
        view.open = False
        if view in view.stack:
            view.stack.remove(view)

    def clear(self, view: View) -> None:
        for one in list(view.stack):
            self.close(one)

    def _new(self, user: User, body: Json) -> View:
        self._unique(body, None)
        view = View(self._world.ids.new("V"), user, _named(body), self._hash())
        self._by_id[view.id] = view
        return view

    def _unique(self, body: Json, but: View | None) -> None:
        found = self._external(body.get("external_id"))
        if found is not None and found is not but:
            raise RefusedError("duplicate_external_id")

    def _external(self, external_id: str | None) -> View | None:
        if not external_id:
            return None
        return next((v for v in self._by_id.values() if v.open and v.body.get("external_id") == external_id), None)

    def _hash(self) -> str:
        return f"{int(self._world.clock.now())}.{secrets.token_hex(4)}"


def _named(body: Json) -> Json:
    return body | {"blocks": blocks.named(body.get("blocks") or ())}
