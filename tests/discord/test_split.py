"""Long text is cut where a reader pauses; nothing is lost, and everything looks as it did before."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.split import LEAST, parts, split
from bot.lettering import shorten

from .reader import ZERO_WIDTH, lines

MARKED = st.sampled_from(
    [
        "**bold words here**",
        "*italic words*",
        "**bold *and italic* words**",
        "`code with spaces`",
        "`` a ` b ``",
        "~~struck out~~",
        "__under lined__",
        "[a link](<https://a.b/c>)",
        "<https://example.org/a_b>",
        "<#123456789>",
        "<@&42>",
        "<t:1700000000:f>",
        r"\*\_\#",
        r"\- no",
        r"a\\",
    ]
)
WORDS = st.sampled_from(
    [
        "word",
        "Sentence ends.",
        "Really?",
        "e.g. this",
        "日本語の文です。次の文",
        "、そして",
        "👩‍👩‍👧",
        "🇯🇵🇬🇧",
        "é",
        "- ",
        "1. ",
        "# ",
    ]
)
STARTS = st.sampled_from(["", "", "- ", "  - ", "1. ", "> ", "### "])
LINES = st.builds(
    lambda start, pieces: start + " ".join(pieces).strip(), STARTS, st.lists(st.one_of(WORDS, MARKED), max_size=8)
)
TEXTS = st.lists(LINES, max_size=8).map("\n".join)
LIMITS = st.integers(LEAST, 200)
ENDS = "。！？」』）”、，"


def squeezed(text: str) -> str:
    return "".join(text.split())


def looks(text: str) -> list[tuple[str, str, frozenset[str], bool]]:
    """Each character that shows, with how it shows."""
    return [
        (character, run.kind, run.styles, line.quoted)
        for line in lines(text)
        for run in line.runs
        for character in run.text
        if not character.isspace() and not ZERO_WIDTH.match(character)
    ]


@given(st.one_of(st.text(), TEXTS), LIMITS, LIMITS)
@settings(max_examples=200, deadline=None)
def test_every_part_fits_and_nothing_is_lost(text: str, limit: int, first: int) -> None:
    found = parts(text, limit, first)
    rendered = split(text, limit, first)
    assert len(found) == len(rendered)
    assert all(0 < len(part) <= (limit if n else first) for n, part in enumerate(rendered))
    assert all(part.start < part.stop for part in found)
    assert "".join(squeezed(text[part.start : part.stop]) for part in found) == squeezed(text)
    for part, following in pairwise(found):
        assert not text[part.stop : following.start].strip()


@given(TEXTS, LIMITS)
@settings(max_examples=300, deadline=None)
def test_all_parts_together_look_like_the_whole(text: str, limit: int) -> None:
    assert [look for part in split(text, limit) for look in looks(part)] == looks(text.strip())


@given(st.one_of(TEXTS, st.text(alphabet="ab 。、\n*`é", max_size=300)), LIMITS)
@settings(max_examples=200, deadline=None)
def test_only_a_word_longer_than_a_part_is_cut(text: str, limit: int) -> None:
    found = parts(text, limit)
    for part, following in pairwise(found):
        if part.stop == following.start and text[part.stop - 1] not in ENDS:
            left = re.search(r"\S*$", text[: part.stop])
            right = re.match(r"\S*", text[part.stop :])
            assert left
            assert right
            assert len(left[0] + right[0]) > limit - len(part.before + part.after) - len("**")


@given(st.lists(st.sampled_from(["👩‍👩‍👧", "🇯🇵", "é", "が", "👍🏽", "❤️", "a", "語"]), min_size=20, max_size=200))
@settings(max_examples=50, deadline=None)
def test_no_character_falls_apart(characters: list[str]) -> None:
    text = "".join(characters)
    places, at = set(), 0
    for character in characters:
        places.add(at)
        at += len(character)
    assert all(part.start in places for part in parts(text, LEAST))


def test_better_places_come_first() -> None:
    filler = "Some words stand here. " * 3
    text = f"{filler}\n{filler}\n\n{filler}\n### Next\n{filler}"
    _, second = split(text, len(text) - 30)
    assert second.startswith("### Next")
    assert split(text.replace("### Next\n", ""), len(filler) * 2 + 20)[0].endswith("here.")
    assert split("One sentence. Another one that is longer", 36) == ["One sentence.", "Another one that is longer"]
    assert split("It is e.g. something that goes on and on", 38)[0].endswith("and")
    assert split("文がここにあります。" * 4, 36) == ["文がここにあります。" * 3, "文がここにあります。"]
    assert split("これは長い文ですが、" * 4, 36) == ["これは長い文ですが、" * 3, "これは長い文ですが、"]


def test_what_is_open_at_a_cut_is_opened_again() -> None:
    assert split("> **" + "bold words " * 6 + "end**", 40) == [
        "> **bold words bold words bold words**",
        "> **bold words bold words bold words**",
        "> **end**",
    ]
    assert split("`" + "code words " * 4 + "end`", 36) == ["`code words code words code words`", "`code words end`"]


def test_a_part_never_begins_with_a_marker_that_was_none() -> None:
    assert split("It is just about thirty letters - or more of them", 32)[1].startswith("letters - or")


@pytest.mark.parametrize(
    "piece", ["It is a word. ", "a b ", "日本語の文です。次の、", "*a* ", r"\*", "x", "`", "[", "<a", "``a`", "𝕏"]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    began = time.process_time()
    split(text, 2_000)
    assert time.process_time() - began < 0.5  # about a tenth of it; the rest is for a busy machine


def test_the_least_room_is_asked_for() -> None:
    with pytest.raises(ValueError, match="at least"):
        split("some text", LEAST - 1)


@given(st.text(), st.integers(2, 100))
@settings(max_examples=100, deadline=None)
def test_a_label_fits(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
