"""Announcements in Slack: posts in channels, edits of them, short posts that link to them, direct messages.

Slack takes a message as often as it is sent. Each carries its key in its metadata, by which it is looked for.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.calls import AWAY, LOST_MESSAGE, named, status, unsure, word
from adapters.slack.draw import draw
from adapters.slack.rights import lacking
from bot.ui import Text, literal
from bot.windows.announcing import Absent, Found, Gone, Later, Refused, Sent, Unsure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from adapters.slack.workspaces import Workspace, Workspaces
    from bot.ui import Card
    from bot.windows.audience import Target

EVENT = "shinro_announcement"  # what these are called in their metadata
UNREACHED = 5.0  # seconds until the next try while there is no connection
PAGE, PAGES = 200, 5  # messages that are looked through
REMEMBERED = 5_000  # direct message channels known by person
_CLOSED = ("user_not_found", "user_disabled", "cannot_dm_bot", "messages_tab_disabled", "user_not_visible")
_REFUSED_BLOCKS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long")
_LOG = structlog.get_logger(__name__)

Answer = Sent | Refused | Later | Unsure
_T = TypeVar("_T")


class SlackVoice:
    """`bot.windows.announcing.Voice` over the workspaces that are known now."""

    def __init__(self) -> None:
        self._workspaces: Workspaces | None = None
        self._clients: dict[str, AsyncWebClient] = {}
        self._direct: OrderedDict[str, str] = OrderedDict()

    def speak_through(self, workspaces: Workspaces | None) -> None:
        self._workspaces = workspaces
        self._clients.clear()

    @property
    def connected(self) -> bool:
        return self._workspaces is not None and bool(self._workspaces.known)

    async def post(self, target: Target, card: Card, key: str) -> Answer:
        return await self._asked(target, lambda client: self._sent(client, target, card, key))

    async def note(self, target: Target, about: str, card: Card, key: str) -> Answer:
        async def noted(client: AsyncWebClient) -> Sent:
            linked = await _linked(client, target, about, card)
            return await self._sent(client, target, linked, key)

        return await self._asked(target, noted)

    async def edit(self, target: Target, id: str, card: Card) -> Answer | Gone:  # noqa: A002
        async def edited(client: AsyncWebClient) -> Sent | Gone:
            body = {"channel": await self._channel(client, target), "ts": id, **_body(card)}
            try:
                await _accepted(client.chat_update, body)
            except SlackApiError as error:
                if word(error) in LOST_MESSAGE:  # also what the workspace no longer lets anybody change
                    return Gone()
                raise
            return Sent(id)

        return await self._asked(target, edited)

    async def find(self, target: Target, key: str, since: datetime) -> Found | Absent | Later | Unsure:
        found = await self._asked(target, lambda client: self._looked(client, target, key, since))
        return Unsure() if isinstance(found, Refused) else found  # what may not be read may hold it

    async def lacks(self, target: Target) -> Sequence[str]:
        try:
            workspace = await self._workspace(target)
            return await lacking(workspace, target.id) if workspace is not None else ()
        except (SlackApiError, *AWAY) as error:
            _LOG.warning("rights not looked at", target=target.key, error=named(error))
            return ()

    async def _sent(self, client: AsyncWebClient, target: Target, card: Card, key: str) -> Sent:
        body = {
            "channel": await self._channel(client, target),
            "metadata": {"event_type": EVENT, "event_payload": {"key": key}},
            "unfurl_links": False,
            "unfurl_media": False,
            **_body(card),
        }
        told = await _accepted(client.chat_postMessage, body)
        return Sent(str(told["ts"]))

    async def _looked(
        self, client: AsyncWebClient, target: Target, key: str, since: datetime
    ) -> Found | Absent | Unsure:
        """Through what was said since, the latest first."""
        channel = await self._channel(client, target)
        more: dict[str, Any] = {}
        for _ in range(PAGES):
            told: Any = await client.conversations_history(
                channel=channel, oldest=f"{since.timestamp():.6f}", limit=PAGE, include_all_metadata=True, **more
            )
            for message in told.get("messages") or ():
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == EVENT and metadata.get("event_payload", {}).get("key") == key:
                    stamp = str(message["ts"])
                    return Found(stamp, datetime.fromtimestamp(float(stamp), UTC))
            cursor = (told.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return Absent()
            more = {"cursor": cursor}
        _LOG.warning("not looked any further", target=target.key)
        return Unsure()

    async def _channel(self, client: AsyncWebClient, target: Target) -> str:
        if target.kind == "place":
            return target.id
        if target.id not in self._direct:
            told: Any = await client.conversations_open(users=target.id.partition(":")[2])
            self._direct[target.id] = str(told["channel"]["id"])
            while len(self._direct) > REMEMBERED:
                self._direct.popitem(last=False)
        return self._direct[target.id]

    async def _workspace(self, target: Target) -> Workspace | None:
        """Whose channel it is; a person belongs to the one workspace in which the bot knows them."""
        if self._workspaces is None:
            return None
        if target.server:
            return await self._workspaces.of(target.server.partition(":")[2])
        for workspace in self._workspaces.known:
            if len(self._workspaces.known) == 1 or await _is_member(workspace, target.id.partition(":")[2]):
                return workspace
        return None

    async def _asked(
        self, target: Target, call: Callable[[AsyncWebClient], Awaitable[_T]]
    ) -> _T | Refused | Later | Unsure:
        """What comes of a call; no failure leaves here."""
        if not self.connected:
            return Later(UNREACHED)
        try:
            workspace = await self._workspace(target)
            if workspace is None:
                return Refused("not_installed") if target.server else Later()
            return await call(self._client(workspace))
        except SlackApiError as error:
            return _answered(error)
        except aiohttp.ClientConnectorError:
            return Later()
        except Exception as error:
            if not isinstance(error, AWAY):
                _LOG.error("announcement failed", target=target.key, error=named(error))
            return Unsure()

    def _client(self, workspace: Workspace) -> AsyncWebClient:
        """One that tries once: when to try again is the announcer's to say."""
        token = workspace.client.token or ""
        if token not in self._clients:
            base = workspace.client.base_url
            self._clients[token] = AsyncWebClient(token, base_url=base, session=workspace.session, retry_handlers=[])
        return self._clients[token]


