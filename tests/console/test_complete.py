"""The menu under the line: commands, then values of the parameter under the cursor, or questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from adapters.console.complete import Suggestions

from .fake_core import COMMANDS, scripted


def completed(line: str) -> list[str]:
    """The lines a person would get by taking each completion."""
    menu = Suggestions(scripted(), COMMANDS, "en").get_completions(Document(line), CompleteEvent())
    return [line[: len(line) + item.start_position] + item.text for item in menu]


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("/co", ["/compare"]),
        ("/win", ["/window new"]),
        ("/e", ["/exit"]),
        ("what", ["what jlpt do i need for recruiting"]),
        ("", ["what jlpt do i need for recruiting", "is there a ladder"]),
        ("/ask is th", ["/ask is there a ladder"]),
        ("/compare he", ['/compare "head teacher"']),
        ('/compare "head t', ['/compare "head teacher"']),
        ("/compare SPP ", ["/compare SPP head teacher", "/compare SPP spp"]),
        ("/compare SPP head t", ["/compare SPP head teacher"]),
        ('/compare "head teacher" s', ['/compare "head teacher" spp']),
        ("/compare second:s", ["/compare second:spp"]),
        ("/compare second:spp hea", ["/compare second:spp head teacher"]),
        ("/path ", ["/path recruiting"]),
        ("/ladder x", []),
        ("12", []),
    ],
)
def test_what_is_offered(line: str, lines: list[str]) -> None:
    assert completed(line) == lines


@given(st.text() | st.text(alphabet="/ \"':comparefistdn", max_size=30))
def test_any_text_can_be_completed(line: str) -> None:
    completed(line)
