"""Messages on their way to Slack: as a post, for one person's eyes, by a response address, or in another's place.

A post whose answer was lost may have arrived. It carries its key, by which it is looked for before it is sent again.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack import limits
from adapters.slack.calls import AWAY, PAUSES, named, tried, unsure, word
from adapters.slack.pictures import files_of, without_pictures

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from adapters.slack.pages import Page
    from adapters.slack.workspaces import Workspace

EVENT = "shinro_reply"  # what our posts are called in their metadata
LOOKED_BACK = 120.0  # seconds: how far apart Slack's clock and ours may be
LOOKED_AT = 50  # messages
TAKEN, REFUSED, TOO_MANY = 200, 400, 429
REFUSED_BLOCKS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "invalid_arguments")
QUEUED = 120.0  # seconds that a post waits for its turn
_LOG = structlog.get_logger(__name__)


class UsedUpError(Exception):
    """A response address that takes nothing more."""


@dataclass
class ResponseUrl:
    """An address that takes five answers within half an hour."""

    url: str
    since: float = field(default_factory=time.monotonic)
    used: int = 0

    @property
    def usable(self) -> bool:
        young = time.monotonic() - self.since < limits.RESPONSE_SECONDS
        return bool(self.url) and young and self.used < limits.RESPONSES


async def post(workspace: Workspace, channel: str, page: Page, key: str, thread: str = "") -> str:
    """A new message that all in a place see; its time stamp."""
    since = time.time()
    body = await _body(workspace, page) | {
        "channel": channel,
        "metadata": {"event_type": EVENT, "event_payload": {"key": key}},
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if thread:
        body["thread_ts"] = thread
    pauses = iter(PAUSES)
    async with workspace.line(channel):  # one after another: Slack takes about one a second in each channel
        while True:
            try:
                told: Any = await _accepted(workspace, workspace.client.chat_postMessage, body)
                return str(told["ts"])
            except (SlackApiError, *AWAY) as error:
                if word(error) == "ratelimited" and time.time() - since < QUEUED:
                    continue  # the client has waited as long as Slack said
                pause = next(pauses, None)
                if pause is None or not unsure(error):
                    raise
                await asyncio.sleep(pause)
                found = await _found(workspace, channel, key, thread, since)
                if found:
                    return found


async def whisper(workspace: Workspace, channel: str, person: str, page: Page, thread: str = "") -> None:
    """A message in a place that one person sees. It cannot be looked for: after a cut it is said again."""
    body = await _body(workspace, page) | {"channel": channel, "user": person}
    if thread:
        body["thread_ts"] = thread
    await tried(lambda: _accepted(workspace, workspace.client.chat_postEphemeral, body))


async def write_to(workspace: Workspace, person: str, page: Page, key: str) -> str:
    """A direct message; the place it stands in."""
    told: Any = await tried(lambda: workspace.client.conversations_open(users=person))
    channel = str(told["channel"]["id"])
    await post(workspace, channel, page, key)
    return channel


async def change(workspace: Workspace, channel: str, stamp: str, page: Page) -> None:
    """Put a page in the place of one of our messages."""
    body = await _body(workspace, page) | {"channel": channel, "ts": stamp}
    await tried(lambda: _accepted(workspace, workspace.client.chat_update, body))


async def respond(
    workspace: Workspace, to: ResponseUrl, page: Page, *, private: bool, replace: bool = False, thread: str = ""
) -> None:
    """An answer by a response address; UsedUpError where that takes no more."""
    body = await _body(workspace, page) | {
        "response_type": "ephemeral" if private else "in_channel",
        "replace_original": replace,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if thread and not replace:
        body["thread_ts"] = thread
    for lighter in chain((body,), _lighter(workspace, body)):
        if await _answer(workspace, to, lighter):
            return
    raise UsedUpError


async def take_back(workspace: Workspace, to: ResponseUrl) -> None:
    """Remove the message that was pressed."""
    await _answer(workspace, to, {"delete_original": True})


async def _answer(workspace: Workspace, to: ResponseUrl, body: dict[str, Any]) -> bool:
    """Whether the body was taken; UsedUpError where none would be."""
    if not to.usable:
        raise UsedUpError
    for pause in PAUSES:
        try:
            async with workspace.session.post(to.url, json=body) as response:
                code, said = response.status, (await response.text())[:200]
                wait = float(response.headers.get("Retry-After", "1")) if code == TOO_MANY else pause
        except AWAY:
            code, said, wait = 0, "", pause
        if code == TAKEN and '"ok":false' not in said.replace(" ", ""):
            to.used += 1
            return True
        if code == REFUSED and "block" in said:
            _LOG.error("blocks refused", workspace=workspace.id, error=said[:60])
            return False
        if 0 < code < 500 and code != TOO_MANY:
            to.used = limits.RESPONSES
            _LOG.info("response address refused", workspace=workspace.id, status=code)
            break
        await asyncio.sleep(wait)
    raise UsedUpError


async def _accepted(workspace: Workspace, call: Callable[..., Awaitable[Any]], body: dict[str, Any]) -> Any:
    """The call, with less in it where Slack refuses the blocks: words without buttons are better than silence."""
    for lighter in _lighter(workspace, body):
        try:
            return await call(**body)
        except SlackApiError as error:
            if word(error) not in REFUSED_BLOCKS:
                raise
            _LOG.error("blocks refused", workspace=workspace.id, error=named(error))
            body = lighter
    return await call(**body)


def _lighter(workspace: Workspace, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Without pictures and what stands chosen (a file or a channel may be gone), and then without blocks."""
    yield body | {"blocks": _without_chosen(without_pictures(workspace, body.get("blocks") or []))}
    yield {name: value for name, value in body.items() if name != "blocks"}


def _without_chosen(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_chosen(value) for key, value in part.items() if not key.startswith("initial_")}
    return [_without_chosen(one) for one in part] if isinstance(part, list) else part


async def _body(workspace: Workspace, page: Page) -> dict[str, Any]:
    files = await files_of(workspace, page.pictures) if page.pictures else {}
    return {"text": page.text, "blocks": page.shown(files)}


async def _found(workspace: Workspace, channel: str, key: str, thread: str, since: float) -> str:
    """The time stamp of the post with this key, if it arrived."""
    more: dict[str, Any] = {"oldest": f"{since - LOOKED_BACK:.6f}", "limit": LOOKED_AT, "include_all_metadata": True}

    async def look() -> Any:
        if thread:
            return await workspace.client.conversations_replies(channel=channel, ts=thread, **more)
        return await workspace.client.conversations_history(channel=channel, **more)

    try:
        told = await tried(look)
    except (SlackApiError, *AWAY) as error:
        _LOG.warning("a post that may have arrived cannot be looked for", workspace=workspace.id, error=named(error))
        return ""
    for message in told.get("messages") or ():
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT and metadata.get("event_payload", {}).get("key") == key:
            return str(message["ts"])
    return ""
