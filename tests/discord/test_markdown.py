"""The core's Markdown reaches Discord as meant, and what came from people reaches it as typed."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.markdown import blank, clean, markdown, one_line, plain
from bot.ui import literal

from .reader import ZERO_WIDTH, Run, inline, lines

MENTIONS = re.compile(r"<(?:@[!&]?|#|t:-?|a?:\w+:)\d[^<\\]*>|</[^<\\]+>|<id:\w+>|@everyone|@here")
NASTY = st.sampled_from(
    [
        *"*_~`|<>[]()#-+.:@!\\/ \n\r\t\x0b\u2028\u200b1aあ😀",
        *("**", "__", "~~", "||", "```", "# ", "-# ", "### ", "> ", ">>> ", "- ", "* ", "1. ", "+ "),
        *("@everyone", "@here", "<@1>", "<@!1>", "<@&2>", "<#3>", "<t:1700000000:R>", "<:a:1>", "<a:b:2>", ":smile:"),
        *("</ask:4>", "<id:home>", "[x](https://e.vil)", "[x](<https://e.vil>)", "[x](channel:1)", "https://", "word"),
        *(
            "https://a.b/c_d*e",
            "http://a.b/@everyone",
            "HTTPS://X.Y/(z).",
            "steam://run",
            "discord://-/",
            "¯\\_(ツ)_/¯",
        ),
    ]
)
TYPED = st.one_of(st.text(), st.lists(NASTY, max_size=25).map("".join))


def read(source: str) -> list[Run]:
    return [run for run in inline(markdown(source)) if ZERO_WIDTH.sub("", run.text)]


def shown(text: str) -> str:
    """What is seen of a text: an address may be written with other signs that mean the same."""
    return "".join(unquote(ZERO_WIDTH.sub("", text)).split())


@given(TYPED)
@settings(max_examples=300, deadline=None)
def test_nothing_that_was_typed_formats_links_or_mentions(typed: str) -> None:
    typed = re.sub(r"^\s+", "", typed, flags=re.MULTILINE)  # `literal` leaves a marker behind spaces alone
    out = markdown(literal(typed))
    assert not MENTIONS.search(out)
    for run in inline(out):
        assert run.kind in ("text", "address")
        assert not run.styles
        assert run.kind == "text" or re.match("https?://", run.text, re.IGNORECASE)
    unfolding = re.search("https?://", re.sub(r"<[^\s<>]+>", "", out), re.IGNORECASE)
    assert not unfolding
    for line in lines(out):
        assert (line.kind, line.quoted) == ("text", False)
    assert shown("".join(run.text for run in inline(out))) == shown(clean(typed))


@given(TYPED)
@settings(max_examples=150, deadline=None)
def test_any_source_at_all_mentions_nobody_but_those_it_names(source: str) -> None:
    out = markdown(source)
    named = re.findall(r"(?:channel|role|person):[1-9]", source)
    assert named or not MENTIONS.search(out)
    assert all("\n" not in part for part in (plain(source), one_line(source)))


@pytest.mark.parametrize(
    ("source", "runs"),
    [
        ("**bold**", [Run("bold", styles=frozenset({"bold"}))]),
        ("*it*", [Run("it", styles=frozenset({"italic"}))]),
        ("**a *b* c**", [*(Run(t, styles=frozenset(s)) for t, s in (("a ", ["bold"]), ("b", ["bold", "italic"])))]),
        ("`a_b*c`", [Run("a_b*c", "code")]),
        (r"`a\`b`", [Run("a`b", "code")]),
        ("~~no~~", [Run("no", styles=frozenset({"struck"}))]),
        ("[the page](https://a.b/c)", [Run("the page", "link", target="https://a.b/c")]),
        ("[**x**](https://a.b)", [Run("x", "link", frozenset({"bold"}), "https://a.b")]),
        ("[here](channel:42)", [Run("<#42>", "mention")]),
        ("[them](role:43)", [Run("<@&43>", "mention")]),
        ("[her](person:44)", [Run("<@44>", "mention")]),
        ("[her](person:U0AB)", [Run("her")]),
        ("https://a.b/c_d.", [Run("https://a.b/c_d", "address", target="https://a.b/c_d"), Run(".")]),
        ("[https://good.jp](https://e.vil)", [Run("https://good.jp", "address", target="https://good.jp")]),
        ("[mail](mailto:a@b.c)", [Run("mail (mailto:a@\u200bb.c)")]),
        ("snake_case __init__ ||x||", [Run("snake")]),
        ("**a***b*", [Run("a", styles=frozenset({"bold"})), Run("b", styles=frozenset({"italic"}))]),
        ("`a``b`", [Run("a", "code"), Run("b", "code")]),
    ],
)
def test_what_the_core_marks_is_marked(source: str, runs: list[Run]) -> None:
    assert read(source)[: len(runs)] == runs


@pytest.mark.parametrize(
    ("source", "kind", "quoted"),
    [
        ("- a", "bullet", False),
        ("  - a", "bullet", False),
        ("2. a", "number", False),
        ("> a", "text", True),
        (">a", "text", True),
        ("> - a", "bullet", True),
        ("# a", "text", False),
        ("-# a", "text", False),
        ("* a", "text", False),
        ("+ a", "text", False),
        (r"\- a", "text", False),
        (r"1\. a", "text", False),
        ("1) a", "text", False),
    ],
)
def test_lines_keep_their_kind(source: str, kind: str, quoted: bool) -> None:
    (line,) = lines(markdown(source))
    assert (line.kind, line.quoted) == (kind, quoted)
    assert line.text.endswith("a")


def test_an_address_ends_before_japanese_text_and_brackets() -> None:
    assert markdown("（https://a.jp/x）を見て") == "（<https://a.jp/x>）を見て"
    assert markdown("(see https://a.jp/x_(y)).") == "(see <https://a.jp/x_(y)>)."


def test_what_nobody_sees_is_blank() -> None:
    assert blank(" \n\u200b\u3000")
    assert not blank("\u200ba")
    assert clean("a\ud800b\x00\u202ec\r\nd\re") == "abc\nd e"
