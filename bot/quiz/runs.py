"""Attempts in the store: begun, found again, and changed only upon the revision that a button was made for."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ports import Attempt
from bot.quiz.attempt import answered, back, fits
from bot.quiz.eligible import PREFIX, questions_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

    from bot.library.library import Library
    from bot.library.quiz_schema import QuizFile
    from bot.people.facts import Known
    from bot.ports import Attempts, Clock, Profiles

    How = Literal["done", "again", "stale", "refused", "gone"]

REMEMBERED = 2_000  # attempts
TRIES = 4  # presses at once that are told apart; each try but the last has seen another one win
FINISHED = 2  # finished runs of a quiz that are kept: one to look at, one to compare it with


def new_id() -> str:
    """An id that nobody guesses: 12 characters, 72 bits."""
    return secrets.token_urlsafe(9)


@dataclass(frozen=True)
class Pressed:
    """The attempt as it stands after a press, and what came of it."""

    how: How
    attempt: Attempt | None


class Runs:
    """Everything that happens to attempts."""

    def __init__(self, attempts: Attempts, profiles: Profiles, clock: Clock, name: Callable[[], str] = new_id) -> None:
        self._attempts, self._profiles = attempts, profiles
        self._clock, self._name = clock, name
        self._latest: OrderedDict[str, Attempt] = OrderedDict()  # as this process kept them last

    async def known(self, person: str) -> Known:
        """What a person had remembered."""
        profile = await self._profiles.get(person)
        return profile.facts if profile is not None else {}

    async def quiz_of(self, library: Library, attempt: Attempt) -> QuizFile | None:
        """The quiz that an attempt is a run of, if there still is one."""
        if not attempt.quiz.startswith(PREFIX):
            return library.quizzes.get(attempt.quiz)
        subject = attempt.quiz.removeprefix(PREFIX)
        if subject not in library.subjects:
            return None
        return questions_for(library, subject, await self.known(attempt.person))

    async def get(self, name: str, revision: int | None = None) -> Attempt | None:
        """An attempt; at a revision that this process made itself, without the store: a revision is made only once.

        Whether it still stands is seen when it is changed.
        """
        latest = self._latest.get(name)
        if latest is not None and latest.revision == revision:
            return latest
        return await self._attempts.get(name)

    async def of(self, person: str) -> Sequence[Attempt]:
        return await self._attempts.of(person)

    async def begin(self, person: str, quiz: str, *, anew: bool = False) -> Attempt:
        """A new run of a quiz; one that has no answer yet is taken up again. What is too old is dropped."""
        others = [attempt for attempt in await self._attempts.of(person) if attempt.quiz == quiz]
        for attempt in others:
            if attempt.state == "running" and not attempt.answers and not anew:
                return attempt
        finished = [attempt for attempt in others if attempt.state == "finished"]
        for attempt in (*(a for a in others if a.state != "finished"), *finished[FINISHED - 1 :]):
            await self._attempts.drop(attempt.id)
        now = self._clock.now()
        attempt = Attempt(self._name(), person, quiz, now, now)
        await self._attempts.add(attempt)
        return self._remember(attempt)

    async def answer(self, quiz: QuizFile, attempt: Attempt, question: str, choice: str, revision: int) -> Pressed:
        """Take an answer given at a revision. The same press again changes nothing, and neither does a late one."""
        found: Attempt | None = attempt
        for _ in range(TRIES):
            if found is None:
                return Pressed("gone", None)
            if found.revision != revision:
                return Pressed("again" if found.answers.get(question) == choice else "stale", found)
            if not fits(quiz, found, question, choice):
                return Pressed("refused", found)
            new = answered(quiz, found, question, choice, self._clock.now())
            if await self._put(new):
                return Pressed("done", new)
            found = await self._attempts.get(attempt.id)
        return Pressed("stale", found)

    async def back(self, quiz: QuizFile, attempt: Attempt, revision: int) -> Attempt | None:
        """One question earlier, unless the attempt has moved on meanwhile."""
        return await self.turn(attempt, lambda a: back(quiz, a, self._clock.now()) if a.revision == revision else a)

    async def turn(self, attempt: Attempt, change: Callable[[Attempt], Attempt]) -> Attempt | None:
        """Change an attempt as it stands now, also where others change it meanwhile."""
        found: Attempt | None = attempt
        for _ in range(TRIES):
            if found is None:
                return None
            new = change(found)
            if new is found or await self._put(new):
                return new
            found = await self._attempts.get(attempt.id)
        return found

    async def _put(self, attempt: Attempt) -> bool:
        kept = await self._attempts.put(attempt)
        if kept:
            self._remember(attempt)
        else:
            self._latest.pop(attempt.id, None)
        return kept

    def _remember(self, attempt: Attempt) -> Attempt:
        self._latest[attempt.id] = attempt
        self._latest.move_to_end(attempt.id)
        while len(self._latest) > REMEMBERED:
            self._latest.popitem(last=False)
        return attempt
