"""Forms: opened, corrected, in steps, with choices from outside; and what becomes of late ones."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.modals import NO_VALUE, errors, form_of, kept, read, steps, view
from adapters.slack.patience import Patience
from bot.ports import Request
from bot.texts import say
from bot.ui import Action, Card, Field, Form, Reply, Text
from tests.discord.strategies import words
from tests.platforms.slack.rules import violations

from .stage import Stage, text

SUBMIT = Action("path", ("draft",))
FORM = Form(
    "A new window",
    (
        Field("title", "Title", value="Head Teachers"),
        Field("text", "What people should know", "long", required=False, limit=9_000),
        Field("role", "Role", "choice", (("ht", "Head Teacher"), ("spp", "SPP"), ("", "none")), value="spp"),
        Field("opens", "Opens", "moment", value="2027-01-31T08:00:00+00:00"),
        Field("branch", "Branch", "choice", tuple((f"b{n}", f"Branch {n}") for n in range(130)), "b29", required=False),
    ),
    SUBMIT,
)


def test_each_field_has_its_own_kind_of_input() -> None:
    title, words_, role, opens, branch = (block["element"] for block in view(FORM, "", "en")["blocks"])
    assert (title["type"], title["initial_value"], title["multiline"]) == ("plain_text_input", "Head Teachers", False)
    assert (words_["multiline"], words_["max_length"]) == (True, 3_000)
    assert [option["value"] for option in role["options"]] == ["ht", "spp", NO_VALUE]
    assert role["initial_option"]["value"] == "spp"
    assert opens == {"type": "datetimepicker", "initial_date_time": 1801382400, "action_id": "value"}
    assert (branch["type"], branch["initial_option"]["value"]) == ("external_select", "b29")


def test_values_come_back_by_name() -> None:
    state = {
        "shinro:0:title": {"value": {"type": "plain_text_input", "value": "A title"}},
        "shinro:1:role": {"value": {"selected_option": {"value": NO_VALUE}}},
        "shinro:2:opens": {"value": {"selected_date_time": 1801382400}},
        "shinro:3:none": {"value": {"value": None}},
        "other": {"value": {"value": "not ours"}},
    }
    assert read(state) == {"title": "A title", "role": "", "opens": "2027-01-31T17:00+09:00", "none": ""}


def test_what_slack_lets_through_is_still_checked() -> None:
    wrong = errors(FORM, 0, {"title": " ", "text": "x" * 3_001, "role": "", "opens": "x"}, "en")
    assert wrong == {
        "shinro:0:title": say("en", "form.missing"),
        "shinro:1:text": say("en", "form.too_long", limit=3_000),
    }


FIELDS = st.builds(
    Field,
    st.integers(0, 10**6).map(str),
    words,
    st.sampled_from(["text", "long", "choice", "moment"]),
    st.lists(st.tuples(words, words), max_size=120).map(tuple),
    words,
    st.booleans(),
    st.integers(-1, 9_000),
    words,
)
FORMS = st.builds(Form, words, st.lists(FIELDS, max_size=25, unique_by=lambda f: f.name).map(tuple), st.just(SUBMIT))


@given(FORMS)
@settings(max_examples=80, deadline=None)
def test_every_step_of_any_form_keeps_every_limit(form: Form) -> None:
    shown = [view(form, "x" * 3_000, "ja", step) for step in range(steps(form))]
    assert not [wrong for one in shown for wrong in violations("modal", one)]
    names = [block["block_id"].split(":", 2)[2] for one in shown for block in one["blocks"] if block["type"] == "input"]
    assert names == [field.name for field in form.fields]
    assert form_of(kept(form)) == form


class Office:
    """Opens a form by `/ask` and takes it as `path draft`."""

    def __init__(self, stage: Stage, form: Form = FORM) -> None:
        self.form = form
        self.sent: list[dict[str, str]] = []
        self.replies: list[Reply] = []
        self.at_work = asyncio.Event()
        self.at_work.set()
        stage.handlers |= {"ask": self.open, "path": self.take}

    async def open(self, request: Request) -> Reply:
        return Reply(self.form, private=True)

    async def take(self, request: Request) -> Reply:
        await self.at_work.wait()
        self.sent.append(dict(request.fields))
        return self.replies.pop(0) if self.replies else Reply(Card("", (Text("Thank you"),)))


async def test_a_form_is_filled_in_and_answered_where_it_was_opened(either: Stage) -> None:
    office = Office(either)
    await either.restart()
    asked = await either.ask("form")
    form = await asked.form()
    offered = await either.slack.suggest(either.alice, "Branch", "branch 12", form)
    assert [label for label, _ in offered][:2] == ["Branch 12", "Branch 120"]
    await either.slack.submit(form, {"Title": "SPP", "Branch": "Branch 120"})
    (reply,) = await either.spoken()
    assert (text(reply), reply.only_for) == ("Thank you", either.alice)
    assert office.sent == [
        {"title": "SPP", "text": "", "role": "spp", "opens": "2027-01-31T17:00+09:00", "branch": "b120"}
    ]
    assert not form.open


async def test_what_is_wrong_stands_at_its_field(stage: Stage) -> None:
    office = Office(stage)
    fields = (replace(FORM.fields[0], error="Say more."), *FORM.fields[1:])
    office.replies = [Reply(replace(FORM, fields=fields))]
    await stage.restart()
    form = await (await stage.ask("form")).form()
    sent = await stage.slack.submit(form, {"Title": " "})
    await sent.acknowledged()
    assert sent.errors == {"shinro:0:title": say("en", "form.missing")}
    sent = await stage.slack.submit(form, {"Title": "short"})
    await sent.acknowledged()
    assert sent.errors == {"shinro:0:title": "Say more."}
    await stage.slack.submit(form, {"Title": "long enough"})
    assert text((await stage.spoken())[0]) == "Thank you"
    assert [one["title"] for one in office.sent] == ["short", "long enough"]


async def test_a_longer_form_goes_on_in_its_place_and_keeps_what_was_filled_in(stage: Stage) -> None:
    form = Form("Many", tuple(Field(f"f{n}", f"Field {n}", required=False) for n in range(45)), SUBMIT)
    office = Office(stage, form)
    await stage.restart()
    shown = await (await stage.ask("form")).form()
    assert shown.title == "Many (1/3)"
    for step in range(2):
        sent = await stage.slack.submit(shown, {f"Field {20 * step}": f"value {step}"})
        shown = await sent.form()
    assert shown.title == "Many (3/3)"
    await stage.slack.submit(shown, {"Field 44": "last"})
    await stage.spoken()
    values = {key: value for key, value in office.sent[0].items() if value}
    assert values == {"f0": "value 0", "f20": "value 1", "f44": "last"}


async def test_a_form_that_comes_too_late_to_open_is_behind_a_button(stage: Stage) -> None:
    office = Office(stage)

    async def slow(request: Request) -> Reply:
        stage.slack.advance(4)
        return Reply(office.form, private=True)

    stage.handlers["ask"] = slow
    await stage.restart()
    asked = await stage.slack.command(stage.alice, stage.channel, "/ask", "form")
    (reply,) = await stage.spoken()
    assert say("en", "form.ready") in text(reply)
    assert asked.view is None
    pressed = await stage.slack.press(stage.alice, reply, say("en", "form.open"))
    assert (await pressed.form()).title == "A new window"


async def test_a_form_that_takes_long_is_closed_and_answered(stage: Stage) -> None:
    office = Office(stage)
    office.at_work.clear()
    stage.patience = Patience(form=0)
    await stage.restart()
    form = await (await stage.ask("form")).form()
    sent = await stage.slack.submit(form, {})
    await sent.acknowledged()
    assert not form.open
    office.at_work.set()
    assert text((await stage.spoken())[-1]) == "Thank you"
    assert len(office.sent) == 1


async def test_a_correction_that_comes_too_late_is_behind_a_button(stage: Stage) -> None:
    """The form is closed by then."""
    office = Office(stage)
    office.at_work.clear()
    office.replies = [Reply(replace(FORM, fields=(replace(FORM.fields[0], error="Say more."), *FORM.fields[1:])))]
    stage.patience = Patience(form=0)
    await stage.restart()
    form = await (await stage.ask("form")).form()
    sent = await stage.slack.submit(form, {"Title": "short"})
    await sent.acknowledged()
    assert not sent.errors
    office.at_work.set()
    late = (await stage.spoken())[-1]
    assert say("en", "form.late") in text(late)
    again = await (await stage.press(late, say("en", "form.open"))).form()
    await stage.slack.submit(again, {"Title": "long enough"})
    await stage.slack.until(lambda: len(office.sent) == 2)
    assert [one["title"] for one in office.sent] == ["short", "long enough"]


async def test_a_form_whose_draft_is_gone_says_so(stage: Stage) -> None:
    office = Office(stage)
    await stage.restart()
    form = await (await stage.ask("form")).form()
    stage.kept.drafts.drafts.clear()
    await stage.slack.submit(form, {})
    assert text((await stage.spoken())[0]) == say("en", "form.gone")
    assert office.sent == []


@pytest.mark.parametrize("form", [Form("", (), SUBMIT)])
async def test_an_empty_form_opens(stage: Stage, form: Form) -> None:
    Office(stage, form)
    await stage.restart()
    assert (await (await stage.ask("form")).form()).title == "path"
