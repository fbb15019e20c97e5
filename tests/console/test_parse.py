"""A typed line becomes a question, a command, a number, or something of the terminal's own; nothing is an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.parse import Command, Number, Own, Question, Unknown, read
from bot.ports import CommandHelp

from .fake_core import COMMANDS


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("/compare HT SPP", {"first": "HT", "second": "SPP"}),
        ('/compare "head teacher" spp', {"first": "head teacher", "second": "spp"}),
        ("/compare 'head teacher' 'special projects'", {"first": "head teacher", "second": "special projects"}),
        ("/compare HT special projects", {"first": "HT", "second": "special projects"}),
        ('/compare "head teacher', {"first": '"head', "second": "teacher"}),
        ("/compare “head teacher” spp", {"first": "“head", "second": "teacher” spp"}),
        ("/compare second:SPP HT", {"first": "HT", "second": "SPP"}),
        ("/compare first:head teacher second:spp", {"first": "head teacher", "second": "spp"}),
        ('/compare first:"head teacher" spp', {"first": "head teacher", "second": "spp"}),
        ("/compare HT", {"first": "HT"}),
        ("/compare", {}),
        ("/COMPARE HT　SPP", {"first": "HT", "second": "SPP"}),
        ("／compare HT SPP", {"first": "HT", "second": "SPP"}),
    ],
)
def test_a_command_fills_its_parameters(line: str, arguments: dict[str, str]) -> None:
    assert read(line, COMMANDS) == Command("compare", arguments)


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("/ask what is N2", {"question": "what is N2"}),
        ("/ask question:what is N2", {"question": "what is N2"}),
        ("/ask what's it like private:yes", {"question": "what's it like", "private": "yes"}),
        ("/ask private:yes what about: pay  and leave", {"question": "what about: pay  and leave", "private": "yes"}),
    ],
)
def test_a_question_is_never_cut_into_parameters(line: str, arguments: dict[str, str]) -> None:
    assert read(line, COMMANDS) == Command("ask", arguments)


def test_a_command_of_two_words_is_one_command() -> None:
    assert read("/window  new HT", COMMANDS) == Command("window new", {"role": "HT"})


@pytest.mark.parametrize("line", ["what jlpt do i need?", "3 years enough?", "am/pm shifts?", "１年目です"])
def test_a_line_without_a_slash_is_a_question(line: str) -> None:
    assert read(f"  {line} ", COMMANDS) == Question(line)


@pytest.mark.parametrize(
    ("line", "digits"), [("1", "1"), ("[2]", "2"), ("3.", "3"), ("１２", "12"), ("007", "7"), ("0", "0")]
)
def test_bare_digits_are_a_number(line: str, digits: str) -> None:
    assert read(line, COMMANDS) == Number(digits)


@pytest.mark.parametrize(
    ("line", "nearest"),
    [("/pathh HT", "path"), ("/comp", "compare"), ("/window", "window new"), ("/ladr", "ladder"), ("/zzzz", "")],
)
def test_an_unknown_command_knows_its_neighbour(line: str, nearest: str) -> None:
    assert read(line, COMMANDS) == Unknown(line.split()[0][1:], nearest)


@pytest.mark.parametrize(("line", "name"), [("/help", "help"), ("/EXIT", "exit"), ("/quit now", "quit"), ("/", "help")])
def test_the_terminals_own_commands(line: str, name: str) -> None:
    assert read(line, COMMANDS) == Own(name)


@pytest.mark.parametrize("line", ["", "   ", "\n", "　"])
def test_an_empty_line_means_nothing(line: str) -> None:
    assert read(line, COMMANDS) is None


lines = (
    st.text()
    | st.text(alphabet="/／ \"'“”:\\\tacomprefistdn1 ", max_size=40)
    | st.text().map(lambda text: f"/compare {text}")
)


@given(lines)
def test_any_text_is_read(line: str) -> None:
    found = read(line, COMMANDS)
    assert (found is None) == (not line.strip())
    if isinstance(found, Command):
        parameters = next(command.parameters for command in COMMANDS if command.name == found.name)
        assert set(found.arguments) <= set(parameters)


@given(st.text())
def test_no_letter_of_a_single_parameter_is_lost(text: str) -> None:
    command = CommandHelp("note", "/note <text>", "", ("text",))
    found = read(f"/note {text}", (command,))
    assert isinstance(found, Command)
    kept = found.arguments.get("text", "")
    dropped = len("".join(text.split())) - len("".join(kept.split()))
    assert dropped in (0, 2, len("text:"), len("text:") + 2)


def test_very_long_lines_are_read() -> None:
    for part in ("a", "'a ", '"a b', "first:x ", "「", "*[("):
        assert isinstance(read("/compare " + part * 50_000, COMMANDS), Command)
        assert read(part * 50_000, COMMANDS) == Question((part * 50_000).strip())
