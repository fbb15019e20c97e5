"""Pictures that cards carry, as PNG. They hold numbers and no words, so they are the same in every language.

A panel of its own colour lies under everything: the same picture looks right on dark and on light. Drawing takes some
milliseconds of one core: call it off the event loop.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.ImageFont import FreeTypeFont

WIDTH, ROW, MARGIN = 640, 34, 18  # pixels, before they are doubled
FINE = 2  # drawn so many times larger than WIDTH says, for screens with small pixels
PANEL, TRACK, BAR, FIRST, INK = "#1f2530", "#2c3442", "#6d83a8", "#3fb8a4", "#f3f5f8"
MOST = 20  # bars


def bars(values: Sequence[int], marked: int = 1) -> bytes:
    """A bar a value, numbered from 1 at the top; the first `marked` stand out. What is below zero has no bar."""
    shown = [max(value, 0) for value in values[:MOST]]
    image, draw = _panel(len(shown) * ROW + 2 * MARGIN)
    left, right, longest = MARGIN + 34, WIDTH - MARGIN, max([*shown, 1])
    for i, value in enumerate(shown):
        top, middle = MARGIN + i * ROW + 6, MARGIN + i * ROW + ROW / 2
        _bar(draw, left, top, right, TRACK)
        if value:
            end = left + (right - left) * value / longest
            _bar(draw, left, top, max(end, left + ROW - 12), FIRST if i < marked else BAR)
        _number(draw, MARGIN + 12, middle, str(i + 1))
    return _png(image)


@lru_cache(maxsize=32)
def stairs(stretches: tuple[tuple[int, bool], ...]) -> bytes:
    """Rungs numbered from 1, lowest first. A stretch is a number of rungs, and whether each stands above the last."""
    rungs = sum(count for count, _ in stretches)
    heights = sum(count if climbing else 1 for count, climbing in stretches)
    image, draw = _panel(max(heights, 1) * ROW + 2 * MARGIN)
    wide = (WIDTH - 2 * MARGIN) / max(rungs, 1)
    bottom, number, height = heights * ROW + MARGIN, 0, 0
    for stretch, (count, climbing) in enumerate(stretches):
        for i in range(count):
            height += 1 if climbing or i == 0 else 0
            left = MARGIN + number * wide
            top = bottom - height * ROW + 4
            colour = (FIRST, BAR)[stretch % 2]
            draw.rounded_rectangle(_scaled(left + 2, top, left + wide - 2, bottom), 6 * FINE, fill=colour)
            number += 1
            _number(draw, left + wide / 2, top + ROW / 2 - 2, str(number))
    return _png(image)


def _panel(height: float) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGBA", (WIDTH * FINE, round(height) * FINE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle(_scaled(0, 0, WIDTH - 1, height - 1), 12 * FINE, fill=PANEL)
    return image, draw


def _bar(draw: ImageDraw.ImageDraw, left: float, top: float, right: float, colour: str) -> None:
    draw.rounded_rectangle(_scaled(left, top, right, top + ROW - 12), 6 * FINE, fill=colour)


def _number(draw: ImageDraw.ImageDraw, x: float, y: float, text: str) -> None:
    draw.text((x * FINE, y * FINE), text, fill=INK, font=_font(), anchor="mm")


def _scaled(*places: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (place * FINE for place in places)
    return left, top, right, bottom


@lru_cache(maxsize=1)
def _font() -> FreeTypeFont | ImageFont.ImageFont:
    """The font that Pillow ships with, so that no machine draws it otherwise. It has digits, which is all it draws."""
    return ImageFont.load_default(17 * FINE)


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", compress_level=6)
    return file.getvalue()
