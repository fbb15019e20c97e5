"""A small real bot: what the loopback's own tests drive, and what shows how to point the library at it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import sys
from typing import TYPE_CHECKING, Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from . import Slack

SUBJECTS = ("Japanese level", "Pay", "Visa")
PATH = "/slack/events"
quiet = logging.getLogger("small bot of tests")
quiet.setLevel(logging.CRITICAL)


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(label: str) -> dict[str, Any]:
    return {"text": plain(label), "value": label.lower()}


def card(text: str) -> dict[str, Any]:
    """A text with a button and a menu under it."""
    button = {"type": "button", "text": plain("Pay"), "action_id": "pay", "value": "pay"}
    menu = {"type": "static_select", "action_id": "subject", "placeholder": plain("Subject")}
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
        {"type": "actions", "elements": [button, menu | {"options": [option(one) for one in SUBJECTS]}]},
    ]
    return {"text": text, "blocks": blocks}


def menus() -> dict[str, Any]:
    """Every other kind of menu."""
    elements = [
        {"type": "external_select", "action_id": "topic", "placeholder": plain("Topic"), "min_query_length": 0},
        {"type": "multi_users_select", "action_id": "people", "placeholder": plain("People")},
        {"type": "conversations_select", "action_id": "place", "placeholder": plain("Place")},
        {"type": "overflow", "action_id": "more", "options": [option("Later"), option("Never")]},
        {"type": "checkboxes", "action_id": "boxes", "options": [option("Japan"), option("Abroad")]},
        {"type": "datepicker", "action_id": "day"},
    ]
    return {"text": "Which?", "blocks": [{"type": "actions", "block_id": "menus", "elements": elements}]}


def form(title: str, words: str = "") -> dict[str, Any]:
    topic = {"type": "static_select", "action_id": "value", "options": [option(one) for one in SUBJECTS]}
    text: dict[str, Any] = {"type": "plain_text_input", "action_id": "value", "max_length": 100}
    if words:
        text["initial_value"] = words
    return {
        "type": "modal",
        "callback_id": "question",
        "notify_on_close": True,
        "title": plain(title),
        "submit": plain("Send"),
        "blocks": [
            {"type": "input", "block_id": "topic", "label": plain("Topic"), "element": topic},
            {"type": "input", "block_id": "words", "label": plain("Your question"), "element": text},
            {
                "type": "actions",
                "block_id": "below",
                "elements": [{"type": "button", "action_id": "more", "text": plain("More")}],
            },
        ],
    }


class SmallBot:
    """Answers a few commands and everything that is pressed."""

    def __init__(self, api_url: str, token: str, signing_secret: str = "unused") -> None:
        self.client = AsyncWebClient(token=token, base_url=api_url, logger=quiet)
        self.client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
        self.app = AsyncApp(client=self.client, signing_secret=signing_secret, logger=quiet)
        self.heard: list[dict[str, Any]] = []
        self.statuses: list[int] = []
        self.before_answer: Callable[[], None] = lambda: None
        app = self.app
        app.command("/ask")(self._ask)
        app.command("/quick")(self._quick)
        app.command("/form")(self._form)
        app.command("/menus")(self._menus)
        app.command("/often")(self._often)
        app.action(re.compile(""))(self._pressed)
        app.options("topic")(self._topics)
        app.view("question")(self._sent)
        app.view_closed("question")(self._closed)
        app.shortcut("answer_this")(self._answer_this)
        app.shortcut("ask_anywhere")(self._form)
        app.event("app_mention")(self._mentioned)
        app.event("message")(self._message)
        app.event("app_home_opened")(self._home)

    async def _ask(self, ack: Any, command: Any, respond: Any) -> None:
        await ack()
        self.before_answer()
        public = command["text"].endswith("!")
        answer = await respond(**card(command["text"]), response_type="in_channel" if public else "ephemeral")
        self.statuses.append(answer.status_code)

    async def _quick(self, ack: Any, command: Any) -> None:
        await ack(f"At once: {command['text']}")

    async def _menus(self, ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.chat_postMessage(channel=body["channel_id"], **menus())

    async def _often(self, ack: Any, respond: Any) -> None:
        await ack()
        for number in range(6):
            self.statuses.append((await respond(f"{number}")).status_code)

    async def _form(self, ack: Any, body: Any, client: Any) -> None:
        await ack()
        self.before_answer()
        self.heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=form("Ask us"))

    async def _pressed(self, ack: Any, body: Any, client: Any, respond: Any) -> None:
        await ack()
        self.heard.append(body)
        action = body["actions"][0]
        if "view" in body and body["view"]["type"] == "modal":
            await client.views_push(trigger_id=body["trigger_id"], view=form("More"))
        elif "view" in body:
            await client.chat_postMessage(channel=body["user"]["id"], text="From your home.")
        else:
            picked = action.get("selected_option") or {}
            told = picked.get("value") or action.get("value") or str(sorted(action))
            await respond(**card(f"You chose {told}."), replace_original=True)

    async def _topics(self, ack: Any, payload: Any) -> None:
        await ack(options=[option(one) for one in SUBJECTS if payload["value"].lower() in one.lower()])

    async def _sent(self, ack: Any, body: Any, view: Any, client: Any) -> None:
        values = view["state"]["values"]
        topic, words = values["topic"]["value"]["selected_option"]["text"]["text"], values["words"]["value"]["value"]
        if words == "short":
            await ack(response_action="errors", errors={"words": "Please say more."})
        elif words == "again":
            await ack(response_action="update", view=form("Once more", "again and again"))
        elif words == "deeper":
            await ack(response_action="push", view=form("Deeper"))
        elif words == "enough":
            await ack(response_action="clear")
        else:
            await ack()
            await client.chat_postMessage(channel=body["user"]["id"], text=f"{topic}: {words}")

    async def _closed(self, ack: Any, body: Any) -> None:
        await ack()
        self.heard.append(body)

    async def _answer_this(self, ack: Any, body: Any, respond: Any) -> None:
        await ack()
        await respond(f"About: {body['message']['text']}")

    async def _mentioned(self, event: Any, say: Any) -> None:
        self.heard.append(event)
        await say(text=f"You wrote: {event['text']}", thread_ts=event.get("thread_ts") or event["ts"])

    async def _message(self, event: Any, say: Any) -> None:
        self.heard.append(event)
        if event["channel_type"] == "im" and "subtype" not in event:
            await say(text=f"You wrote: {event['text']}")

    async def _home(self, event: Any, client: Any) -> None:
        if event["tab"] == "home":
            who = (await client.users_info(user=event["user"], include_locale=True))["user"]
            view = {"type": "home", "blocks": card(f"Hello in {who['locale']}.")["blocks"]}
            await client.views_publish(user_id=event["user"], view=view)


@contextlib.asynccontextmanager
async def running(server: Slack, *, http: bool = False, ping_interval: float = 0.2) -> AsyncIterator[SmallBot]:
    """A bot that is connected, and closed at the end."""
    bot = SmallBot(server.api_url, server.bot_token, server.signing_secret)
    if http:
        runner = web.AppRunner(bot.app.server(port=0, path=PATH, host="127.0.0.1").web_app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        server.http(f"http://{host}:{port}{PATH}")
        try:
            yield bot
        finally:
            await runner.cleanup()
        return
    handler: Any = AsyncSocketModeHandler(bot.app, server.app_token, logger=quiet, ping_interval=ping_interval)
    try:
        await handler.connect_async()
        await server.ready()
        yield bot
    finally:
        await handler.close_async()


async def main(api_url: str, token: str, app_token: str) -> None:
    """The bot in a process of its own."""
    handler: Any = AsyncSocketModeHandler(SmallBot(api_url, token).app, app_token)
    await handler.start_async()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
