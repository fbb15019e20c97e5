"""The one place where everything is put together, started and stopped."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.answering.encoder import Encoder, load_encoder
from bot.answering.handlers import AnswerHandlers
from bot.answering.memory import Memory
from bot.answering.notes import Notes
from bot.answering.service import Answering
from bot.dispatch import Dispatch
from bot.errors import PackUnusable, SettingsError
from bot.library.loader import load
from bot.library.problems import PackError
from bot.storage.database import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bot.config import Settings
    from bot.library.library import Library
    from bot.ports import Clock


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class App:
    """The running parts that adapters and commands reach."""

    answering: Answering
    core: Dispatch


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


def put_together(answering: Answering, notes: Notes, clock: Clock) -> Dispatch:
    """The core over its parts."""
    handlers = AnswerHandlers(answering, Memory(clock), notes, clock)

    def suggest(command: str, parameter: str, typed: str, locale: str, limit: int) -> Sequence[tuple[str, str]]:
        languages = answering.library.languages
        language = locale if locale in languages else languages[0]
        if parameter == "question":
            return handlers.suggestions().questions(typed, language, limit)
        if command in ("path", "compare"):
            return handlers.suggestions().subjects(typed, language, limit)
        return []

    return Dispatch(
        {
            "ask": handlers.ask,
            "entry": handlers.entry,
            "entries": handlers.entries,
            "columns": handlers.columns,
            "path": handlers.path,
            "compare": handlers.compare,
            "ladder": handlers.ladder,
            "kb why": handlers.why,
        },
        suggest,
    )


@asynccontextmanager
async def running(settings: Settings, clock: Clock | None = None) -> AsyncIterator[App]:
    """The app, started; everything it opened is closed at the end, whatever happens."""
    clock = clock or SystemClock()
    library = await asyncio.to_thread(read_pack, settings.knowledge)
    answering = Answering(settings.data_dir / "learned", encoder_of(settings), settings.encoder)
    async with open_store(settings.database_url, settings.backups) as store:
        await store.unanswered.expire(clock.now() - timedelta(days=settings.question_days))
        notes = Notes(store.unanswered)
        try:
            await answering.start(library)
            yield App(answering, put_together(answering, notes, clock))
        finally:
            await answering.stop()
            await notes.close()
