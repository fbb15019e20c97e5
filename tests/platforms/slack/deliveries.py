"""What the server sends to the bot, and whether the bot says in time that it has it."""

from __future__ import annotations

import uuid
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import acks

if TYPE_CHECKING:
    from .asked import Asked
    from .wire import Json
    from .world import World

COMMANDS, INTERACTIVE, EVENTS = "slash_commands", "interactive", "events_api"
IN_TIME = 3.0  # seconds
RETRIES = 3
KEPT = 10_000


@dataclass(eq=False)
class Delivery:
    """One envelope, or one HTTP request; a redelivery is one of its own."""

    id: str
    kind: str
    payload: Json
    asked: Asked | None
    sent_at: float
    attempt: int = 0
    reason: str = ""
    acked_at: float | None = None
    status: int | None = None  # over HTTP
    lost: bool = False  # nobody was there
    again: bool = False  # was sent once more

    @property
    def failed(self) -> bool:
        return self.lost or (self.status is not None and self.status != 200)

    def in_time(self, now: float) -> bool:
        """Acknowledged early enough, or still able to be."""
        return not self.failed and (self.acked_at or now) - self.sent_at <= IN_TIME

    def __repr__(self) -> str:
        what = self.payload.get("command") or self.payload.get("type")
        event = self.payload.get("event")
        name = event.get("type") if isinstance(event, dict) else what
        state = "lost" if self.lost else f"status {self.status}" if self.status else f"acknowledged {self.acked_at}"
        return f"<{self.kind} {name}, attempt {self.attempt}, {state}>"


class Deliveries:
    def __init__(self, world: World) -> None:
        self._world = world
        self._open: dict[str, Delivery] = {}
        self._late: list[Delivery] = []
        self._done: set[str] = set()
        self.sent: deque[Delivery] = deque(maxlen=KEPT)
        self.count = 0

    @property
    def unacknowledged(self) -> list[Delivery]:
        """What was not acknowledged in time, by the server's clock; oldest first."""
        now = self._world.clock.now()
        late = [*self._late, *(one for one in self._open.values() if not one.in_time(now))]
        return sorted(late, key=lambda one: one.sent_at)

    @property
    def waiting(self) -> list[Delivery]:
        """What is neither acknowledged nor too late yet."""
        now = self._world.clock.now()
        return [one for one in self._open.values() if one.in_time(now)]

    def send(
        self,
        kind: str,
        payload: Json,
        asked: Asked | None = None,
        *,
        attempt: int = 0,
        reason: str = "",
    ) -> Delivery:
        """Over HTTP where an address is set, otherwise to one of the sockets."""
        world = self._world
        delivery = Delivery(str(uuid.uuid4()), kind, payload, asked, world.clock.now(), attempt, reason)
        self.count += 1
        self.sent.append(delivery)
        self._open[delivery.id] = delivery
        if asked is not None:
            asked.delivery = delivery
        if world.posting.url:
            world.posting.send(delivery)
        elif not world.sockets.send(delivery):
            delivery.lost = True
            world.tell(asked)
        return delivery

    def acknowledge(self, envelope_id: str, payload: Json) -> None:
        """The bot says that it has it; what comes too late does nothing."""
        world = self._world
        delivery = self._open.pop(envelope_id, None)
        if delivery is None:
            if envelope_id not in self._done:
                world.problems.append(f"acknowledged what was never sent: {envelope_id!r}")
            return
        self._done.add(envelope_id)
        delivery.acked_at = world.clock.now()
        if not delivery.in_time(delivery.acked_at):
            self._late.append(delivery)
        elif delivery.asked is not None:
            if not delivery.asked.acks:
                delivery.asked.ack_seconds = delivery.acked_at - delivery.sent_at
            delivery.asked.acks.append(payload)
            acks.honour(world, delivery.asked, payload)
        world.tell(delivery.asked)

    def answered(self, delivery: Delivery, status: int, payload: Json) -> None:
        """The bot's answer over HTTP; any status but 200 is a failure."""
        delivery.status = status
        if status == 200:
            self.acknowledge(delivery.id, payload)
        else:
            self._world.tell(delivery.asked)

    def redeliver(self, *, everything: bool = False) -> list[Delivery]:
        """Sends again the events that nobody acknowledged, each three times at most; their wait is taken as over.

        `everything`: those that were acknowledged too, as happens when an acknowledgement is lost on its way.
        """
        chosen = [one for one in (*self._late, *self._open.values()) if one.kind == EVENTS]
        if everything:
            chosen = [one for one in self._world.events.sent if one.kind == EVENTS]
        chosen = [one for one in chosen if not one.again and one.attempt < RETRIES]
        done: list[Delivery] = []
        for one in chosen:
            one.again = True
            sent = self.send(EVENTS, one.payload, one.asked, attempt=one.attempt + 1, reason=self._why(one))
            self._world.events.sent.append(sent)
            done.append(sent)
        return done

    def repeat(self, delivery: Delivery) -> Delivery:
        """Sends it once more, whatever it is and whatever became of it: acknowledgements and connections get lost."""
        delivery.again = True
        attempt = delivery.attempt + 1 if delivery.kind == EVENTS else 0
        return self.send(delivery.kind, delivery.payload, delivery.asked, attempt=attempt, reason="timeout")

    def _why(self, delivery: Delivery) -> str:
        """Why it is sent again, in the service's words."""
        if not self._world.posting.url:
            return "timeout"
        if delivery.lost:
            return "connection_failed"
        return "http_error" if delivery.failed else "http_timeout"
