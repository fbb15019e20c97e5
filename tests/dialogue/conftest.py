from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.dialogue.talk import Chat, chat_over

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind


@pytest.fixture
def chat(small_mind: Mind, tmp_path: Path) -> Chat:
    """A member in a channel of a community that uses Harbour."""
    return chat_over(small_mind, tmp_path)


@pytest.fixture
def shipped(shipped_mind: Mind, tmp_path: Path) -> Chat:
    """The same with the shipped pack."""
    return chat_over(shipped_mind, tmp_path)
