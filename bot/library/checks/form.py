"""Short enough to read on a phone, and looked at again in time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.library.checks.places import Finding, Where, below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.library.library import Library

_ANSWER_WORDS, _ANSWER_CHARACTERS, _TITLE_WORDS, _LABEL_CHARACTERS = 75, 280, 14, 40


def texts_are_short(library: Library, _: Where) -> Iterator[Finding]:
    """Answers, titles and labels fit a phone: Japanese is counted in characters, other languages in words."""
    for entry in library.entries.values():
        for language, answer in entry.answer.items():
            if language == "ja":
                count, most, unit = len("".join(answer.split())), _ANSWER_CHARACTERS, "characters"
            else:
                count, most, unit = len(answer.split()), _ANSWER_WORDS, "words"
            if count > most:
                wrong = f"the answer of “{entry.id}” has {count} {unit} in {language}"
                yield Finding(below(entry, "answer", language), wrong, f"at most {most}")
        for language, title in entry.title.items():
            if (count := len(title.split())) > _TITLE_WORDS:
                wrong = f"the title of “{entry.id}” has {count} words in {language}"
                yield Finding(below(entry, "title", language), wrong, f"at most {_TITLE_WORDS}")
        for language, label in entry.label.items():
            if entry.label is not entry.title and (count := len(label)) > _LABEL_CHARACTERS:
                wrong = f"the label of “{entry.id}” has {count} characters in {language}"
                yield Finding(below(entry, "label", language), wrong, f"at most {_LABEL_CHARACTERS}, for a button")


def reviews_are_due(library: Library, today: date) -> Iterator[Finding]:
    """An entry is reviewed after it was checked, and is due once its day has passed."""
    for entry in library.entries.values():
        if not isinstance(entry.review_by, date):
            continue
        at = below(entry, "review_by")
        if entry.checked is not None and entry.review_by < entry.checked:
            wrong = f"“{entry.id}” is to be reviewed before it was checked ({entry.checked})"
            yield Finding(at, wrong, "give a later “review_by:”")
        elif entry.review_by < today:
            wrong = f"“{entry.id}” is due for review since {entry.review_by}"
            yield Finding(at, wrong, "check it against its sources and set both dates", "warning")
