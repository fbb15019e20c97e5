"""The page of messages shows what was sent, and needs nothing from anywhere."""

from __future__ import annotations

import re

from adapters.discord.draw import draw
from bot.ui import Card, Picture, Text, literal

from .page import page
from .samples import NAMES, NOW, samples


def test_every_sample_is_on_the_page() -> None:
    shown = list(samples())
    html = page(shown, names=NAMES, now=NOW)
    assert html.count("<section>") == len(shown)
    assert not re.search(r"(?:src|href)=\"(?!data:)", html)
    assert "#windows" in html
    assert "in 17 days" in html


def test_what_was_typed_is_text_and_a_picture_is_shown() -> None:
    (sent,) = draw(Card("<b>", (Text(literal("<script>*x*")), Picture(b"png", '"quoted"'))))
    html = page([("<i>", sent.view.to_components())], pictures={"picture-1.png": b"png"})
    assert "&lt;script&gt;*x*" in html
    assert 'alt="&quot;quoted&quot;" src="data:image/png;base64,cG5n"' in html
