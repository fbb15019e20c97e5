"""A platform in memory with the faults that real ones have, chosen by a seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.windows.announcing import Absent, Found, Gone, Later, Refused, Sent, Unsure

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from bot.ports import Clock
    from bot.ui import Card
    from bot.windows.audience import Target


@dataclass
class Message:
    """What stands in a place."""

    target: Target
    key: str
    card: Card
    at: datetime
    about: str = ""
    edits: list[Card] = field(default_factory=list)

    @property
    def shown(self) -> Card:
        return self.edits[-1] if self.edits else self.card


@dataclass(frozen=True)
class Effect:
    """Something that people saw happen."""

    at: datetime
    target: Target
    verb: str
    title: str


class Loopback:
    """`bot.windows.ports.Announcing`. A `share` of the calls go wrong: 429, 500, no answer with or without the deed."""

    def __init__(self, clock: Clock, chance: Random, share: float = 0.0) -> None:
        self._clock = clock
        self._chance = chance
        self.share = share
        self.messages: dict[str, Message] = {}
        self.effects: list[Effect] = []
        self.refusing: dict[Target, Refused] = {}
        self.went_wrong: Counter[str] = Counter()
        self.looked = 0

    async def post(self, target: Target, card: Card, key: str) -> Sent | Refused | Later | Unsure:
        return await self._send(target, card, key, "direct" if target.kind == "person" else "post")

    async def note(self, target: Target, about: str, card: Card, key: str) -> Sent | Refused | Later | Unsure:
        return await self._send(target, card, key, "note", about)

    async def edit(self, target: Target, id: str, card: Card) -> Sent | Refused | Later | Unsure | Gone:  # noqa: A002
        wrong, happens = self._weather()
        if not happens:
            return wrong or Unsure()
        if id not in self.messages:
            return wrong or Gone()
        self.messages[id].edits.append(card)
        self.effects.append(Effect(self._clock.now(), target, "edit", card.title))
        return wrong or Sent(id)

    async def find(self, target: Target, key: str, since: datetime) -> Found | Absent | Later | Unsure:
        self.looked += 1
        wrong, _ = self._weather()
        if wrong is not None:
            return wrong
        for id_, message in self.messages.items():
            if (message.target, message.key) == (target, key) and message.at >= since:
                return Found(id_, message.at)
        return Absent()

    async def lacks(self, target: Target) -> tuple[str, ...]:
        return ("send_messages",) if target in self.refusing else ()

    def delete(self, target: Target) -> None:
        """Somebody deletes everything of ours in a place."""
        for id_ in [id_ for id_, message in self.messages.items() if message.target == target]:
            del self.messages[id_]

    async def _send(
        self, target: Target, card: Card, key: str, verb: str, about: str = ""
    ) -> Sent | Refused | Later | Unsure:
        if target in self.refusing:
            return self.refusing[target]
        wrong, happens = self._weather()
        if not happens:
            return wrong or Unsure()
        id_ = f"m{len(self.effects)}"
        self.messages[id_] = Message(target, key, card, self._clock.now(), about)
        self.effects.append(Effect(self._clock.now(), target, verb, card.title))
        return wrong or Sent(id_)

    def _weather(self) -> tuple[Later | Unsure | None, bool]:
        """The wrong answer, if any, and whether the deed is done all the same."""
        if self._chance.random() >= self.share:
            return None, True
        kind = self._chance.choice(["429", "500", "reset", "taken, then silence"])
        self.went_wrong[kind] += 1
        match kind:
            case "429":
                return Later(self._chance.choice([0.3, 2.0, 30.0])), False
            case "500":
                return Later(), False
            case "reset":
                return Unsure(), False
            case _:
                return Unsure(), True
