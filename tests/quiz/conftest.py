from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.dialogue.talk import Chat, chat_over

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.library.library import Library
    from bot.library.quiz_schema import QuizFile


@pytest.fixture
def chat(small_mind: Mind, tmp_path: Path) -> Chat:
    """A member of a community that uses Harbour."""
    return chat_over(small_mind, tmp_path).elsewhere(locale="en")


@pytest.fixture(scope="session")
def anchor(small_library: Library) -> QuizFile:
    return small_library.quizzes["anchor"]
