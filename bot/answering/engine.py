"""The decision: from a question to what the bot may say about it.

understand → rank → gate → band. A question is looked at as a whole, sentence by sentence when it is a post, and
together with what the same person asked before; each look gives every candidate a chance of being right, and the best
look counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from bot.answering.concepts import Concepts
from bot.answering.following import follows, left_out
from bot.answering.normalise import japanese_share, language_of, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answering.mind import Mind
    from bot.answering.rankers import Measures
    from bot.answering.reading import Reading

Band = Literal["sure", "close", "none"]

CRISIS = 0.79  # chance that somebody needs people, as the alarm gives it
CRISIS_PART = 0.97  # the same for one sentence of a post, which says less than the whole
CLEAR = 0.75  # a second candidate with more than this share of the first one's chance makes the bot ask back
SHORT = 120  # characters up to which a text that is clear as a whole is not looked at sentence by sentence
PART = 0.85  # how much a single sentence of a post counts
TOGETHER = 0.9  # how much a question counts when it is read on from the one before
AGAIN = 0.3  # how much the entry that answered the question before counts when both are read together
CHOICES = 4
CANDIDATES = 5
OFFERED = 0.01
KNOWN = 0.4  # share of a text that must have been seen before it is taken for a question
BOTH = 0.55  # two questions in one post are both answered when each is this sure
NO_CONCEPTS = Concepts(frozenset(), frozenset(), frozenset(), frozenset())


@dataclass(frozen=True)
class Ranked:
    entry: str
    score: float


@dataclass(frozen=True)
class Look:
    """One way the question was read, and what came of it."""

    kind: str  # whole, sentence, together, follow-up
    normal: str
    chances: Mapping[str, float]
    danger: float = 0.0
    newcomers: tuple[str, ...] = ()
    measures: Measures | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Decision:
    """What to do with a question. `entries` are told (band sure), `choices` are offered (band close)."""

    band: Band
    people: bool
    entries: tuple[str, ...]
    choices: tuple[str, ...]
    candidates: tuple[Ranked, ...]
    score: float
    language: str
    group: str = ""  # the group of what is not ours that the question resembles most, if any
    concepts: Concepts = NO_CONCEPTS
    looks: tuple[Look, ...] = field(default=(), repr=False)


def decide(mind: Mind, question: str, earlier: Sequence[str] = (), locale: str = "") -> Decision:
    """Decide on a question; `earlier` are the same person's questions before it, oldest first."""
    languages = mind.library.languages
    language = language_of(question, languages)
    if locale in languages and japanese_share(question) == 0 and not any(c.isalpha() for c in question):
        language = locale
    reading = mind.reader.read(question)
    looks = [_look(mind, "whole", reading)]
    if len(question) > SHORT or sum(map(question.count, "?？")) > 1 or not _plain(mind, looks[0]):
        looks += _sentence_looks(mind, question)
    asked = looks
    if earlier and follows(reading):
        asked = [*_follow_up_looks(mind, reading, earlier), *looks]
    chances = _best(asked)
    people = _crisis(looks)
    ranked = _in_order(chances)
    if people:
        worst = max(looks, key=lambda look: look.danger)
        helping = mind.help_for(worst.measures) if worst.measures else ranked[0].entry
        others = [r for r in ranked if r.entry != helping]
        score = round(worst.danger, 4)
        ranked = [Ranked(helping, score), *others]
        return Decision(
            "sure", True, (helping,), (), tuple(ranked[:CANDIDATES]), score, language,
            concepts=reading.concepts, looks=tuple(asked),
        )  # fmt: skip
    ranked = [r for r in ranked if not mind.library.entries[r.entry].people]
    top = ranked[0].score if ranked else 0.0
    band: Band = "close" if top >= mind.close and not _noise(looks[0], reading) else "none"
    newcomers = [n for n in looks[0].newcomers if not ranked or n != ranked[0].entry]
    newcomers = [n for n in newcomers if not mind.library.entries[n].people]
    told = _told(mind, ranked, asked) if ranked else []
    if band == "close" and top >= mind.sure and not newcomers and _clear(mind, ranked, told):
        band = "sure"
    choices = _offered(ranked, newcomers)
    return Decision(
        band,
        False,
        tuple(told) if band == "sure" else (),
        choices if band == "close" else (),
        tuple(ranked[:CANDIDATES]),
        top,
        language,
        mind.nearest_group(looks[0].measures) if band != "sure" else "",
        reading.concepts,
        tuple(asked),
    )


