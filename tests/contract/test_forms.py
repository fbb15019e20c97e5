"""Forms: opened by a command, filled in by labels, in as many steps as the platform makes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.ui import Action, Card, Field, Form, Reply, Text, literal
from tests.contract.cores import scripted
from tests.contract.driver import Held

if TYPE_CHECKING:
    from bot.ports import Request
    from tests.contract.conftest import Begin
    from tests.contract.driver import Driver

SHORT = (
    Field("title", "Title", limit=40),
    Field("role", "Role", "choice", (("ht", "Head Teacher"), ("spp", "Staff Preparation"))),
    Field("opens", "Opens", "moment"),
    Field("details", "Details", "long", required=False),
)
LONG = (
    *SHORT,
    Field("branch", "Branch", "choice", tuple((f"b{n}", f"Branch {n}") for n in range(15)), required=False),
    Field("closes", "Closes", "moment", value="2027-02-28T09:00+09:00", required=False),
    Field("contact", "Contact", value="the harbour office"),
    Field("note", "Note", "long", required=False),
)
VALUES = {
    "Title": "Spring round",
    "Role": "Staff Preparation",
    "Opens": "2027-01-31 17:00",
    "Details": "First line.\nSecond line.",
}
SENT = {
    "title": "Spring round",
    "role": "spp",
    "opens": "2027-01-31T17:00+09:00",
    "details": "First line.\nSecond line.",
}


class Office:
    """Opens a form by `/ladder` and takes it as `path draft`; remembers what came."""

    def __init__(self, fields: tuple[Field, ...], again: bool = False) -> None:
        self.form = Form("A new window", fields, Action("path", ("draft",)))
        self.sent: list[dict[str, str]] = []
        self.named: list[str] = []
        self.again = again  # whether the first one is met with another form

    async def open(self, request: Request) -> Reply:
        return Reply(self.form, private=True)

    async def take(self, request: Request) -> Reply:
        self.sent.append(dict(request.fields))
        self.named.append(request.arguments.get("name", ""))
        if self.again and len(self.sent) == 1:
            return Reply(self.form, private=True)
        kept = "; ".join(f"{name}={value}" for name, value in request.fields.items())
        return Reply(Card("Thank you", (Text(literal(kept)),)))

    async def opened(self, begin: Begin) -> Driver:
        person = await begin(scripted(ladder=self.open, path=self.take))
        assert "A new window" in await person.command("ladder")
        return person


async def test_a_form_is_filled_in_and_comes_back_by_names(begin: Begin) -> None:
    office = Office(SHORT)
    person = await office.opened(begin)
    read = await person.fill(VALUES)
    assert office.sent == [SENT]
    assert office.named == ["draft"]
    assert "Thank you" in read
    assert "title=Spring round" in read


async def test_what_is_not_required_may_stay_empty(begin: Begin) -> None:
    office = Office(SHORT)
    person = await office.opened(begin)
    await person.fill({name: value for name, value in VALUES.items() if name != "Details"})
    assert office.sent == [SENT | {"details": ""}]


@pytest.mark.parametrize(
    "wrong",
    [{"Title": ""}, {"Opens": ""}, {"Role": "Emperor"}, {"Title": "x" * 41}],
    ids=["text missing", "moment missing", "no such choice", "too long"],
)
async def test_a_form_that_is_not_in_order_is_not_sent(begin: Begin, wrong: dict[str, str]) -> None:
    office = Office(SHORT)
    person = await office.opened(begin)
    with pytest.raises(Held):
        await person.fill(VALUES | wrong)
    assert office.sent == []
    await person.command("ladder")
    await person.fill(VALUES)
    assert office.sent == [SENT]


async def test_a_form_longer_than_a_step_is_one_form_to_the_core(begin: Begin) -> None:
    office = Office(LONG)
    person = await office.opened(begin)
    await person.fill(VALUES | {"Branch": "Branch 12", "Note": "@everyone **come**"})
    assert office.sent == [
        SENT
        | {
            "branch": "b12",
            "closes": "2027-02-28T09:00+09:00",
            "contact": "the harbour office",
            "note": "@everyone **come**",
        }
    ]
    assert "@everyone **come**" in person.sees()
    assert not person.pings()


async def test_what_a_form_proposes_can_be_changed(begin: Begin) -> None:
    office = Office(LONG)
    person = await office.opened(begin)
    await person.fill(VALUES | {"Closes": "2027-03-01 12:00", "Contact": "nobody"})
    assert office.sent[0]["closes"] == "2027-03-01T12:00+09:00"
    assert office.sent[0]["contact"] == "nobody"
    assert office.sent[0]["branch"] == ""


async def test_markup_in_a_form_comes_back_as_it_is(begin: Begin) -> None:
    office = Office(SHORT)
    person = await office.opened(begin)
    read = await person.fill(VALUES | {"Title": "**@here** `x` <@1> # [a](b)"})
    assert "title=**@here** `x` <@1> # [a](b);" in read
    assert not person.pings()


async def test_what_the_core_finds_wrong_is_said(begin: Begin) -> None:
    async def take(request: Request) -> Reply:
        title, *others = SHORT
        wrong = replace(title, value=request.fields["title"], error="Somebody has *that* title.")
        return Reply(replace(office.form, fields=(wrong, *others)), private=True)

    office = Office(SHORT)
    office.take = take  # type: ignore[method-assign]
    person = await office.opened(begin)
    try:
        read = await person.fill(VALUES)
    except Held as held:
        read = str(held) or person.sees()
    assert "Somebody has *that* title." in read
