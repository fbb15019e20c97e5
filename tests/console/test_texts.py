"""Every sentence of the terminal exists in both languages, takes the same values and is used."""

from __future__ import annotations

import string

import pytest
import yaml

from adapters.console.texts import FILE, LANGUAGES, language, load

ENTRIES: dict[str, dict[str, str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def values(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", ENTRIES)
def test_a_sentence_speaks_both_languages_with_the_same_values(key: str) -> None:
    assert set(ENTRIES[key]) == set(LANGUAGES)
    assert all(ENTRIES[key].values())
    assert values(ENTRIES[key]["en"]) == values(ENTRIES[key]["ja"])


def test_every_key_in_the_code_stands_in_the_file_and_the_other_way_round() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in FILE.parent.glob("*.py"))
    assert [key for key in ENTRIES if f'"{key}"' not in code] == []


@pytest.mark.parametrize(
    ("locale", "expected"), [("", "en"), ("ja", "ja"), ("ja_JP.UTF-8", "ja"), ("en-GB", "en"), ("fr", "en")]
)
def test_the_locale_chooses_and_english_stands_in(locale: str, expected: str) -> None:
    assert language(locale) == expected
    assert load(locale).say("cancelled") == ENTRIES["cancelled"][expected]


def test_what_a_person_typed_is_no_format() -> None:
    assert "{secret}" in load().say("unknown_command", name="{secret}")
