"""The one place where everything is put together, started and stopped."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import structlog

from bot import __version__
from bot.answering.encoder import Encoder, load_encoder
from bot.answering.handlers import AnswerHandlers
from bot.answering.memory import Memory
from bot.answering.notes import Notes
from bot.answering.service import Answering
from bot.clock import SystemClock
from bot.dispatch import Dispatch
from bot.errors import PackUnusable, SettingsError
from bot.front import Front
from bot.library.loader import load
from bot.library.problems import PackError
from bot.people.privacy import PrivacyHandlers
from bot.people.profile import ProfileHandlers
from bot.ports import Kept, Shelf
from bot.quiz.finding import offered_quizzes, offered_roles
from bot.quiz.handlers import QuizHandlers
from bot.quiz.proofs import prove
from bot.quiz.runs import Runs
from bot.servers.directory import Directory
from bot.servers.handlers import Knowledge, ServerHandlers
from bot.servers.language import spoken
from bot.servers.link import Links
from bot.storage.database import open_store
from bot.upkeep import Chore, Upkeep
from bot.windows.known_dates import KnownDates, load_dates
from bot.windows.ports import WindowsKept
from bot.windows.room import furnish

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from bot.config import Settings
    from bot.library.library import Library
    from bot.ports import Clock
    from bot.windows.room import Room
    from bot.windows.voices import Voices

_LOG = structlog.get_logger(__name__)
HANDLED_DAYS = 2  # no platform delivers anything again after that
DRAFT_DAYS = 1


@dataclass(frozen=True)
class App:
    """The running parts that adapters and commands reach. `closing`: before adapters end, what is told is told."""

    answering: Answering
    core: Front
    voices: Voices
    closing: Callable[[], Awaitable[None]]


class KeptAll(Kept, WindowsKept, Protocol):
    """The open store."""


def read_pack(folder: Path) -> Library:
    """The library in a folder; PackUnusable with every problem."""
    try:
        return load(folder)
    except PackError as error:
        raise PackUnusable(error) from None


def encoder_of(settings: Settings) -> Encoder | None:
    """The encoder that the settings name, or none."""
    if settings.encoder is None:
        return None
    if settings.encoder_sha256 is None:
        raise SettingsError(["SHINRO_ENCODER_SHA256 is missing: the SHA-256 that the encoder's folder must have."])
    return load_encoder(settings.encoder, settings.encoder_sha256)


def put_together(
    answering: Answering,
    notes: Notes,
    clock: Clock,
    kept: KeptAll,
    directory: Directory,
    attempt_days: int = 90,
    room: Room | None = None,
) -> Front:
    """The core over its parts."""
    room = room or windows_of(answering, kept, clock)
    handlers = AnswerHandlers(answering, Memory(clock), notes, clock)
    replan = room.office.replan
    servers = ServerHandlers(directory, kept.unanswered, lambda language: knowledge(answering, language), replan)
    links = Links(directory, kept.drafts, kept.handled, clock, replan)
    runs = Runs(kept.attempts, kept.profiles, clock)
    quizzes = QuizHandlers(lambda: answering.library, runs, kept.profiles, clock, attempt_days)
    profiles = ProfileHandlers(kept.profiles, clock)
    privacy = PrivacyHandlers(lambda: answering.library, kept.attempts, kept.profiles, attempt_days, room.remembered)

    def suggest(command: str, parameter: str, typed: str, locale: str, limit: int) -> Sequence[tuple[str, str]]:
        languages = answering.library.languages
        language = spoken(locale) if spoken(locale) in languages else languages[0]
        if parameter == "question":
            return handlers.suggestions().questions(typed, language, limit)
        if command in ("path", "compare"):
            return handlers.suggestions().subjects(typed, language, limit)
        if command == "quiz":
            return offered_quizzes(answering.library, typed, language, limit)
        if command == "eligible":
            return offered_roles(answering.library, typed, language, limit)
        return []

    handlers_by_name = {
        "ask": handlers.ask,
        "entry": handlers.entry,
        "entries": handlers.entries,
        "columns": handlers.columns,
        "path": handlers.path,
        "compare": handlers.compare,
        "ladder": handlers.ladder,
        "kb why": handlers.why,
        "shinro setup": servers.setup,
        "shinro roles": servers.roles,
        "shinro channels": servers.channels,
        "shinro status": servers.status,
        "shinro link": links.link,
        "shinro pick": servers.pick,
        "profile": profiles.profile,
        "profile set": profiles.set,
        "privacy": privacy.privacy,
        "privacy export": privacy.export,
        "privacy erase": privacy.erase,
        **quizzes.handlers(),
        **room.handlers,
    }
    told = {name: room.inbox.over(handler) for name, handler in handlers_by_name.items()}
    dispatch = Dispatch(told, suggest, handled=kept.handled, clock=clock)
    return Front(dispatch, directory, Shelf(kept.handled, kept.drafts, kept.marks), replan)


def windows_of(answering: Answering, kept: KeptAll, clock: Clock, dates: KnownDates | None = None) -> Room:
    """Application windows over the store; `dates` are those that the pack's moderators know."""
    known = dates or KnownDates()
    return furnish(kept, kept.servers.of, kept.drafts, lambda: answering.library, clock, lambda: known)


