"""A choice of cards to look at: answers of the shipped pack, and each block once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from adapters.discord.draw import draw
from adapters.discord.modals import modal
from bot.answering.compose import tell, with_beside
from bot.answering.views import comparison, ladder, subject_card
from bot.config import SHIPPED_PACK
from bot.library.loader import load
from bot.texts import say
from bot.ui import Action, Button, Card, Field, Form, Moment, Picker, Picture, Progress, Select, Text, literal

from .strategies import EVERYTHING

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
NAMES = {"1234567890": "windows", "42": "staff-room", "123": "someone"}
SHARE = Button("Show everyone", Action("share", ("x",)))
FORM = Form(
    "New window",
    (
        Field("title", "Title", value="Head Teacher applications"),
        Field("role", "Role", "choice", (("ht", "Head Teacher"), ("spp", "Special Position (SPP)"), ("cht", "CHT"))),
        Field("opens", "Opens", "moment", value="2026-12-01T09:00+09:00"),
        Field("closes", "Closes", "moment"),
        Field("how", "How to apply", "long", required=False),
    ),
    Action("window", ("new",)),
)


def samples() -> Iterator[tuple[str, Any]]:
    library = load(SHIPPED_PACK)
    entries, subjects = library.entries, library.subjects
    told = with_beside(library, [entries["recruiting.japanese"]])
    cards: list[tuple[str, Any]] = [
        ("An answer", tell(library, told, "en", NOW.date()).body),
        ("The same in Japanese", tell(library, told, "ja", NOW.date()).body),
        ("Not sure: it asks back", _close(library, "en")),
        ("A subject", subject_card(library, subjects["recruiting"], "en")),
        ("Two side by side", comparison(library, subjects["recruiting"], subjects["recruiter"], "en")),
        ("The ladder", ladder(library, "ja")),
        ("A quiz at its third question", _quiz()),
        ("A window", _window()),
        ("Setting up", _setup()),
        ("Each block once", EVERYTHING),
        ("What somebody typed stays as typed", Card("Unanswered", (Text("> " + literal(_typed())),))),
    ]
    for heading, card in cards:
        for page in draw(card, (SHARE,)):
            yield heading, page.view.to_components()
    long = draw(Card("A long answer", (Text("A sentence that is repeated to fill the page. " * 150),), "its source"))
    yield "The last page of a long answer", long[-1].view.to_components()
    yield "A form", modal(FORM).to_dict()


def _close(library: Any, language: str) -> Card:
    names = ("recruiting.japanese", "recruiter.japanese", "recruiter.duties", "promotion.japanese")
    options = tuple(
        Button(library.local(library.entries[name].title, language), Action("entry", (name,))) for name in names
    )
    return Card("", (Select(say(language, "close.title"), options),), say(language, "close.none_anyone"))


def _quiz() -> Card:
    options = tuple(Button(f"N{n}", Action("quiz", (f"{n}",))) for n in range(5, 0, -1))
    question = Text("**Which level of the JLPT have you passed?**")
    return Card("Which path fits you?", (Progress(3, 12), question, Select("Your level", options)))


def _window() -> Card:
    closes = datetime(2026, 12, 11, 8, tzinfo=UTC)
    return Card(
        "Head Teacher applications",
        (
            Text("Open to ALTs with **two years** in the branch.\nTalk to [your branch](channel:1234567890) first."),
            Moment(closes),
            Picture(b"png", f"From {date(2026, 12, 1)} until {date(2026, 12, 11)}"),
        ),
    )


def _setup() -> Card:
    windows, staff = Action("shinro", ("channels", "windows")), Action("shinro", ("roles", "moderator"))
    blocks = (
        Picker("Where windows are announced", "channel", windows, ("1234567890",)),
        Picker("Who may change the knowledge", "role", staff),
    )
    return Card("Setting up", blocks)


def _typed() -> str:
    return "@everyone **look** [here](https://e.vil) <@123> # ||now|| https://example.org/a_b"
