"""What an announcement says: the living post of a window, short notes that link to it, messages to people and staff."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.texts import say
from bot.ui import Card, Fields, Moment, Text, literal
from bot.windows.audience import Target
from bot.windows.moments import shown
from bot.windows.window import changes, standing
from bot.windows.words import change, field, left

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.ui import Block
    from bot.windows.ports import Claimed, Delivery
    from bot.windows.window import Standing, Window

    Names = Callable[[str, str], str]  # a role's id and a language, to its title

SHORT = ("track", "relocation", "starts", "headcount", "contact", "link")
LONG = ("duties", "requirements", "how", "pay", "source")


class Speaker:
    """`bot.windows.telling.Speak` in the language of the place or person."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __call__(self, claimed: Claimed, verb: str, delivery: Delivery, now: datetime) -> Card:
        language, window = claimed.post.language, claimed.window
        if verb == "fault":
            return fault(window, delivery.detail, language)
        if verb in ("post", "edit"):
            return living(window, now, language, self._names)
        if delivery.kind == "changed":
            return changed(claimed.before, window, language)
        if verb == "direct" and delivery.kind != "withdrawn":
            return living(window, now, language, self._names)
        return note(window, now, language)


def headline(window: Window, now: datetime, language: str) -> str:
    """Where the window stands, in one line, with how long is left."""
    stands = standing(window, now)
    until = window.opens if stands == "approved" else window.closes
    return say(language, f"window.now.{stands}", left=left(until, now, language), at=shown(until, language))


def living(window: Window, now: datetime, language: str, names: Names) -> Card:
    """All that is stated of a window. What is not stated does not stand there."""
    blocks: list[Block] = [Text(f"**{headline(window, now, language)}**")]
    if (at := _turn(window, standing(window, now))) is not None:
        blocks.append(Moment(at))
    pairs = [
        (field("opens", language), shown(window.opens, language)),
        (field("closes", language), shown(window.closes, language)),
    ]
    roles = ", ".join(names(role, language) for role in window.roles)
    lists = {"roles": roles, "branches": ", ".join(window.branches)}
    pairs += [(field(name, language), literal(text)) for name, text in lists.items() if text]
    for name in SHORT:
        text = getattr(window, name)
        if text and name == "track":
            text = say(language, f"window.track.{text}")
        if text:
            pairs.append((field(name, language), text if name == "link" else literal(text)))
    blocks.append(Fields(tuple(pairs)))
    told = {name: literal(getattr(window, name)) for name in LONG}
    told |= {name: "\n".join(f"- {literal(item)}" for item in getattr(window, name)) for name in ("papers", "stages")}
    blocks += [Text(f"**{field(name, language)}**\n{text}") for name, text in told.items() if text]
    return Card(window.title, tuple(blocks))


def note(window: Window, now: datetime, language: str) -> Card:
    """One line that calls readers to the living post."""
    return Card(window.title, (Text(headline(window, now, language)),))


def changed(before: Window | None, window: Window, language: str) -> Card:
    """What was, and what is."""
    lines = [] if before is None else [f"- {change(found, language)}" for found in changes(before, window)]
    return Card(say(language, "window.changed", title=window.title), (Text("\n".join(lines)),) if lines else ())


def fault(window: Window, detail: str, language: str) -> Card:
    """What went wrong where, and what staff can do."""
    found = json.loads(detail)
    what = str(found["what"]).replace(" ", "_")
    target = Target.of(str(found["where"]))
    where = f"[#](channel:{target.id})" if target.kind == "place" else say(language, "window.fault.person")
    said = say(language, f"window.fault.{what}", where=where, why=literal(str(found["why"])))
    return Card(window.title, (Text(said),))


def _turn(window: Window, stands: Standing) -> datetime | None:
    return {"approved": window.opens, "open": window.closes}.get(stands)
