"""What the commands about knowledge do: ask, entry, path, compare, ladder, kb why."""

from __future__ import annotations

import asyncio
import difflib
from typing import TYPE_CHECKING

import structlog

from bot.answering.compose import compose, example, group_of, side_by_side, tell, with_beside
from bot.answering.masking import masked, shape_of
from bot.answering.normalise import language_of, normalise
from bot.answering.suggestions import Suggestions
from bot.answering.trace import explain
from bot.answering.views import comparison, flights, ladder, subject_card, why_card
from bot.pictures import stairs
from bot.ports import Unanswered
from bot.texts import say
from bot.ui import Action, Button, Card, Reply, Select, Text, literal, small

if TYPE_CHECKING:
    from bot.answering.engine import Decision
    from bot.answering.memory import Memory
    from bot.answering.notes import Notes
    from bot.answering.service import Answering
    from bot.library.library import Entry, Library, Subject
    from bot.ports import Clock, Request

_LOG = structlog.get_logger(__name__)
LONGEST_QUESTION = 50_000  # characters; what is longer is refused, what is shorter is read at both ends
_YES = frozenset({"yes", "y", "true", "1", "はい"})
_NOT_KEPT = ("chatter", "far", "unsafe", "lookalike")


class AnswerHandlers:
    """The knowledge commands over one Answering. Questions nothing answers are noted, without a name."""

    def __init__(self, answering: Answering, memory: Memory, notes: Notes, clock: Clock) -> None:
        self._answering = answering
        self._memory = memory
        self._notes = notes
        self._clock = clock
        self._suggestions: Suggestions | None = None

    @property
    def library(self) -> Library:
        return self._answering.library

    def suggestions(self) -> Suggestions:
        """Completions for the library in use."""
        if self._suggestions is None or self._suggestions.library is not self.library:
            self._suggestions = Suggestions(self.library)
        return self._suggestions

    async def ask(self, request: Request) -> Reply:
        question = request.arguments.get("question", "").strip()
        language = self._language(question, request.locale)
        overheard = not request.addressed
        if not normalise(question):
            if overheard:
                return Reply()
            return _sentence(say(language, "none.empty", example=example(self.library, language)), private=True)
        if len(question) > LONGEST_QUESTION:
            if overheard:
                return Reply()
            return _sentence(say(language, "error.too_long", limit=f"{LONGEST_QUESTION:,}"), private=True)
        decision = await self._answering.decide(question, self._memory.earlier(request), request.locale)
        if request.addressed and not decision.people:
            self._memory.remember(request, question)
            self._keep(request, question, decision)
        private = request.arguments.get("private", "").casefold() in _YES
        today = self._clock.now().date()
        return compose(self.library, decision, today, addressed=request.addressed, private=private)

    async def entry(self, request: Request) -> Reply:
        entry = self.library.entries.get(request.arguments.get("entry", ""))
        language = self._language(self._memory.last(request), request.locale)
        if entry is None:
            return _sentence(say(language, "entry.unknown"), private=True)
        self._memory.remember(request, self.library.local(entry.title, language))
        return tell(self.library, with_beside(self.library, [entry]), language, self._clock.now().date())

    async def entries(self, request: Request) -> Reply:
        """Exactly these entries, as a reply told them before."""
        told = self._named_entries(request)
        language = self._language(self._memory.last(request), request.locale)
        if not told:
            return _sentence(say(language, "entry.unknown"), private=True)
        return tell(self.library, told, language, self._clock.now().date())

    async def columns(self, request: Request) -> Reply:
        """Two entries side by side, as a reply told them before."""
        told = self._named_entries(request)
        language = self._language(self._memory.last(request), request.locale)
        if len(told) != 2:
            return _sentence(say(language, "entry.unknown"), private=True)
        return side_by_side(self.library, told[0], told[1], language)

    async def path(self, request: Request) -> Reply:
        name = request.arguments.get("name", "").strip()
        language = self._language(name, request.locale)
        subject = self._subject(name)
        if subject is None:
            return self._which(name, language)
        return Reply(subject_card(self.library, subject, language), again=Action("path", (subject.id,)))

    async def compare(self, request: Request) -> Reply:
        names = [request.arguments.get(name, "").strip() for name in ("first", "second")]
        language = self._language(" ".join(names), request.locale)
        found = [self._subject(name) for name in names]
        first, second = found
        if first is None or second is None:
            return self._which(names[found.index(None)], language)
        if first.id == second.id:
            return _sentence(say(language, "compare.same"))
        return Reply(comparison(self.library, first, second, language), again=small("compare", first.id, second.id))

    async def ladder(self, request: Request) -> Reply:
        card = ladder(self.library, self._language("", request.locale), await self._stairs())
        return Reply(card, again=Action("ladder"))

    async def _stairs(self) -> bytes | None:
        """The ladder's picture, drawn beside the event loop; None where it cannot be drawn: the words say it all."""
        shape = flights(self.library)
        try:
            return await asyncio.to_thread(stairs, shape) if shape else None
        except Exception as error:
            _LOG.error("picture not drawn", error=type(error).__name__)
            return None

    async def why(self, request: Request) -> Reply:
        question = request.arguments.get("question", "").strip()
        language = self._language(question, request.locale)
        if not normalise(question):
            return _sentence(say(language, "why.nothing"), private=True)
        decision = await self._answering.decide(question, (), request.locale, traced=True)
        return Reply(why_card(explain(self._answering.mind, question, decision), language), private=True)

    def _language(self, text: str, locale: str) -> str:
        languages = self.library.languages
        if any(character.isalpha() for character in text):
            return language_of(text, languages)
        short = locale.replace("_", "-").partition("-")[0].lower()
        return short if short in languages else languages[0]

    def _named_entries(self, request: Request) -> list[Entry]:
        """The entries that an action names; none if one of them is gone."""
        named = [request.arguments[name] for name in ("first", "second", "third") if request.arguments.get(name)]
        found = [self.library.entries.get(entry) for entry in named]
        return [entry for entry in found if entry is not None] if None not in found else []

    def _subject(self, name: str) -> Subject | None:
        wanted = normalise(name)
        public = [s for s in self.library.subjects.values() if s.kind != "safety"]
        for subject in public:
            names = [subject.id, *subject.title.values(), *(a for names in subject.aliases.values() for a in names)]
            if wanted and wanted in map(normalise, names):
                return subject
        named = sorted(self._answering.mind.reader.read(name).concepts.subjects) if wanted else []
        return self.library.subjects[named[0]] if len(named) == 1 else None

    def _which(self, name: str, language: str) -> Reply:
        public = [s for s in self.library.subjects.values() if s.kind != "safety"]
        titles = {self.library.local(s.title, language): s for s in public}
        near = difflib.get_close_matches(name, titles, n=4, cutoff=0.4) or list(titles)[:25]
        options = tuple(Button(title, Action("path", (titles[title].id,))) for title in near)
        blocks = (Text(say(language, "path.unknown", name=_shortened(name))),) if name else ()
        return Reply(Card("", (*blocks, Select(say(language, "path.suggest" if name else "path.choose"), options))))

    def _keep(self, request: Request, question: str, decision: Decision) -> None:
        kind, _ = group_of(self.library, decision.group)
        if decision.band == "sure" or kind in _NOT_KEPT:
            return
        text = masked(question)
        candidates = tuple(ranked.entry for ranked in decision.candidates)
        now = self._clock.now()
        self._notes.add(
            Unanswered(request.organisation, decision.language, decision.band, text, shape_of(text), candidates, now)
        )


def _sentence(text: str, *, private: bool = False) -> Reply:
    return Reply(Card("", (Text(text),)), private=private)


def _shortened(name: str) -> str:
    return literal(name if len(name) <= 60 else name[:59] + "…")
