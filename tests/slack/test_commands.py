"""What people type behind a slash, read forgivingly: quotes of all kinds, lists by name, flags anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.commands import Typed, groups, typed
from adapters.slack.mrkdwn import escaped
from bot.commands import BY_NAME


@pytest.mark.parametrize(
    ("first", "text", "name", "arguments"),
    [
        ("ask", "what jlpt do I need?", "ask", {"question": "what jlpt do I need?"}),
        ("ask", "  two   spaces  ", "ask", {"question": "two   spaces"}),
        ("ask", "“what is N2?”", "ask", {"question": "what is N2?"}),
        ("ask", '"one" and "two"', "ask", {"question": '"one" and "two"'}),
        ("ask", "&lt;b&gt; &amp;amp; &lt;@U123&gt;", "ask", {"question": "<b> &amp; <@U123>"}),
        ("ask", "may <@U123|kim> apply? <!channel>", "ask", {"question": "may @kim apply? @channel"}),
        ("ask", "is <https://n2.example/|N2> enough", "ask", {"question": "is N2 enough"}),
        ("ask", "pay? private:yes", "ask", {"question": "pay?", "private": "true"}),
        ("ask", "private：はい 給料は？", "ask", {"question": "給料は？", "private": "true"}),
        ("ask", "--private pay", "ask", {"question": "pay", "private": "true"}),
        ("ask", "private:no pay", "ask", {"question": "pay", "private": "false"}),
        ("ask", "is private tutoring ok", "ask", {"question": "is private tutoring ok"}),
        ("ask", "question: pay", "ask", {"question": "pay"}),
        ("ask", "", "ask", {}),
        ("path", "Head Teacher", "path", {"name": "Head Teacher"}),
        ("path", "「人材紹介」", "path", {"name": "人材紹介"}),
        ("compare", "HT SPP", "compare", {"first": "HT", "second": "SPP"}),
        ("compare", '"Head Teacher" ‘SPP trainer’', "compare", {"first": "Head Teacher", "second": "SPP trainer"}),
        ("compare", "Head Teacher vs. SPP", "compare", {"first": "Head Teacher", "second": "SPP"}),
        ("compare", "翻訳 と 通訳", "compare", {"first": "翻訳", "second": "通訳"}),
        ("compare", "second:SPP first:HT", "compare", {"first": "HT", "second": "SPP"}),
        ("compare", "HT", "compare", {"first": "HT"}),
        ("kb", "why what is N2", "kb why", {"question": "what is N2"}),
        ("kb", "WHY N2", "kb why", {"question": "N2"}),
        ("shinro", "setup 日本語", "shinro setup", {"language": "ja"}),
        ("shinro", "setup Japanese", "shinro setup", {"language": "ja"}),
        ("shinro", "setup french", "shinro setup", {"language": "french"}),
        ("shinro", "link ABCD-2345", "shinro link", {"code": "ABCD-2345"}),
        (
            "shinro",
            "channels windows <#C1|a> <#C2|b> staff <#C3|c>",
            "shinro channels",
            {"windows": "<#C1|a> <#C2|b>", "staff": "<#C3|c>"},
        ),
        ("shinro", "channels windows:#a staff:none", "shinro channels", {"windows": "#a", "staff": "none"}),
        ("shinro", "roles moderators <!subteam^S1|@x> <@U1>", "shinro roles", {"moderators": "<!subteam^S1|@x> <@U1>"}),
        ("shinro", "channels", "shinro channels", {}),
    ],
)
def test_what_is_typed_is_read(first: str, text: str, name: str, arguments: dict[str, str]) -> None:
    read = typed(first, text)
    assert (read.name, dict(read.arguments)) == (name, arguments)


@pytest.mark.parametrize(
    ("first", "text", "group", "unread"),
    [
        ("kb", "", "kb", ""),
        ("kb", "help", "kb", ""),
        ("kb", "why help", "kb why", ""),
        ("kb", "dance now", "kb", "dance"),
        ("ask", "help", "ask", ""),
        ("shinro", "channels <#C1|a>", "shinro channels", "<#C1|a>"),
        ("other", "x y", "other", "x"),
    ],
)
def test_help_is_given_where_it_is_asked_for_or_nothing_fits(first: str, text: str, group: str, unread: str) -> None:
    assert typed(first, text) == Typed("", group=group, unread=unread)


@given(
    st.sampled_from([*groups(), "other"]), st.text(max_size=60) | st.text("\"'“”「」:： -privateへ<>&#@|", max_size=40)
)
def test_any_text_is_read(first: str, text: str) -> None:
    read = typed(first, escaped(text))
    assert not read.name or set(read.arguments) <= {p.name for p in BY_NAME[read.name].parameters}


@given(st.text("abc “”‘’\"'*_~`<>&#@!", min_size=1, max_size=40).filter(lambda text: text.strip()[:1].isalpha()))
def test_a_question_stays_as_it_was_typed(text: str) -> None:
    assert typed("ask", escaped(text)).arguments == {"question": text.strip()}
