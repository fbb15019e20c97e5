"""What the parts share: the shipped mind, questions from files, a judge, the baseline."""

from __future__ import annotations

import importlib.util
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import yaml

from bot.answering import fitted
from bot.answering.compose import compose, tell, with_beside
from bot.answering.engine import Decision
from bot.answering.normalise import language_of, normalise, words
from bot.config import SHIPPED_PACK
from bot.library.loader import load
from bot.ui import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bot.answering.engine import Band
    from bot.answering.mind import Mind
    from bot.library.library import Library

Row = tuple[str, str, str]
PEAK = """
def peak() -> float:
    import pathlib, resource, sys
    status = pathlib.Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
"""
TODAY = date(2026, 11, 24)


class Options(Protocol):
    questions: Path | None
    judge: Path | None
    hint3: Path | None
    learned: Path
    kills: int


def shipped(options: argparse.Namespace) -> Mind:
    """The shipped pack's mind, learned if that was not done yet."""
    library = load(SHIPPED_PACK)
    return fitted.recall(options.learned, library) or fitted.learn(options.learned, library)


@dataclass(frozen=True)
class Item:
    """A question with a way to tell whether a text, told from entries, answers it."""

    question: str
    earlier: tuple[str, ...]
    language: str
    kind: str  # in, out, partial, people
    right: Callable[[str, Sequence[str]], bool]


def items_of(mind: Mind, options: argparse.Namespace) -> dict[str, list[Item]]:
    """The pack's golden questions and, where files name them, others."""
    golden = [
        Item(
            g.q, tuple(g.context), g.lang or "", "people" if g.people else "in" if g.expect else "out", among(g.expect)
        )
        for g, _ in mind.library.golden
    ]
    sets = {"golden": golden}
    if options.questions:
        sets[options.questions.stem] = _judged(options.questions, options.judge)
    return sets


def among(expected: Sequence[str]) -> Callable[[str, Sequence[str]], bool]:
    wanted = frozenset(expected)
    return lambda _, entries: bool(wanted & set(entries))


def _judged(path: Path, judge: Path | None) -> list[Item]:
    data: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text("utf-8"))
    if judge is None:
        raise SystemExit("--questions with patterns needs --judge")
    spec = importlib.util.spec_from_file_location("judge", judge)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{judge} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kinds = {"abstain": "out", "abstain_or_partial": "partial", "people": "people"}

    def right(item: dict[str, Any]) -> Callable[[str, Sequence[str]], bool]:
        return lambda text, _: bool(module.judge(item, text)[0])

    return [
        Item(i["q"], tuple(i.get("context", ())), i.get("lang", ""), kinds.get(i.get("expect", ""), "in"), right(i))
        for part in data.values()
        for i in part
    ]


@dataclass
class Tally:
    """Outcomes over a set: shares of in-scope questions, and of the others."""

    right: int = 0
    pressed: int = 0
    wrong: int = 0
    inside: int = 0
    answered: int = 0
    outside: int = 0
    reached: int = 0
    people: int = 0
    misplaced: int = 0
    others: int = 0

    def share(self, part: int, whole: int) -> str:
        return f"{100 * part / whole:.1f} %" if whole else "–"

    def rows(self) -> list[tuple[str, str]]:
        return [
            ("right at once", self.share(self.right, self.inside)),
            ("wrong at once", self.share(self.wrong, self.inside)),
            ("right at once or one press away", self.share(self.right + self.pressed, self.inside)),
            ("out of scope answered", self.share(self.answered, self.outside)),
            ("people reached", self.share(self.reached, self.people)),
            ("others sent to people", self.share(self.misplaced, self.others)),
        ]


def tally(library: Library, items: Sequence[Item], decide: Callable[[Item], Decision]) -> Tally:
    """Ask every item and count what became of it, as a person would have seen it."""
    found = Tally()
    for item in items:
        decision = decide(item)
        if item.kind == "people":
            found.people += 1
            found.reached += decision.people
            continue
        found.others += 1
        found.misplaced += decision.people
        if item.kind != "in":
            found.outside += 1
            excused = item.kind == "partial" and all(library.entries[e].known_unknown for e in decision.entries)
            found.answered += decision.band == "sure" and not excused
            continue
        found.inside += 1
        if decision.band == "sure":
            right = item.right(plain(compose(library, decision, TODAY)), decision.entries)
            found.right += right
            found.wrong += not right
        else:
            found.pressed += any(item.right(shown(library, e, decision.language), [e]) for e in decision.choices)
    return found


def shown(library: Library, entry: str, language: str) -> str:
    """What a press on a choice shows."""
    return plain(tell(library, with_beside(library, [library.entries[entry]]), language, TODAY))


class BM25:
    """The baseline: Okapi BM25 (k1 1.2, b 0.75) over the same phrasings, best phrasing per entry, one threshold."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._documents = [
            (e.id, self._terms(line)) for e in library.entries.values() for p in e.phrasings.values() for line in p
        ]
        self._mean = sum(len(terms) for _, terms in self._documents) / len(self._documents)
        self._found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for i, (_, terms) in enumerate(self._documents):
            for term, n in Counter(terms).items():
                self._found[term].append((i, n))

    @staticmethod
    def _terms(text: str) -> list[str]:
        found = []
        for word in words(normalise(text)):
            found += [word] if word.isascii() else [word[i : i + 2] for i in range(max(1, len(word) - 1))]
        return found

    def ranked(self, text: str) -> list[tuple[str, float]]:
        """Entries by their best phrasing's score, best first, ties by id."""
        scores: dict[int, float] = defaultdict(float)
        for term in set(self._terms(text)):
            found = self._found.get(term, ())
            idf = math.log(1 + (len(self._documents) - len(found) + 0.5) / (len(found) + 0.5))
            for i, n in found:
                length = len(self._documents[i][1]) / self._mean
                scores[i] += idf * n * 2.2 / (n + 1.2 * (0.25 + 0.75 * length))
        best: dict[str, float] = {}
        for i, score in scores.items():
            entry = self._documents[i][0]
            best[entry] = max(score, best.get(entry, 0.0))
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))


def decided(
    template: Decision, library: Library, item: Item, ranked: Sequence[tuple[str, float]], sure: float
) -> Decision:
    """A decision from a ranking and one threshold, for rankers that have no gate."""
    top = ranked[0][1] if ranked else 0.0
    band: Band = "sure" if top >= sure else "close" if ranked else "none"
    people = band == "sure" and library.entries[ranked[0][0]].people
    return replace(
        template,
        band=band,
        people=people,
        entries=(ranked[0][0],) if band == "sure" else (),
        choices=tuple(entry for entry, _ in ranked[:4]) if band == "close" else (),
        score=top,
        language=language_of(item.question, library.languages),
    )
