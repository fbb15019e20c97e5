"""What members' commands do: /windows, one window, its plan, and reminders."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.texts import say, spoken
from bot.ui import Action, Card, Reply, Text
from bot.windows.audience import ALL, WHEN_KNOWN, Subscription
from bot.windows.backplan import back_plan
from bot.windows.grammar import TOKYO
from bot.windows.office import Refusal
from bot.windows.reader_cards import (
    listing,
    plan_card,
    reminders_card,
    rhythm_form,
    rhythm_typed,
    topic_name,
    whole,
)
from bot.windows.refusals import told
from bot.windows.rhythms import read_days, read_quiet
from bot.windows.roles import KINDS
from bot.windows.typed import items

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.library.library import Library
    from bot.ports import Clock, Request
    from bot.windows.known_dates import KnownDates
    from bot.windows.office import Office
    from bot.windows.ports import WindowsKept
    from bot.windows.window import Window

MOST_TOPICS, LONGEST_TOPIC = 40, 70  # topics of one reader; characters of one
_LEVEL = re.compile(r"\bn\s?[1-5]\b|jlpt|日本語能力試験", re.IGNORECASE)


class ReaderHandlers:
    """Windows for members. In a direct message the communities are those in which somebody has reminders."""

    def __init__(
        self,
        office: Office,
        kept: WindowsKept,
        library: Callable[[], Library],
        dates: Callable[[], KnownDates],
        clock: Clock,
    ) -> None:
        self._office, self._kept = office, kept
        self._library, self._dates, self._clock = library, dates, clock

    def handlers(self) -> dict[str, Callable[[Request], Awaitable[Reply]]]:
        """Each command with what it does; what cannot be done is said."""
        own = {
            "windows": self.windows,
            "windows look": self.look,
            "windows plan": self.plan,
            "windows reminders": self.reminders,
            "windows follow": self.follow,
            "windows leave": self.leave,
            "windows rhythm": self.rhythm,
        }
        return {name: told(handler) for name, handler in own.items()}

    async def windows(self, request: Request) -> Reply:
        now, language = self._clock.now(), spoken(request.locale)
        return Reply(listing(await self._public(request), now, language), again=Action("windows"))

    async def look(self, request: Request) -> Reply:
        window, language = await self._window(request), spoken(request.locale)
        card = whole(window, self._clock.now(), language, self.title_of)
        return Reply(card, again=Action("windows look", (window.id,)))

    async def plan(self, request: Request) -> Reply:
        window, language = await self._window(request), spoken(request.locale)
        today = self._clock.now().astimezone(ZoneInfo(TOKYO.key)).date()
        steps = back_plan(window, self._dates(), today, japanese=self._asks_for_japanese(window))
        return Reply(plan_card(window, steps, language), again=Action("windows plan", (window.id,)))

    async def reminders(self, request: Request) -> Reply:
        [organisation, *_] = await self._communities(request)
        return await self._reminders(request, await self._kept.subscriptions.get(organisation, request.person))

    async def follow(self, request: Request) -> Reply:
        """One topic more."""
        topic = request.arguments.get("topic", "").strip()
        organisation = await self._meant(request, topic)
        reader = await self._reader(organisation, request)
        topics = tuple(dict.fromkeys((*reader.topics, topic)))
        if len(topics) > MOST_TOPICS:
            raise Refusal("many_topics")
        reader = replace(reader, topics=topics)
        await self._office.subscribe(reader)
        return await self._reminders(request, reader, "windows.followed", topic)

    async def leave(self, request: Request) -> Reply:
        """One topic less; without one, all of them, and everything that was kept of it."""
        topic = request.arguments.get("topic", "").strip()
        reader: Subscription | None = None
        for organisation in await self._communities(request):
            reader = await self._kept.subscriptions.get(organisation, request.person)
            topics = tuple(each for each in reader.topics if topic and each != topic) if reader else ()
            if reader is not None and topics:
                reader = replace(reader, topics=topics)
                await self._office.subscribe(reader)
            else:
                await self._kept.subscriptions.drop(organisation, request.person)
                reader = None
        if reader is None:
            return _said(say(spoken(request.locale), "windows.left"))
        return await self._reminders(request, reader, "windows.left.one", topic)

    async def rhythm(self, request: Request) -> Reply:
        """The form, or what becomes of it."""
        language = spoken(request.locale)
        [organisation, *_] = await self._communities(request)
        reader = await self._reader(organisation, request)
        if not request.fields:
            return Reply(rhythm_form(rhythm_typed(reader), {}, language), private=True)
        days, quiet = read_days(request.fields.get("days", "")), read_quiet(request.fields.get("quiet", ""))
        branches = items(request.fields.get("branches", ""), commas=True)
        errors = {} if days is not None else {"days": say(language, "windows.rhythm.days.unread")}
        if quiet is None:
            errors["quiet"] = say(language, "windows.rhythm.quiet.unread")
        if any(len(branch) > LONGEST_TOPIC for branch in branches):
            errors["branches"] = say(language, "windows.rhythm.branches.long", limit=LONGEST_TOPIC)
        if days is None or quiet is None or errors:
            return Reply(rhythm_form(request.fields, errors, language), private=True)
        others = [topic for topic in reader.topics if not topic.startswith("branch ")]
        topics = tuple(dict.fromkeys([*others, *(f"branch {branch}" for branch in branches)])) or (ALL,)
        if len(topics) > MOST_TOPICS:
            raise Refusal("many_topics")
        [hours] = quiet
        reader = replace(reader, topics=topics, rhythm=replace(reader.rhythm, days=days, quiet=hours))
        await self._office.subscribe(reader)
        return await self._reminders(request, reader)

    def title_of(self, role: str, language: str) -> str:
        """What a role is called."""
        subject = self._library().subjects.get(role)
        return role if subject is None else self._library().local(subject.title, language)

    async def _reminders(self, request: Request, reader: Subscription | None, key: str = "", topic: str = "") -> Reply:
        language, roles = spoken(request.locale), self.roles(spoken(request.locale))
        windows = await self._kept.windows.all(reader.organisation) if reader is not None else []
        titles = {window.id: window.title for window in windows}
        said = say(language, key, topic=topic_name(topic, roles, titles, language)) if key else ""
        return Reply(reminders_card(reader, roles, titles, language, said), private=True, replace=True)

    def roles(self, language: str) -> dict[str, str]:
        """What can be followed: roles and programmes by id, with their titles."""
        library = self._library()
        return {s.id: library.local(s.title, language) for s in library.subjects.values() if s.kind in KINDS}

    async def _communities(self, request: Request) -> Sequence[str]:
        if request.server:
            return [request.organisation]
        found = [reader.organisation for reader in await self._kept.subscriptions.by(request.person)]
        if not found:
            raise Refusal("which_community")
        return found

    async def _meant(self, request: Request, topic: str) -> str:
        """The community in which a topic exists."""
        communities = await self._communities(request)
        kind, _, name = topic.partition(" ")
        if kind == "window":
            for organisation in communities:
                if _seen(await self._kept.windows.get(organisation, name)):
                    return organisation
        known = kind == "role" and name in self.roles("en")
        if topic in (ALL, WHEN_KNOWN) or known or (kind == "branch" and 0 < len(name) <= LONGEST_TOPIC):
            return communities[0]
        raise Refusal("unknown")

    async def _reader(self, organisation: str, request: Request) -> Subscription:
        """Somebody's reminders, from now on in the language that they speak."""
        language = spoken(request.locale)
        known = await self._kept.subscriptions.get(organisation, request.person)
        return replace(known or Subscription(organisation, request.person, ()), language=language)

    async def _public(self, request: Request) -> list[Window]:
        found = [w for each in await self._communities(request) for w in await self._office.live(each)]
        return [window for window in found if window.audience == "public"]

    async def _window(self, request: Request) -> Window:
        """The window that a button names; also one that is over, if it was ever announced to everybody."""
        for organisation in await self._communities(request):
            window = await self._kept.windows.get(organisation, request.arguments.get("window", ""))
            if window is not None and _seen(window):
                return window
        raise Refusal("unknown")

    def _asks_for_japanese(self, window: Window) -> bool:
        subjects = self._library().subjects
        required = [r for role in window.roles if role in subjects for r in subjects[role].requirements]
        if window.requirements:
            return _LEVEL.search(window.requirements) is not None
        return any(requirement.japanese is not None for requirement in required)


def _seen(window: Window | None) -> bool:
    """Whether everybody may know of a window."""
    return window is not None and window.audience == "public" and window.revision > 0


def _said(text: str) -> Reply:
    return Reply(Card("", (Text(text),)), private=True, replace=True)
