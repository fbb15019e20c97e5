"""Cards of any shape, with all that people and curators may put into them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from hypothesis import strategies as st

from bot.ui import (
    Action,
    Block,
    Button,
    Buttons,
    Card,
    Columns,
    Divider,
    Fields,
    Moment,
    Picker,
    Picture,
    Progress,
    Select,
    Text,
    literal,
)

LONG = (
    "**Inside Interac**\nRecruiters need N3 or higher; see [the page](https://example.org/a_b). ",
    "人材紹介会社ではN2以上が目安です。面接は日本語で行われます。",
    "- *first* point\n- `second` point\n> said a teacher\n\n",
    literal("<@1> @everyone # **not bold** https://example.org/x_y "),
)
words = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["Pay", "経験と資格", "a_b*c", "What next?", "", " ", "\u200b", "@here", "x" * 130, "語" * 90]),
)
texts = st.one_of(
    words, words.map(literal), st.builds(lambda piece, times: piece * times, st.sampled_from(LONG), st.integers(1, 90))
)
buttons = st.lists(words, max_size=60).map(lambda labels: tuple(_numbered(label) for label in labels))
_numbers = count()


def _numbered(label: str) -> Button:
    return Button(label, Action("entry", (f"{next(_numbers)}",)))


def columns(headings: int) -> st.SearchStrategy[Columns]:
    row = st.tuples(words, st.tuples(*[texts] * headings))
    return st.builds(Columns, st.tuples(*[words] * headings), st.lists(row, max_size=5).map(tuple))


blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, texts),
    st.builds(Fields, st.lists(st.tuples(words, texts), max_size=8).map(tuple)),
    st.integers(1, 3).flatmap(columns),
    st.just(Divider()),
    st.builds(Picture, st.binary(max_size=8), texts),
    st.builds(Progress, st.integers(-2, 12), st.integers(-1, 10)),
    st.builds(Moment, st.datetimes(timezones=st.just(UTC))),
    st.builds(Buttons, buttons),
    st.builds(Select, words, buttons),
    st.builds(
        Picker,
        words,
        st.sampled_from(["channel", "role"]),
        st.builds(lambda text: Action("shinro", (text,)), st.text("abc", max_size=80)),
        st.lists(st.one_of(st.integers(1, 10**18).map(str), st.text(max_size=3)), max_size=30).map(tuple),
        st.integers(-1, 40),
    ),
)


def cards() -> st.SearchStrategy[Card]:
    return st.builds(Card, st.one_of(words, texts), st.lists(blocks, max_size=12).map(tuple), texts)


NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)
EVERYTHING = Card(
    "Everything at once",
    (
        Text("**Bold**, *italic*, `code` and [a link](https://example.org).\n- one\n- two\n> said a teacher"),
        Fields((("Japanese", "N3"), ("受付", "- 書類\n- 面接"))),
        Columns(("HT", "SPP"), (("Japanese", ("N3", "none")), ("Pay", ("more than an ALT", "–")))),
        Divider(),
        Picture(b"\x89PNG\r\n\x1a\n", "A ladder with five rungs"),
        Progress(3, 10),
        Moment(NOON),
        Buttons((_numbered("Pay"), _numbered("経験"), _numbered("How to apply"))),
        Select("Which rung?", (_numbered("Head Teacher"), _numbered("Special Position"))),
        Select("Which town?", tuple(_numbered(f"Town {n}") for n in range(6))),
        Picker("Where windows are announced", "channel", Action("shinro", ("channels", "windows")), ("42",)),
        Picker("Who may edit", "role", Action("shinro", ("roles",)), most=3),
    ),
    "Interac (employer), seen 2026-11-20",
)
