"""What the buttons of a result do: one path in full, then and now, share it, remember its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.people.facts import label, together, told
from bot.ports import Profile
from bot.quiz import cards, results, steps
from bot.quiz.eligible import PREFIX
from bot.quiz.outcome import facts_of
from bot.quiz.showing import Refused
from bot.texts import say, spoken
from bot.ui import Button, Buttons, Card, Fields, Reply, Text

if TYPE_CHECKING:
    from bot.ports import Clock, Profiles, Request
    from bot.quiz.showing import Handler, Showing


class ResultHandlers:
    """What comes after a run."""

    def __init__(self, showing: Showing, profiles: Profiles, clock: Clock) -> None:
        self._showing, self._profiles, self._clock = showing, profiles, clock

    def handlers(self) -> dict[str, Handler]:
        return {
            "quiz path": self.path,
            "quiz compare": self.compare,
            "quiz share": self.share,
            "quiz save": self.save,
        }

    async def path(self, request: Request) -> Reply:
        quiz, attempt = await self._showing.theirs(request)
        subject = request.arguments.get("subject", "")
        if subject not in [outcome.subject for outcome in quiz.outcomes] or attempt.state != "finished":
            return await self._showing.shown(request, quiz, attempt)
        known = await self._showing.known(quiz, attempt)
        openings = await self._showing.openings(request, [subject])
        language = spoken(request.locale)
        card = results.path_card(self._showing.library, quiz, attempt, subject, known, openings, language)
        return Reply(card, private=True, replace=True, again=steps.look(attempt, subject))

    async def compare(self, request: Request) -> Reply:
        quiz, attempt = await self._showing.theirs(request)
        theirs = await self._showing.runs.of(attempt.person)
        finished = [other for other in theirs if other.quiz == attempt.quiz and other.state == "finished"]
        earlier = [other for other in finished if other.begun_at <= attempt.begun_at and other.id != attempt.id]
        if attempt.state != "finished" or not earlier:
            said = say(spoken(request.locale), "outcome.compare.none")
            return await self._showing.shown(request, quiz, attempt, said if attempt.state == "finished" else "")
        before = max(earlier, key=lambda other: other.begun_at)
        card = results.compare_card(self._showing.library, quiz, before, attempt, spoken(request.locale))
        return Reply(card, private=True, replace=True, again=steps.compare(attempt))

    async def share(self, request: Request) -> Reply:
        """For everybody to see: only ever after a press, and only the order."""
        quiz, attempt = await self._showing.theirs(request)
        if attempt.state != "finished" or attempt.quiz.startswith(PREFIX):
            return await self._showing.shown(request, quiz, attempt)
        png = await self._showing.picture(quiz, attempt, results.SHARED + 1)
        card = results.share_card(self._showing.library, quiz, attempt, png, spoken(request.locale))
        return Reply(card, again=steps.share(attempt), for_all=True)

    async def save(self, request: Request) -> Reply:
        """Ask first, with all that would be remembered; remember it after a second press."""
        quiz, attempt = await self._showing.theirs(request)
        language, facts = spoken(request.locale), facts_of(quiz, attempt.answers)
        go_back = Button(say(language, "outcome.save.no"), steps.resume(attempt))
        if not facts:
            raise Refused(cards.sentence(say(language, "outcome.save.nothing")))
        if request.arguments.get("sure") != "yes":
            shown = Fields(tuple((label(fact, language), told(fact, value, language)) for fact, value in facts.items()))
            yes = Button(say(language, "outcome.save.yes"), steps.save(attempt, sure=True))
            blocks = (Text(say(language, "outcome.save.ask")), shown, Buttons((yes, go_back)))
            return cards.private(Card(say(language, "outcome.save"), blocks))
        kept = together(await self._showing.runs.known(request.person), facts)
        await self._profiles.put(Profile(request.person, kept, self._clock.now()))
        whole = Button(say(language, "outcome.back"), steps.resume(attempt))
        return cards.sentence(say(language, "outcome.save.done"), whole)
