"""Whose attempt a button names, and where that attempt stands, as the card that its person sees."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import structlog

from bot.pictures import bars
from bot.quiz import cards, results, steps
from bot.quiz.eligible import PREFIX
from bot.quiz.ledger import ledger
from bot.quiz.ledger_card import ledger_card
from bot.quiz.outcome import known_of, ranking
from bot.texts import bold, say, spoken
from bot.ui import Button, Card, Reply, Text

if TYPE_CHECKING:
    from bot.library.library import Library
    from bot.library.quiz_schema import QuizFile
    from bot.people.facts import Known
    from bot.ports import Attempt, Request
    from bot.quiz.runs import Runs
    from bot.ui import Block

# Blocks about what is open now for subjects, best first, each with its button to subscribe; none where nothing is open.
Openings: TypeAlias = "Callable[[Request, Sequence[str]], Awaitable[Sequence[Block]]]"
Handler: TypeAlias = "Callable[[Request], Awaitable[Reply]]"

PATIENCE = 2.0  # seconds that a result waits for what is open; then it is told without
_LOG = structlog.get_logger(__name__)


class Refused(Exception):  # noqa: N818 (it says what happened)
    """A press that changes nothing, with what to say to it."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class Showing:
    """Attempts as cards. What `openings` cannot tell costs nobody their result."""

    def __init__(self, library: Callable[[], Library], runs: Runs, days: int, openings: Openings | None = None) -> None:
        self._library, self.runs, self._days, self._openings = library, runs, days, openings

    @property
    def library(self) -> Library:
        return self._library()

    async def theirs(self, request: Request, revision: int | None = None) -> tuple[QuizFile, Attempt]:
        """The attempt that a button names, if it is the person's own and its quiz is still there."""
        attempt = await self.runs.get(request.arguments.get("attempt", ""), revision)
        if attempt is None:
            raise gone(request)
        if attempt.person != request.person:
            number = logged("attempt of somebody else", request)
            raise Refused(cards.sentence(say(spoken(request.locale), "quiz.foreign", id=number)))
        quiz = await self.runs.quiz_of(self.library, attempt)
        if quiz is None:
            raise Refused(cards.sentence(say(spoken(request.locale), "quiz.retired")))
        return quiz, attempt

    async def turned(self, request: Request, quiz: QuizFile, attempt: Attempt | None) -> Reply:
        """Where an attempt stands after a change, if it is still there."""
        if attempt is None:
            raise gone(request)
        return await self.shown(request, quiz, attempt)

    async def shown(self, request: Request, quiz: QuizFile, attempt: Attempt, said: str = "") -> Reply:
        """Where an attempt stands: its open question, that it was stopped, or its result."""
        language = spoken(request.locale)
        if attempt.state == "stopped":
            card = cards.stopped_card(self.library, quiz, attempt, self._days, language)
            return cards.private(cards.with_said(card, said))
        question = cards.is_open(quiz, attempt)
        if question is not None:
            card = cards.question_card(self.library, quiz, attempt, question, language)
            return cards.private(cards.with_said(card, said))
        card = await self._result(request, quiz, attempt)
        return Reply(cards.with_said(card, said), private=True, again=steps.resume(attempt), replace=True)

    async def eligible(self, request: Request, subject: str, known: Known, buttons: Sequence[Button] = ()) -> Card:
        """The ledger of a subject."""
        library, language = self.library, spoken(request.locale)
        openings = await self.openings(request, [subject])
        return ledger_card(library, subject, ledger(library, subject, known), known, language, buttons, openings)

    async def openings(self, request: Request, subjects: Sequence[str]) -> Sequence[Block]:
        """What is open now for subjects, under a heading."""
        if self._openings is None:
            return ()
        language = spoken(request.locale)
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._openings(request, subjects)
        except Exception as error:
            number = uuid.uuid4().hex[:8]
            _LOG.error("open windows not looked up", id=number, command=request.command, error=type(error).__name__)
            return (Text(say(language, "outcome.openings.failed", id=number)),)
        return (Text(bold(language, "outcome.openings")), *found) if found else ()

    async def picture(self, quiz: QuizFile, attempt: Attempt, most: int | None = None) -> bytes | None:
        """Bars for the first so many, made beside the event loop; none where nothing is ranked."""
        if quiz.ranks != "interest":
            return None
        order = ranking(quiz, attempt.answers)
        return await asyncio.to_thread(bars, tuple(r.points for r in order[:most]), results.marked(order))

    async def known(self, quiz: QuizFile, attempt: Attempt) -> Known:
        return known_of(quiz, attempt.answers, await self.runs.known(attempt.person))

    async def _result(self, request: Request, quiz: QuizFile, attempt: Attempt) -> Card:
        language = spoken(request.locale)
        known = await self.known(quiz, attempt)
        if attempt.quiz.startswith(PREFIX):
            buttons = (
                Button(say(language, "quiz.change"), steps.change(attempt)),
                Button(say(language, "outcome.save"), steps.save(attempt)),
            )
            subject = attempt.quiz.removeprefix(PREFIX)
            return await self.eligible(request, subject, known, buttons if quiz.questions else ())
        order = [ranked.subject for ranked in ranking(quiz, attempt.answers)]
        openings = await self.openings(request, order)
        png = await self.picture(quiz, attempt)
        return await asyncio.to_thread(results.result_card, self.library, quiz, attempt, known, png, openings, language)


def told(handlers: dict[str, Handler]) -> dict[str, Handler]:
    """The handlers; a press that is refused is told why."""

    def kindly(handler: Handler) -> Handler:
        async def handle(request: Request) -> Reply:
            try:
                return await handler(request)
            except Refused as refused:
                return refused.reply

        return handle

    return {name: kindly(handler) for name, handler in handlers.items()}


def gone(request: Request) -> Refused:
    """There is no such attempt any more."""
    return Refused(cards.sentence(say(spoken(request.locale), "quiz.gone")))


def logged(what: str, request: Request) -> str:
    """A number that stands in the log, beside what was tried but without what was written."""
    number = uuid.uuid4().hex[:8]
    _LOG.warning(what, id=number, command=request.command)
    return number
