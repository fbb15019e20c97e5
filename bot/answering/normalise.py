"""One spelling for one thing: width, case, kana, quotes and stretched letters are evened out before comparing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

MAX_CHARACTERS = 6_000
_MARKS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"})
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_UNSEEN = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\xad\\u0300-\\u036f\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff"
    "\\ud800-\\uf8ff\\ufff0-\\uffff\\U000e0000-\\U0010ffff]"
)  # controls, direction and variation marks, stacked accents, private use
_ADDRESS = re.compile(r"https?://\S+|<[@#!&:\w]{0,99}\d>", re.IGNORECASE)
_LEVEL = re.compile(r"(?<![a-z0-9])n[\s_-]([1-5])(?![a-z0-9])")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_SHOUTED = re.compile(r"(?<![A-Za-z])(IT|IM)(s?)(?![A-Za-z])")
_IT = re.compile(
    r"\bit(?= (?:jobs?|work|industry|sector|roles?|careers?|fields?|compan(?:y|ies)|support|skills?|departments?"
    r"|positions?|engineers?|world)\b)"
)
_IM = re.compile(r"\b(an|the|my|our|your|become|becoming|being|as|branch) im(s?)\b(?!&)")
_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(
    r"(?<=[.!?。!?])\s+|(?<=。)(?=\S)|(?<=\?)(?=[^\s\x00-\x7f])|\n+|\s[/|]\s"
    r"|(?<=[a-z0-9]),\s(?=(?:and|but|so|also|what|how|do|does|is|can|when|where|which|who|are)\b)"
)
_WORD = re.compile(r"[a-z0-9][a-z0-9'%+&]*|[^\W_a-z0-9]+")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々ー]")
_LATIN = re.compile(r"[A-Za-z]")


def shorten(text: str) -> str:
    """A very long text's beginning and end: the question of a post stands at one of the two."""
    if len(text) <= MAX_CHARACTERS:
        return text
    return text[: MAX_CHARACTERS // 2] + "\n" + text[-MAX_CHARACTERS // 2 :]


def normalise(text: str) -> str:
    """NFKC, lower case, katakana as hiragana, levels as “n3”, no addresses, single spaces."""
    text = _UNSEEN.sub(" ", unicodedata.normalize("NFKC", shorten(text)).translate(_MARKS))
    text = _SPACE.sub(" ", _abbreviations(_ADDRESS.sub(" ", text))).strip().casefold().translate(_TO_HIRAGANA)
    text = _IM.sub(r"\1 im&\2", _IT.sub("it&", text))
    return _STRETCHED.sub(r"\1\1", _LEVEL.sub(r"n\1", text))


def _abbreviations(text: str) -> str:
    """IT and IM are not “it” and “I'm”: written in capitals, they keep a mark that survives lower case."""
    if any(c.islower() for c in text) or not text.isascii() or len(text) <= 6:
        return _SHOUTED.sub(r"\1&\2", text)
    return text


def words(normal: str) -> list[str]:
    """The words of a normalised text; a run of Japanese counts as one."""
    return [word.replace("'", "") for word in _WORD.findall(normal)]


def sentences(text: str, limit: int = 2, urgent: Callable[[str], bool] = lambda _: False) -> list[str]:
    """The sentences of a raw text worth a look of their own, urgent and asking ones first; none if it has only one."""
    parts = [part.strip() for part in _SENTENCE.split(unicodedata.normalize("NFKC", shorten(text)))]
    parts = [part for part in parts if len(part) >= 8]
    if len(parts) < 2:
        return []
    asking = sorted(range(len(parts)), key=lambda i: (not urgent(parts[i]), not _asks(parts[i]), -i))[:limit]
    return [parts[i] for i in sorted(asking)]


_ASKING = re.compile(
    r"\?|か。?$|(?:^|\s)(?:what|how|when|where|which|who|why|can|could|do|does|did|is|are|should|would|will|any)\b|教えて|でしょう",
    re.IGNORECASE,
)


def _asks(sentence: str) -> bool:
    return bool(_ASKING.search(sentence))


def japanese_share(text: str) -> float:
    """How much of a text's letters are Japanese, from 0 to 1."""
    japanese, latin = len(_JAPANESE.findall(text)), len(_LATIN.findall(text)) / 2
    return japanese / (japanese + latin) if japanese + latin else 0.0


def language_of(text: str, languages: tuple[str, ...]) -> str:
    """The language to reply in: the question's own, if the pack speaks it."""
    if "ja" in languages and japanese_share(text) >= 0.35:
        return "ja"
    return "en" if "en" in languages else languages[0]
