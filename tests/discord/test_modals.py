"""Forms as modals: within Discord's limits, filled with what is known, and read back by field name."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.modals import EMPTY, instants, modal, read, steps
from bot.ui import Action, Field, Form

from .strategies import words

SUBMIT = Action("window", ("new",))
FORM = Form(
    "A new window",
    (
        Field("title", "Title", value="Head Teachers"),
        Field("text", "What people should know", "long", required=False, limit=9_000),
        Field("role", "Role", "choice", (("ht", "Head Teacher"), ("spp", "SPP"), ("", "none")), value="spp"),
        Field("opens", "Opens", "moment", value="2027-01-31T08:00:00+00:00"),
        Field("branch", "Branch", "choice", tuple((f"b{n}", f"Branch {n}") for n in range(30)), "b29", required=False),
    ),
    SUBMIT,
)


def components(form: Form, step: int = 0, **values: str) -> list[dict[str, Any]]:
    return [part["component"] for part in modal(form, step, values).to_dict()["components"]]


def test_each_field_has_its_own_kind_of_input() -> None:
    title, text, role, opens, branch = components(FORM)
    assert (title["type"], title["style"], title["value"], title["max_length"]) == (4, 1, "Head Teachers", 1_000)
    assert (text["style"], text["required"], text["max_length"]) == (2, False, 4_000)
    assert role["type"] == 21
    assert [(o["value"], o["default"]) for o in role["options"]] == [("ht", False), ("spp", True), (EMPTY, False)]
    assert (opens["value"], opens["placeholder"]) == ("2027-01-31 17:00", "2027-01-31 17:00")
    assert (branch["type"], branch["min_values"], len(branch["options"])) == (3, 0, 25)
    assert branch["options"][-1] == {"label": "Branch 29", "value": "b29", "default": True}


def test_what_was_filled_in_stands_there_again() -> None:
    title, _, role, opens, _ = components(FORM, title="Other", role="", opens="tomorrow")
    assert title["value"] == "Other"
    assert [o["value"] for o in role["options"] if o["default"]] == [EMPTY]
    assert opens["value"] == "tomorrow"


def test_a_form_of_one_step_names_its_action_and_a_longer_one_its_step() -> None:
    assert modal(FORM).custom_id == SUBMIT.wire()
    longer = Form("Longer", (*FORM.fields, *(Field(f"f{n}", "More") for n in range(6))), SUBMIT)
    assert steps(FORM) == 1
    assert steps(longer) == 3
    made = [modal(longer, step) for step in range(3)]
    assert [m.custom_id for m in made] == ["shinro:form:0", "shinro:form:1", "shinro:form:2"]
    assert [m.title for m in made] == ["Longer (1/3)", "Longer (2/3)", "Longer (3/3)"]
    assert [len(m.children) for m in made] == [5, 5, 1]


async def test_nothing_waits_for_the_answer() -> None:
    assert isinstance(modal(FORM), discord.ui.Modal)
    assert modal(FORM).is_finished()


def test_values_come_back_by_name() -> None:
    submitted: list[dict[str, Any]] = [
        {"type": 18, "component": {"type": 4, "custom_id": "title", "value": "A title"}},
        {"type": 18, "component": {"type": 21, "custom_id": "role", "value": EMPTY}},
        {"type": 18, "component": {"type": 3, "custom_id": "branch", "values": ["b3"]}},
        {"type": 18, "component": {"type": 3, "custom_id": "none", "values": []}},
        {"type": 18, "component": {"type": 21, "custom_id": "open", "value": None}},
        {"type": 1, "components": [{"type": 4, "custom_id": "old", "value": EMPTY}]},
        {"type": 10, "id": 7},
    ]
    assert read(submitted) == {
        "title": "A title",
        "role": "",
        "branch": "b3",
        "none": "",
        "open": "",
        "old": EMPTY,
    }


def test_what_was_typed_for_a_moment_is_japans_time() -> None:
    typed = {"title": "2027-01-31 17:00", "opens": "２０２７-01-31  17:00"}
    assert instants(FORM, typed) == {"title": "2027-01-31 17:00", "opens": "2027-01-31T17:00+09:00"}
    assert instants(FORM, {"opens": "2027-01-31T08:00Z"}) == {"opens": "2027-01-31T08:00+00:00"}
    assert instants(FORM, {"opens": "tomorrow"}) == {"opens": "tomorrow"}


FIELDS = st.builds(
    Field,
    st.integers(0, 10**6).map(str),
    words,
    st.sampled_from(["text", "long", "choice", "moment"]),
    st.lists(st.tuples(words, words), max_size=30).map(tuple),
    words,
    st.booleans(),
    st.integers(-1, 9_000),
)
FORMS = st.builds(Form, words, st.lists(FIELDS, max_size=12, unique_by=lambda f: f.name).map(tuple), st.just(SUBMIT))


def _broken(sheet: dict[str, Any]) -> list[str]:
    wrong = [] if 1 <= len(sheet["title"]) <= 45 and 1 <= len(sheet["components"]) <= 5 else ["the modal"]
    for label in sheet["components"]:
        if label["type"] != 18:
            continue
        part = label["component"]
        if not (1 <= len(label["label"]) <= 45 and len(label.get("description", "-")) in range(1, 101)):
            wrong.append(f"label {label}")
        if part["type"] == 4 and not (
            1 <= part["max_length"] <= 4000 and len(part.get("value", "")) <= part["max_length"]
        ):
            wrong.append(f"text {part}")
        if part["type"] in (3, 21):
            values = [option["value"] for option in part["options"]]
            most, least = (25, 1) if part["type"] == 3 else (10, 2)
            if not least <= len(values) <= most or len(set(values)) < len(values):
                wrong.append(f"options {part}")
            if not all(1 <= len(text) <= 100 for o in part["options"] for text in (o["value"], o["label"])):
                wrong.append(f"option of {part}")
            if sum(option["default"] for option in part["options"]) > 1:
                wrong.append(f"defaults of {part}")
    return wrong


@given(FORMS)
@settings(max_examples=100, deadline=None)
def test_every_step_of_any_form_keeps_every_limit(form: Form) -> None:
    sheets = [modal(form, step).to_dict() for step in range(steps(form))]
    assert not [wrong for sheet in sheets for wrong in _broken(sheet)]
    names = [p["component"]["custom_id"] for s in sheets for p in s["components"] if "component" in p]
    assert names == [field.name for field in form.fields]


def test_modals_are_what_discord_describes() -> None:
    file = os.environ.get("SHINRO_TEST_DISCORD_OPENAPI")
    if not file:
        pytest.skip("SHINRO_TEST_DISCORD_OPENAPI names no description of Discord's interface")
    jsonschema = pytest.importorskip("jsonschema")
    document = json.loads(Path(file).read_text("utf-8"))
    schema = {"$ref": "#/components/schemas/ModalInteractionCallbackRequestData", "components": document["components"]}
    for form in (FORM, Form("Empty", (), SUBMIT)):
        jsonschema.Draft202012Validator(schema).validate(modal(form).to_dict())