async def _is_member(workspace: Workspace, person: str) -> bool:
    try:
        await workspace.client.users_info(user=person)
    except SlackApiError as error:
        if unsure(error):
            raise
        return False
    return True


async def _accepted(call: Callable[..., Awaitable[Any]], body: dict[str, Any]) -> Any:
    """The call, without blocks where Slack refuses them: words without buttons are better than silence."""
    try:
        return await call(**body)
    except SlackApiError as error:
        if word(error) not in _REFUSED_BLOCKS:
            raise
        _LOG.error("blocks refused", error=named(error))
        return await call(**{**body, "blocks": []})


async def _linked(client: AsyncWebClient, target: Target, about: str, card: Card) -> Card:
    """A card with a link to another message; without it where that one is not there any more."""
    try:
        told: Any = await client.chat_getPermalink(channel=target.id, message_ts=about)
    except SlackApiError as error:
        if unsure(error) or status(error) == 429:
            raise
        return card
    link = Text(f"→ [{literal(card.title)}]({told['permalink']})")
    return replace(card, blocks=(*card.blocks, link))


def _answered(error: SlackApiError) -> Refused | Later | Unsure:
    if word(error) == "ratelimited" or status(error) == 429:
        try:
            return Later(float((error.response.headers or {}).get("Retry-After", "")))
        except ValueError:
            return Later()
    if unsure(error):
        return Unsure()
    return Refused(word(error), closed=word(error) in _CLOSED)


def _body(card: Card) -> dict[str, Any]:
    """A card as one message."""
    page, *more = draw(card)
    if more:
        _LOG.error("announcement too long for one message", pages=1 + len(more))
    return {"text": page.text, "blocks": page.shown()}
