from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.dialogue.talk import Chat, chat_over
from tests.fakes import FakeClock, MemoryStore

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind


@pytest.fixture
def admin(small_mind: Mind, tmp_path: Path) -> Chat:
    """An admin in a channel of a Discord server that nobody has set up yet."""
    chat = chat_over(small_mind, tmp_path)
    return chat.elsewhere(server="discord:1", organisation="discord:1", person="ada", role="admin", locale="en")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def kept() -> MemoryStore:
    return MemoryStore()
