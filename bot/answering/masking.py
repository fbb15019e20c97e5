"""What is kept of a question nobody could answer: its words, without what could name a person."""

from __future__ import annotations

import hashlib
import re

from bot.answering.normalise import normalise, words

LONGEST = 500
_MASKS = (
    (re.compile(r"<[@#][!&]?\w+(?:\|[^<>]*)?>|(?<!\w)[@＠]\w[\w.]*"), "@…"),
    (re.compile(r"(?<![\w.+-])[\w.+-]+[@＠][\w-]+\.[\w.]+"), "…@…"),
    (re.compile(r"https?://\S+"), "…"),
    (re.compile(r"\+?\d[\d\s().-]{7,}\d"), "#"),
    (re.compile(r"\d{5,}"), "#"),
)


def masked(question: str) -> str:
    """The question without mentions, addresses and long numbers, and not longer than a moderator reads."""
    text = " ".join(question.split())
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def shape_of(question: str) -> str:
    """The same for questions of the same words, whatever their order: what groups them in the queue."""
    return hashlib.sha256(" ".join(sorted(set(words(normalise(question))))).encode()).hexdigest()[:16]