def _look(mind: Mind, kind: str, reading: Reading) -> Look:
    seen = mind.look(reading)
    return Look(kind, reading.normal, seen.chances, seen.danger, seen.newcomers, seen.measures)


def _plain(mind: Mind, look: Look) -> bool:
    """Whether a short text is clear as it stands, so that its sentences need no look of their own."""
    scores = sorted(look.chances.values(), reverse=True)[:2]
    return bool(scores) and scores[0] >= mind.sure and scores[-1] <= CLEAR * scores[0]


def _sentence_looks(mind: Mind, question: str) -> list[Look]:
    parts = sentences(question, urgent=mind.reader.names_danger)
    return [_weakened(_look(mind, "sentence", mind.reader.read(part)), PART) for part in parts]


def _follow_up_looks(mind: Mind, reading: Reading, earlier: Sequence[str]) -> list[Look]:
    """The question with the subject or aspect it leaves out, and the question read on from the one before."""
    before = [mind.reader.read(text) for text in earlier[-3:]]
    completed = mind.reader.read(" ".join([reading.normal, *left_out(mind, reading, before)]))
    together = mind.look(mind.reader.read(f"{before[-1].normal} {reading.normal}")).chances
    answered = mind.look(before[-1]).chances
    again = max(answered, key=lambda entry: (answered[entry], entry)) if answered else ""
    together = {entry: score * (AGAIN if entry == again else TOGETHER) for entry, score in together.items()}
    return [_look(mind, "follow-up", completed), Look("together", reading.normal, together)]


def _weakened(look: Look, factor: float) -> Look:
    return replace(look, chances={entry: score * factor for entry, score in look.chances.items()})


def _best(looks: Sequence[Look]) -> dict[str, float]:
    best: dict[str, float] = {}
    for look in looks:
        for entry, score in look.chances.items():
            if score > best.get(entry, -1.0):
                best[entry] = round(score, 4)
    return best


def _in_order(chances: Mapping[str, float]) -> list[Ranked]:
    return sorted((Ranked(entry, score) for entry, score in chances.items()), key=lambda r: (-r.score, r.entry))


def _noise(look: Look, reading: Reading) -> bool:
    """Whether a text is made of what nobody has ever written here, and names nothing."""
    return look.measures is None or (look.measures.query.known < KNOWN and not reading.concepts.subjects)


def _offered(ranked: Sequence[Ranked], newcomers: Sequence[str]) -> tuple[str, ...]:
    """The likeliest entries, with room for newcomers."""
    likely = [r.entry for r in ranked[:CHOICES] if r.score >= OFFERED and r.entry not in newcomers]
    return (*likely[: CHOICES - len(newcomers)], *newcomers)


def _clear(mind: Mind, ranked: Sequence[Ranked], told: Sequence[str]) -> bool:
    """Whether the first candidate leaves behind all that is not told with it anyway."""
    beside = {*told, *mind.library.entries[ranked[0].entry].beside}
    rival = max((r.score for r in ranked if r.entry not in beside), default=0.0)
    return not mind.gate or rival <= CLEAR * ranked[0].score


def _told(mind: Mind, ranked: Sequence[Ranked], looks: Sequence[Look]) -> list[str]:
    """The best entry, and the best of another sentence that asks something else as surely."""
    told = [ranked[0].entry]
    for look in looks:
        if look.kind == "sentence" and look.chances:
            entry = max(look.chances, key=lambda e: (look.chances[e], e))
            people = mind.library.entries[entry].people
            if look.chances[entry] >= BOTH * PART and not people and entry not in told and len(told) < 2:
                told.append(entry)
    return told


def _crisis(looks: Sequence[Look]) -> bool:
    """Whether a look at the text says that somebody needs people, not information."""
    return any(look.danger >= (CRISIS if look.kind == "whole" else CRISIS_PART) for look in looks)
