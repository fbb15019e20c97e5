"""What people type on a phone is evened out, and nothing that means another thing becomes the same."""

from __future__ import annotations

import pytest

from bot.answering.normalise import (
    MAX_CHARACTERS,
    japanese_share,
    language_of,
    normalise,
    sentences,
    shorten,
    words,
)

BOTH = ("en", "ja")


@pytest.mark.parametrize("name", ["HR", "HT", "CHT", "SHT", "SPP", "CIM", "N1", "N5", "JLPT"])
def test_abbreviations_are_words_in_any_case_and_width(name: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in name)
    assert words(normalise(name)) == words(normalise(name.lower())) == words(normalise(wide)) == [name.lower()]


def test_it_and_im_in_capitals_are_not_the_pronoun_and_not_i_am() -> None:
    assert words(normalise("IT")) == ["it&"]
    assert words(normalise("is IT hard to get into")) == ["is", "it&", "hard", "to", "get", "into"]
    assert words(normalise("is it hard to get into")) == ["is", "it", "hard", "to", "get", "into"]
    assert words(normalise("what does an IM do")) != words(normalise("what does an I'm do"))
    assert words(normalise("I'm an ALT"))[0] == "im"
    assert words(normalise("im an alt"))[0] == "im"
    assert words(normalise("i want to be IM"))[-1] == "im&"


@pytest.mark.parametrize("typed", ["IT jobs", "it jobs", "It jobs", "ＩＴ jobs", "it  work", "it companies"])
def test_it_jobs_are_not_it(typed: str) -> None:
    assert words(normalise(typed))[0] == "it&"


@pytest.mark.parametrize("typed", ["an im", "the im", "the IM", "become im", "as IM"])
def test_an_im_is_not_i_am(typed: str) -> None:
    assert words(normalise(typed))[-1] == "im&"


def test_shouting_makes_no_abbreviation() -> None:
    assert words(normalise("HOW MUCH IS IT THOUGH")) == words(normalise("how much is it though"))


@pytest.mark.parametrize("level", range(1, 6))
def test_levels_are_one_word_however_they_are_written(level: int) -> None:
    ways = ["N{}", "n{}", "N-{}", "N {}", "N_{}", "n-{}", "Ｎ{}", "N−{}", "N–{}"]
    assert {normalise(way.format(level)) for way in ways} == {f"n{level}"}


def test_a_level_never_becomes_another() -> None:
    assert len({normalise(f"is N{level} enough") for level in range(1, 6)}) == 5
    assert normalise("N12") == "n12"
    assert normalise("N 10") == "n 10"
    assert normalise("gain 2 years") == "gain 2 years"
    assert normalise("n11111") == "n11111"


def test_width_kana_quotes_and_dashes_are_evened_out() -> None:
    assert normalise("ﾅﾆｶﾞﾋﾂﾖｳ") == normalise("ナニガヒツヨウ") == normalise("なにがひつよう") == "なにがひつよう"
    assert normalise("I’m") == normalise("I'm") == "i'm"
    assert normalise("“HT”–role") == '"ht"-role'
    assert normalise("ｓａｌｅｓ　ｐａｙ？") == "sales pay?"
    assert normalise("トレーナー") == "とれーなー"


def test_stretched_letters_and_spaces_shrink() -> None:
    assert normalise("pleaaaaase   help\n\tme") == "pleaase help me"
    assert normalise("えええええ") == "ええ"


def test_what_cannot_be_seen_does_not_count() -> None:
    assert normalise("s\u0300\u0301\u0302ales") == normalise("s ales")
    assert normalise("\u202esales\u202c \u200bpay\ufeff") == "sales pay"
    assert normalise("sales\x00pay\x07") == "sales pay"
    assert normalise("sales\ud800 \udfffpay") == "sales pay"
    assert normalise("\U000e0041sales\ue000") == "sales"
    assert normalise("\u202e\u200f\x00 \ud800") == ""


def test_addresses_and_mentions_are_not_words() -> None:
    assert normalise("<@123> sales pay? https://example.org/x?y=1") == "sales pay?"
    assert normalise("<@!123> <#45> <:wave:678> hi") == "hi"
    assert normalise("is 3 < 5 and 6 > 4") == "is 3 < 5 and 6 > 4"


@pytest.mark.parametrize("unfinished", ["<" + "a" * 2_900 + "1" * 2_900, "<1" * 3_000, "<:" * 3_000, "http" * 1_500])
def test_unfinished_mentions_cost_no_more_than_other_text(unfinished: str) -> None:
    assert normalise(unfinished)


def test_fifty_thousand_characters_are_read_at_both_ends() -> None:
    text = "FIRST " + "filler " * 7_200 + "LAST"
    assert len(shorten(text)) <= MAX_CHARACTERS + 1
    read = normalise(text)
    assert read.startswith("first filler")
    assert read.endswith("filler last")
    assert shorten("short") == "short"
    assert len(normalise("\ufdfa" * 50_000)) < 50_000 * 3  # one character that NFKC makes eighteen of


def test_normalising_again_changes_nothing() -> None:
    for text in ("Is N-2 enough for SPP?", "ＨＲの給料は？", "pleaaase", "“quoted”", "what about HT—role"):
        assert normalise(normalise(text)) == normalise(text)


def test_a_run_of_japanese_is_one_word() -> None:
    assert words(normalise("SPPの条件、教えて")) == ["spp", "の条件", "教えて"]
    assert words("don't stop") == ["dont", "stop"]
    assert words("!!! … ？") == []


def test_a_post_is_cut_into_sentences_and_those_that_ask_come_through() -> None:
    post = (
        "Hi everyone, long time reader. I have been at my school for three years. My coordinator is lovely. "
        "Summer was hot. How many years do I need for the SPP? It rained a lot. Thanks in advance, friends!"
    )
    found = sentences(post)
    assert "How many years do I need for the SPP?" in found
    assert 1 < len(found) <= 4
    assert [post.index(part) for part in found] == sorted(post.index(part) for part in found)


def test_one_sentence_is_no_post() -> None:
    assert sentences("How many years do I need?") == []
    assert sentences("ok. yes. no.") == []
    assert sentences("") == []


def test_japanese_sentences_and_a_comma_before_a_second_question_part() -> None:
    found = sentences("SPPの条件は何ですか。HTの手当はいくらですか。")
    assert found == ["SPPの条件は何ですか。", "HTの手当はいくらですか。"]
    assert sentences("i need n2 for this, and what does sales pay") == ["i need n2 for this", "and what does sales pay"]


def test_the_reply_is_in_the_language_of_the_question() -> None:
    assert language_of("what does HT pay", BOTH) == "en"
    assert language_of("HTの給料は？", BOTH) == "ja"
    assert language_of("is 人材紹介 hard to get into for foreigners", BOTH) == "en"
    assert language_of("HTの給料は？", ("en",)) == "en"
    assert language_of("what does HT pay", ("ja",)) == "ja"
    assert language_of("", BOTH) == "en"
    assert japanese_share("123 !?") == 0.0
    assert japanese_share("進路") == 1.0
