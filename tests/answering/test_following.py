"""What leans on the question before, and what stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.engine import decide
from bot.answering.following import follows, left_out

if TYPE_CHECKING:
    from bot.answering.mind import Mind


@pytest.mark.parametrize(
    "text",
    [
        "and for sales?",
        "how much is it tho",
        "what about trainers, would that be a good life for somebody with a family and an old dog",
        "what level",
        "じゃあ営業は？",
        "給料は？",
    ],
)
def test_what_is_short_or_points_back_leans_on_what_was_asked_before(small_mind: Mind, text: str) -> None:
    assert follows(small_mind.reader.read(text))


@pytest.mark.parametrize(
    "text",
    [
        "what does sales pay",
        "営業の給料はいくらですか",
        "can somebody tell me whether people my age still get hired anywhere",
        "is sales just tricking people into buying stuff nobody wants",
        "do companies in IT look at your age before hiring somebody",
    ],
)
def test_a_whole_question_stands_alone(small_mind: Mind, text: str) -> None:
    assert not follows(small_mind.reader.read(text))


def test_the_subject_or_the_aspect_is_filled_in(small_mind: Mind) -> None:
    read = small_mind.reader.read
    before = [read("what does sales pay")]
    assert left_out(small_mind, read("what level"), before) == [small_mind.subject_name("sales")]
    assert left_out(small_mind, read("and for trainers?"), before) == [small_mind.aspect_name("pay")]
    assert left_out(small_mind, read("what does a trainer earn"), before) == []


def test_what_was_asked_before_changes_nothing_for_a_whole_question(small_mind: Mind) -> None:
    alone = decide(small_mind, "営業の給料はいくらですか")
    assert decide(small_mind, "営業の給料はいくらですか", ["what does a trainer do"]).candidates == alone.candidates
