"""The figures in a text, each as one token: `N3`, `60%`, `2`, `9:00`, `0120-279-338`.

English number words and Japanese numerals before a counter count as digits do. What only looks like a number does not:
“the one”, “B2B”, “一人で”, first and second (一次, 三段階目), and the marks of a list: (1), ①.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.library.schema import SourceFact, Value

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: i for i, word in enumerate(_WORDS.split(), start=1)}
_NUMBERS |= {word: 10 * i for i, word in enumerate(_TENS.split(), start=3)}
_KANJI = {digit: i for i, digit in enumerate("一二三四五六七八九", start=1)}
_COUNTER = (
    "年|回|つ|段階|人|名|[かカヶヵケ]国|種類|件|社|校|時間|[かカヶヵケ]月|週間|割|点|項目|ステップ|問|個|冊|枚|通|名様"
)

_ROUND = re.compile("[①-⑳]")
_MARKS = re.compile(r"(?<!\w)\(\d{1,2}\)|^\s*\d{1,2}[.)]\s", re.M)
_DIGITS = re.compile(
    rf"""
      (?P<phone>(?<![\d-])(?:\#\d{{3,5}}|0\d{{1,4}}(?:-\d{{2,6}}){{1,2}})(?![\d-]))
    | (?P<time>(?<!\d)\d{{1,2}}:\d\d(?!\d))
    | (?P<level>(?:(?<![A-Za-z0-9])|(?<=JLPT))[Nn][1-5](?![A-Za-z0-9]))
    | (?P<share>\d++(?:\.\d++)?)\s*(?:%|per\s?cent\b)
    | (?P<tenths>\d++)割
    | (?P<nth>\d++(?:{_COUNTER}|番)?目|\d++年生|第\s?\d++|\d++(?:st|nd|rd|th)\b)
    | (?<![A-Za-z0-9])(?P<number>\d++(?:,\d{{3}})*+(?:\.\d++)?)
    """,
    re.X,
)
_IDIOMS = re.compile(
    "一人で|一人ひとり|一人一人|一人前|一人暮らし|一つ一つ|の一[つ人]|一年中|一回り|もう一度|一度[もに]"
)
_KANJI_COUNT = re.compile(rf"(?<![第同統唯均単])([一二三四五六七八九十百]++)({_COUNTER}|(?<=に[一二三])度)(目|生)?")
_WORD = re.compile(rf"(?<!\w)({'|'.join(_NUMBERS)})(?:-({'|'.join(_WORDS.split()[:9])}))?(?!\w)(\s+hundred\b)?", re.I)
_HUNDRED = re.compile(r"\ba hundred\b", re.I)
_ONCE = re.compile(
    r"\byearly\b|\bonce (?:an?|each|every|per)\b|\b(?:about|after|for|over|than|under|within) an? (?:year|month)\b",
    re.I,
)
_TWICE = re.compile(r"\btwice\b", re.I)
_UNIT = re.compile(
    r"[\s-]+(?:(?:full|more|whole|single|extra)\s+)?"
    r"(?:year|month|week|hour|time|round|interview|step|paper|bullet|window|countr|branch|factor|filter|kind|type|level)",
    re.I,
)
_PRONOUN_BEFORE = re.compile(
    r"\b(?:the|an?|no|each|every|any|some|this|that|(?<!of )which|another|other|good|better|new|own|right|wrong"
    r"|last|next|on|as)[\s-]+$",
    re.I,
)
_PRONOUN_AFTER = re.compile(
    r"\s*(?:$|[.,;:!?)\]”’'\"]|[\s-]+(?:of|another|day|by|on|who|that|which|is|in|and|or)\b)", re.I
)
_YEARLY = re.compile(r"\b(?:yearly|annual|annually|every year|once|a year)\b", re.I)


def figures(text: str, language: str) -> frozenset[str]:
    """The figures that a text for people states, in words or digits."""
    text = _MARKS.sub(" ", unicodedata.normalize("NFKC", _ROUND.sub(" ", text)))
    found = set(_in_digits(text))
    if language == "en":
        found.update(_in_english(text))
    elif language == "ja":
        found.update(_in_kanji(text))
    return frozenset(found)


def figures_of(key: str, value: Value) -> frozenset[str]:
    """The figures of one fact; a number under a key that names a share is a percentage."""
    if isinstance(value, bool):
        return frozenset()
    if isinstance(value, list):
        return frozenset().union(*(figures_of(key, item) for item in value))
    if isinstance(value, int | float):
        return frozenset({f"{value:g}%" if "percent" in key else f"{value:g}"})
    return figures(value, "en") | figures(value, "ja")


def stated(fact: SourceFact) -> frozenset[str]:
    """All that a source's fact can vouch for: its values, how many a list has, and what its name and heading say."""
    spoken = f"{fact.id.replace('_', ' ').replace('-', ' ')} / {fact.section} / {fact.about or ''}"
    found = set(figures(spoken, "en") | figures(spoken, "ja"))
    for key, value in fact.values.items():
        found |= figures_of(key, value)
        spoken += f" / {key.replace('_', ' ')} {value}"
        if isinstance(value, list):
            found.add(str(len(value)))
    found.update(str(_NUMBERS[word.lower()]) for word, _, _ in _WORD.findall(spoken))
    if _YEARLY.search(spoken):
        found.add("1")
    return frozenset(found)


def _in_digits(text: str) -> Iterator[str]:
    for match in _DIGITS.finditer(text):
        kind, token = match.lastgroup, match[match.lastgroup or 0]
        if kind == "share":
            yield f"{float(token):g}%"
        elif kind == "tenths":
            yield f"{int(token) * 10}%"
        elif kind == "level":
            yield token.upper()
        elif kind == "number":
            yield _plain(token)
        elif kind in ("phone", "time"):
            yield token


def _plain(token: str) -> str:
    whole, dot, part = token.replace(",", "").partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (dot + part if part else "")


def _in_english(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word, unit, hundred = match.groups()
        if word.lower() == "one" and not unit and not hundred and not _counts(text, match.start(), match.end()):
            continue
        number = _NUMBERS[word.lower()] + (_NUMBERS[unit.lower()] if unit else 0)
        yield str(number * 100 if hundred else number)
    if _HUNDRED.search(text):
        yield "100"
    if _ONCE.search(text):
        yield "1"
    if _TWICE.search(text):
        yield "2"


def _counts(text: str, start: int, end: int) -> bool:
    """Whether “one” is a number here, and not a pronoun."""
    if _UNIT.match(text, end):
        return True
    return not (_PRONOUN_BEFORE.search(text[max(0, start - 12) : start]) or _PRONOUN_AFTER.match(text, end))


def _in_kanji(text: str) -> Iterator[str]:
    for match in _KANJI_COUNT.finditer(_IDIOMS.sub("、", text)):
        digits, counter, nth = match.groups()
        number = _kanji(digits)
        if nth is None:
            yield f"{number * 10}%" if counter == "割" else str(number)


def _kanji(digits: str) -> int:
    total, pending = 0, 0
    for digit in digits:
        if digit in "十百":
            total += (pending or 1) * (10 if digit == "十" else 100)
            pending = 0
        else:
            pending = pending * 10 + _KANJI[digit]
    return total + pending
