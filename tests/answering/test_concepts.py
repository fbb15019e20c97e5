"""Understanding names what a question is about: the longest name wins, plurals and Japanese included."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from bot.answering.concepts import Concepts, Lexicon, negative
from bot.answering.grams import concept_grams, word_grams
from bot.answering.normalise import normalise, words
from bot.library.schema import Term

if TYPE_CHECKING:
    from bot.library.library import Library


def understood(library: Library, text: str) -> Concepts:
    normal = normalise(text)
    return Lexicon(library).find(normal, words(normal))


def test_subjects_aspects_and_levels(small_library: Library) -> None:
    found = understood(small_library, "What salary does a trainer get with N-3?")
    assert found.subjects == {"trainer"}
    assert found.aspects == {"pay"}
    assert found.levels == {"3"}
    assert not negative(normalise("What salary does a trainer get with N-3?"))
    assert sorted(found.names()) == ["a:pay", "l:3", "s:trainer"]


@pytest.mark.parametrize("text", ["HR", "hr", "in headhunting?", "人材紹介について", "ＨＲ"])
def test_every_alias_names_its_subject(small_library: Library, text: str) -> None:
    assert understood(small_library, text).subjects == {"recruiting"}


def test_a_plural_names_the_same(small_library: Library) -> None:
    assert understood(small_library, "trainers").subjects == {"trainer"}
    assert understood(small_library, "salarys").aspects == {"pay"}


def test_it_is_a_subject_only_where_it_is_meant(small_library: Library) -> None:
    assert understood(small_library, "is IT well paid").subjects == {"it"}
    assert understood(small_library, "it jobs").subjects == {"it"}
    assert not understood(small_library, "is it well paid").subjects
    assert understood(small_library, "what does an IM do").subjects == {"trainer"}
    assert not understood(small_library, "I'm new").subjects


def test_the_longest_name_wins(small_library: Library) -> None:
    longer = Term(term="sales trainer", meaning={"en": "Somebody else."}, subject="recruiter")
    library = dataclasses.replace(small_library, glossary=(*small_library.glossary, longer))
    assert understood(library, "the sales trainer").subjects == {"recruiter"}
    assert understood(library, "the sales and the trainer").subjects == {"sales", "trainer"}
    assert understood(library, "what is the big boat scheme").subjects == {"trainer"}
    assert not understood(library, "what is the big boat").subjects


def test_japanese_names_overlap_and_the_longest_wins(small_library: Library) -> None:
    term = Term(term="営業トレーナー", meaning={"ja": "別の人"}, subject="recruiter")
    library = dataclasses.replace(small_library, glossary=(term,))
    assert understood(library, "営業トレーナーの給料").subjects == {"recruiter"}
    assert understood(library, "営業とトレーナーの給料").subjects == {"sales", "trainer"}
    assert understood(library, "営業とトレーナーの給料").aspects == {"pay"}


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("recruiting inside interac", "interac"),
        ("a job at an agency", "elsewhere"),
        ("going home next year", "home"),
        ("社内の仕事", "interac"),
        ("転職したい", "elsewhere"),
        ("帰国したら", "home"),
    ],
)
def test_contexts(small_library: Library, text: str, context: str) -> None:
    assert understood(small_library, text).contexts == {context}


@pytest.mark.parametrize("text", ["with no japanese", "i don't speak it", "only N4", "日本語ができない", "経験なし"])
def test_what_is_lacking_is_heard(text: str) -> None:
    assert negative(normalise(text))


def test_nothing_is_understood_of_nothing(small_library: Library) -> None:
    assert understood(small_library, "") == Concepts(frozenset(), frozenset(), frozenset(), frozenset())


def test_a_word_is_counted_whole_and_in_pieces() -> None:
    assert word_grams("ht") == ("w:ht", " h", "ht", "t ", " ht", "ht ", " ht ")
    assert word_grams("進路") == ("進", "路", "進路")
    assert "w:n1" in word_grams("n1")
    assert "w:n1" not in word_grams("n2")


def test_named_together_concepts_speak_together() -> None:
    assert concept_grams(["s:spp", "a:pay"]) == ["a:pay", "s:spp", "a:pay+s:spp"] * 2
    assert concept_grams(["s:spp", "s:spp"]) == ["s:spp"] * 2
    assert concept_grams([]) == []
