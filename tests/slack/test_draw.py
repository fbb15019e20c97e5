"""Cards as Slack messages: each block's look, pages, and that nothing and nobody's button is lost."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.draw import bar, draw
from adapters.slack.elements import picked, wire_of
from adapters.slack.mrkdwn import moment
from adapters.slack.pages import Page
from adapters.slack.reading import blank, one_line, read
from bot.answering.views import comparison, ladder, subject_card
from bot.config import SHIPPED_PACK
from bot.library.loader import load
from bot.texts import say
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
from tests.discord.strategies import EVERYTHING, LONG, cards
from tests.platforms.slack import blocks as reader
from tests.platforms.slack.rules import violations

DESCRIPTION = "SHINRO_TEST_SLACK_BLOCKS"
SHARE = Button("Show everyone", Action("share"))
FILES = {f"picture-{number}.png": f"F{number}" for number in range(1, 100)}


def message(page: Page) -> dict[str, Any]:
    return {"channel": "C1", "text": page.text, "blocks": page.shown(FILES)}


def one(*blocks: Block) -> list[dict[str, Any]]:
    (page,) = draw(Card(blocks=blocks))
    return page.shown(FILES)


def told(page: Page) -> str:
    """Everything that is read on a page."""
    return "\n".join(word for word in reader.words(page.shown(FILES)) if word)


def signs(text: str) -> str:
    """Letters and digits: what no marker and no cut changes."""
    return "".join(filter(str.isalnum, text))


def test_a_card_from_title_to_controls() -> None:
    card = Card("Recruiting #1", (Text("**N2** or higher."), Buttons((SHARE,))), "seen 2026-11-22")
    (page,) = draw(card, [Button("Delete", Action("delete"))])
    assert [block["type"] for block in page.blocks] == ["header", "rich_text", "actions", "context", "actions"]
    assert page.blocks[0]["text"] == {"type": "plain_text", "text": "Recruiting #1", "emoji": False}
    assert page.blocks[1]["elements"][0]["elements"] == [
        {"type": "text", "text": "N2", "style": {"bold": True}},
        {"type": "text", "text": " or higher."},
    ]
    assert page.blocks[2]["elements"][0]["value"] == '["share"]'
    assert page.text == "Recruiting #1\nN2 or higher.\nseen 2026-11-22"


def test_lists_quotes_and_links_are_slacks_own() -> None:
    source = "Intro\n- one\n- *two*\n  - deeper\n1. first\n2. second\n> said\n[here](https://example.org/a_b)"
    (block,) = one(Text(source))
    kinds = [(part["type"], part.get("style"), part.get("indent")) for part in block["elements"]]
    assert kinds == [
        ("rich_text_section", None, None),
        ("rich_text_list", "bullet", 0),
        ("rich_text_list", "bullet", 1),
        ("rich_text_list", "ordered", 0),
        ("rich_text_quote", None, None),
        ("rich_text_section", None, None),
    ]
    assert block["elements"][-1]["elements"] == [{"type": "link", "url": "https://example.org/a_b", "text": "here"}]


def test_a_number_that_does_not_count_on_is_written() -> None:
    (block,) = one(Text("3. third\n4. fourth"))
    assert [part["type"] for part in block["elements"]] == ["rich_text_section"]
    assert "3. third\n4. fourth" in "".join(reader.words([block]))


def test_slacks_own_are_named_by_their_ids() -> None:
    (block,) = one(Text("[#a](channel:C12) [@b](role:S34) [c](role:U56) [d](person:U78) [e](person:42)"))
    parts = block["elements"][0]["elements"]
    assert [part["type"] for part in parts if part["type"] != "text"] == ["channel", "usergroup", "user", "user"]
    assert parts[-1]["text"].endswith("e")


def test_short_fields_stand_beside_each_other_and_long_ones_under() -> None:
    (section,) = one(Fields((("Japanese", "N3"), ("Pay", "[source](https://example.org) & more"))))
    assert [field["text"] for field in section["fields"]] == [
        "*Japanese*\nN3",
        "*Pay*\n<https://example.org|source> &amp; more",
    ]
    (block,) = one(Fields((("Japanese", "N3"), ("Steps", "- one\n- two"), ("", "alone"), ("Why?", "so"), ("No", ""))))
    assert "Japanese: N3\nSteps" in "".join(reader.words([block]))
    assert "alone\nWhy? so\nNo" in "".join(reader.words([block]))


def test_fields_that_mrkdwn_would_read_as_formatting_are_rich_text() -> None:
    for bad in ("a*b*c", "_x_", "`y`", ":tada:", "~z~", "@here", "#general"):
        (block,) = one(Fields((("One", "1"), ("Two", literal(bad)))))
        assert block["type"] == "rich_text"
        assert f"Two: {bad}" in "".join(reader.words([block]))


def test_things_compared_are_a_table_once_a_message() -> None:
    rows = (("Japanese", ("N3", "")), ("Pay", ("**more**", "–")))
    table, other = one(Columns(("HT", "SPP"), rows), Columns(("HT", "SPP"), rows))
    assert table["type"] == "table"
    assert [len(row) for row in table["rows"]] == [3, 3, 3]
    assert table["rows"][1][2] == {"type": "raw_text", "text": "–"}
    assert other["type"] == "rich_text"
    (home,) = draw(Card(blocks=(Columns(("HT", "SPP"), rows),)), home=True)
    assert home.blocks[0]["type"] == "rich_text"
    (long,) = one(Columns(("HT",), (("Pay", ("word " * 100,)),)))
    assert long["type"] == "rich_text"


def test_a_bar_with_its_numbers() -> None:
    assert bar(3, 12) == "▰▰▰▱▱▱▱▱▱▱▱▱ 3/12"
    assert [bar(done, total).count("▰") for done, total in ((0, 0), (5, 0), (-1, 9), (9, 3), (1, 99))] == [
        0,
        0,
        0,
        12,
        0,
    ]


def test_an_instant_is_shown_in_both_zones() -> None:
    at = datetime(2026, 11, 24, 3, tzinfo=UTC)
    date = "<!date^1795489200^{date_short_pretty} {time}|2026-11-24 12:00 JST> (2026-11-24 12:00 JST)"
    assert one(Moment(at))[0]["text"] == {"type": "mrkdwn", "text": date, "verbatim": True}
    assert moment(datetime.max.replace(tzinfo=UTC)) == "9999-12-31 23:59+00:00"


def test_a_picture_is_a_file_or_its_words() -> None:
    (page,) = draw(Card(blocks=(Picture(b"1", "first"), Picture(b"2", " "), Picture(b"", "lost"))))
    assert [block["type"] for block in page.shown(FILES)] == ["image", "image", "rich_text"]
    assert page.shown(FILES)[0] == {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "first"}
    assert [block["type"] for block in page.shown()] == ["context", "context", "rich_text"]
    assert [picture.png for picture in page.pictures] == [b"1", b"2"]


def test_few_options_are_buttons_under_each_other_and_many_a_menu() -> None:
    def select(many: int) -> list[dict[str, Any]]:
        return one(Select("Which?", tuple(Button(f"Rung {n}", Action("path", (f"{n}",))) for n in range(many))))

    assert [block["type"] for block in select(5)] == ["rich_text", *["actions"] * 5]
    assert [len(block["elements"]) for block in select(5)[1:]] == [1] * 5
    _, row = select(6)
    assert row["elements"][0]["type"] == "static_select"
    assert len(row["elements"][0]["options"]) == 6
    assert [len(row["elements"][0]["options"]) for row in select(130)[1:]] == [100, 30]


def test_what_does_the_same_stands_once_on_a_page() -> None:
    twice = Buttons((SHARE, Button("Again", Action("again")), SHARE))
    (page,) = draw(Card(blocks=(twice, twice)), [Button("Other words", SHARE.action)])
    assert [one.label for one in reader.buttons(page.shown())] == ["Again", "Other words"]


def test_a_chooser_knows_what_it_is_for() -> None:
    action = Action("shinro", ("channels", "windows"))
    chosen = ("C42", "x y", "C42", "C43", "C44")
    _, row = one(Picker("Where to?", "channel", action, chosen, 2))
    (channel,) = row["elements"]
    assert channel["initial_conversations"] == ["C42", "C43"]
    assert channel["max_selected_items"] == 2
    assert picked(channel["action_id"]) == action
    who = Card(blocks=(Picker("Who?", "role", action, ("S1", "U2")),))
    (page,) = draw(who, names={"S1": "staff"}, language="ja")
    groups, people = (row["elements"][0] for row in page.blocks[1:])
    assert groups["initial_options"] == [
        {"text": {"type": "plain_text", "text": "staff", "emoji": False}, "value": "S1"}
    ]
    assert people["initial_users"] == ["U2"]
    assert picked(groups["action_id"]) == picked(people["action_id"]) == action
    hints = [one["placeholder"]["text"] for one in (channel, groups, people)]
    assert hints == [say("en", "choose.channels"), say("ja", "choose.groups"), say("ja", "choose.people")]


def test_a_divider_divides_something() -> None:
    found = one(Divider(), Text("a"), Divider(), Divider(), Text("b"), Divider())
    assert [block["type"] for block in found] == ["rich_text", "divider", "rich_text"]


def test_a_long_card_goes_on_under_its_heading_and_ends_with_its_footer() -> None:
    pages = draw(Card("A title", (Text("Some words stand here. " * 1_200),), "a footer"), [SHARE])
    assert [page.blocks[0]["text"]["text"] for page in pages] == [f"A title ({n}/3)" for n in (1, 2, 3)]
    assert pages[-1].blocks[-2]["type"] == "context"
    assert all(page.blocks[-1]["elements"][0]["value"] == '["share"]' for page in pages)
    for page in pages:
        for text in re.findall(r"[^.]+\.", "".join(reader.words(page.shown()[1:-2]))):
            assert text.strip() == "Some words stand here."


RUDE = "<!channel> <@U123> <#C123> <!date^1^{date}|x> &lt;!here&gt; *b* _i_ ~s~ `c` :tada: @everyone https://e.vil"


def test_what_people_typed_stays_inert_in_every_place() -> None:
    cells = (
        Text(literal(RUDE)),
        Fields(((RUDE, literal(RUDE)), ("x", literal(RUDE)))),
        Columns((RUDE,), ((RUDE, (literal(RUDE),)),)),
        Select(RUDE, (Button(RUDE, Action("x")),)),
        Picker(RUDE, "role", Action("y")),
    )
    for card in (Card(RUDE, cells, RUDE), Card(RUDE, cells[:1])):
        (page,) = draw(card)
        assert not re.search(r"<[!@#]", page.text)
        for part in _parts(page.shown()):
            assert part["type"] not in ("link", "user", "channel", "usergroup", "broadcast", "date", "emoji")
            if part["type"] == "mrkdwn":
                assert not re.search(r"<[!@#]|(?<!\w)[*_~`]", part["text"])
        assert RUDE in told(page).replace("\u200b", "")


def _parts(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return ([value] if "type" in value else []) + [p for one in value.values() for p in _parts(one)]
    return [part for one in value for part in _parts(one)] if isinstance(value, list) else []


BUSY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@given(cards(), st.integers(0, 3))
@BUSY
def test_every_page_of_any_card_keeps_every_limit(card: Card, controls: int) -> None:
    ends = tuple(Button(f"End {n}", Action("end", (f"{n}",))) for n in range(controls))
    for page in draw(card, ends):
        assert not violations("message", message(page))
        assert page.text.strip()


@given(cards())
@BUSY
def test_any_card_on_the_home_tab_keeps_every_limit(card: Card) -> None:
    for page in draw(card, home=True):
        assert not violations("home", {"view": {"type": "home", "blocks": page.shown(FILES)}})


@given(st.sampled_from(LONG), st.integers(1, 400))
@settings(max_examples=20, deadline=None)
def test_a_title_or_a_footer_of_any_length(piece: str, times: int) -> None:
    for page in draw(Card(piece * times, (), piece * times)):
        assert not violations("message", message(page))


@given(cards())
@BUSY
def test_no_text_and_no_button_is_lost_and_the_order_stays(card: Card) -> None:
    pages = draw(card)
    read_ = signs("".join(_read(page, len(pages)) for page in pages))
    at = 0
    for text in [*(text for block in card.blocks for text in _texts(block)), one_line(card.footer)]:
        at = read_.find(signs(text), at)
        assert at >= 0, text
        at += len(signs(text))
    pressed = {wire_of(b.action_id) for page in pages for b in reader.buttons(page.shown(FILES))}
    options = {o.value for page in pages for s in reader.selects(page.shown(FILES)) for o in s.options}
    for block in card.blocks:
        if isinstance(block, Buttons | Select):
            wires = {b.action.wire() for b in (block.buttons if isinstance(block, Buttons) else block.options)}
            assert wires <= pressed | options


def _read(page: Page, total: int) -> str:
    """What is read on a page without its heading and without what is pressed."""
    shown = [block for block in page.shown(FILES) if block["type"] not in ("actions", "header")]
    if total > 1 and page.blocks[0]["type"] == "context":
        shown = shown[1:]
    return "".join(reader.words(shown))


def _texts(block: Block) -> list[str]:
    match block:
        case Text(source):
            return [line.text for line in read(source)]
        case Fields(pairs):
            return [t for name, value in pairs for t in (one_line(name), *(line.text for line in read(value)))]
        case Columns(headings, rows):
            return (
                [t for name, row in rows for t in (one_line(name), *(x.text for c in row for x in read(c)))]
                if len(headings) == 1
                else []
            )
        case Moment(at):
            return [moment(at)]
        case Progress(done, total):
            return [f"{done}/{total}"]
        case Picture(b"", alternative):
            return [] if blank(one_line(alternative)) else [one_line(alternative)]
        case Select(prompt, _) | Picker(prompt, _, _, _, _):
            return [one_line(prompt)]
        case _:
            return []


@pytest.fixture(scope="module")
def library() -> Any:
    return load(SHIPPED_PACK)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_subject_of_the_shipped_pack_is_one_page(library: Any, language: str) -> None:
    shown = [subject_card(library, subject, language) for subject in library.subjects.values()]
    for card in [*shown, ladder(library, language)]:
        (page,) = draw(card)
        assert not violations("message", message(page))
    for first, second in permutations(library.subjects.values(), 2):
        if first.id < second.id:
            for page in draw(comparison(library, first, second, language)):
                assert not violations("message", message(page))


def test_everything_is_json() -> None:
    for page in draw(EVERYTHING, [SHARE]):
        assert json.loads(json.dumps(page.shown())) == page.shown()


def test_pages_are_what_slack_describes() -> None:
    file = os.environ.get(DESCRIPTION)
    if not file:
        pytest.skip(f"{DESCRIPTION} names no description of Slack's blocks")
    jsonschema = pytest.importorskip("jsonschema")
    document = json.loads(Path(file).read_text("utf-8"))
    validator = jsonschema.Draft7Validator({"$ref": "#/definitions/Blocks", "definitions": document["definitions"]})
    long = Card("Long", (*EVERYTHING.blocks, Text("Some words. " * 2_900), *EVERYTHING.blocks[-3:]))
    for card in (EVERYTHING, long, Card("Only a title")):
        for page in draw(card, [SHARE]):
            validator.validate(page.shown(FILES))
            validator.validate(page.shown())
    assert not validator.is_valid([{"type": "rich_text", "elements": [{"type": "text"}]}])
