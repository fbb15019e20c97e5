"""Fitting the gate from the pack itself: hide some phrasings, ask them, and learn when the answer was right."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.answering import gate, index, separators
from bot.answering.index import Counts
from bot.answering.reading import NOT_OURS
from bot.answering.signals import Rankers, profiles_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from bot.answering.reading import Reader, Reading
    from bot.answering.signals import Profile
    from bot.library.library import Library

    Floats = npt.NDArray[np.float32]
    Bools = npt.NDArray[np.bool_]
    Ints = npt.NDArray[np.int64]

FOLDS = 3
FOLD_PASSES = 2
ASKED_AT_MOST = 30  # hidden phrasings asked for each entry
NOT_OURS_ASKED_AT_MOST = 60  # for each group of what is not ours
NEWCOMERS = 0.12  # share of entries that a fold knows by a handful of phrasings only
HANDFUL = 5
LEAST_NOT_OURS, LEAST_ENTRIES = 100, 20  # below these a pack cannot teach a gate


@dataclass(frozen=True)
class Messages:
    """Every message of a pack, read and counted once, label by label."""

    readings: tuple[Reading, ...]
    labels: tuple[str, ...]
    counts: Counts

    def __len__(self) -> int:
        return len(self.readings)

    def rankers(
        self, profiles: Mapping[str, Profile], keep: Ints | None = None, passes: int = separators.PASSES
    ) -> Rankers:
        """Rankers that know all messages, or only those with the numbers to keep."""
        labels = self.labels if keep is None else [self.labels[i] for i in keep]
        counts = (self.counts if keep is None else self.counts.rows(keep)).recurring()
        built = index.build(labels, counts)
        fitted = separators.fit(labels, counts, built, passes) if passes else None
        return Rankers(built, profiles, fitted)


def messages_of(known: Sequence[tuple[str, str]], reader: Reader) -> Messages:
    """The known messages, read and counted."""
    readings = tuple(reader.read_known(normal) for _, normal in known)
    return Messages(readings, tuple(label for label, _ in known), Counts.of(readings))


@dataclass(frozen=True)
class Lesson:
    """Signals of asked questions, which row was right, and how much each counts."""

    signals: Floats
    right: Bools
    weight: Floats


def lesson(messages: Messages, fold: int, profiles: Mapping[str, Profile]) -> Lesson:
    """Hide one fold, ask what was hidden, and write down what the rankers saw."""
    drawn = _draws(messages, fold)
    rankers = messages.rankers(profiles, np.flatnonzero(~drawn.hidden), FOLD_PASSES)
    signals, right, weight = [], [], []
    for i in drawn.asked:
        seen = rankers.sight(messages.readings[i])
        if seen is None:
            continue
        wanted = messages.labels[i]
        signals.append(seen.signals)
        right += [label == wanted for label in seen.labels]
        weight += [1.0] * len(seen.labels)
    return Lesson(np.concatenate(signals), np.array(right), np.array(weight, np.float32))


@dataclass(frozen=True)
class _Draw:
    hidden: Bools
    asked: Sequence[int]


def _draws(messages: Messages, fold: int) -> _Draw:
    order = np.array([_chance(text, "fold") for text in (r.normal for r in messages.readings)])
    hidden = np.floor(order * FOLDS).astype(int) == fold
    asked: list[int] = []
    labels = np.array(messages.labels)
    for label in sorted(set(messages.labels)):
        own = np.flatnonzero(labels == label)
        ranked = own[np.argsort([_chance(messages.readings[i].normal, "rank") for i in own], kind="stable")]
        theirs = label.startswith(NOT_OURS)
        if not theirs and _chance(label, f"newcomer{fold}") < NEWCOMERS:
            hidden[own] = True
            hidden[ranked[:HANDFUL]] = False
        most = (NOT_OURS_ASKED_AT_MOST if theirs else ASKED_AT_MOST) // FOLDS + 1
        asked += [int(i) for i in ranked if hidden[i]][:most]
    return _Draw(hidden, asked)


def _chance(text: str, salt: str) -> float:
    """A number from 0 to 1 that depends on the text alone, so that folds do not change when the pack grows."""
    return int.from_bytes(hashlib.blake2b(f"{salt}:{text}".encode(), digest_size=6).digest()) / 2**48


@contextmanager
def lessons(library: Library, messages: Messages) -> Iterator[Callable[[], list[Lesson]]]:
    """Start the lessons, side by side where the system can; the value waits for them. None for too small a pack."""
    theirs = sum(label.startswith(NOT_OURS) for label in messages.labels)
    if theirs < LEAST_NOT_OURS or len(library.entries) < LEAST_ENTRIES:
        yield list
        return
    profiles = profiles_of(library)
    if sys.platform != "linux":
        yield lambda: [lesson(messages, fold, profiles) for fold in range(FOLDS)]
        return
    workers = max(1, min(FOLDS, os.cpu_count() or 1))
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        asked = [pool.submit(lesson, messages, fold, profiles) for fold in range(FOLDS)]
        yield lambda: [future.result() for future in asked]


def taught(done: Sequence[Lesson]) -> gate.Gate | None:
    """The gate that the lessons teach."""
    if not done:
        return None
    return gate.fit(
        np.concatenate([part.signals for part in done]),
        np.concatenate([part.right for part in done]),
        np.concatenate([part.weight for part in done]),
    )
