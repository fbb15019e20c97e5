"""Who somebody is in a workspace: asked once, then remembered for a while."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.calls import AWAY, named, tried

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from slack_sdk.web.async_client import AsyncWebClient

REMEMBERED_FOR = 600.0  # seconds
GROUPS_FOR = 120.0
AGAIN_AFTER = 15.0  # seconds after a failure
REMEMBERED = 10_000
PATIENCE = 2.0  # seconds that a person is made to wait for us to know them; then we go on without
_LOG = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    """Somebody, as far as it is known."""

    id: str
    name: str = ""
    locale: str = ""
    administrator: bool = False
    known: bool = False


class Kept(Generic[T]):
    """Values by key for a while; those who ask at the same time wait for one answer."""

    def __init__(self, seconds: float, ticks: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._ticks = ticks
        self._found: OrderedDict[str, tuple[float, asyncio.Future[T | None]]] = OrderedDict()

    async def get(self, key: str, ask: Callable[[], Awaitable[T | None]]) -> T | None:
        """The value; None where it could not be had, or not soon enough."""
        until, asked = self._found.get(key, (0.0, None))
        if asked is None or until < self._ticks():
            asked = asyncio.ensure_future(ask())
            self._found[key] = (self._ticks() + self._seconds, asked)
            asked.add_done_callback(lambda done: self._failed(key, done))
            while len(self._found) > REMEMBERED:
                self._found.popitem(last=False)
        if not asked.done():
            await asyncio.wait({asked}, timeout=PATIENCE)
        return asked.result() if asked.done() and not asked.cancelled() and asked.exception() is None else None

    def _failed(self, key: str, done: asyncio.Future[T | None]) -> None:
        if done.cancelled() or done.exception() is not None or done.result() is None:
            kept = self._found.get(key)
            if kept is not None and kept[1] is done:
                self._found[key] = (self._ticks() + AGAIN_AFTER, done)


class People:
    """The people and the user groups of one workspace."""

    def __init__(self, client: AsyncWebClient, team: str) -> None:
        self._client = client
        self._team = team
        self._people: Kept[Person] = Kept(REMEMBERED_FOR)
        self._members: Kept[frozenset[str]] = Kept(GROUPS_FOR)
        self._groups: Kept[dict[str, str]] = Kept(GROUPS_FOR)

    async def of(self, id_: str) -> Person:
        """Somebody; where Slack does not say in time, a member of whom nothing is known."""
        return await self._people.get(id_, lambda: self._person(id_)) or Person(id_)

    async def groups_of(self, id_: str, among: Iterable[str]) -> list[str]:
        """Those of some user groups that somebody is in."""
        wanted = [group for group in dict.fromkeys(among) if group.startswith("S")]
        if not wanted:
            return []
        found = await asyncio.gather(*(self._members.get(group, lambda g=group: self._in(g)) for group in wanted))  # type: ignore[misc]
        return [group for group, members in zip(wanted, found, strict=True) if members and id_ in members]

    async def groups(self) -> dict[str, str]:
        """The names of all user groups, by id."""
        return await self._groups.get("", self._all_groups) or {}

    async def _person(self, id_: str) -> Person | None:
        told = await self._asked(lambda: self._client.users_info(user=id_, include_locale=True))
        if told is None:
            return None
        user = told["user"]
        profile = user.get("profile") or {}
        name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name")
        leads = any(user.get(key) for key in ("is_admin", "is_owner", "is_primary_owner"))
        ours = user.get("team_id", self._team) == self._team and not user.get("is_stranger")
        return Person(id_, str(name or ""), str(user.get("locale") or ""), bool(leads and ours), known=True)

    async def _in(self, group: str) -> frozenset[str] | None:
        told = await self._asked(lambda: self._client.usergroups_users_list(usergroup=group))
        return None if told is None else frozenset(told.get("users") or ())

    async def _all_groups(self) -> dict[str, str] | None:
        told = await self._asked(lambda: self._client.usergroups_list())
        if told is None:
            return None
        return {group["id"]: f"@{group.get('handle') or group.get('name')}" for group in told.get("usergroups") or ()}

    async def _asked(self, call: Callable[[], Awaitable[Any]]) -> Any:
        try:
            return await tried(call, (0.2,))
        except (SlackApiError, *AWAY) as error:
            _LOG.warning("slack does not tell", workspace=self._team, error=named(error))
            return None
