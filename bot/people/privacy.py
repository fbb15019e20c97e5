"""/privacy: all that is stored of a person, to see, export and erase."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from bot.people.profile import fields
from bot.texts import bold, say, spoken
from bot.ui import Action, Button, Buttons, Card, Fields, Reply, Text, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.library.library import Library
    from bot.ports import Attempt, Attempts, Profiles, Request
    from bot.ui import Block

SHOWN = 20  # runs on the card; the export holds all


class Elsewhere(Protocol):
    """What another room keeps of people: their reminders."""

    async def shown(self, person: str, language: str) -> Sequence[str]:
        """A line each."""
        ...

    async def exported(self, person: str) -> Sequence[Mapping[str, object]]: ...

    async def erase(self, person: str) -> int: ...


class PrivacyHandlers:
    """The privacy commands over everything that knows a person."""

    def __init__(
        self,
        library: Callable[[], Library],
        attempts: Attempts,
        profiles: Profiles,
        days: int,
        reminders: Elsewhere,
    ) -> None:
        self._library, self._attempts, self._profiles, self._days = library, attempts, profiles, days
        self._reminders = reminders

    async def privacy(self, request: Request) -> Reply:
        language = spoken(request.locale)
        profile = await self._profiles.get(request.person)
        attempts = await self._attempts.of(request.person)
        nothing = say(language, "privacy.nothing")
        blocks: list[Block] = [_heading("privacy.profile", language)]
        blocks.append(Fields(fields(profile.facts, language)) if profile and profile.facts else Text(nothing))
        lines = [f"- {self._line(attempt, language)}" for attempt in attempts[:SHOWN]]
        blocks += [_heading("privacy.attempts", language), Text("\n".join(lines) or nothing)]
        reminders = await self._reminders.shown(request.person, language)
        blocks += [_heading("privacy.reminders", language), Text("\n".join(f"- {r}" for r in reminders) or nothing)]
        blocks.append(Text(say(language, "privacy.kept", days=self._days)))
        blocks.append(Text(say(language, "privacy.other")))
        if profile is not None or attempts or reminders:
            export = Button(say(language, "privacy.export"), Action("privacy export"))
            erase = Button(say(language, "privacy.erase"), Action("privacy erase"))
            blocks.append(Buttons((export, erase)))
        return _private(Card(say(language, "privacy.title"), tuple(blocks)))

    async def export(self, request: Request) -> Reply:
        """All of it as JSON."""
        profile = await self._profiles.get(request.person)
        stored = {
            "person": request.person,
            "facts": dict(profile.facts) if profile else {},
            "facts_changed_at": profile.changed_at.isoformat() if profile else None,
            "attempts": [_exported(attempt) for attempt in await self._attempts.of(request.person)],
            "reminders": list(await self._reminders.exported(request.person)),
        }
        text = json.dumps(stored, ensure_ascii=False, indent=1)
        title = say(spoken(request.locale), "privacy.export")
        return Reply(Card(title, (Text(literal(text)),)), private=True, again=Action("privacy export"))

    async def erase(self, request: Request) -> Reply:
        """Ask first; erase after a second press."""
        language = spoken(request.locale)
        if request.arguments.get("sure") != "yes":
            yes = Button(say(language, "privacy.erase.yes"), Action("privacy erase", ("yes",)))
            no = Button(say(language, "outcome.save.no"), Action("privacy"))
            ask = Text(say(language, "privacy.erase.ask"))
            return _private(Card(say(language, "privacy.erase"), (ask, Buttons((yes, no)))))
        await self._attempts.erase(request.person)
        await self._profiles.erase(request.person)
        await self._reminders.erase(request.person)
        return _private(Card("", (Text(say(language, "privacy.erase.done")),)))

    def _line(self, attempt: Attempt, language: str) -> str:
        day = attempt.touched_at.date().isoformat()
        name = literal(self._name(attempt.quiz, language))
        return say(language, "privacy.attempt", quiz=name, answers=len(attempt.answers), day=day)

    def _name(self, quiz: str, language: str) -> str:
        """A quiz by its title; what `/eligible` began, by its subject's."""
        library = self._library()
        if quiz in library.quizzes:
            return library.local(library.quizzes[quiz].title, language)
        subject = quiz.partition(":")[2]
        if subject in library.subjects:
            return say(language, "privacy.eligible", subject=library.local(library.subjects[subject].title, language))
        return quiz


def _exported(attempt: Attempt) -> dict[str, object]:
    return {
        "quiz": attempt.quiz,
        "state": attempt.state,
        "begun_at": attempt.begun_at.isoformat(),
        "touched_at": attempt.touched_at.isoformat(),
        "answers": dict(attempt.answers),
    }


def _heading(key: str, language: str) -> Text:
    return Text(bold(language, key))


def _private(card: Card) -> Reply:
    return Reply(card, private=True, replace=True)
