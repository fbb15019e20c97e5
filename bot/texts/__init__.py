"""Every sentence the bot itself says, in each language; the pack's own words stand in the pack."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("en", "ja")


def say(language: str, key: str, /, **values: object) -> str:
    """The sentence for a key, in the language or else in English; KeyError for a key that no file has."""
    texts = catalogue(language if language in LANGUAGES else LANGUAGES[0])
    return texts[key].format(**values)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of a language by key."""
    path = Path(__file__).with_name(f"{language}.yaml")
    texts: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
    return {key: " ".join(text.split()) for key, text in texts.items()}
