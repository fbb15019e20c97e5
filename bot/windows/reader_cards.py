"""What readers see of windows: the list, one window in full, the plan back from its closing, their reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.texts import bold, say
from bot.ui import Action, Button, Buttons, Card, Field, Form, Moment, Select, Text, literal, small
from bot.windows import words
from bot.windows.audience import ALL, WHEN_KNOWN
from bot.windows.cards import headline, living, ways
from bot.windows.grammar import TOKYO
from bot.windows.milestones import PERSONAL
from bot.windows.rhythms import typed_days, typed_quiet
from bot.windows.window import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.ui import Block
    from bot.windows.audience import Subscription
    from bot.windows.backplan import Step
    from bot.windows.cards import Names
    from bot.windows.window import Window

LISTED = 10  # windows that stand on the card with their moment; the select has more
OFFERED = 25  # options of a select


def listing(windows: Sequence[Window], now: datetime, language: str) -> Card:
    """Open and coming windows; where there are none, how to be told of the first."""
    title = say(language, "windows.title")
    reminders = Button(say(language, "windows.reminders"), Action("windows reminders"))
    if not windows:
        tell = Button(say(language, "windows.when_known"), Action("windows follow", (WHEN_KNOWN,)))
        return Card(title, (Text(say(language, "windows.none")), Buttons((tell, reminders))))
    blocks: list[Block] = []
    for window in windows[:LISTED]:
        where = f" · {literal(', '.join(window.branches))}" if window.branches else ""
        blocks.append(Text(f"**{literal(window.title)}**{where}\n{headline(window, now, language)}"))
        blocks.append(Moment(window.closes if standing(window, now) == "open" else window.opens))
    options = tuple(Button(window.title, Action("windows look", (window.id,))) for window in windows[:OFFERED])
    blocks += [Select(say(language, "windows.look"), options), Buttons((reminders,))]
    footer = say(language, "windows.more", count=len(windows) - OFFERED) if len(windows) > OFFERED else ""
    return Card(title, tuple(blocks), footer)


def whole(window: Window, now: datetime, language: str, names: Names) -> Card:
    """All that is stated of one window, and what can be done with it."""
    card = living(window, now, language, names)
    return Card(card.title, (*card.blocks, *ways(window, now, language, names, whole=True)), card.footer)


def plan_card(window: Window, steps: Sequence[Step], language: str) -> Card:
    """What to do by when. Spans are the bot's advice, dates are people's: their sources stand below."""
    lines = [f"- {words.step(step, language)}" for step in steps]
    sources = {
        f"{step.source.title} ({step.source.seen.isoformat()})": None for step in steps if step.source is not None
    }
    footer = " ".join([say(language, "windows.plan.advice"), *(f"[{source}]" for source in sources)])
    return Card(say(language, "windows.plan.title", title=window.title), (Text("\n".join(lines)),), footer)


def reminders_card(
    reader: Subscription | None, roles: Mapping[str, str], titles: Mapping[str, str], language: str, said: str = ""
) -> Card:
    """What somebody follows, when they are reminded, and everything that can be changed about it."""
    topics = reader.topics if reader is not None else ()
    blocks: list[Block] = [Text(said)] if said else []
    if reader is None:
        blocks.append(Text(say(language, "windows.reminders.nothing")))
    else:
        named = [f"- {topic_name(topic, roles, titles, language)}" for topic in topics]
        blocks.append(Text("\n".join([bold(language, "windows.reminders.topics"), *named])))
        blocks.append(Text(_rhythm(reader, language)))
    follow = [(roles[role], f"role {role}") for role in roles if f"role {role}" not in topics and ALL not in topics]
    if follow:
        blocks.append(_chooser("windows.follow.role", "windows follow", follow, language))
    if len(topics) > 1:
        leave = [(topic_name(topic, roles, titles, language), topic) for topic in topics]
        blocks.append(_chooser("windows.leave.one", "windows leave", leave, language))
    buttons = []
    if ALL not in topics:
        buttons.append(Button(say(language, "windows.follow.all"), Action("windows follow", (ALL,))))
    buttons.append(Button(say(language, "windows.rhythm"), Action("windows rhythm")))
    if reader is not None:
        buttons.append(Button(say(language, "windows.leave.all"), Action("windows leave")))
    blocks.append(Buttons(tuple(buttons)))
    return Card(say(language, "windows.reminders"), tuple(blocks), say(language, "windows.reminders.how"))


def rhythm_form(typed: Mapping[str, str], errors: Mapping[str, str], language: str) -> Form:
    """Branches, days and quiet hours, as they are or as they were typed."""
    fields = [
        Field(
            name,
            say(language, f"windows.rhythm.{name}"),
            value=typed.get(name, ""),
            required=False,
            limit=300 if name == "branches" else 60,
            error=errors.get(name, ""),
        )
        for name in ("branches", "days", "quiet")
    ]
    return Form(say(language, "windows.rhythm"), tuple(fields), Action("windows rhythm"))


def rhythm_typed(reader: Subscription | None) -> dict[str, str]:
    """What stands in that form for somebody."""
    rhythm = reader.rhythm if reader is not None else PERSONAL
    topics = reader.topics if reader is not None else ()
    branches = ", ".join(topic.removeprefix("branch ") for topic in topics if topic.startswith("branch "))
    return {"branches": branches, "days": typed_days(rhythm), "quiet": typed_quiet(rhythm)}


def missed(windows: Iterable[Window], now: datetime, language: str) -> tuple[Block, ...]:
    """What could not be written to somebody, beside what they asked for."""
    lines = [f"- **{literal(window.title)}**: {headline(window, now, language)}" for window in windows]
    return (Text("\n".join([say(language, "windows.inbox"), *lines])),)


def topic_name(topic: str, roles: Mapping[str, str], titles: Mapping[str, str], language: str) -> str:
    """A topic in words."""
    kind, _, name = topic.partition(" ")
    if kind == "role":
        return say(language, "windows.topic.role", name=literal(roles.get(name, name)))
    if kind == "window":
        return say(language, "windows.topic.window", name=literal(titles.get(name, name)))
    if kind == "branch":
        return say(language, "windows.topic.branch", name=literal(name))
    return say(language, f"windows.topic.{kind}")


def _rhythm(reader: Subscription, language: str) -> str:
    days = typed_days(reader.rhythm) or say(language, "setting.none")
    quiet = typed_quiet(reader.rhythm) or say(language, "setting.none")
    return say(language, "windows.reminders.rhythm", days=days, quiet=quiet, zone=_zone(reader.rhythm.zone))


def _zone(name: str) -> str:
    return "JST" if ZoneInfo(name) == TOKYO else name


def _chooser(key: str, command: str, offered: Sequence[tuple[str, str]], language: str) -> Select:
    actions = [(label, small(command, topic)) for label, topic in offered]
    options = tuple(Button(label, action) for label, action in actions if action is not None)
    return Select(say(language, key), options[:OFFERED])
