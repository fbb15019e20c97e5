"""Every command can be shown by every platform: its texts exist in both languages and are short enough."""

from __future__ import annotations

import re

import pytest

from bot.commands import CATALOGUE, Command, choice, hint, label, summary_key
from bot.texts import LANGUAGES, say

TYPED = [command for command in CATALOGUE if command.typed]
GROUPS = sorted({command.name.partition(" ")[0] for command in TYPED if " " in command.name})
LONGEST = 100  # characters: the narrowest platform's limit for a description


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", TYPED, ids=lambda command: command.name)
def test_a_command_its_parameters_and_choices_have_short_texts(command: Command, language: str) -> None:
    assert 0 < len(say(language, command.text)) <= LONGEST
    for parameter in command.parameters:
        assert re.fullmatch(r"[a-z]{1,32}", parameter.name)
        assert re.fullmatch(r"[^\sA-Z]{1,32}", label(language, parameter))
        assert 0 < len(hint(language, parameter)) <= LONGEST
        for value in parameter.choices:
            assert 0 < len(choice(language, parameter, value)) <= LONGEST
        assert bool(parameter.choices) == (parameter.kind == "choice")
    required = [parameter.required for parameter in command.parameters]
    assert required == sorted(required, reverse=True), "required parameters come first"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_a_group_has_a_text_and_is_no_command_itself(group: str, language: str) -> None:
    assert 0 < len(say(language, summary_key(group))) <= LONGEST
    assert group not in {command.name for command in CATALOGUE}


def test_no_two_commands_share_a_name_or_a_text() -> None:
    assert len({command.name for command in CATALOGUE}) == len(CATALOGUE)
    assert len({command.text for command in CATALOGUE}) == len(CATALOGUE)


def test_what_has_completions_says_so() -> None:
    suggested = {p.name for command in TYPED for p in command.parameters if p.suggested}
    assert suggested == {"question", "name", "first", "second", "role"}
