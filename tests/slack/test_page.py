"""The page of messages shows what was sent, and needs nothing from anywhere."""

from __future__ import annotations

import re

from adapters.slack.draw import draw
from adapters.slack.modals import view
from bot.ui import Card, Divider, Fields, Moment, Picture, Text, literal
from tests.discord.samples import FORM, NOW
from tests.discord.strategies import EVERYTHING

from .page import Shown, page


def test_every_block_is_on_the_page() -> None:
    html = page([Shown("Everything", sent.shown()) for sent in draw(EVERYTHING)])
    assert not re.search(r"(?:src|href)=\"(?!data:)", html)
    assert not re.search(r">\[\w+\]<", html)


def test_what_was_typed_is_text_and_a_picture_is_shown() -> None:
    card = Card(
        "<b>", (Text(literal("<script>*x*")), Picture(b"png", '"quoted"'), Fields((("N2", "a < b"), ("x", "y"))))
    )
    (sent,) = draw(card)
    html = page([Shown("<i>", sent.shown({"picture-1.png": "F1"}), private=True, pictures={"F1": b"png"})])
    assert "&lt;script&gt;*x*" in html
    assert 'alt="&quot;quoted&quot;" src="data:image/png;base64,cG5n"' in html
    assert "a &lt; b" in html
    assert html.count("Only visible to you") == 1


def test_names_stand_for_ids_and_dates_read_as_dates() -> None:
    (sent,) = draw(Card("", (Text("in [#x](channel:C1)"), Divider(), Moment(NOW))))
    html = page([Shown("", sent.shown())], {"C1": "windows"})
    assert "#windows" in html
    assert "2026-11-24 12:00 JST" in html


def test_a_form_has_its_fields_and_its_buttons() -> None:
    made = view(FORM, "", "en")
    html = page([Shown("", made["blocks"], form=(made["title"]["text"], "Send", "Cancel"))])
    assert all(f"<label>{field.label}" in html for field in FORM.fields)
    assert "Send" in html
