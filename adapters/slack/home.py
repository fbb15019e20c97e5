"""The home tab: how to ask, questions to try, the quizzes, one's profile, and what can be typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.slack import limits
from adapters.slack.calls import tried
from adapters.slack.commands import groups
from adapters.slack.draw import draw
from adapters.slack.helping import UNTYPED, usage
from bot.commands import BY_NAME, may
from bot.texts import say
from bot.ui import Action, Button, Buttons, Card, Divider, Fields, Reply, Text, small

if TYPE_CHECKING:
    from adapters.slack.asking import Asker
    from adapters.slack.workspaces import Workspace
    from bot.ports import Core

EXAMPLES = 5
COMMAND = "home"  # where the catalogue has it, its card is the home


async def publish(core: Core, workspace: Workspace, asker: Asker, prefix: str) -> None:
    """Show somebody their home as it is now."""
    card = await home(core, asker, prefix)
    (page, *_) = draw(card, home=True)
    view = {"type": "home", "blocks": page.shown()[: limits.VIEW_BLOCKS]}
    await tried(lambda: workspace.client.views_publish(user_id=asker.person.id, view=view))


async def home(core: Core, asker: Asker, prefix: str) -> Card:
    """The core's card for it, or one made of what the core knows anyway."""
    if COMMAND in BY_NAME:
        reply: Reply = await core.handle(replace(asker.request, command=COMMAND, key=""))
        if isinstance(reply.body, Card) and not reply.silent:
            return reply.body
    language = asker.request.locale
    listed = [command for command in core.catalogue(language) if command.name not in UNTYPED]
    shown = [command for command in listed if may(asker.request.role, BY_NAME[command.name])]
    pairs = tuple((usage(command.usage, prefix), command.summary) for command in shown)
    ask = f"/{prefix}{next(iter(groups()), 'ask')}"
    return Card(
        say(language, "home.title"),
        (
            Text(say(language, "home.intro", command=ask)),
            _heading(say(language, "home.examples")),
            Buttons(questions(core, language)),
            *_own(language),
            *_known(asker),
            Divider(),
            _heading(say(language, "home.commands")),
            Fields(pairs),
        ),
    )


def _heading(text: str) -> Text:
    return Text(f"**{text}**")


def questions(core: Core, language: str) -> tuple[Button, ...]:
    """What is asked most, one press away."""
    found = []
    for value, label in core.suggest("ask", "question", "", language, EXAMPLES):
        action: Action | None = small("ask", value)
        if action is not None:
            found.append(Button(label, action))
    return tuple(found)


def _own(language: str) -> tuple[Buttons, ...]:
    """The quizzes and what is remembered of somebody, one press away; nobody else sees them here."""
    found = [command for name in ("quiz", "profile") if (command := BY_NAME.get(name)) is not None]
    return (Buttons(tuple(Button(say(language, one.text), Action(one.name)) for one in found)),) if found else ()


def _known(asker: Asker) -> tuple[Buttons, ...]:
    """For those who look after the bot, how it is doing."""
    if asker.request.role == "member":
        return ()
    status = BY_NAME.get("shinro status")
    if status is None or not may(asker.request.role, status):
        return ()
    return (Buttons((Button(say(asker.request.locale, status.text), Action(status.name)),)),)
