"""Calls to Slack that are made again where a second time does no harm, and what their failures mean."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

PAUSES = (0.1, 0.3, 0.8, 2.0)  # seconds before each further try
AWAY = (aiohttp.ClientError, OSError, asyncio.TimeoutError)
UNSURE = ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "")  # it may have been done
GONE = ("token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired", "app_uninstalled")
NOT_HERE = (
    "not_in_channel",
    "channel_not_found",
    "is_archived",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "restricted_action_thread_locked",
    "user_not_in_channel",
    "messages_tab_disabled",
    "cannot_reply_to_message",
    "missing_scope",
    "ekm_access_denied",
)
LOST_MESSAGE = ("message_not_found", "cant_update_message", "edit_window_closed", "cant_delete_message")
LOST_TRIGGER = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired")


async def tried(call: Callable[[], Awaitable[T]], pauses: tuple[float, ...] | None = None) -> T:
    """The call's value; made again after a cut connection or a server that is away for a moment.

    Only for calls that do no harm when they arrive twice.
    """
    for pause in PAUSES if pauses is None else pauses:
        try:
            return await call()
        except (SlackApiError, *AWAY) as error:
            if not unsure(error):
                raise
            await asyncio.sleep(pause)
    return await call()


def unsure(error: Exception) -> bool:
    """Whether nobody can tell if what was asked for has been done."""
    if not isinstance(error, SlackApiError):
        return isinstance(error, AWAY)
    return status(error) >= 500 or word(error) in UNSURE


def word(error: Exception) -> str:
    """Slack's word for what went wrong; empty where it has none."""
    try:
        return str(error.response.get("error") or "")  # type: ignore[attr-defined]
    except Exception:
        return ""


def needed(error: Exception) -> str:
    """The scope that a refused call needs; empty where that is not it."""
    try:
        return str(error.response.get("needed") or "")  # type: ignore[attr-defined]
    except Exception:
        return ""


def status(error: Exception) -> int:
    response = getattr(error, "response", None)
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)


def named(error: Exception) -> str:
    """For the log: without the message, which may hold what a person wrote."""
    return " ".join(part for part in (type(error).__name__, word(error)) if part)
