"""Every block of the small vocabulary as text, lines as commands, and forms held to what platforms hold them to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from adapters.fake import FakeChat, HeldBack, NotThere
from adapters.fake.draw import drawn
from adapters.fake.typed import command_line
from bot.commands import catalogue
from bot.ports import Request
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
    Picker,
    Picture,
    Progress,
    Reply,
    Select,
    Text,
    literal,
)
from bot.ui import Field as FormField
from tests.contract.cores import scripted
from tests.fakes import MemoryStore

GO = Action("path", ("x",))
DRAWN: dict[Block, str] = {
    Text("**Bold** and [a link](https://example.org)"): "Bold and a link (https://example.org)",
    Text(literal("**not bold** @here")): "**not bold** @here",
    Fields((("Pay", "it *depends*"),)): "Pay: it depends",
    Columns(("HT", "CHT"), (("Japanese", ("N3", "N2")),)): "Japanese: HT: N3 / CHT: N2",
    Divider(): "---",
    Picture(b"", "a chart\nof pay"): "[picture: a chart of pay]",
    Progress(3, 10): "###....... 3/10",
    Progress(20, 10): "########## 20/10",
    Progress(0, 0): ".......... 0/0",
    Moment(datetime(2026, 11, 30, 15, tzinfo=UTC)): "2026-12-01 00:00 JST",
    Buttons((Button("Pay", GO), Button("More\nof it", GO))): "[Pay] [More of it]",
    Select("Which?", (Button("One", GO), Button("Two", GO))): "Which?\n( ) One\n( ) Two",
    Picker("Channels", "channel", GO): "Channels <channel: –>",
    Picker("Roles", "role", GO, ("a", "b")): "Roles <role: a, b>",
}
FORM = Form(
    "Window",
    (
        FormField("title", "Title", limit=10),
        FormField("role", "Role", "choice", (("ht", "Head Teacher"), ("spp", "SPP")), value="ht"),
        FormField("opens", "Opens", "moment", required=False),
    ),
    GO,
)


@pytest.mark.parametrize("block", DRAWN)
def test_a_block_is_drawn(block: Block) -> None:
    assert drawn(Reply(Card(blocks=(block,)))) == DRAWN[block]


def test_every_block_is_drawn_here() -> None:
    assert {type(block) for block in DRAWN} == set(get_args(Block))


def test_a_card_has_its_title_above_and_its_footer_below() -> None:
    assert drawn(Reply(Card("Title", (Text("text"),), "footer"))) == "Title\ntext\nfooter"
    assert drawn(Reply(FORM)).splitlines() == [
        "Window",
        "Title* (text): __",
        "Role* (choice): _ht_ ( ) Head Teacher ( ) SPP",
        "Opens (moment): __",
    ]


@pytest.mark.parametrize(
    ("line", "command", "arguments"),
    [
        ("/path SPP", "path", {"name": "SPP"}),
        ("/PATH  two words ", "path", {"name": "two words"}),
        ("/compare HT with CHT", "compare", {"first": "HT", "second": "CHT"}),
        ('/compare second:CHT first:"head teacher"', "compare", {"first": "head teacher", "second": "CHT"}),
        ("/compare HT", "compare", {"first": "HT"}),
        ("/ask pay with private:true", "ask", {"question": "pay with", "private": "true"}),
        ("/ask what:ever it is", "ask", {"question": "what:ever it is"}),
        ("/kb why sales pay", "kb why", {"question": "sales pay"}),
        ("/ladder", "ladder", {}),
        ("/ladders", "ladders", {}),
    ],
)
def test_a_line_is_read_as_a_command(line: str, command: str, arguments: dict[str, str]) -> None:
    assert command_line(line, catalogue("en")) == (command, arguments)


class Office:
    """Opens the form by `/ladder`, and keeps what comes."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.chat = FakeChat(scripted(ladder=self.open, path=self.take)(MemoryStore()))

    async def open(self, request: Request) -> Reply:
        return Reply(FORM)

    async def take(self, request: Request) -> Reply:
        self.requests.append(request)
        return Reply(Card("Thank you"))


@pytest.mark.parametrize(
    ("values", "sent"),
    [
        ({"Title": "Spring"}, {"title": "Spring", "role": "ht", "opens": ""}),
        ({"title": "Spring", "Role": "SPP"}, {"title": "Spring", "role": "spp", "opens": ""}),
        ({"Title": "x", "Opens": "2027-01-31 17:00"}, {"title": "x", "role": "ht", "opens": "2027-01-31T17:00+09:00"}),
        ({"Title": "x", "Opens": "2027-01-31T17:00Z"}, {"title": "x", "role": "ht", "opens": "2027-01-31T17:00+00:00"}),
        ({"Title": "x", "Opens": "soon"}, {"title": "x", "role": "ht", "opens": "soon"}),
    ],
)
async def test_a_form_is_filled_in_by_labels_or_names(values: dict[str, str], sent: dict[str, str]) -> None:
    office = Office()
    alice = office.chat.person("alice")
    assert (await alice.types("/ladder")).startswith("Window\n")
    assert await alice.fills(values) == "Thank you"
    assert office.requests[0].fields == sent
    assert office.requests[0].arguments == {"name": "x"}
    assert alice.form is None


async def test_a_form_that_is_not_in_order_stays_open() -> None:
    office = Office()
    alice, bob = office.chat.person("alice"), office.chat.person("bob")
    await alice.types("/ladder")
    for values, told in (
        ({}, "“Title” must be filled in"),
        ({"Title": "x" * 11}, "takes 10 characters, not 11"),
        ({"Title": "x", "Role": "King"}, "offers .'Head Teacher', 'SPP'., not “King”"),
    ):
        with pytest.raises(HeldBack, match=told):
            await alice.fills(values)
    with pytest.raises(NotThere, match=r"has no .'Colour'.; it asks for .'Title', 'Role', 'Opens'."):
        await alice.fills({"Colour": "red"})
    assert office.requests == []
    assert bob.sees("general") == ""
    office.chat.restart(scripted(path=office.take)(MemoryStore()))
    assert await alice.fills({"Title": "Spring"}) == "Thank you"
