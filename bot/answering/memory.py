"""What the same person asked in the same place a moment ago; kept in memory only, and not for long."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.ports import Clock, Request

TURNS = 3
MINUTES = 15
PEOPLE = 5_000  # conversations kept at once; the one silent longest goes first

_Key = tuple[str, str, str]


@dataclass
class _Talk:
    at: datetime
    questions: list[str] = field(default_factory=list)


class Memory:
    """The last questions of each person in each place of each organisation."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._talks: OrderedDict[_Key, _Talk] = OrderedDict()

    def earlier(self, request: Request) -> tuple[str, ...]:
        """The person's questions here in the last minutes, oldest first."""
        talk = self._talks.get(_key(request))
        if talk is None or self._clock.now() - talk.at > timedelta(minutes=MINUTES):
            return ()
        return tuple(talk.questions)

    def last(self, request: Request) -> str:
        """The newest of them, or nothing."""
        return next(reversed(self.earlier(request)), "")

    def remember(self, request: Request, question: str) -> None:
        """Note a question; what is older than the last few is forgotten."""
        questions = [*self.earlier(request), question][-TURNS:]
        key = _key(request)
        self._talks[key] = _Talk(self._clock.now(), questions)
        self._talks.move_to_end(key)
        while len(self._talks) > PEOPLE:
            self._talks.popitem(last=False)


def _key(request: Request) -> _Key:
    return request.organisation, request.place, request.person
