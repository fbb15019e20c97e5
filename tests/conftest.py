"""Minds that take time to learn: once a session, and the shipped one only when its pack has changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapters.fake import FakeChat
from bot.answering import fitted
from bot.answering.mind import learned
from bot.library.loader import load
from tests.answering.harbour import harbour
from tests.contract.cores import knowing
from tests.fakes import MemoryStore

if TYPE_CHECKING:
    from bot.answering.mind import Mind
    from bot.library.library import Library

SHIPPED = Path(__file__).parents[1] / "knowledge"


@pytest.fixture(scope="session")
def shipped_mind(request: pytest.FixtureRequest) -> Mind:
    """The full mind of the shipped pack, kept in pytest's cache between runs."""
    folder = request.config.cache.mkdir("learned")
    library = load(SHIPPED)
    return fitted.recall(folder, library) or fitted.learn(folder, library)


@pytest.fixture(scope="session")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Harbour, loaded."""
    return harbour(tmp_path_factory.mktemp("harbour"))


@pytest.fixture(scope="session")
def small_mind(small_library: Library) -> Mind:
    """The full mind of Harbour, gate and all."""
    return learned(small_library)


@pytest.fixture
def chatroom(small_mind: Mind, tmp_path: Path) -> FakeChat:
    """A chat in memory with the whole bot in it, which knows Harbour."""
    return FakeChat(knowing(small_mind, tmp_path)(MemoryStore()))
