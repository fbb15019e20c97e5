"""What an announcement says: the living post of a window, short notes that link to it, messages to people and staff."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.texts import say
from bot.ui import Action, Button, Buttons, Card, Fields, Moment, Text, literal, small
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

BRIEF = 2_400  # characters of long texts in a post: it has to stay one message on every platform
LEAST = 160  # of them that each text gets
SHORT = ("track", "relocation", "starts", "headcount", "contact", "link")
ROLES = 2  # whose ledger a post offers
LONG = ("duties", "requirements", "how", "pay", "source")


class Speaker:
    """`bot.windows.telling.Speak` in the language of the place or person."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __call__(self, claimed: Claimed, verb: str, delivery: Delivery, now: datetime) -> Card:
        language, window = claimed.post.language, claimed.window
        if verb == "fault":
            return fault(window, delivery.detail, language)
        if verb in ("post", "edit") or (verb == "direct" and delivery.kind not in ("changed", "withdrawn")):
            return self._post(window, now, language)
        if delivery.kind == "changed":
            return changed(claimed.before, window, language)
        return note(window, now, language)

    def _post(self, window: Window, now: datetime, language: str) -> Card:
        card = living(window, now, language, self._names, brief=True)
        return replace(card, blocks=(*card.blocks, *ways(window, now, language, self._names)))


def headline(window: Window, now: datetime, language: str) -> str:
    """Where the window stands, in one line, with how long is left."""
    stands = standing(window, now)
    until = window.opens if stands == "approved" else window.closes
    return say(language, f"window.now.{stands}", left=left(until, now, language), at=shown(until, language))


def living(window: Window, now: datetime, language: str, names: Names, *, brief: bool = False) -> Card:
    """All that is stated of a window, long texts cut where it is to be `brief`. What is not stated is not there."""
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
    told = {name: getattr(window, name) for name in LONG}
    told |= {name: "\n".join(getattr(window, name)) for name in ("papers", "stages")}
    if brief:
        told = _cut(told)
    told = {name: _listed(text) if name in ("papers", "stages") else literal(text) for name, text in told.items()}
    blocks += [Text(f"**{field(name, language)}**\n{text}") for name, text in told.items() if text]
    return Card(window.title, tuple(blocks))


def ways(window: Window, now: datetime, language: str, names: Names, *, whole: bool = False) -> tuple[Block, ...]:
    """What a reader can do with a window, one press away; nothing once it is over."""
    if window.audience != "public" or standing(window, now) not in ("approved", "open"):
        return ()
    buttons = [Button(say(language, "windows.remind"), Action("windows follow", (f"window {window.id}",)))]
    buttons.append(Button(say(language, "windows.plan"), Action("windows plan", (window.id,))))
    for role in window.roles[:ROLES]:
        action = small("eligible", role)
        if action is not None:
            buttons.append(Button(say(language, "windows.eligible", role=names(role, language)), action))
    if not whole:
        buttons.append(Button(say(language, "windows.whole"), Action("windows look", (window.id,))))
    return (Buttons(tuple(buttons)),)


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


def _listed(text: str) -> str:
    return "\n".join(f"- {literal(item)}" for item in text.split("\n") if item)


def _cut(told: dict[str, str]) -> dict[str, str]:
    """Long texts cut so that all of them together stay short, the longest most."""
    lengths = {name: len(literal(text)) for name, text in told.items()}
    if sum(lengths.values()) <= BRIEF:
        return told
    allowed, left = {}, BRIEF
    for i, name in enumerate(sorted(told, key=lambda name: lengths[name])):
        allowed[name] = min(lengths[name], max(LEAST, left // (len(told) - i)))
        left -= allowed[name]
    return {name: _shortened(text, allowed[name]) for name, text in told.items()}


def _shortened(text: str, limit: int) -> str:
    if len(literal(text)) <= limit:
        return text
    while text and len(literal(text)) > limit - 2:
        text = text[: max(0, len(text) - max(1, len(literal(text)) - limit + 2))]
    return f"{text.rstrip()} …"


def _turn(window: Window, stands: Standing) -> datetime | None:
    return {"approved": window.opens, "open": window.closes}.get(stands)
