"""The terminal's own sentences, in the language the person chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("texts.yaml")
LANGUAGES = ("en", "ja")


@dataclass(frozen=True)
class Texts:
    """Sentences by key; a value is put in as it is and never read as a format of its own."""

    sentences: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        return self.sentences[key].format_map(values)


def language(locale: str) -> str:
    """The language of a locale such as ja_JP or en-GB; English for any other."""
    wanted = locale.replace("_", "-").partition("-")[0].casefold()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def load(locale: str = "") -> Texts:
    entries: dict[str, dict[str, str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    chosen = language(locale)
    return Texts({key: sentence[chosen] for key, sentence in entries.items()})
