"""What the bot announces in the chat in memory: posts in places, and direct messages to those who take them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.fake.draw import drawn
from adapters.fake.places import BOT, DIRECT, Message, Place
from bot.ui import Reply
from bot.windows.announcing import Absent, Found, Gone, Refused, Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapters.fake.chat import FakeChat
    from bot.ui import Card
    from bot.windows.audience import Target


@dataclass(frozen=True)
class Announced:
    """Which message of the chat it is, by its place in the list, and when it was written."""

    at: int
    key: str
    when: datetime


class FakeVoice:
    """`bot.windows.announcing.Voice`. Nothing goes wrong here but what people do: closed messages, gone channels."""

    connected = True

    def __init__(self, chat: FakeChat, now: Callable[[], datetime]) -> None:
        self._chat, self._now = chat, now
        self._announced: dict[str, Announced] = {}

    async def post(self, target: Target, card: Card, key: str) -> Sent | Refused:
        return self._written(target, card, key)

    async def edit(self, target: Target, id: str, card: Card) -> Sent | Gone:  # noqa: A002, ARG002
        announced = self._announced.get(id)
        if announced is None:
            return Gone()
        was = self._chat.messages[announced.at]
        reply = Reply(card)
        self._chat.messages[announced.at] = replace(was, text=drawn(reply), reply=reply)
        return Sent(id)

    async def note(self, target: Target, about: str, card: Card, key: str) -> Sent | Refused:  # noqa: ARG002
        return self._written(target, card, key)

    async def find(self, target: Target, key: str, since: datetime) -> Found | Absent:  # noqa: ARG002
        for id_, announced in self._announced.items():
            if announced.key == key and announced.when >= since:
                return Found(id_, announced.when)
        return Absent()

    async def lacks(self, target: Target) -> Sequence[str]:
        return () if self._place(target) is not None and not self._chat.lacks else self._chat.lacks or ("view_channel",)

    def _written(self, target: Target, card: Card, key: str) -> Sent | Refused:
        place = self._place(target)
        if place is None:
            return Refused("closed", closed=target.kind == "person")
        reply, id_ = Reply(card), f"announced-{len(self._announced)}"
        self._announced[id_] = Announced(len(self._chat.messages), key, self._now())
        self._chat.messages.append(Message(place, BOT, drawn(reply), reply=reply))
        return Sent(id_)

    def _place(self, target: Target) -> Place | None:
        name = target.id.removeprefix("fake:")
        if target.kind == "place":
            return next((place for place in self._chat.channels if place.name == name), None)
        person = self._chat.people.get(name)
        return Place(f"{DIRECT} {name}") if person is not None and person.takes_messages else None
