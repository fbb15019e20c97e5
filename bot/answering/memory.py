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

_Key = tuple[str, str, str, str]


@dataclass
class _Talk:
    at: datetime
    questions: list[str] = field(default_factory=list)


class Memory:
    """The last questions of each person in each place of each server and organisation; a shared place has one talk."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._talks: OrderedDict[_Key, _Talk] = OrderedDict()

    def earlier(self, request: Request) -> tuple[str, ...]:
        """The person's questions here in the last minutes, oldest first."""
        return next((found for key in _keys(request) if (found := self._recent(key))), ())

    def last(self, request: Request) -> str:
        """The newest of them, or nothing."""
        return next(reversed(self.earlier(request)), "")

    def remember(self, request: Request, question: str) -> None:
        """Note a question; what is older than the last few is forgotten."""
        before = self.earlier(request)
        for key in _keys(request):
            self._talks[key] = _Talk(self._clock.now(), [*(self._recent(key) or before), question][-TURNS:])
            self._talks.move_to_end(key)
        while len(self._talks) > PEOPLE:
            self._talks.popitem(last=False)

    def _recent(self, key: _Key) -> tuple[str, ...]:
        talk = self._talks.get(key)
        if talk is None or self._clock.now() - talk.at > timedelta(minutes=MINUTES):
            return ()
        return tuple(talk.questions)


def _keys(request: Request) -> list[_Key]:
    """Under which names a talk is known, the nearest first: a thread's, and the person's own around the thread."""
    own = "" if request.shared else request.person
    found = [(request.organisation, request.server, request.place, own)]
    if request.within:
        found.append((request.organisation, request.server, request.within, request.person))
    return found
