"""/profile: what a person agreed to have remembered, to see, change and forget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.people.facts import ANSWERS, label, together, told
from bot.ports import Profile
from bot.texts import say, spoken
from bot.ui import Action, Button, Buttons, Card, Fields, Reply, Select, Text

if TYPE_CHECKING:
    from bot.people.facts import Known
    from bot.ports import Clock, Profiles, Request
    from bot.ui import Block

FORGET = "forget"


class ProfileHandlers:
    """The profile commands. Only the person sees the replies, and a press is what agrees to a change."""

    def __init__(self, profiles: Profiles, clock: Clock) -> None:
        self._profiles = profiles
        self._clock = clock

    async def profile(self, request: Request) -> Reply:
        return _private(_card(await self._facts(request.person), spoken(request.locale)))

    async def set(self, request: Request) -> Reply:
        """Without a value: the answers to choose from. With one: from now on."""
        language = spoken(request.locale)
        fact, wanted = (request.arguments.get(name, "") for name in ("fact", "value"))
        facts = await self._facts(request.person)
        if fact not in (*ANSWERS, *facts):
            return _private(_card(facts, language, say(language, "profile.unread")))
        if not wanted:
            return _private(_choices(fact, facts, language))
        if wanted == FORGET:
            kept = {name: value for name, value in facts.items() if name != fact}
            said = say(language, "profile.forgotten", fact=label(fact, language))
        else:
            found = next((value for name, value in ANSWERS.get(fact, ()) if name == wanted), None)
            if found is None:
                return _private(_card(facts, language, say(language, "profile.unread")))
            kept = together(facts, {fact: found})
            said = say(language, "profile.changed", fact=label(fact, language), value=told(fact, found, language))
        if kept:
            await self._profiles.put(Profile(request.person, kept, self._clock.now()))
        else:
            await self._profiles.erase(request.person)
        return _private(_card(kept, language, said))

    async def _facts(self, person: str) -> Known:
        profile = await self._profiles.get(person)
        return profile.facts if profile is not None else {}


def fields(facts: Known, language: str) -> tuple[tuple[str, str], ...]:
    """Facts with their values, in words."""
    return tuple((label(fact, language), told(fact, value, language)) for fact, value in facts.items())


def _card(facts: Known, language: str, said: str = "") -> Card:
    blocks: list[Block] = [Text(said)] if said else []
    blocks.append(Text(say(language, "profile.intro" if facts else "profile.empty")))
    if facts:
        blocks.append(Fields(fields(facts, language)))
    options = tuple(
        Button(label(fact, language), Action("profile set", (fact,))) for fact in dict.fromkeys((*facts, *ANSWERS))
    )
    blocks.append(Select(say(language, "profile.change"), options))
    return Card(say(language, "profile.title"), tuple(blocks))


def _choices(fact: str, facts: Known, language: str) -> Card:
    options = [
        Button(told(fact, value, language), Action("profile set", (fact, name)))
        for name, value in ANSWERS.get(fact, ())
    ]
    if fact in facts:
        options.append(Button(say(language, "profile.forget"), Action("profile set", (fact, FORGET))))
    back = Button(say(language, "quiz.back"), Action("profile"))
    return Card(label(fact, language), (Select(say(language, "quiz.pick"), tuple(options)), Buttons((back,))))


def _private(card: Card) -> Reply:
    return Reply(card, private=True, replace=True)
