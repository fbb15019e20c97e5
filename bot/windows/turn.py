"""What is known of a post while it is told, and what became of its deliveries so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.windows.announcing import Later, Unsure
from bot.windows.ports import Marking

if TYPE_CHECKING:
    from random import Random

    from bot.ports import Clock
    from bot.windows.calling import Calls
    from bot.windows.ports import Claimed, Delivery, Post, State

MOST_TRIES = 20  # in about three hours; then a delivery is given up and staff is told
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 900.0  # seconds between tries, doubled each time
_LOG = structlog.get_logger(__name__)


def pause(tries: int, chance: Random) -> float:
    """Seconds until the next try: twice as long each time, and never the same for all."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(tries, 20))
    return longest * (0.5 + chance.random() / 2)


@dataclass
class Turn:
    """What is known of a post while it is told."""

    claimed: Claimed
    post: Post
    clock: Clock
    chance: Random
    calls: Calls
    markings: dict[str, Marking] = field(default_factory=dict)
    wrong: list[tuple[str, Delivery, str]] = field(default_factory=list)  # what, of which delivery, why
    now: datetime = field(init=False)
    stale: bool = False  # the living post was found again, as it was then

    def __post_init__(self) -> None:
        self.now = self.clock.now()

    @property
    def revision(self) -> int:
        return self.claimed.window.revision

    def again(self, delivery: Delivery, why: Later | Unsure, *, doubtful: bool) -> None:
        named = why.seconds if isinstance(why, Later) else None
        tries = delivery.tries if named is not None else delivery.tries + 1  # a platform that names a time is well
        if tries >= MOST_TRIES:
            self.mark(delivery, "dead")
            self.went_wrong("given up", delivery, type(why).__name__)
            return
        seconds = pause(tries, self.chance) if named is None else named + self.chance.random()
        at = self.clock.now() + timedelta(seconds=seconds)
        self.markings[delivery.milestone] = Marking(delivery.milestone, "waiting", at, doubtful, tries)

    def went_wrong(self, what: str, delivery: Delivery, why: str) -> None:
        if delivery.kind == "fault":
            _LOG.error("staff not told", target=self.post.target, why=why, detail=delivery.detail)
        else:
            self.wrong.append((what, delivery, why))

    def mark(self, delivery: Delivery, state: State, *, sent: str = "") -> None:
        name = delivery.milestone
        self.markings[name] = Marking(name, state, self.now, tries=delivery.tries + (state != "skipped"), sent=sent)
