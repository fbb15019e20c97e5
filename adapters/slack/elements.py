"""What is pressed and chosen: buttons, menus, choosers. Each carries its own meaning, so none has to be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from adapters.slack import limits
from adapters.slack.blocks import words
from adapters.slack.pages import Row
from adapters.slack.reading import blank, one_line
from adapters.slack.rich import Json
from bot.lettering import shorten
from bot.texts import say
from bot.ui import Action, Button, Picker

PRESS = "shinro:"  # before the action of a button
CHOOSE = "shinro:choose:"  # the same, of a choice that is shown as buttons
SELECT = "shinro:select:"  # what was chosen stands in the options, so the id only has to be one of its own
PICK = "shinro:pick:"  # before the action that the chosen ids are added to
PICK_PEOPLE = "shinro:people:"  # the same for people, beside the chooser of user groups
NAMELESS = "…"  # on a button whose label is empty: Slack refuses one without
IN_A_ROW = 5  # buttons
Names = Mapping[str, str]  # of user groups, by id


def wire_of(action_id: str) -> str:
    """The wire form of an action, from an element's id."""
    for prefix in (PICK, PICK_PEOPLE, CHOOSE, PRESS):
        if action_id.startswith(prefix):
            return action_id.removeprefix(prefix)
    return action_id


def button_rows(buttons: Sequence[Button]) -> Iterator[Row]:
    """Rows of about the same length: six buttons as three and three."""
    if not buttons:
        return
    rows = -(-len(buttons) // IN_A_ROW)
    size = -(-len(buttons) // rows)
    for at in range(0, len(buttons), size):
        yield Row(tuple(pressable(button) for button in buttons[at : at + size]))


def pressable(button: Button, prefix: str = PRESS) -> Json:
    wire = button.action.wire()
    return {
        "type": "button",
        "text": words(fitting(button.label, limits.BUTTON_LABEL)),
        "action_id": prefix + wire,
        "value": wire,
    }


def fitting(text: str, limit: int) -> str:
    text = one_line(text)
    return NAMELESS if blank(text) else shorten(text, limit)


def menus(prompt: str, options: Sequence[Button], used: int) -> list[Row]:
    """One menu, or as many as the options need."""
    shown = list({option.action.wire(): _option(option) for option in reversed(options)}.values())[::-1]
    rows = []
    for number, at in enumerate(range(0, len(shown), limits.OPTIONS), used):
        select: Json = {
            "type": "static_select",
            "action_id": f"{SELECT}{number}",
            "options": shown[at : at + limits.OPTIONS],
        }
        rows.append(Row((_with_placeholder(select, prompt),)))
    return rows


def _option(option: Button) -> Json:
    """A label that is too long goes on in the small line under it."""
    label = fitting(option.label, limits.OPTION_LABEL)
    shown: Json = {"text": words(label), "value": option.action.wire()}
    rest = one_line(option.label)[len(label) - 1 :].strip()
    if label.endswith("…") and len(rest) > 1:
        shown["description"] = words(shorten(f"…{rest}", limits.OPTION_DESCRIPTION))
    return shown


def choosers(picker: Picker, names: Names, language: str) -> list[Json]:
    """Slack's chooser of channels; for roles one of user groups, which we fill, and one of people."""
    wire, most = picker.action.wire(), min(max(picker.most, 1), limits.CHOSEN)
    chosen = [key for key in dict.fromkeys(picker.chosen) if key.isascii() and key.isalnum() and len(key) < 32]
    if picker.kind == "channel":
        channels = [key for key in chosen if key[0] in "CG"][:most]
        element: Json = {
            "type": "multi_conversations_select",
            "action_id": PICK + wire,
            "max_selected_items": most,
            "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        }
        if channels:
            element["initial_conversations"] = channels
        return [_with_placeholder(element, say(language, "choose.channels"))]
    groups = [key for key in chosen if key[0] == "S"][:most]
    people = [key for key in chosen if key[0] in "UW"][:most]
    by_group: Json = {
        "type": "multi_external_select",
        "action_id": PICK + wire,
        "max_selected_items": most,
        "min_query_length": 0,
    }
    by_person: Json = {"type": "multi_users_select", "action_id": PICK_PEOPLE + wire, "max_selected_items": most}
    if groups:
        shown = [(key, fitting(names.get(key, key), limits.OPTION_LABEL)) for key in groups]
        by_group["initial_options"] = [{"text": words(label), "value": key} for key, label in shown]
    if people:
        by_person["initial_users"] = people
    return [
        _with_placeholder(by_group, say(language, "choose.groups")),
        _with_placeholder(by_person, say(language, "choose.people")),
    ]


def picked(action_id: str) -> Action:
    """The action of a chooser of channels or roles; ValueError for an id that is none."""
    return Action.read(wire_of(action_id))


def _with_placeholder(element: Json, prompt: str) -> Json:
    prompt = one_line(prompt)
    if not blank(prompt):
        element["placeholder"] = words(shorten(prompt, limits.PLACEHOLDER))
    return element
