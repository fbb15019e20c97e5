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
from bot.answering.rankers import Meanings, Rankers, profiles_of
from bot.answering.reading import NOT_OURS
from bot.answering.signals import ALARMS, alarm, sight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from bot.answering.encoder import Encoder
    from bot.answering.rankers import Profile
    from bot.answering.reading import Reader, Reading
    from bot.library.library import Entry, Library

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
LEAST_DANGER = 50  # hidden messages of people in danger below which a pack cannot teach an alarm


@dataclass(frozen=True)
class Messages:
    """Every message of a pack, read and counted once, label by label."""

    readings: tuple[Reading, ...]
    labels: tuple[str, ...]
    counts: Counts
    told: Mapping[str, tuple[str, ...]]  # the features of each entry's own title and answer
    meanings: Meanings | None = None
    harmless: tuple[Reading, ...] = ()  # look like a crisis and are none; asked for the alarm only

    def rankers(
        self, profiles: Mapping[str, Profile], keep: Ints | None = None, passes: int = separators.PASSES
    ) -> Rankers:
        """Rankers that know all messages, or only those with the numbers to keep."""
        labels = self.labels if keep is None else [self.labels[i] for i in keep]
        counts = (self.counts if keep is None else self.counts.rows(keep)).recurring()
        built = index.build(labels, counts, self.told)
        fitted = separators.fit(labels, counts, built, passes) if passes else None
        meanings = self.meanings
        if meanings is not None and keep is not None:
            meanings = Meanings(meanings.encoder, meanings.vectors[keep])
        return Rankers(built, profiles, fitted, meanings)


def messages_of(
    library: Library, known: Sequence[tuple[str, str]], reader: Reader, encoder: Encoder | None = None
) -> Messages:
    """The known messages of a library, read and counted."""
    readings = tuple(reader.read_known(normal) for _, normal in known)
    told = {entry.id: tuple(reader.read(_told_by(library, entry)).features) for entry in library.entries.values()}
    meanings = Meanings(encoder, encoder.encode([normal for _, normal in known])) if encoder else None
    harmless = tuple(reader.read(line) for line in _harmless(library))
    return Messages(readings, tuple(label for label, _ in known), Counts.of(readings), told, meanings, harmless)


def _harmless(library: Library) -> list[str]:
    groups = [group for file in library.not_ours for group in file.groups if group.crisis_only]
    return [line for group in groups for lines in group.ask.values() for line in lines]


def _told_by(library: Library, entry: Entry) -> str:
    subject = library.subjects[entry.subject]
    texts = (entry.title, entry.label, entry.answer, subject.title)
    return " ".join(line for text in texts for line in text.values())


@dataclass(frozen=True)
class Lesson:
    """What one fold taught: signals of candidates and which were right; signals of alarm and whether it was one."""

    signals: Floats
    right: Bools
    alarms: Floats
    danger: Bools


def lesson(messages: Messages, fold: int, profiles: Mapping[str, Profile]) -> Lesson:
    """Hide one fold, ask what was hidden, and write down what the rankers saw."""
    drawn = _draws(messages, fold, {label for label, profile in profiles.items() if profile.people})
    rankers = messages.rankers(profiles, np.flatnonzero(~drawn.hidden), FOLD_PASSES)
    signals, right, alarms, danger = [], [], [], []
    harmless = [r for r in messages.harmless if int(_chance(r.normal, "fold") * FOLDS) == fold]
    known = [(messages.readings[i], messages.labels[i]) for i in (*drawn.asked, *drawn.looked)]
    for number, (reading, wanted) in enumerate((*known, *((reading, "") for reading in harmless))):
        measures = rankers.measure(reading)
        if measures is None:
            continue
        if number < len(drawn.asked):
            seen = sight(rankers, measures)
            signals.append(seen.signals)
            right += [label == wanted for label in seen.labels]
        raised = alarm(rankers, measures)
        if raised is not None:
            alarms.append(raised)
            danger.append(wanted in profiles and profiles[wanted].people)
    return Lesson(
        np.concatenate(signals),
        np.array(right),
        np.stack(alarms) if alarms else np.zeros((0, len(ALARMS)), np.float32),
        np.array(danger, bool),
    )


@dataclass(frozen=True)
class _Draw:
    hidden: Bools
    asked: Sequence[int]
    looked: Sequence[int]  # asked for the alarm only


def _draws(messages: Messages, fold: int, people: set[str]) -> _Draw:
    order = np.array([_chance(text, "fold") for text in (r.normal for r in messages.readings)])
    hidden = np.floor(order * FOLDS).astype(int) == fold
    asked: list[int] = []
    looked: list[int] = []
    labels = np.array(messages.labels)
    for label in sorted(set(messages.labels)):
        own = np.flatnonzero(labels == label)
        ranked = own[np.argsort([_chance(messages.readings[i].normal, "rank") for i in own], kind="stable")]
        theirs = label.startswith(NOT_OURS)
        if not theirs and label not in people and _chance(label, f"newcomer{fold}") < NEWCOMERS:
            hidden[own] = True
            hidden[ranked[:HANDFUL]] = False
        most = (NOT_OURS_ASKED_AT_MOST if theirs else ASKED_AT_MOST) // FOLDS + 1
        ours = [int(i) for i in ranked if hidden[i]]
        asked += ours[:most]
        if label in people or label.startswith(f"{NOT_OURS}lookalike/"):
            looked += ours[most:]
    return _Draw(hidden, asked, looked)


def _chance(text: str, salt: str) -> float:
    """A number from 0 to 1 that depends on the text alone, so that folds do not change when the pack grows."""
    return int.from_bytes(hashlib.blake2b(f"{salt}:{text}".encode(), digest_size=6).digest()) / 2**48


@contextmanager
def lessons(library: Library, messages: Messages) -> Iterator[Callable[[], list[Lesson]]]:
    """Start the lessons, side by side where the system can; the value waits for them. Empty for too small a pack."""
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
    right = np.concatenate([part.right for part in done])
    return gate.fit(np.concatenate([part.signals for part in done]), right, np.ones(len(right), np.float32))


def alarmed(done: Sequence[Lesson]) -> gate.Gate | None:
    """The alarm that the lessons teach."""
    danger = np.concatenate([part.danger for part in done]) if done else np.zeros(0, bool)
    if danger.sum() < LEAST_DANGER:
        return None
    return gate.fit(np.concatenate([part.alarms for part in done]), danger, np.ones(len(danger), np.float32))
