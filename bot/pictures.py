"""Pictures that cards carry, as PNG. They hold numbers and no words, so they are the same in every language.

A panel of its own colour lies under everything: the same picture looks right on dark and on light. Drawing takes some
milliseconds of one core: call it off the event loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.ImageFont import FreeTypeFont

WIDTH, ROW, MARGIN = 640, 34, 18  # pixels, before they are doubled
FINE = 2  # drawn so many times larger than WIDTH says, for screens with small pixels
PANEL, TRACK, BAR, FIRST, INK = "#1f2530", "#2c3442", "#6d83a8", "#3fb8a4", "#f3f5f8"
MOST = 20  # bars
GAP = 0.5  # widths of a step, before a flight that stands apart


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


@dataclass(frozen=True)
class Flight:
    """Some rungs: each above the last, or side by side. One that is apart begins on the ground again."""

    rungs: int
    side_by_side: bool = False
    apart: bool = False


@lru_cache(maxsize=32)
def stairs(flights: tuple[Flight, ...]) -> bytes:
    """Flights of rungs from left to right, numbered from 1."""
    steps = list(_steps(flights))
    highest, places = max((step.height for step in steps), default=1), steps[-1].place + 1 if steps else 1
    image, draw = _panel(highest * ROW + 2 * MARGIN)
    wide, bottom = (WIDTH - 2 * MARGIN) / places, highest * ROW + MARGIN
    for number, step in enumerate(steps, 1):
        left, top = MARGIN + step.place * wide, bottom - step.height * ROW + 4
        colour = (FIRST, BAR)[step.flight % 2]
        draw.rounded_rectangle(_scaled(left + 2, top, left + wide - 2, bottom), 6 * FINE, fill=colour)
        _number(draw, left + wide / 2, top + ROW / 2 - 2, str(number), PANEL)
    return _png(image)


@dataclass(frozen=True)
class _Step:
    place: float  # in widths of a step
    height: int
    flight: int


def _steps(flights: Sequence[Flight]) -> Iterator[_Step]:
    place, height = 0.0, 0
    for number, flight in enumerate(flights):
        if flight.apart and number:
            place, height = place + GAP, 0
        for rung in range(flight.rungs):
            height += 1 if rung == 0 or not flight.side_by_side else 0
            yield _Step(place, height, number)
            place += 1


def _panel(height: float) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGBA", (WIDTH * FINE, round(height) * FINE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle(_scaled(0, 0, WIDTH - 1, height - 1), 12 * FINE, fill=PANEL)
    return image, draw


def _bar(draw: ImageDraw.ImageDraw, left: float, top: float, right: float, colour: str) -> None:
    draw.rounded_rectangle(_scaled(left, top, right, top + ROW - 12), 6 * FINE, fill=colour)


def _number(draw: ImageDraw.ImageDraw, x: float, y: float, text: str, colour: str = INK) -> None:
    draw.text((x * FINE, y * FINE), text, fill=colour, font=_font(), anchor="mm")


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
