"""Reading channels and roles: every way a platform writes them, and never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.servers.lists import Kind, Typed, picked_ids, read_ids


@pytest.mark.parametrize(
    ("text", "kind", "ids"),
    [
        ("1234567890", "channel", ["1234567890"]),
        ("<#42>", "channel", ["42"]),
        ("<#C024BE91L|general>", "channel", ["C024BE91L"]),
        ("<#C024BE91L|>", "channel", ["C024BE91L"]),
        ("C024BE91L G1 D2", "channel", ["C024BE91L", "G1", "D2"]),
        ("#general", "channel", ["general"]),
        ("＃進路指導室、#42", "channel", ["進路指導室", "42"]),
        ("<#1><#2>, 3 1", "channel", ["1", "2", "3"]),
        ("<@&7>", "role", ["7"]),
        ("7 @8 ９", "role", ["7", "8", "9"]),
        ("<!subteam^S0614TZR7|@mods>", "role", ["S0614TZR7"]),
        ("<!subteam^S0614TZR7>", "role", ["S0614TZR7"]),
        ("<@U1|ada> <@W2> U3", "role", ["U1", "W2", "U3"]),
        ("none", "role", []),
        ("None", "channel", []),
        ("なし", "channel", []),
        ("", "channel", []),
    ],
)
def test_what_is_read(text: str, kind: Kind, ids: list[str]) -> None:
    assert read_ids(text, kind) == Typed(tuple(ids))


@pytest.mark.parametrize(
    ("text", "kind", "refused"),
    [
        ("general", "channel", ["general"]),
        ("1 general <#2>", "channel", ["general"]),
        ("<@&7>", "channel", ["<@&7>"]),
        ("<@123>", "channel", ["<@123>"]),
        ("#", "channel", ["#"]),
        ("1 none", "channel", ["none"]),
        ("mods", "role", ["mods"]),
        ("@mods @everyone", "role", ["@mods", "@everyone"]),
        ("<#42>", "role", ["<#42>"]),
        ("<@123>", "role", ["<@123>"]),
        ("#42", "role", ["#42"]),
        ("<", "role", ["<"]),
        ("<@&7", "role", ["<", "@&7"]),
        ("[x](http://y)", "channel", ["[x](http://y)"]),
    ],
)
def test_what_is_not_one_is_told_word_by_word(text: str, kind: Kind, refused: list[str]) -> None:
    assert list(read_ids(text, kind).refused) == refused


WORDS = st.text() | st.lists(
    st.sampled_from(["<#", "<@&", "<!subteam^", "|", ">", "#", "@", "S1", "C1", "42", " ", "、", "none", "\x00", "]("])
).map("".join)


@given(WORDS, st.sampled_from(["channel", "role"]))
def test_any_text_is_read_or_refused_and_ids_are_harmless(text: str, kind: Kind) -> None:
    for typed in (read_ids(text, kind), picked_ids(text)):
        assert len(set(typed.ids)) == len(typed.ids)
        for id_ in typed.ids:
            assert id_
            assert not set(id_) & set(" <>()[]|@#*`\\\n")
        assert bool(typed.ids or typed.refused) or read_ids(text, kind) == Typed() or not text.split()


@given(st.lists(st.integers(0, 2**63).map(str), unique=True), st.sampled_from(["channel", "role"]))
def test_what_is_written_is_read_back(ids: list[str], kind: Kind) -> None:
    mention = "<#{}>" if kind == "channel" else "<@&{}>"
    assert read_ids(" ".join(map(mention.format, ids)), kind).ids == tuple(ids)
    assert picked_ids(" ".join(ids)).ids == tuple(ids)
