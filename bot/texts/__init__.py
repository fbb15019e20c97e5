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


def bold(language: str, key: str, /, **values: object) -> str:
    """The sentence for a key, in bold: for a card's Markdown."""
    return f"**{say(language, key, **values)}**"


def spoken(locale: str, server_language: str = "") -> str:
    """The person's language if we speak it, else the server's, else English: for menus; answers follow the question."""
    for wanted in (locale, server_language):
        short = wanted.replace("_", "-").partition("-")[0].lower()
        if short in LANGUAGES:
            return short
    return LANGUAGES[0]


@cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of a language by key."""
    path = Path(__file__).with_name(f"{language}.yaml")
    texts: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
    return {key: " ".join(text.split()) for key, text in texts.items()}
