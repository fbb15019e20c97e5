"""The agent view: questions to begin with, a sign of work, a title. None of it keeps an answer from getting through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack import limits
from adapters.slack.calls import AWAY, named
from adapters.slack.reading import one_line
from bot.lettering import shorten
from bot.texts import say

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from adapters.slack.asking import Place
    from adapters.slack.workspaces import Workspace

_LOG = structlog.get_logger(__name__)


async def at_work(workspace: Workspace, place: Place, language: str) -> None:
    """Show that an answer is being looked for; Slack takes it away when the answer stands there."""
    await _kindly(
        workspace,
        workspace.client.assistant_threads_setStatus(
            channel_id=place.channel, thread_ts=place.thread, status=say(language, "agent.working")
        ),
    )


async def titled(workspace: Workspace, place: Place, question: str) -> None:
    """Name a conversation after its first question."""
    title = shorten(one_line(question), limits.THREAD_TITLE)
    if title:
        await _kindly(
            workspace,
            workspace.client.assistant_threads_setTitle(channel_id=place.channel, thread_ts=place.thread, title=title),
        )


async def suggested(workspace: Workspace, channel: str, language: str, questions: Sequence[str]) -> None:
    """Offer questions to begin with."""
    prompts = [{"title": shorten(q, limits.PROMPT_TITLE), "message": q} for q in questions[: limits.PROMPTS]]
    if prompts:
        await _kindly(
            workspace,
            workspace.client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, title=say(language, "agent.prompts"), prompts=prompts
            ),
        )


async def _kindly(workspace: Workspace, call: Awaitable[object]) -> None:
    try:
        await call
    except (SlackApiError, *AWAY) as error:
        _LOG.info("agent view not told", workspace=workspace.id, error=named(error))
