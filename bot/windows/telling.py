"""One post with what is due in it: what is said, through which calls of the platform, and what became of that."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.windows.announcing import Absent, Found, Gone, Later, Refused, Sent, Unsure
from bot.windows.audience import Target
from bot.windows.calendar import SILENT, verbs
from bot.windows.calling import Calls
from bot.windows.milestones import COURSE, Milestone, still_true
from bot.windows.ports import Fault, Marking, Outcome
from bot.windows.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from random import Random

    from bot.ports import Clock
    from bot.ui import Card
    from bot.windows.announcing import Announcing
    from bot.windows.ports import Claimed, Delivery, Post

_LOG = structlog.get_logger(__name__)

Result = Sent | Refused | Later | Unsure | Gone


class Speak(Protocol):
    """What a message says; `verb` is one of the calendar's, or “fault” for what staff is told."""

    def __call__(self, claimed: Claimed, verb: str, delivery: Delivery, now: datetime) -> Card: ...


class Teller:
    """Tells one claimed post at a time. Never sends what may have been sent before it has looked."""

    def __init__(
        self,
        platforms: Mapping[str, Announcing],
        speak: Speak,
        staff: Callable[[str], Awaitable[Sequence[tuple[Target, str]]]],
        clock: Clock,
        chance: Random,
        point: Callable[[str], None],
    ) -> None:
        self._platforms = platforms
        self._speak = speak
        self._staff = staff  # the staff places of an organisation, with their languages
        self._clock = clock
        self._chance = chance
        self._point = point  # a test may stop everything here

    async def tell(self, claimed: Claimed) -> Outcome:
        """Say what is still true of all that is due. OutOfTime where nothing may be sent any more."""
        turn = self._turn(claimed)
        course = [delivery for delivery in claimed.deliveries if delivery.kind != "fault"]
        for delivery in claimed.deliveries:
            if delivery.kind == "fault":
                await self._tell_staff(turn, delivery)
        if await self._recovered(turn, course):
            await self._course(turn, [d for d in course if d.milestone not in turn.markings])
        waits = [marking.next_at for marking in turn.markings.values() if marking.state == "waiting"]
        for delivery in claimed.deliveries:  # what has not had its turn, because something before it failed
            name = delivery.milestone
            if name not in turn.markings:
                at = max(waits, default=turn.now)
                turn.markings[name] = Marking(name, "waiting", at, delivery.doubtful, delivery.tries)
        return Outcome(turn.post, tuple(turn.markings.values()), await self._faults(turn))

    def untold(self, claimed: Claimed) -> Outcome:
        """Nothing was said of it: another process may have it at once."""
        now = self._clock.now()
        waiting = [Marking(d.milestone, "waiting", now, d.doubtful, d.tries) for d in claimed.deliveries]
        return Outcome(claimed.post, tuple(waiting))

    def failed(self, claimed: Claimed) -> Outcome:
        """A mistake of ours while telling: nobody knows how far it came."""
        turn = self._turn(claimed)
        for delivery in claimed.deliveries:
            turn.again(delivery, Unsure(), doubtful=True)
        return Outcome(turn.post, tuple(turn.markings.values()))

    def _turn(self, claimed: Claimed) -> Turn:
        platform = self._platforms[Target.of(claimed.post.target).platform]
        return Turn(
            claimed, claimed.post, self._clock, self._chance, Calls(platform, claimed, self._clock, self._point)
        )

    async def _recovered(self, turn: Turn, course: Sequence[Delivery]) -> bool:
        """Look for what an earlier claim may have sent; false where the platform cannot say now."""
        place = Target.of(turn.post.target).kind == "place"
        first = place and not turn.post.sent
        for delivery in [d for d in course if d.doubtful]:
            if delivery.milestone in turn.markings or (place and not first and delivery.kind in SILENT):
                continue  # an edit can be done again
            name = _living(turn.post) if first else delivery.milestone
            found = await turn.calls.find(turn.post, name, delivery.claimed_at or turn.now)
            if isinstance(found, Later | Unsure):
                turn.again(delivery, found, doubtful=True)
                return False
            if isinstance(found, Found):
                sent = found.id if first else turn.post.sent
                turn.post = replace(turn.post, told=turn.post.told or turn.revision, sent=sent)
                turn.stale = turn.stale or first
                turn.mark(delivery, "done", sent=found.id)
                self._cover(turn, course, delivery, found.at, first=first)
        return True

    def _cover(self, turn: Turn, course: Sequence[Delivery], said: Delivery, at: datetime, *, first: bool) -> None:
        """What was due when a message was taken had collapsed into it."""
        if said.kind in COURSE or first:
            for other in course:
                covered = other.kind in COURSE or (first and other.kind == "changed")
                if covered and other.due <= at and other.milestone not in turn.markings:
                    turn.mark(other, "skipped")

    async def _course(self, turn: Turn, course: Sequence[Delivery]) -> None:
        by_key = {delivery.milestone: delivery for delivery in course}
        due = [_milestone(delivery) for delivery in course]
        verdict = still_true(turn.claimed.window, due, turn.now, told=turn.post.told > 0)
        for milestone in verdict.skip:
            turn.mark(by_key[milestone.key], "skipped")
        for milestone in verdict.say:
            delivery = by_key[milestone.key]
            if not self._settled(turn, delivery, await self._say(turn, milestone, delivery)):
                return
        if turn.stale and not verdict.say:
            await self._edit(turn, turn.claimed.deliveries[0])

    async def _say(self, turn: Turn, milestone: Milestone, delivery: Delivery) -> Result:
        result: Result = Sent()
        for verb in verbs(Target.of(turn.post.target), milestone, told=turn.post.told > 0):
            if verb == "post":
                result = await self._make(turn, delivery)
            elif verb == "edit":
                result = await self._edit(turn, delivery)
                if isinstance(result, Gone):
                    return await self._anew(turn, milestone, delivery)
            elif verb == "note":
                result = await turn.calls.note(turn.post, delivery.milestone, self._card(turn, verb, delivery))
            else:
                result = await turn.calls.post(turn.post, delivery.milestone, self._card(turn, verb, delivery))
                if isinstance(result, Sent):
                    turn.post = replace(turn.post, told=turn.revision)
            if not isinstance(result, Sent):
                break
        return result

    async def _make(self, turn: Turn, delivery: Delivery) -> Sent | Refused | Later | Unsure:
        result = await turn.calls.post(turn.post, _living(turn.post), self._card(turn, "post", delivery))
        if isinstance(result, Sent):
            turn.post = replace(turn.post, told=turn.revision, sent=result.id)
        return result

    async def _edit(self, turn: Turn, delivery: Delivery) -> Result:
        result = await turn.calls.edit(turn.post, self._card(turn, "edit", delivery))
        if isinstance(result, Sent):
            turn.post = replace(turn.post, told=turn.revision)
        return result

    async def _anew(self, turn: Turn, milestone: Milestone, delivery: Delivery) -> Result:
        """Somebody deleted the living post: a new one, while there is something to apply for; staff is told."""
        before = turn.post
        if milestone.kind not in ("closes", "withdrawn"):
            turn.post = replace(before, generation=before.generation + 1)
            found: Found | Absent | Later | Unsure = Absent()
            if delivery.doubtful:
                found = await turn.calls.find(turn.post, _living(turn.post), delivery.claimed_at or turn.now)
            if isinstance(found, Later | Unsure):
                turn.post = before
                return Unsure()
            if isinstance(found, Found):
                turn.post = replace(turn.post, sent=found.id, told=turn.revision)
            else:
                result = await self._make(turn, delivery)
                if not isinstance(result, Sent):
                    turn.post = before
                    return result
        turn.wrong.append(("deleted", delivery, ""))
        return Sent(turn.post.sent)

    async def _tell_staff(self, turn: Turn, delivery: Delivery) -> None:
        found: Found | Absent | Later | Unsure = Absent()
        if delivery.doubtful:
            found = await turn.calls.find(turn.post, delivery.milestone, delivery.claimed_at or turn.now)
        if isinstance(found, Later | Unsure):
            turn.again(delivery, found, doubtful=True)
        elif isinstance(found, Found):
            turn.mark(delivery, "done", sent=found.id)
        else:
            result = await turn.calls.post(turn.post, delivery.milestone, self._card(turn, "fault", delivery))
            self._settled(turn, delivery, result)

    def _settled(self, turn: Turn, delivery: Delivery, result: Result) -> bool:
        """Note what became of a delivery; whether the next may follow."""
        match result:
            case Sent(id):
                turn.mark(delivery, "done", sent=id)
            case Refused(closed=True):
                turn.mark(delivery, "inbox")
            case Refused(reason):
                turn.mark(delivery, "dead")
                turn.went_wrong("refused", delivery, reason)
            case Later() | Unsure():
                turn.again(delivery, result, doubtful=isinstance(result, Unsure))
                return False
            case Gone():
                raise AssertionError("only an edit can find nothing, and that is made anew")
        return True

    def _card(self, turn: Turn, verb: str, delivery: Delivery) -> Card:
        return self._speak(turn.claimed, verb, delivery, self._clock.now())

    async def _faults(self, turn: Turn) -> tuple[Fault, ...]:
        """What staff is told of, in each of its places."""
        if not turn.wrong:
            return ()
        places = await self._staff(turn.post.organisation)
        found = []
        for what, delivery, why in turn.wrong:
            detail = {"what": what, "where": turn.post.target, "milestone": delivery.milestone, "why": why}
            _LOG.warning("announcement went wrong", window=turn.post.window, **detail)
            name = f"fault {what} {turn.post.target} {delivery.milestone}"
            found += [Fault(place, name, json.dumps(detail, ensure_ascii=False), spoken) for place, spoken in places]
        return tuple(found)


def _living(post: Post) -> str:
    return f"living {post.generation}"


def _milestone(delivery: Delivery) -> Milestone:
    if delivery.kind == "fault":
        raise ValueError("a fault is no milestone")
    return Milestone(delivery.kind, delivery.at, delivery.due, delivery.number, delivery.day)
