"""Every page keeps every limit, whatever stands in the card; and the rules used here do find what breaks them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.discord import limits
from adapters.discord.draw import draw
from bot.answering.compose import side_by_side, tell, with_beside
from bot.answering.views import comparison, ladder, subject_card
from bot.config import SHIPPED_PACK
from bot.library.library import Library
from bot.library.loader import load
from bot.ui import Action, Button, Card

from .rules import broken, texts, walk
from .strategies import EVERYTHING, LONG, buttons, cards

CONTROLS = (Button("Show everyone", Action("share", ("x",))), Button("Delete", Action("delete")))
TODAY = date(2026, 11, 24)


def check(card: Card, controls: tuple[Button, ...] = CONTROLS) -> int:
    pages = draw(card, controls)
    for page in pages:
        components = page.view.to_components()
        assert not broken(components)
        names = [file.filename for file in page.files]
        assert len(names) == len(set(names)) <= 10
        urls = [item["media"]["url"] for c in walk(components) if c["type"] == 12 for item in c["items"]]
        assert urls == [f"attachment://{name}" for name in names]
    return len(pages)


@given(cards(), buttons)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_page_of_any_card_keeps_every_limit(card: Card, controls: tuple[Button, ...]) -> None:
    controls = controls[:7] or CONTROLS
    assert check(card, controls) >= 1


@given(st.sampled_from(LONG), st.integers(1, 400))
@settings(max_examples=20, deadline=None)
def test_a_title_or_a_footer_of_any_length(piece: str, times: int) -> None:
    check(Card(piece * times, (), piece * times))


@pytest.fixture(scope="module")
def library() -> Library:
    return load(SHIPPED_PACK)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_card_of_the_shipped_pack_is_one_page(library: Library, language: str) -> None:
    entries, subjects = library.entries.values(), library.subjects.values()
    shown = [tell(library, with_beside(library, [e]), language, TODAY).body for e in entries]
    shown += [subject_card(library, subject, language) for subject in subjects]
    shown += [ladder(library, language)]
    for card in shown:
        assert isinstance(card, Card)
        assert check(card) == 1


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_comparison_of_the_shipped_pack(library: Library, language: str) -> None:
    for first, second in permutations(library.subjects.values(), 2):
        if first.id < second.id:
            check(comparison(library, first, second, language))
    by_aspect: dict[str | None, list[Any]] = {}
    for entry in library.entries.values():
        by_aspect.setdefault(entry.aspect, []).append(entry)
    for alike in by_aspect.values():
        card = side_by_side(library, alike[0], alike[-1], language).body
        assert isinstance(card, Card)
        check(card)


Wrong = Callable[[list[dict[str, Any]]], object]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda page: page[0]["components"].clear(),
        lambda page: page[0]["components"].extend({"type": 14} for _ in range(40)),
        lambda page: page[0]["components"].append({"type": 10, "content": " "}),
        lambda page: page[0]["components"].append({"type": 10, "content": "x" * 4000}),
        lambda page: page.append(copy.deepcopy(page[-1])),
        lambda page: page[-1]["components"].extend(page[-1]["components"] * 4),
        lambda page: page[-1]["components"][0].update(label=""),
        lambda page: page[-1]["components"][0].update(custom_id="x" * 101),
        lambda page: page.append({"type": 2, "label": "x", "custom_id": "x"}),
        lambda page: _first(page, 3)["options"].extend(_first(page, 3)["options"] * 4),
        lambda page: _first(page, 3)["options"][0].update(label="x" * 101),
        lambda page: _first(page, 3).update(placeholder="x" * 151),
        lambda page: _first(page, 8).update(max_values=0),
        lambda page: _first(page, 12)["items"][0].update(description=""),
    ],
)
def test_the_rules_find_what_breaks_them(wrong: Wrong) -> None:
    page = copy.deepcopy(draw(EVERYTHING, CONTROLS)[0].view.to_components())
    assert not broken(page)
    wrong(page)
    assert broken(page)


def _first(page: list[dict[str, Any]], kind: int) -> dict[str, Any]:
    return next(part for part in walk(page) if part["type"] == kind)


def test_the_figures_are_discords() -> None:
    assert (limits.COMPONENTS, limits.TEXT, limits.CUSTOM_ID, limits.BUTTON_LABEL) == (40, 4_000, 100, 80)
    assert (limits.OPTIONS, limits.PLACEHOLDER, limits.MODAL_TITLE, limits.MODAL_FIELDS) == (25, 150, 45, 5)
    assert texts(draw(Card("x"))[0].view.to_components()) == ["### x"]
