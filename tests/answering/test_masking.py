"""What is kept of a question names nobody; the same words group together whatever their order."""

from __future__ import annotations

import pytest

from bot.answering.masking import LONGEST, masked, shape_of


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("can <@123456> help", "can @… help"),
        ("can <@!123456> help", "can @… help"),
        ("ask <@U0AB12|yamada.taro> please", "ask @… please"),
        ("@yamada.taro said N2", "@… said N2"),
        ("@佐藤 さんに聞いた", "@… さんに聞いた"),
        ("＠Bo is my boss", "@… is my boss"),
        ("mail me: tess.jones+alt@example.co.jp!", "mail me: …@…!"),
        ("call 090-1234-5678 or +81 90 1234 5678", "call # or #"),
        ("call (03) 1234 5678", "call (#"),
        ("my number is 123456", "my number is #"),
        ("see https://example.org/me?id=3 ok", "see … ok"),
        ("two\n\n lines\tand   spaces", "two lines and spaces"),
    ],
)
def test_what_could_name_a_person_is_gone(question: str, kept: str) -> None:
    assert masked(question) == kept


@pytest.mark.parametrize("question", ["do I need N2 for the SPP?", "60% or 2 of 3?", "since 2024", "月に20万円？"])
def test_a_question_without_names_stays_as_it_is(question: str) -> None:
    assert masked(question) == question


def test_it_is_no_longer_than_somebody_reads() -> None:
    assert len(masked("why " * 10_000)) == LONGEST
    assert masked("why " * 10_000).endswith("…")


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "1 " * 25_000, "a@" * 25_000, "<@" * 25_000, "." * 50_000, "-1" * 25_000]
)
def test_fifty_thousand_characters_cost_no_more_than_their_length(text: str) -> None:
    assert len(masked(text)) <= LONGEST


def test_the_same_words_in_any_order_have_one_shape() -> None:
    assert shape_of("Pay for trainers?") == shape_of("trainers, pay for!") == shape_of("FOR pay pay trainers")
    assert shape_of("pay for trainers") != shape_of("pay for recruiters")
    assert shape_of("is N1 enough") != shape_of("is N2 enough")
    assert "pay" not in shape_of("pay")
