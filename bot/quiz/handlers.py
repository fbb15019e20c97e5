"""What the quiz commands do: quiz, eligible, and the buttons of a run."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING

import structlog

from bot.people.facts import label, together, told
from bot.pictures import bars
from bot.ports import Profile
from bot.quiz import attempt as run
from bot.quiz import cards, results, steps
from bot.quiz.eligible import PREFIX, questions_for
from bot.quiz.finding import find_quiz, find_role, near_roles
from bot.quiz.ledger import ledger, requirements_of
from bot.quiz.ledger_card import ledger_card
from bot.quiz.outcome import facts_of, known_of, ranking
from bot.texts import say, spoken
from bot.ui import Action, Button, Buttons, Card, Fields, Reply, Select, Text, literal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.library.library import Library
    from bot.library.quiz_schema import QuizFile
    from bot.people.facts import Known
    from bot.ports import Attempt, Clock, Profiles, Request
    from bot.quiz.runs import Runs
    from bot.ui import Block

    Openings = Callable[[Request, Sequence[str]], Awaitable[Sequence[Block]]]

_LOG = structlog.get_logger(__name__)


class _Refused(Exception):  # noqa: N818 (it says what happened)
    """A press that changes nothing, with what to say to it."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class QuizHandlers:
    """The quiz commands over runs. `openings` gives blocks about open windows for ranked subjects, best first."""

    def __init__(
        self,
        library: Callable[[], Library],
        runs: Runs,
        profiles: Profiles,
        clock: Clock,
        days: int,
        openings: Openings | None = None,
    ) -> None:
        self._library, self._runs, self._profiles, self._clock = library, runs, profiles, clock
        self._days, self._openings = days, openings

    def handlers(self) -> dict[str, Callable[[Request], Awaitable[Reply]]]:
        """Each command with what it does; a press that is refused is told why."""
        own = {
            "quiz": self.quiz,
            "eligible": self.eligible,
            "quiz begin": self.begin,
            "quiz answer": self.answer,
            "quiz back": self.back,
            "quiz stop": self.stop,
            "quiz resume": self.resume,
            "quiz change": self.change,
            "quiz path": self.path,
            "quiz compare": self.compare,
            "quiz share": self.share,
            "quiz save": self.save,
        }
        return {name: _told(handler) for name, handler in own.items()}

    async def quiz(self, request: Request) -> Reply:
        library, language = self._library(), spoken(request.locale)
        name = request.arguments.get("name", "").strip()
        quiz = find_quiz(library, name) if name else None
        theirs = [attempt for attempt in await self._runs.of(request.person) if attempt.state != "finished"]
        if quiz is None:
            under_way = [(library.quizzes[a.quiz], a) for a in theirs if a.quiz in library.quizzes and a.answers]
            said = say(language, "quiz.unknown", name=literal(name[:60])) if name else ""
            return cards.private(cards.menu_card(library, under_way, language, said))
        begun = next((attempt for attempt in theirs if attempt.quiz == quiz.id and attempt.answers), None)
        if begun is not None:
            return cards.private(cards.under_way_card(library, quiz, begun, language))
        return await self._shown(request, quiz, await self._runs.begin(request.person, quiz.id))

    async def eligible(self, request: Request) -> Reply:
        library, language = self._library(), spoken(request.locale)
        name = request.arguments.get("role", "").strip()
        subject = find_role(library, name) if name else None
        if subject is None:
            said = (Text(say(language, "ledger.unknown", name=literal(name[:60]))),) if name else ()
            options = tuple(
                Button(library.local(near.title, language), Action("eligible", (near.id,)))
                for near in near_roles(library, name)
            )
            return cards.private(Card("", (*said, Select(say(language, "ledger.which"), options))))
        known = await self._runs.known(request.person)
        quiz = questions_for(library, subject.id, known)
        if not requirements_of(library, subject.id) or not quiz.questions:
            card = ledger_card(library, subject.id, ledger(library, subject.id, known), known, language, ())
            return cards.private(card)
        return await self._shown(request, quiz, await self._runs.begin(request.person, quiz.id, anew=True))

    async def begin(self, request: Request) -> Reply:
        library, name = self._library(), request.arguments.get("quiz", "")
        quiz = library.quizzes.get(name)
        if quiz is None:
            raise _Refused(cards.sentence(say(spoken(request.locale), "quiz.retired")))
        anew = request.arguments.get("how") == "anew"
        return await self._shown(request, quiz, await self._runs.begin(request.person, quiz.id, anew=anew))

    async def answer(self, request: Request) -> Reply:
        quiz, attempt = await self._theirs(request, _revision(request))
        question, choice = (request.arguments.get(name, "") for name in ("question", "choice"))
        pressed = await self._runs.answer(quiz, attempt, question, choice, _revision(request))
        if pressed.attempt is None:
            raise _Refused(self._gone(request))
        if pressed.how == "refused":
            said = say(spoken(request.locale), "quiz.refused", id=_logged("answer does not fit", request))
        else:
            said = say(spoken(request.locale), "quiz.stale") if pressed.how == "stale" else ""
        return await self._shown(request, quiz, pressed.attempt, said)

    async def back(self, request: Request) -> Reply:
        quiz, attempt = await self._theirs(request)
        return await self._turned(request, quiz, await self._runs.back(quiz, attempt, _revision(request)))

    async def stop(self, request: Request) -> Reply:
        quiz, attempt = await self._theirs(request)
        now = self._clock.now()
        turned = await self._runs.turn(attempt, lambda a: run.stopped(a, now) if a.state == "running" else a)
        return await self._turned(request, quiz, turned)

    async def resume(self, request: Request) -> Reply:
        quiz, attempt = await self._theirs(request)
        now = self._clock.now()
        turned = await self._runs.turn(attempt, lambda a: run.resumed(a, now) if a.state == "stopped" else a)
        return await self._turned(request, quiz, turned)

    async def change(self, request: Request) -> Reply:
        quiz, attempt = await self._theirs(request)
        wanted, given = request.arguments.get("question", ""), dict(_given(quiz, attempt))
        if not wanted and given:
            return cards.private(cards.change_card(self._library(), quiz, attempt, spoken(request.locale)))
        if wanted not in given:
            return await self._shown(request, quiz, attempt)
        now = self._clock.now()
        return await self._turned(request, quiz, await self._runs.turn(attempt, lambda a: run.moved(a, wanted, now)))

    async def path(self, request: Request) -> Reply:
        quiz, attempt = await self._theirs(request)
        subject = request.arguments.get("subject", "")
        if subject not in [outcome.subject for outcome in quiz.outcomes] or attempt.state != "finished":
            return await self._shown(request, quiz, attempt)
        known = await self._known(quiz, attempt)
        card = results.path_card(self._library(), quiz, attempt, subject, known, spoken(request.locale))
        return Reply(card, private=True, replace=True, again=steps.look(attempt, subject))

    async def compare(self, request: Request) -> Reply:
        quiz, attempt = await self._theirs(request)
        finished = [a for a in await self._runs.of(attempt.person) if a.quiz == attempt.quiz and a.state == "finished"]
        earlier = [other for other in finished if other.begun_at <= attempt.begun_at and other.id != attempt.id]
        if attempt.state != "finished" or not earlier:
            said = say(spoken(request.locale), "outcome.compare.none")
            return await self._shown(request, quiz, attempt, said if attempt.state == "finished" else "")
        before = max(earlier, key=lambda other: other.begun_at)
        card = results.compare_card(self._library(), quiz, before, attempt, spoken(request.locale))
        return Reply(card, private=True, replace=True, again=steps.compare(attempt))

    async def share(self, request: Request) -> Reply:
        """For everybody to see: only ever after a press, and only the order."""
        quiz, attempt = await self._theirs(request)
        if attempt.state != "finished" or attempt.quiz.startswith(PREFIX):
            return await self._shown(request, quiz, attempt)
        png = await self._picture(quiz, attempt, results.SHARED + 1)
        card = results.share_card(self._library(), quiz, attempt, png, spoken(request.locale))
        return Reply(card, again=steps.share(attempt))

    async def save(self, request: Request) -> Reply:
        """Ask first, with all that would be remembered; remember it after a second press."""
        quiz, attempt = await self._theirs(request)
        language, facts = spoken(request.locale), facts_of(quiz, attempt.answers)
        go_back = Button(say(language, "outcome.save.no"), steps.resume(attempt))
        if not facts:
            raise _Refused(cards.sentence(say(language, "outcome.save.nothing")))
        if request.arguments.get("sure") != "yes":
            shown = Fields(tuple((label(fact, language), told(fact, value, language)) for fact, value in facts.items()))
            yes = Button(say(language, "outcome.save.yes"), steps.save(attempt, sure=True))
            blocks = (Text(say(language, "outcome.save.ask")), shown, Buttons((yes, go_back)))
            return cards.private(Card(say(language, "outcome.save"), blocks))
        kept = together(await self._runs.known(request.person), facts)
        await self._profiles.put(Profile(request.person, kept, self._clock.now()))
        return cards.sentence(say(language, "outcome.save.done"), _whole(attempt, language))

    async def _theirs(self, request: Request, revision: int | None = None) -> tuple[QuizFile, Attempt]:
        """The attempt that a button names, if it is the person's own and its quiz is still there."""
        attempt = await self._runs.get(request.arguments.get("attempt", ""), revision)
        if attempt is None:
            raise _Refused(self._gone(request))
        if attempt.person != request.person:
            number = _logged("attempt of somebody else", request)
            raise _Refused(cards.sentence(say(spoken(request.locale), "quiz.foreign", id=number)))
        quiz = await self._runs.quiz_of(self._library(), attempt)
        if quiz is None:
            raise _Refused(cards.sentence(say(spoken(request.locale), "quiz.retired")))
        return quiz, attempt

    async def _turned(self, request: Request, quiz: QuizFile, attempt: Attempt | None) -> Reply:
        if attempt is None:
            raise _Refused(self._gone(request))
        return await self._shown(request, quiz, attempt)

    async def _shown(self, request: Request, quiz: QuizFile, attempt: Attempt, said: str = "") -> Reply:
        """Where an attempt stands: its open question, that it was stopped, or its result."""
        library, language = self._library(), spoken(request.locale)
        if attempt.state == "stopped":
            card = cards.stopped_card(library, quiz, attempt, self._days, language)
            return cards.private(cards.with_said(card, said))
        question = cards.is_open(quiz, attempt)
        if question is not None:
            card = cards.question_card(library, quiz, attempt, question, language)
            return cards.private(cards.with_said(card, said))
        card = await self._result(request, quiz, attempt)
        return Reply(cards.with_said(card, said), private=True, again=steps.resume(attempt), replace=True)

    async def _result(self, request: Request, quiz: QuizFile, attempt: Attempt) -> Card:
        library, language = self._library(), spoken(request.locale)
        known = await self._known(quiz, attempt)
        if attempt.quiz.startswith(PREFIX):
            subject = attempt.quiz.removeprefix(PREFIX)
            buttons = (
                Button(say(language, "quiz.change"), steps.change(attempt)),
                Button(say(language, "outcome.save"), steps.save(attempt)),
            )
            shown = buttons if quiz.questions else ()
            return ledger_card(library, subject, ledger(library, subject, known), known, language, shown)
        order = [ranked.subject for ranked in ranking(quiz, attempt.answers)]
        openings = await self._openings(request, order) if self._openings is not None else ()
        png = await self._picture(quiz, attempt)
        return await asyncio.to_thread(results.result_card, library, quiz, attempt, known, png, openings, language)

    async def _picture(self, quiz: QuizFile, attempt: Attempt, most: int | None = None) -> bytes | None:
        """Bars for the first so many, made beside the event loop; none where nothing is ranked."""
        if quiz.ranks != "interest":
            return None
        order = ranking(quiz, attempt.answers)
        return await asyncio.to_thread(bars, tuple(r.points for r in order[:most]), results.marked(order))

    async def _known(self, quiz: QuizFile, attempt: Attempt) -> Known:
        return known_of(quiz, attempt.answers, await self._runs.known(attempt.person))

    def _gone(self, request: Request) -> Reply:
        return cards.sentence(say(spoken(request.locale), "quiz.gone"))


def _told(handler: Callable[[Request], Awaitable[Reply]]) -> Callable[[Request], Awaitable[Reply]]:
    async def handle(request: Request) -> Reply:
        try:
            return await handler(request)
        except _Refused as refused:
            return refused.reply

    return handle


def _given(quiz: QuizFile, attempt: Attempt) -> list[tuple[str, str]]:
    return [(question.id, choice) for question, choice in run.given(quiz, attempt)]


def _whole(attempt: Attempt, language: str) -> Button:
    return Button(say(language, "outcome.back"), steps.resume(attempt))


def _revision(request: Request) -> int:
    text = request.arguments.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1


def _logged(what: str, request: Request) -> str:
    """A number that stands in the log, beside what was tried but without what was written."""
    number = uuid.uuid4().hex[:8]
    _LOG.warning(what, id=number, command=request.command)
    return number
