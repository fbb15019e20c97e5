"""Cards as Discord messages: each block's look, pages, and that nothing and nobody's button is lost."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeGuard

import discord
import pytest
from discord.http import handle_message_parameters
from hypothesis import HealthCheck, given, settings

from adapters.discord.draw import CHOICE, bar, draw, moment, picked
from adapters.discord.markdown import markdown, one_line, plain
from adapters.discord.pages import HEADING, Page
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

from .rules import texts, walk
from .strategies import EVERYTHING, cards

SHARE = Button("Show everyone", Action("share"))
SPECIFICATION = "SHINRO_TEST_DISCORD_OPENAPI"


def written(*blocks: Block) -> list[str]:
    (page,) = draw(Card(blocks=blocks))
    return texts(page.view.to_components())


def parts(page: Page, kind: int) -> list[dict[str, Any]]:
    return [dict(c) for c in walk(page.view.to_components()) if c["type"] == kind]


def signs(text: str) -> str:
    """Letters and digits: what no marker, escape or cut changes."""
    return "".join(filter(str.isalnum, text))


def test_a_card_from_title_to_controls() -> None:
    (page,) = draw(Card("Recruiting #1", (Text("**N2** or higher."), Buttons((SHARE,))), "seen 2026-11-22"), [SHARE])
    container, row = page.view.to_components()
    assert container["type"] == 17
    assert [part.get("content") for part in container["components"]] == [
        r"### Recruiting \#1",
        "**N2** or higher.",
        "-# seen 2026-11-22",
    ]
    assert row == {"type": 1, "components": [{"type": 2, "style": 2, "label": SHARE.label, "custom_id": '["share"]'}]}


def test_fields_are_a_line_each_where_they_fit_on_one() -> None:
    pairs = (("Japanese", "N3"), ("Why?", "so"), ("Steps", "- one\n- two"), ("", "alone"), ("Nothing", ""))
    assert written(Fields(pairs)) == [
        "**Japanese:** N3\n**Why?** so\n**Steps**\n- one\n- two\nalone\n**Nothing**",
    ]


def test_things_compared_stand_under_their_names() -> None:
    rows = (("Japanese", ("N3", "")), ("Pay", ("more\nthan before", "–")))
    assert written(Columns(("HT", "SPP"), rows)) == [
        "**Japanese**\n- HT: N3\n- SPP: –\n\n**Pay**\n__HT__\nmore\nthan before\n__SPP__\n–"
    ]


def test_a_bar_with_its_numbers() -> None:
    assert written(Progress(3, 12)) == ["▰▰▰▱▱▱▱▱▱▱▱▱ 3/12"]
    assert [bar(done, total).count("▰") for done, total in ((0, 0), (5, 0), (-1, 9), (9, 3), (1, 99))] == [
        0,
        0,
        0,
        12,
        0,
    ]


def test_an_instant_is_shown_in_both_zones() -> None:
    at = datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert moment(at) == "<t:1795489200:f> (2026-11-24 12:00 JST), <t:1795489200:R>"
    assert moment(datetime.max.replace(tzinfo=UTC)) == "9999-12-31 23:59+00:00"


def test_pictures_are_attached_under_names_of_their_own() -> None:
    (page,) = draw(Card(blocks=(Picture(b"1", "first"), Picture(b"2", " "), Picture(b"", "lost"))))
    galleries = [gallery["items"] for gallery in parts(page, 12)]
    assert galleries == [
        [{"media": {"url": "attachment://picture-1.png"}, "description": "first"}],
        [{"media": {"url": "attachment://picture-2.png"}}],
    ]
    assert texts(page.view.to_components()) == ["*lost*"]
    for _ in range(2):
        assert [(file.filename, file.fp.read()) for file in page.files] == [
            ("picture-1.png", b"1"),
            ("picture-2.png", b"2"),
        ]
    assert len(draw(Card(blocks=(Picture(b"1", "x"),) * 11))) == 2


def test_rows_of_buttons_are_about_the_same_length() -> None:
    (page,) = draw(Card(blocks=(Buttons(tuple(Button(f"{n}", Action("x", (f"{n}",))) for n in range(11))),)))
    assert [len(row["components"]) for row in parts(page, 1)] == [4, 4, 3]


def test_a_label_is_never_empty_nor_too_long() -> None:
    labels = ("", "a\nb", "x" * 200, "👩‍👩‍👧" * 20)
    (page,) = draw(Card(blocks=(Buttons(tuple(Button(label, Action(f"{n}")) for n, label in enumerate(labels))),)))
    assert [part["label"] for part in parts(page, 2)] == ["…", "a b", "x" * 79 + "…", "👩‍👩‍👧" * 15 + "…"]


def test_what_does_the_same_stands_once_on_a_page() -> None:
    twice = Buttons((SHARE, Button("Again", Action("again")), SHARE))
    (page,) = draw(Card(blocks=(twice, twice)), [Button("Other words", SHARE.action)])
    assert [part["label"] for part in parts(page, 2)] == ["Again", "Other words"]


def test_a_select_asks_above_itself_and_goes_on_in_a_second() -> None:
    options = tuple(Button(f"Rung {n}", Action("path", (f"{n}",))) for n in range(30))
    (page,) = draw(Card(blocks=(Select("Which rung?", options), Select("Choose", options[:6]))))
    assert texts(page.view.to_components()) == ["Which rung?", "Choose"]
    selects = parts(page, 3)
    assert [select["custom_id"] for select in selects] == ["shinro:select:0", "shinro:select:1", "shinro:select:2"]
    assert [len(select["options"]) for select in selects] == [25, 5, 6]
    assert selects[0]["options"][1] == {"label": "Rung 1", "value": '["path","1"]'}


def test_a_few_options_stand_there_to_be_seen_at_once() -> None:
    options = tuple(Button(f"What is rung {n}?", Action("entry", (f"{n}",))) for n in range(4))
    (page,) = draw(Card(blocks=(Select("Did you mean one of these?", options),)))
    assert [len(row["components"]) for row in parts(page, 1)] == [1, 1, 1, 1]
    assert [part["custom_id"] for part in parts(page, 2)] == [f'!["entry","{n}"]' for n in range(4)]
    (page,) = draw(Card(blocks=(Select("Which?", (*options, Button("x" * 81, Action("entry", ("y",))))),)))
    assert len(parts(page, 3)[0]["options"]) == 5


def test_a_long_option_goes_on_under_itself() -> None:
    label = "one two three four " * 9
    (page,) = draw(Card(blocks=(Select("?", (Button(label, SHARE.action),)),)))
    (option,) = parts(page, 3)[0]["options"]
    assert option["label"].endswith("…")
    assert option["label"][:-1] + option["description"][1:] == label.strip().replace(
        option["label"][:-1] + " ", option["label"][:-1]
    )


def test_a_chooser_knows_what_it_is_for() -> None:
    action = Action("shinro", ("channels", "windows"))
    chosen = ("42", "x", "42", "43", "44")
    (page,) = draw(Card(blocks=(Picker("Where to?", "channel", action, chosen, 2), Picker("Who?", "role", action))))
    (channel,), (role,) = parts(page, 8), parts(page, 6) or [{}]
    assert texts(page.view.to_components()) == ["Where to?", "Who?"]
    assert channel["default_values"] == [{"id": "42", "type": "channel"}, {"id": "43", "type": "channel"}]
    assert (channel["min_values"], channel["max_values"]) == (0, 2)
    assert picked(channel["custom_id"]) == action
    assert role == {}, "the same action twice on one page"
    longest = Action("shinro", ("x" * 85,))
    (page,) = draw(Card(blocks=(Picker("Who?", "role", longest),)))
    assert picked(parts(page, 6)[0]["custom_id"]) == longest


def test_a_divider_divides_something() -> None:
    (page,) = draw(Card(blocks=(Divider(), Text("a"), Divider(), Divider(), Text("b"), Divider())))
    assert [part["type"] for part in page.view.to_components()[0]["components"]] == [10, 14, 10]


def test_a_long_card_goes_on_under_its_heading_and_ends_with_its_footer() -> None:
    pages = draw(Card("A title", (Text("Some words stand here. " * 400),), "a footer"), [SHARE])
    found = [texts(page.view.to_components()) for page in pages]
    assert [page[0] for page in found] == ["### A title (1/3)", "### A title (2/3)", "### A title (3/3)"]
    assert found[-1][-1] == "-# a footer"
    assert all(page.view.to_components()[-1]["components"][0]["label"] == SHARE.label for page in pages)
    assert texts(draw(Card("", (Text("Some words. " * 400),)))[0].view.to_components())[0] == "-# 1/2"
    assert draw(Card())[0].view.to_components() == []


def test_what_people_typed_stays_inert_in_every_place() -> None:
    bad = "<@1> @everyone **x** [x](https://e.vil) ||y||"
    cells = (Fields(((bad, literal(bad)),)), Columns((bad,), ((bad, (literal(bad),)),)), Select(bad + "?", ()))
    (page,) = draw(Card(bad, cells, bad))
    for text in texts(page.view.to_components()):
        assert not re.search(r"<@1>|@everyone|(?<!\\)(?:\*\*x|\|\||\]\(<?https)", text)


@given(cards())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_text_and_no_button_is_lost_and_the_order_stays(card: Card) -> None:
    pages = draw(card)
    found, heading = [page.view.to_components() for page in pages], bool(plain(card.title)) or len(pages) > 1
    read = signs("".join(text for page in found for text in texts(page)[heading if len(pages) > 1 else 0 :]))
    at = 0
    title = [markdown(literal(card.title))] if len(one_line(card.title)) > HEADING else []
    for text in [*title, *(text for block in card.blocks for text in _texts(block)), plain(card.footer)]:
        at = read.find(signs(text), at)
        assert at >= 0, text
        at += len(signs(text))
    wires = [
        wire.removeprefix(CHOICE)
        for page in found
        for c in walk(page)
        for wire in ([c["custom_id"]] if c["type"] == 2 else [o["value"] for o in c.get("options", ())])
    ]
    asked = [block.buttons if isinstance(block, Buttons) else block.options for block in card.blocks if _pressed(block)]
    assert wires == [button.action.wire() for buttons in asked for button in buttons]


def _pressed(block: Block) -> TypeGuard[Buttons | Select]:
    return isinstance(block, Buttons | Select)


def _texts(block: Block) -> list[str]:
    match block:
        case Text(source):
            return [markdown(source)]
        case Fields(pairs):
            return [text for name, value in pairs for text in (plain(name), markdown(value))]
        case Columns(headings, rows):
            cells = [(name, zip(headings, row, strict=True)) for name, row in rows]
            return [
                t for name, row in cells for t in (plain(name), *(t for h, c in row for t in (plain(h), markdown(c))))
            ]
        case Moment(at):
            return [moment(at)]
        case Progress(done, total):
            return [f"{done}/{total}"]
        case Picture(b"", alternative):
            return [plain(alternative)]
        case _:
            return []


async def test_nothing_waits_for_a_press() -> None:
    for page in draw(EVERYTHING, [SHARE]):
        view = page.view
        assert isinstance(view, discord.ui.LayoutView)
        assert view.is_finished()
        assert view.timeout is None
        assert view.has_components_v2()
        assert json.loads(json.dumps(view.to_components())) == view.to_components()


def test_the_library_sends_a_page_as_it_is() -> None:
    (page,) = draw(Card("A picture", (Picture(b"1", "one"),)))
    with handle_message_parameters(files=page.files, view=page.view) as sent:
        assert sent.multipart
        body = json.loads(sent.multipart[0]["value"])
    assert body["components"] == page.view.to_components()
    assert body["flags"] == discord.MessageFlags(components_v2=True).value
    assert body["attachments"] == [{"id": 0, "filename": "picture-1.png", "description": "one"}]


def test_a_view_needs_no_loop() -> None:
    assert draw(EVERYTHING)[0].view.is_finished()


def test_pages_are_what_discord_describes() -> None:
    file = os.environ.get(SPECIFICATION)
    if not file:
        pytest.skip(f"{SPECIFICATION} names no description of Discord's interface")
    jsonschema = pytest.importorskip("jsonschema")
    document = json.loads(Path(file).read_text("utf-8"))
    schema = {"$ref": "#/components/schemas/IncomingWebhookInteractionRequest", "components": document["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    long = Card("Long", (*EVERYTHING.blocks, Text("Some words. " * 900), *EVERYTHING.blocks[-3:]))
    for card in (EVERYTHING, long, Card("Only a title")):
        for page in draw(card, [SHARE]):
            validator.validate({"components": page.view.to_components(), "flags": 1 << 15})
    assert not validator.is_valid({"components": [{"type": 10, "content": ""}]})
