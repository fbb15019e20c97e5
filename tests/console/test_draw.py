"""Cards as a terminal shows them: readable at 40 columns, inert whatever stands in them."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from adapters.console.draw import bar, draw, moment
from adapters.console.forms import JST
from adapters.console.inert import inert
from adapters.console.markdown import inline
from bot.ui import (
    Action,
    Block,
    Button,
    Buttons,
    Card,
    Columns,
    Divider,
    Fields,
    Form,
    Moment,
    Picture,
    Progress,
    Reply,
    Select,
    Text,
    literal,
)

from .fake_core import RECRUITING
from .screen import shown

PRESS = Action("path")


def card(*blocks: Block, width: int = 40) -> str:
    return shown(draw(Reply(Card(blocks=blocks)), JST), width)


def test_a_card_from_title_to_footer() -> None:
    assert shown(draw(Reply(RECRUITING)), 40) == (
        "Recruiting, HR and staffing\n"
        "Agencies hire former teachers every\n"
        "spring.\n"
        "\n"
        "[1] Pay  [2] Experience\n"
        "\n"
        "alumni-japan, checked 2026-11-22"
    )


def test_lists_and_quotes_keep_their_margin() -> None:
    assert card(Text("- one two three four\n  - five\n2. six\n> seven"), width=14) == (
        "• one two\n  three four\n  • five\n2. six\n│ seven"
    )


def test_a_link_shows_where_it_leads() -> None:
    assert (
        card(Text("see [**the** page](https://example.org/a_b)"), width=60) == "see the page (https://example.org/a_b)"
    )


def test_a_channel_or_role_is_shown_by_its_name_alone() -> None:
    assert card(Text("in [#general](channel:42), for [@mods](role:7)")) == "in #general, for @mods"


def test_things_compared_stand_side_by_side_or_one_under_the_other() -> None:
    compared = Columns(("HT", "SPP"), (("Japanese", ("N3", "none")), ("Pay", ("more", "–"))))
    assert card(compared, width=40) == "Japanese\n  HT   N3\n  SPP  none\n\nPay\n  HT   more\n  SPP  –"
    wide = card(compared, width=100).splitlines()
    assert wide[0].split() == ["HT", "SPP"]
    assert wide[2].split() == ["Japanese", "N3", "none"]


def test_numbers_run_through_buttons_and_selects_and_wrap_between_choices() -> None:
    buttons = Buttons(tuple(Button(label, PRESS) for label in ("Pay", "Experience", "Where it is")))
    select = Select("Which rung?", (Button("Head Teacher", PRESS),))
    assert card(buttons, select, width=26) == (
        "[1] Pay  [2] Experience\n[3] Where it is\n\nWhich rung?\n[4] Head Teacher"
    )


def test_picture_progress_divider() -> None:
    assert card(Picture(b"", "The ladder"), Divider(), Progress(1, 2), width=40) == (
        f"[The ladder]\n{'─' * 40}\n{'█' * 12}{'░' * 12} 1/2"
    )


@pytest.mark.parametrize(("done", "total"), [(0, 0), (5, 3), (-1, 4), (3, -2)])
def test_a_bar_is_never_longer_than_its_room(done: int, total: int) -> None:
    assert bar(done, total).plain.count("█") + bar(done, total).plain.count("░") == 24


def test_a_moment_in_local_time_with_japan_beside() -> None:
    at = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
    assert moment(at, UTC) == "2026-12-01 03:00 UTC (12:00 JST)"
    assert moment(at, timezone(timedelta(hours=-8), "PST")) == "2026-11-30 19:00 PST (2026-12-01 12:00 JST)"
    assert moment(at, JST) == "2026-12-01 12:00 JST"
    assert moment(datetime.max.replace(tzinfo=UTC), UTC)


def test_words_of_people_stay_words() -> None:
    typed = "**no** [x](http://e) `c` > q # h | t ~~s~~ \\ @everyone [red]r[/red] :smile: https://e.org 1. a_b"
    assert card(Text(literal(typed)), width=200) == typed
    assert not any(span.style for span in inline(literal(typed)).spans)


def test_a_marker_without_a_partner_is_shown() -> None:
    assert inline("2 * 3 is `six and **more").plain == "2 * 3 is `six and **more"
    assert inline(r"\\**bold**").plain == r"\bold"


def test_a_form_shows_its_title() -> None:
    assert shown(draw(Reply(Form("New window", (), PRESS))), 40) == "New window"


nasty = (
    st.text(alphabet="\x1b\x07\x00\x9b\x85\u2028\u202e\ud800[]()*`~\\->#|31m日本a \n\t\r1.", max_size=60) | st.text()
)
button = nasty.map(lambda label: Button(label, PRESS))
blocks: st.SearchStrategy[Block] = st.one_of(
    nasty.map(Text),
    nasty.map(lambda text: Text(literal(text))),
    st.lists(st.tuples(nasty, nasty), max_size=3).map(lambda pairs: Fields(tuple(pairs))),
    st.integers(1, 3).flatmap(
        lambda n: st.builds(
            Columns,
            st.lists(nasty, min_size=n, max_size=n).map(tuple),
            st.lists(st.tuples(nasty, st.lists(nasty, min_size=n, max_size=n).map(tuple)), max_size=3).map(tuple),
        )
    ),
    st.builds(lambda text: Picture(b"", text), nasty),
    st.builds(Progress, st.integers(), st.integers()),
    st.builds(Moment, st.datetimes(timezones=st.just(UTC))),
    st.lists(button, max_size=4).map(lambda buttons: Buttons(tuple(buttons))),
    st.builds(Select, nasty, st.lists(button, max_size=3).map(tuple)),
    st.just(Divider()),
)


@given(nasty, st.lists(blocks, max_size=4), nasty, st.integers(20, 120))
def test_any_card_is_inert_and_keeps_to_the_width(title: str, parts: list[Block], footer: str, width: int) -> None:
    text = shown(draw(Reply(Card(title, tuple(parts), footer))), width)
    assert not [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    assert max(map(cell_len, text.split("\n"))) <= width
    text.encode("utf-8")


@given(st.text(alphabet="[]()*`~\\->#|@_日a 1.+") | st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"])))
def test_literal_text_is_shown_as_it_was_typed(text: str) -> None:
    assert inline(literal(text)).plain == inert(text)


def test_very_long_text_is_drawn() -> None:
    for part in ("a", "[", "[a](", "*a **b ", "`", "~~a", "日本"):
        assert card(Text(part * 5_000), width=80)
