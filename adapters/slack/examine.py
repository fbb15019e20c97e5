"""Whether Slack takes the tokens and gives the bot what it needs."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.calls import AWAY, GONE, named, tried, word
from adapters.slack.rights import SCOPES
from bot.ports import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

APART = 30  # seconds between our clock and Slack's; signatures are refused from five minutes on
_AGAIN = "install the app anew with the manifest of `shinro manifest slack`"


async def examine(options: Mapping[str, str]) -> Sequence[Finding]:
    """Findings about Slack; never raises."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as session:
        client = AsyncWebClient(base_url=options["api_url"], session=session, retry_handlers=[])
        try:
            return [*await _bot(client, options), *await _way_in(client, options)]
        except (SlackApiError, *AWAY) as error:
            return [Finding("slack", good=False, told=f"{options['api_url']} does not answer ({named(error)})")]


async def _bot(client: AsyncWebClient, options: Mapping[str, str]) -> list[Finding]:
    if not options.get("token"):
        return [Finding("slack token", good=True, told="none: workspaces install the app from the web")]
    client.token = options["token"]
    try:
        told: Any = await tried(client.auth_test)
    except SlackApiError as error:
        if word(error) not in (*GONE, "not_allowed_token_type"):
            raise
        return [Finding("slack token", good=False, told="refused: take SHINRO_SLACK_BOT_TOKEN anew")]
    headers = {name.casefold(): value for name, value in dict(told.headers or {}).items()}
    found = [Finding("slack token", good=True, told=f"{told.get('user')} in {told.get('team')} ({told['team_id']})")]
    return [*found, *_clock(headers.get("date", "")), *_scopes(headers.get("x-oauth-scopes", ""))]


async def _way_in(client: AsyncWebClient, options: Mapping[str, str]) -> list[Finding]:
    if options.get("app_token"):
        try:
            await tried(lambda: client.apps_connections_open(app_token=options["app_token"]))
        except SlackApiError as error:
            if word(error) not in (*GONE, "not_allowed_token_type", "missing_scope"):
                raise
            told = "refused: make SHINRO_SLACK_APP_TOKEN anew, with connections:write"
            return [Finding("slack socket mode", good=False, told=told)]
        return [Finding("slack socket mode", good=True, told="Slack opens connections")]
    if options.get("signing_secret"):
        told = f"requests are taken at {options.get('host')}:{options.get('port')}; Slack must reach that from outside"
        return [Finding("slack http mode", good=True, told=told)]
    told = "set SHINRO_SLACK_APP_TOKEN (Socket Mode) or SHINRO_SLACK_SIGNING_SECRET (HTTP mode)"
    return [Finding("slack way in", good=False, told=told)]


def _clock(date: str) -> Iterator[Finding]:
    if date:
        apart = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())
        told = "as Slack's" if apart < APART else f"{apart:.0f} seconds apart from Slack's: set the time"
        yield Finding("clock", good=apart < APART, told=told)


def _scopes(header: str) -> Iterator[Finding]:
    given = {part.strip() for part in header.split(",") if part.strip()}
    if not given:
        return
    missing = [f"{scope} ({reason})" for scope, reason in SCOPES.items() if scope not in given]
    told = f"missing: {'; '.join(missing)}. To add them, {_AGAIN}" if missing else "all that it needs"
    yield Finding("slack scopes", good=not missing, told=told)
