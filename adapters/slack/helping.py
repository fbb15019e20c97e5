"""What the commands of a group are for, and how they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.slack.calls import needed, word
from bot.commands import BY_NAME, hint, label, may, summary_key
from bot.texts import catalogue, say
from bot.ui import Card, Fields, Reply, Text, literal

if TYPE_CHECKING:
    from bot.ports import CommandHelp, Core, Request

OURS = "shinro"
UNTYPED = ("help",)  # Slack keeps this word for itself; `/shinro help` is ours


def usage(text: str, prefix: str) -> str:
    """How a command is typed where all have a prefix."""
    return f"/{prefix}{text.removeprefix('/')}"


def helped(core: Core, request: Request, group: str, prefix: str, unread: str = "") -> Reply:
    """The commands that begin with a word, or one command with what it takes; under our own name, all of them."""
    language = request.locale
    listed = [c for c in core.catalogue(language) if c.name not in UNTYPED]
    known = [c for c in listed if group == OURS or c.name == group or c.name.startswith(f"{group} ")]
    shown = [c for c in known if may(request.role, BY_NAME[c.name])] or known
    blocks: list[Text | Fields] = []
    if unread:
        blocks.append(Text(say(language, "command.unread", typed=literal(unread[:60]))))
    if len(shown) == 1:
        blocks += _one(shown[0], language)
        title = usage(shown[0].usage, prefix)
    else:
        title = say(language, "help.title" if group == OURS else summary_key(group)) if shown else ""
        blocks.append(Fields(tuple((usage(c.usage, prefix), c.summary) for c in shown)))
    return Reply(Card(title, tuple(blocks), say(language, "help.footer")), private=True)


def cannot(error: Exception, language: str) -> str:
    """Why the bot cannot write somewhere, and who can change that."""
    key = f"cannot.{word(error)}"
    if key not in catalogue(language):
        key = "cannot.restricted_action"
    return say(language, key, name=literal(needed(error)))


def _one(command: CommandHelp, language: str) -> list[Text | Fields]:
    parameters = BY_NAME[command.name].parameters
    pairs = tuple((label(language, p), hint(language, p)) for p in parameters)
    return [Text(command.summary), *([Fields(pairs)] if pairs else [])]