def read_dates(folder: Path) -> KnownDates:
    """The dates of a pack; PackUnusable with every problem."""
    try:
        return load_dates(folder)
    except PackError as error:
        raise PackUnusable(error) from None


def knowledge(answering: Answering, language: str) -> Knowledge:
    """What the bot knows now, for `/shinro status`."""
    library = answering.library
    title = library.local(library.pack.title, language)
    return Knowledge(__version__, library.pack.id, title, len(library.entries), answering.learning)


def upkeep_of(kept: Kept, directory: Directory, settings: Settings, clock: Clock) -> Upkeep:
    """What is forgotten with time, and after how many days."""
    return Upkeep(
        (
            Chore("unanswered questions", settings.question_days, kept.unanswered.expire),
            Chore("handled requests", HANDLED_DAYS, kept.handled.expire),
            Chore("drafts", DRAFT_DAYS, kept.drafts.expire),
            Chore("attempts", settings.attempt_days, kept.attempts.expire),
            Chore("left servers", settings.server_days, directory.expire),
        ),
        clock,
    )


def prove_quizzes(library: Library) -> None:
    """Say in the log what counting finds wrong with quizzes; `shinro check` would have said it before."""
    for problem in prove(library):
        _LOG.error("quiz not proved", at=f"{problem.file}:{problem.line}:{problem.column}", wrong=problem.wrong)


@asynccontextmanager
async def running(settings: Settings, clock: Clock | None = None) -> AsyncIterator[App]:
    """The app, started; everything it opened is closed at the end, whatever happens."""
    clock = clock or SystemClock()
    library = await asyncio.to_thread(read_pack, settings.knowledge)
    dates = await asyncio.to_thread(read_dates, settings.knowledge)
    answering = Answering(settings.data_dir / "learned", encoder_of(settings), settings.encoder)
    async with open_store(settings.database_url, settings.backups) as store:
        directory, notes = Directory(store.servers, clock), Notes(store.unanswered)
        upkeep = upkeep_of(store, directory, settings, clock)
        await upkeep.once()
        daily = asyncio.create_task(upkeep.every_day(), name="upkeep")
        proving = asyncio.create_task(asyncio.to_thread(prove_quizzes, library), name="proofs")
        try:
            await answering.start(library)
            room = windows_of(answering, store, clock, dates)
            core = put_together(answering, notes, clock, store, directory, settings.attempt_days, room)
            room.announcer.start()
            try:
                yield App(answering, core, room.voices, room.announcer.close)
            finally:
                await room.announcer.close()
        finally:
            daily.cancel()
            await asyncio.gather(daily, proving, return_exceptions=True)
            await answering.stop()
            await notes.close()
