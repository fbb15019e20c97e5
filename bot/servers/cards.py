"""What an admin sees of a server: its settings with a chooser for each, and how the bot is doing there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import texts
from bot.servers.lists import CHANNELS, KINDS, MOST, ROLES
from bot.texts import say
from bot.ui import Action, Block, Button, Card, Fields, Picker, Select, Text, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.ports import Server
    from bot.servers.handlers import Knowledge
    from bot.servers.lists import Kind

CHOICES = ("en", "ja", "none")  # of a server's language


def named(ids: Sequence[str], kind: Kind, language: str) -> str:
    """Channels or roles, as links that the platform shows by their names."""
    mark = "#" if kind == "channel" else "@"
    return ", ".join(f"[{mark}{literal(id_)}]({kind}:{id_})" for id_ in ids) or say(language, "setting.none")


def setup_card(server: Server, language: str, said: str = "") -> Card:
    """Everything that can be set, what it is now, and what to do next. `said`: what was changed just now."""
    names = (*ROLES, *CHANNELS)
    blocks: list[Block] = [Text(said)] if said else []
    blocks += [Text(say(language, "setup.intro")), Fields((*_now(server, names, language), _tongue(server, language)))]
    blocks += [_chooser(server, name, language) for name in names]
    options = tuple(Button(say(language, f"choice.language.{c}"), Action("shinro setup", (c,))) for c in CHOICES)
    blocks.append(Select(_prompt("language", language), options))
    steps = [say(language, f"setup.step.{step}") for step in ("status", "later", "ask")]
    blocks.append(_listed(say(language, "setup.next"), steps))
    return Card(say(language, "setup.title"), tuple(blocks))


def lists_card(server: Server, names: Sequence[str], title: str, language: str) -> Card:
    """Some of the lists, each with its chooser."""
    choosers = [_chooser(server, name, language) for name in names]
    return Card(title, (Fields(_now(server, names, language)), *choosers))


def status_card(
    server: Server, knowledge: Knowledge, waiting: int, servers: int, lacks: Sequence[str], language: str
) -> Card:
    """How the bot is doing in a server, and what it is not allowed to do there."""
    doing = "learning" if knowledge.learning else "learned"
    pairs = (
        (say(language, "status.version"), literal(knowledge.version)),
        (say(language, "status.pack"), literal(f"{knowledge.title} ({knowledge.pack})")),
        (say(language, "status.entries"), str(knowledge.entries)),
        (say(language, "status.state"), say(language, f"status.{doing}")),
        (say(language, "status.waiting"), str(waiting)),
        (say(language, "status.servers"), str(servers)),
    )
    settings = (*_now(server, (*ROLES, *CHANNELS), language), _tongue(server, language))
    return Card(say(language, "status.title"), (Fields(pairs), Fields(settings), _rights(lacks, language)))


def _rights(lacks: Sequence[str], language: str) -> Text:
    if not lacks:
        return Text(say(language, "status.rights"))
    return _listed(say(language, "status.lacks"), [_right(name, language) for name in dict.fromkeys(lacks)])


def _listed(heading: str, lines: Iterable[str]) -> Text:
    return Text("\n".join([f"**{heading}**", *(f"- {line}" for line in lines)]))


def _right(name: str, language: str) -> str:
    """A right and what does not work without it; one we have no words for stands by its name."""
    known = f"right.{name.casefold()}"
    if known in texts.catalogue(language):
        return say(language, f"right.{name.casefold()}")
    return say(language, "rights.other", name=literal(name[:60]))


def _now(server: Server, names: Iterable[str], language: str) -> tuple[tuple[str, str], ...]:
    return tuple((say(language, f"setting.{n}"), named(getattr(server, n), KINDS[n], language)) for n in names)


def _tongue(server: Server, language: str) -> tuple[str, str]:
    return say(language, "setting.language"), say(language, f"choice.language.{server.language or 'none'}")


def _prompt(name: str, language: str) -> str:
    label, meaning = say(language, f"setting.{name}"), say(language, f"setting.{name}.meaning")
    return say(language, "setting.prompt", name=label, meaning=meaning)


def _chooser(server: Server, name: str, language: str) -> Picker:
    chosen: tuple[str, ...] = getattr(server, name)
    action = Action("shinro pick", (name,))
    return Picker(_prompt(name, language), KINDS[name], action, chosen, max(MOST, len(chosen)))
