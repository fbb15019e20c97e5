"""Bolt's app over our workspaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.sockets import quiet

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.envelope import Envelope
    from adapters.slack.workspaces import Workspaces

PATH = "/slack/events"
INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"


def bolt(workspaces: Workspaces, envelope: Envelope, client: AsyncWebClient, signing_secret: str) -> AsyncApp:
    """Bolt's app: it checks signatures and reads requests; who is installed where is ours to say.

    Our listeners acknowledge and leave the work to tasks, so bolt need not wait beside them and look every ten
    milliseconds whether they have: it answers Slack when they return.
    """

    async def authorize(team_id: str | None) -> Any:
        workspace = await workspaces.of(team_id or "")
        if workspace is None:
            return None
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.id,
            bot_user_id=workspace.bot_user,
            bot_id=workspace.bot,
            bot_token=workspace.client.token,
        )

    app = AsyncApp(
        name="shinro",
        client=client,
        signing_secret=signing_secret,
        authorize=authorize,
        logger=quiet,
        request_verification_enabled=bool(signing_secret),
        process_before_response=True,
    )
    envelope.attach(app)
    return app
