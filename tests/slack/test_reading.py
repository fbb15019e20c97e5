"""The core's small Markdown read as runs, told in mrkdwn where that is safe, cut where a reader would pause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.mrkdwn import bold, escaped, mrkdwn, plain_text, unescaped
from adapters.slack.reading import Line, Run, inline, read
from adapters.slack.rich import cut, rich_text, size
from bot.ui import literal

from .reader import mrkdwn as shown
from .reader import readable


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**N2** and *more* `x`", "*N2* and _more_ `x`"),
        ("~~gone~~", "~gone~"),
        ("[a & b](https://example.org/?a=1&b=2)", "<https://example.org/?a=1&amp;b=2|a &amp; b>"),
        ("[#x](channel:C1) [@y](role:S1) [z](role:U1)", "<#C1> <!subteam^S1> <@U1>"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("in**side**", None),
        ("***both***", None),
        (r"2 \* 3", None),
        ("see :tada:", None),
        ("@here", None),
    ],
)
def test_what_mrkdwn_can_say(source: str, expected: str | None) -> None:
    assert mrkdwn(inline(source)) == expected


@given(st.text(max_size=60))
def test_what_people_typed_is_shown_as_typed_or_not_in_mrkdwn_at_all(text: str) -> None:
    told = mrkdwn(inline(literal(text)))
    if told is not None:
        assert shown(told) == "".join(run.text for run in inline(literal(text)))
        assert not set("<>") & set(told.replace("&lt;", "").replace("&gt;", ""))
    assert bold(text) is None or shown(bold(text) or "") == text


@given(st.text())
def test_any_text_is_read_and_its_words_stay(text: str) -> None:
    for lines in (read(text), read(literal(text))):
        assert all(isinstance(line, Line) for line in lines)
    wanted = "".join(filter(str.isalnum, text))
    assert "".join(filter(str.isalnum, "".join(line.shown for line in read(literal(text))))) == wanted


@given(st.text())
def test_escaping_is_undone(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(st.lists(st.tuples(st.text(max_size=90), st.booleans()), min_size=1, max_size=6), st.integers(80, 200))
def test_a_line_is_cut_without_losing_anything(parts: list[tuple[str, bool]], room: int) -> None:
    runs = tuple(Run(text, frozenset({"bold"}) if strong else frozenset()) for text, strong in parts if text)
    line = Line(runs)
    while size(line) > room:
        head, line = cut(line, room - 1)
        assert size(head) <= room
        assert head.text
        runs = runs[len(head.runs) :]
    assert size(line) <= room


def test_a_cut_is_at_the_end_of_a_sentence() -> None:
    head, rest = cut(Line((Run("One sentence. Another one. "), Run("And a third", frozenset({"bold"})))), 31)
    assert (head.text.strip(), rest.text) == ("One sentence. Another one.", "And a third")


def test_a_list_is_a_list_and_a_quote_a_quote() -> None:
    block = rich_text(read("1. a\n2. b\n\n- c\n> d\n> - e"))
    assert readable([block]) == "1. a\n2. b\n• c\n> d\n> • e"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<@UBOT> what is N2?", "what is N2?"),
        ("<@UBOT|shinro>: hi <@U2|kim> in <#C1|general>", ": hi @kim in #general"),
        ("<https://example.org|a page> and <mailto:x@y.z|x@y.z>", "a page and x@y.z"),
        ("<!channel> <!subteam^S1|@staff> <!date^1^{date}|Monday>", "@channel @staff Monday"),
        ("1 &lt; 2 &amp;amp; 3", "1 < 2 &amp; 3"),
    ],
)
def test_what_somebody_wrote_is_read_as_they_see_it(text: str, expected: str) -> None:
    assert plain_text(text, "UBOT") == expected
