"""The form of a window, and what is said of it once it is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts import say
from bot.ui import Action, Button, Buttons, Card, Field, Form, Text
from bot.windows import words
from bot.windows.cards import living
from bot.windows.moments import shown
from bot.windows.typed import CHOICES, LIMITS, REQUIRED
from bot.windows.window import LISTS, changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.ui import Block
    from bot.windows.cards import Names
    from bot.windows.office import Submitted
    from bot.windows.typed import Checked

# In the order in which they are asked for: five fit in a step, and the first step has all that is needed.
ORDER = (
    *("title", "opens", "closes", "roles", "how"),
    *("branches", "track", "relocation", "starts", "headcount"),
    *("duties", "requirements", "papers", "stages", "pay"),
    *("contact", "link", "source", "audience", "places"),
)
LONG = frozenset({"duties", "requirements", "how", "pay"}) | (LISTS - {"roles", "branches", "places"})


def window_form(typed: Mapping[str, str], token: str, language: str) -> Form:
    """The form, with what was typed before; it comes back under its token."""
    fields = tuple(_field(name, typed.get(name, ""), language) for name in ORDER)
    return Form(say(language, "window.form.title"), fields, Action("window save", (token,)))


def troubled(checked: Checked, token: str, language: str) -> Card:
    """What is wrong or unclear, with what was typed one press away."""
    lines = [f"- {words.problem(found, language)}" for found in checked.problems]
    lines += [f"- {words.unclear(name, choices, language)}" for name, choices in checked.unclear.items()]
    blocks: list[Block] = [Text("\n".join(lines))]
    for name, choices in checked.unclear.items():
        blocks.append(
            Buttons(
                tuple(
                    Button(
                        f"{words.field(name, language)}: {shown(at, language)}",
                        Action("window pick", (token, name, f"{at:%Y-%m-%dT%H:%MZ}")),
                    )
                    for at in choices
                )
            )
        )
    blocks.append(Buttons((Button(say(language, "window.form.again"), Action("window again", (token,))),)))
    return Card(say(language, "window.form.troubled"), tuple(blocks))


def submitted(found: Submitted, checked: Checked, now_card: Card, language: str) -> Card:
    """What waits for approval: the dates as they were read, what was filled in, what a change changes."""
    window = found.window
    said = [words.problem(note, language) for note in checked.notes]
    if found.live is not None:
        said += [words.change(change, language) for change in changes(found.live, window)]
        said = said or [say(language, "window.form.same")]
    blocks: list[Block] = [Text("\n".join(f"- {line}" for line in said))] if said else []
    blocks += now_card.blocks
    blocks.append(
        Buttons(
            (
                Button(say(language, "window.approve"), Action("window approve", (window.id,))),
                Button(say(language, "window.preview"), Action("window preview", (window.id,))),
                Button(say(language, "window.edit"), Action("window edit", (window.id,))),
            )
        )
    )
    return Card(say(language, "window.form.waits", title=window.title), tuple(blocks))


def drawn(found: Submitted, checked: Checked, names: Names, language: str) -> Card:
    """The card of what waits, with the window as readers would see it when it opens."""
    return submitted(found, checked, living(found.window, found.window.opens, language, names), language)


def _field(name: str, value: str, language: str) -> Field:
    if name in CHOICES:
        options = tuple((choice, _choice(name, choice, language)) for choice in CHOICES[name])
        return Field(name, words.field(name, language), "choice", options, value or CHOICES[name][0], False)
    kind = "long" if name in LONG else "text"
    label = say(language, f"window.ask.{name}")
    return Field(name, label, kind, (), value, name in REQUIRED, LIMITS[name])


def _choice(name: str, choice: str, language: str) -> str:
    if name == "track":
        return say(language, f"window.track.{choice or 'none'}")
    return say(language, f"window.audience.{choice}")
