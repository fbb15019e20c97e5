"""Every sentence the bot says itself stands in `texts/`, in both languages, and is used."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import adapters
import bot
from bot.texts import LANGUAGES, catalogue, say

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(bot.__file__).parent
ADAPTERS = Path(adapters.__file__).parent
CODE = "\n".join(path.read_text("utf-8") for place in (HOUSE, ADAPTERS) for path in sorted(place.rglob("*.py")))
SPEAKING = [
    *sorted((HOUSE / "answering").glob("*.py")),
    *sorted((HOUSE / "people").glob("*.py")),
    *sorted((HOUSE / "quiz").glob("*.py")),
    *sorted((HOUSE / "servers").glob("*.py")),
    *sorted((HOUSE / "windows").glob("*.py")),
    *(
        HOUSE / name
        for name in (
            "app.py",
            "batch.py",
            "commands.py",
            "dispatch.py",
            "front.py",
            "ports.py",
            "requirements.py",
            "ui.py",
        )
    ),
]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert set(LANGUAGES) == {path.stem for path in (HOUSE / "texts").glob("*.yaml")}
    keys = {language: set(catalogue(language)) for language in LANGUAGES}
    assert keys["en"] == keys["ja"]


@pytest.mark.parametrize("key", catalogue("en"))
def test_a_sentence_has_the_same_gaps_in_both_languages(key: str) -> None:
    gaps = {language: placeholders(catalogue(language)[key]) for language in LANGUAGES}
    assert gaps["en"] == gaps["ja"]
    assert "" not in gaps["en"]
    filled = dict.fromkeys(gaps["en"], "…")
    for language in LANGUAGES:
        assert say(language, key, **filled).strip()


@pytest.mark.parametrize("key", catalogue("en"))
def test_a_sentence_is_used(key: str) -> None:
    """As it stands, or as one of a family: “context.{…}”, “command.{…}.summary”."""
    parts = key.split(".")
    family = "|".join(
        [re.escape(f'"{key}"'), *(rf'f"{re.escape(".".join(parts[:i]))}\.\{{[^"]*"' for i in range(1, len(parts)))]
    )
    assert re.search(family, CODE), f"nobody says {key}"


def test_japanese_is_japanese_and_english_english() -> None:
    for key, text in catalogue("ja").items():
        assert re.search("[ぁ-んァ-ヴ一-龠]", text) or not re.search("[a-z]{3}", re.sub(r"\{.*?\}", "", text)), key
    for key, text in catalogue("en").items():
        assert not re.search("[ぁ-んァ-ヴ一-龠]", text), key


def test_an_unknown_language_is_told_in_english_and_an_unknown_key_is_a_mistake() -> None:
    assert say("fr", "help.title") == say("en", "help.title")
    with pytest.raises(KeyError):
        say("en", "no.such.key")


def test_what_fills_a_gap_is_never_read_as_a_gap() -> None:
    assert say("en", "path.unknown", name="{name} {0} %s {") == "I know no subject called “{name} {0} %s {”."


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """String constants that could reach a person: no docstrings, nothing raised, nothing logged."""
    tree = ast.parse(path.read_text("utf-8"))
    silent: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Module() | ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                first = node.body[0] if node.body else None
                if isinstance(first, ast.Expr):
                    silent |= {id(part) for part in ast.walk(first)}
            case ast.Raise():
                silent |= {id(part) for part in ast.walk(node)}
            case ast.Call(func=ast.Attribute(value=ast.Name(id="_LOG"))):
                silent |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: path.name)
def test_no_sentence_stands_in_the_code(path: Path) -> None:
    sentence = re.compile(r"^[A-Z][a-z']* \w+ \w+|^\w+ \w+ \w+.*[.!?]$|[ぁ-ん]+.*[。？！]$")
    found = [f"{path.name}:{line}: {text}" for line, text in strings(path) if sentence.search(text)]
    assert found == []
