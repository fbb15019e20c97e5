"""Follow-ups: whether a question leans on what was asked before it, and which words it leaves out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.mind import Mind
    from bot.answering.reading import Reading

SHORT = 6  # words up to which a question may lean on the one before, whatever its words are
SHORT_JAPANESE = 20  # characters
_JAPANESE = 0.35  # share of Japanese from which on a text's length is counted in characters
_LEANING = re.compile(
    r"^(?:(?:ok|so|hm+|yeah|right|but|wait) )*(?:and|what about|how about|what if|same|also|then|or|but)\b"
    r"|\b(?:it|its|that|this|they|them|there|those|these|he|she|one|ones|instead|either|too|then)\b(?!&)"
    r"|^(?:じゃあ|では|それ|その|ちなみに|あと|同じ)"
)


def follows(reading: Reading) -> bool:
    """Whether a question may lean on the one before: it does not say what it is about, and is short or points back."""
    if reading.concepts.subjects and reading.concepts.aspects:
        return False
    if _LEANING.search(reading.normal):
        return True
    if reading.japanese >= _JAPANESE:
        return len(reading.normal) <= SHORT_JAPANESE
    return len(reading.words) <= SHORT


def left_out(mind: Mind, reading: Reading, before: Sequence[Reading]) -> list[str]:
    """Words for the subject, or the aspect, that a question leaves out and the ones before it named."""
    named = reading.concepts
    for past in reversed(before):
        if not named.subjects and past.concepts.subjects:
            return [mind.subject_name(subject) for subject in sorted(past.concepts.subjects)[:2]]
        if named.subjects and not named.aspects and past.concepts.aspects:
            return [mind.aspect_name(aspect) for aspect in sorted(past.concepts.aspects)[:2]]
    return []
