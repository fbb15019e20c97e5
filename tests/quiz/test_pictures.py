"""Pictures of a result and of the ladder: what they show can be told apart, on a dark ground and on a light one."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot import pictures
from bot.pictures import FINE, MARGIN, ROW, WIDTH, Flight, bars, stairs

Colour = tuple[int, int, int]


def rgb(name: str) -> Colour:
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGBA")


def pixel(image: Image.Image, x: int, y: int) -> tuple[Colour, int]:
    """A colour, and how opaque it is."""
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    red, green, blue, opaque = map(int, found)
    return (red, green, blue), opaque


def at(image: Image.Image, x: float, y: float) -> Colour:
    colour, opaque = pixel(image, int(x * FINE), int(y * FINE))
    assert opaque == 255
    return colour


def contrast(one: Colour, other: Colour) -> float:
    """As WCAG 2 counts it: from 1, no contrast, to 21."""

    def light(colour: Colour) -> float:
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def filled(image: Image.Image, row: int) -> int:
    """How many pixels of a bar's middle are not of the track it runs in."""
    middle = (MARGIN + row * ROW + 6 + (ROW - 12) / 2) * FINE
    left, right = (MARGIN + 34) * FINE, (WIDTH - MARGIN) * FINE
    shown = (rgb(pictures.FIRST), rgb(pictures.BAR))
    return sum(pixel(image, x, int(middle))[0] in shown for x in range(left, right))


def test_a_bar_is_as_long_as_its_points() -> None:
    image = opened(bars((12, 6, 3, 0, -2)))
    lengths = [filled(image, row) for row in range(5)]
    assert lengths[0] > 0.98 * (WIDTH - 2 * MARGIN - 34) * FINE
    assert lengths[1] == pytest.approx(lengths[0] / 2, rel=0.03)
    assert lengths[2] == pytest.approx(lengths[0] / 4, rel=0.06)
    assert lengths[3:] == [0, 0]


def test_all_that_share_the_first_place_stand_out() -> None:
    image = opened(bars((5, 5, 3), marked=2))
    x = MARGIN + 60
    found = [at(image, x, MARGIN + row * ROW + ROW / 2) for row in range(3)]
    assert found == [rgb(pictures.FIRST), rgb(pictures.FIRST), rgb(pictures.BAR)]


def test_colours_can_be_told_apart() -> None:
    panel, track, bar, first, ink = map(
        rgb, (pictures.PANEL, pictures.TRACK, pictures.BAR, pictures.FIRST, pictures.INK)
    )
    assert contrast(ink, panel) > 7  # numbers beside bars
    assert min(contrast(panel, bar), contrast(panel, first)) > 3  # large numbers on steps
    assert min(contrast(bar, track), contrast(first, track)) > 3
    assert contrast(first, bar) > 1.5


def test_a_panel_of_its_own_lies_under_everything_and_its_corners_are_clear() -> None:
    """So that neither Discord's dark nor Slack's white decides what can be seen."""
    for png in (bars((3, 2, 1)), stairs((Flight(3),))):
        image = opened(png)
        assert image.size[0] == WIDTH * FINE
        assert at(image, WIDTH / 2, 6) == rgb(pictures.PANEL)
        assert pixel(image, 0, 0)[1] == 0


def test_steps_climb_stand_side_by_side_and_begin_again() -> None:
    """Three up; apart from them one, and two on top of that one."""
    image = opened(stairs((Flight(3), Flight(1, apart=True), Flight(2, side_by_side=True))))
    assert image.size[1] == (3 * ROW + 2 * MARGIN) * FINE
    wide = (WIDTH - 2 * MARGIN) / (6 + pictures.GAP)
    heights = []
    for place in (0, 1, 2, 3.5, 4.5, 5.5):
        x = MARGIN + (place + 0.15) * wide
        shown = [at(image, x, MARGIN + 3 * ROW - (level - 0.5) * ROW) for level in (1, 2, 3)]
        heights.append(sum(colour != rgb(pictures.PANEL) for colour in shown))
    assert heights == [1, 2, 3, 1, 2, 2]
    gap = MARGIN + 3.25 * wide
    assert at(image, gap, MARGIN + 3 * ROW - 0.5 * ROW) == rgb(pictures.PANEL)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-10_000, 10_000), max_size=40), st.integers(0, 50))
def test_any_points_make_a_picture(points: list[int], marked: int) -> None:
    image = opened(bars(points, marked))
    assert image.size[1] == (min(len(points), pictures.MOST) * ROW + 2 * MARGIN) * FINE
    assert bars(points, marked) == bars(points, marked)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.builds(Flight, st.integers(0, 8), st.booleans(), st.booleans()), max_size=5))
def test_any_ladder_makes_a_picture(flights: list[Flight]) -> None:
    assert opened(stairs(tuple(flights))).size[0] == WIDTH * FINE
