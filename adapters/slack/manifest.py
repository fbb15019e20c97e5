"""The app manifest: what an operator gives Slack to make the app, written from the catalogue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from adapters.slack import limits
from adapters.slack.app import INSTALL, PATH, REDIRECT
from adapters.slack.commands import groups
from adapters.slack.envelope import ANSWER_THIS, ASK
from adapters.slack.helping import UNTYPED
from adapters.slack.rights import SCOPES
from bot.commands import label, summary_key
from bot.lettering import shorten
from bot.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.commands import Command

HOST = "https://YOUR-HOST"
EVENTS = {
    "app_home_opened": "the home tab and the suggested questions",
    "app_mention": "a mention is a question",
    "app_uninstalled": "to stop where the app was removed",
    "message.channels": "to listen in public channels that an admin names; leave it out if none is",
    "message.groups": "the same in private channels",
    "message.im": "a direct message is a question",
    "tokens_revoked": "to stop where the token was taken back",
}
_LANGUAGE = "en"  # Slack has one text for all


def manifest(options: Mapping[str, str]) -> str:
    """YAML for “Create an app from a manifest”, in Socket Mode unless there is a signing secret and no app token."""
    return "\n".join(_lines(options)) + "\n"


def _lines(options: Mapping[str, str]) -> Iterator[str]:
    prefix = options.get("prefix", "")
    http = bool(options.get("signing_secret")) and not options.get("app_token")
    url = f"{HOST}{PATH}"
    yield "# Made by `shinro manifest slack`, for https://api.slack.com/apps?new_app=1 (from a manifest)."
    if http or options.get("client_id"):
        yield f"# Put the address at which Slack reaches this computer in the place of {HOST}."
    yield "display_information:"
    yield "  name: Shinro"
    summary = _said("agent.summary", limits.APP_DESCRIPTION)
    yield f"  description: {summary}"
    yield '  background_color: "#1f4e5f"'
    yield "features:"
    yield "  app_home:"
    yield "    home_tab_enabled: true"
    yield "    messages_tab_enabled: true"
    yield "    messages_tab_read_only_enabled: false"
    yield "  bot_user:"
    yield "    display_name: Shinro"
    yield "    always_online: true"
    yield "  agent_view:"
    yield f"    agent_description: {summary}"
    yield "  shortcuts:"
    for name, kind, callback in (("answer", "message", ANSWER_THIS), ("ask", "global", ASK)):
        key = "menu.answer" if name == "answer" else "shortcut.ask"
        yield f"    - name: {_said(key, limits.SHORTCUT_NAME)}"
        yield f"      type: {kind}"
        yield f"      callback_id: {callback}"
        described = _said(f"shortcut.{name}.summary", limits.SHORTCUT_DESCRIPTION)
        yield f"      description: {described}"
    yield "  slash_commands:"
    for first, commands in groups().items():
        if first in UNTYPED:
            continue
        yield f"    - command: /{prefix}{first}"
        if http:
            yield f"      url: {url}"
        yield f"      description: {_said(summary_key(first), limits.COMMAND_DESCRIPTION)}"
        hint = _hint(first, commands)
        if hint:
            yield f"      usage_hint: {_quoted(shorten(hint, limits.COMMAND_HINT))}"
        yield "      should_escape: true  # channels and people come by their ids"
    yield "oauth_config:"
    if options.get("client_id"):
        yield "  redirect_urls:"
        yield f"    - {HOST}{REDIRECT}  # people begin at {HOST}{INSTALL}"
    yield "  scopes:"
    yield "    bot:"
    for scope, reason in SCOPES.items():
        yield f"      - {scope}  # {reason}"
    yield "settings:"
    yield "  event_subscriptions:"
    if http:
        yield f"    request_url: {url}"
    yield "    bot_events:"
    for event, reason in EVENTS.items():
        yield f"      - {event}  # {reason}"
    yield "  interactivity:"
    yield "    is_enabled: true"
    if http:
        yield f"    request_url: {url}"
        yield f"    message_menu_options_url: {url}"
    yield "  org_deploy_enabled: false"
    yield f"  socket_mode_enabled: {'false' if http else 'true'}"
    yield "  token_rotation_enabled: false"


def _hint(first: str, commands: list[Command]) -> str:
    """What may stand behind a command; a group shows its subcommands."""
    if commands[0].name != first:
        return " | ".join(command.name.partition(" ")[2] for command in commands)
    names = ((label(_LANGUAGE, p), p.required) for p in commands[0].parameters if p.kind != "flag")
    shown = [name if required else f"[{name}]" for name, required in names]
    flags = [f"[{label(_LANGUAGE, p)}:yes]" for p in commands[0].parameters if p.kind == "flag"]
    return " ".join([*shown, *flags])


def _said(key: str, limit: int) -> str:
    return _quoted(shorten(say(_LANGUAGE, key), limit))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
