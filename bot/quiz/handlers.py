"""What the quiz commands do: quiz, eligible, and the buttons of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.quiz import attempt as run
from bot.quiz import cards
from bot.quiz.eligible import questions_for
from bot.quiz.finding import find_quiz, find_role, near_roles
from bot.quiz.ledger import requirements_of
from bot.quiz.result_handlers import ResultHandlers
from bot.quiz.showing import Refused, Showing, gone, logged, told
from bot.texts import say, spoken
from bot.ui import Action, Button, Card, Select, Text, literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.library.library import Library
    from bot.ports import Clock, Profiles, Request
    from bot.quiz.runs import Runs
    from bot.quiz.showing import Handler, Openings
    from bot.ui import Reply


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
        self._runs, self._clock = runs, clock
        self._showing = Showing(library, runs, days, openings)
        self._results = ResultHandlers(self._showing, profiles, clock)

    def handlers(self) -> dict[str, Handler]:
        """Each command with what it does."""
        own = {
            "quiz": self.quiz,
            "eligible": self.eligible,
            "quiz begin": self.begin,
            "quiz answer": self.answer,
            "quiz back": self.back,
            "quiz stop": self.stop,
            "quiz resume": self.resume,
            "quiz change": self.change,
        }
        return told({**own, **self._results.handlers()})

    async def quiz(self, request: Request) -> Reply:
        library, language = self._showing.library, spoken(request.locale)
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
        return await self._showing.shown(request, quiz, await self._runs.begin(request.person, quiz.id))

    async def eligible(self, request: Request) -> Reply:
        library, language = self._showing.library, spoken(request.locale)
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
            return cards.private(await self._showing.eligible(request, subject.id, known))
        return await self._showing.shown(request, quiz, await self._runs.begin(request.person, quiz.id, anew=True))

    async def begin(self, request: Request) -> Reply:
        quiz = self._showing.library.quizzes.get(request.arguments.get("quiz", ""))
        if quiz is None:
            raise Refused(cards.sentence(say(spoken(request.locale), "quiz.retired")))
        anew = request.arguments.get("how") == "anew"
        return await self._showing.shown(request, quiz, await self._runs.begin(request.person, quiz.id, anew=anew))

    async def answer(self, request: Request) -> Reply:
        revision = _revision(request)
        quiz, attempt = await self._showing.theirs(request, revision)
        question, choice = (request.arguments.get(name, "") for name in ("question", "choice"))
        pressed = await self._runs.answer(quiz, attempt, question, choice, revision)
        if pressed.attempt is None:
            raise gone(request)
        if pressed.how == "refused":
            said = say(spoken(request.locale), "quiz.refused", id=logged("answer does not fit", request))
        else:
            said = say(spoken(request.locale), "quiz.stale") if pressed.how == "stale" else ""
        return await self._showing.shown(request, quiz, pressed.attempt, said)

    async def back(self, request: Request) -> Reply:
        quiz, attempt = await self._showing.theirs(request)
        return await self._showing.turned(request, quiz, await self._runs.back(quiz, attempt, _revision(request)))

    async def stop(self, request: Request) -> Reply:
        quiz, attempt = await self._showing.theirs(request)
        now = self._clock.now()
        turned = await self._runs.turn(attempt, lambda a: run.stopped(a, now) if a.state == "running" else a)
        return await self._showing.turned(request, quiz, turned)

    async def resume(self, request: Request) -> Reply:
        quiz, attempt = await self._showing.theirs(request)
        now = self._clock.now()
        turned = await self._runs.turn(attempt, lambda a: run.resumed(a, now) if a.state == "stopped" else a)
        return await self._showing.turned(request, quiz, turned)

    async def change(self, request: Request) -> Reply:
        """Which answer to change; with a question named, that question again."""
        quiz, attempt = await self._showing.theirs(request)
        wanted = request.arguments.get("question", "")
        given = {question.id for question, _ in run.given(quiz, attempt)}
        if not wanted and given:
            return cards.private(cards.change_card(self._showing.library, quiz, attempt, spoken(request.locale)))
        if wanted not in given:
            return await self._showing.shown(request, quiz, attempt)
        now = self._clock.now()
        turned = await self._runs.turn(attempt, lambda a: run.moved(a, wanted, now))
        return await self._showing.turned(request, quiz, turned)


def _revision(request: Request) -> int:
    text = request.arguments.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
