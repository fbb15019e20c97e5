"""The index says the same as the sums it stands for, worked out the long way."""

from __future__ import annotations

import math
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bot.answering import index as indexing
from bot.answering.fit import messages_of
from bot.answering.index import QUICK, SLOW, Counts, Index, build
from bot.answering.rankers import Rankers, profiles_of
from bot.answering.reading import NOT_OURS, Reader, known_messages, reader_of
from bot.answering.signals import NAMES, sight

if TYPE_CHECKING:
    from bot.answering.reading import Reading
    from bot.library.library import Library

MESSAGES = [
    ("a.pay", "how much does it pay"),
    ("a.pay", "what is the pay pay pay"),
    ("b.level", "which level of japanese"),
    ("b.level", "is the japanese level n2"),
    ("b.level", "日本語のレベル"),
    ("~far/food", "how do i cook rice"),
]
QUESTIONS = ["how much pay", "level?", "cook the rice of japan", "日本語", "zzz pay", "how how how"]
TOLD = {"a.pay": ("w:pay", "w:much", "w:unheard"), "b.level": ("w:level", "w:japanese", "w:japanese")}


@pytest.fixture(scope="module")
def reader(small_library: Library) -> Reader:
    return reader_of(small_library, [])


class LongWay:
    """Every figure from its definition: dense tables, no compression."""

    def __init__(self, readings: list[Reading], labels: list[str]) -> None:
        counted = [Counter(reading.features) for reading in readings]
        self.names = sorted(set().union(*counted))
        self.labels = sorted(set(labels))
        numbers = np.array([[bag[name] for name in self.names] for bag in counted], float)
        self.idf = np.log((1 + len(readings)) / (1 + (numbers > 0).sum(0))) + 1
        self.unseen = math.log(1 + len(readings)) + 1
        weights = np.where(numbers > 0, 1 + np.log(np.maximum(numbers, 1)), 0) * self.idf
        self.rows = weights / np.linalg.norm(weights, axis=1, keepdims=True)
        own = np.array([[label == wanted for label in labels] for wanted in self.labels])
        self.mass = own @ self.rows
        self.together = self.rows.sum(0) / self.rows.sum()
        self.owner = np.array([self.labels.index(label) for label in labels])

    def question(self, reading: Reading) -> Any:
        bag = Counter(reading.features)
        weights = np.array(
            [(1 + math.log(bag[n])) * i if bag[n] else 0 for n, i in zip(self.names, self.idf, strict=True)]
        )
        new = sum(((1 + math.log(n)) * self.unseen) ** 2 for name, n in bag.items() if name not in set(self.names))
        return weights / math.sqrt(weights @ weights + new)

    def evidence(self, question: Any, factor: float) -> Any:
        """Σ of q × log(P(feature | label, smoothed) / P(feature))."""
        totals = self.mass.sum(1, keepdims=True)
        mu = factor * totals.mean()
        smoothed = (self.mass + mu * self.together) / (totals + mu)
        return np.log(smoothed / self.together) @ question


@pytest.fixture(scope="module")
def both(reader: Reader) -> tuple[Index, LongWay]:
    readings = [reader.read(text) for _, text in MESSAGES]
    labels = [label for label, _ in MESSAGES]
    return build(labels, Counts.of(readings), TOLD), LongWay(readings, labels)


@pytest.mark.parametrize("question", QUESTIONS)
def test_evidence_nearness_and_coverage_are_the_sums_they_stand_for(
    both: tuple[Index, LongWay], reader: Reader, question: str
) -> None:
    index, long_way = both
    reading = reader.read(question)
    query, expected = index.query(reading.features), long_way.question(reading)
    assert index.labels == tuple(long_way.labels)
    np.testing.assert_allclose(query.weights, expected[query.features], rtol=1e-5)
    assert query.known == pytest.approx(expected @ expected, abs=1e-5)
    np.testing.assert_allclose(index.nearness(query), long_way.rows @ expected, rtol=1e-4, atol=1e-6)
    *evidence, coverage = index.views(query)
    for found, factor in zip(evidence, (SLOW, QUICK), strict=True):
        np.testing.assert_allclose(found, long_way.evidence(expected, factor), rtol=1e-3, atol=1e-4)
    nearest = [long_way.rows[long_way.owner == i] @ expected for i in range(len(index.labels))]
    np.testing.assert_allclose(index.nearest(index.nearness(query)), [max(n) for n in nearest], rtol=1e-4, atol=1e-6)
    told = [
        sum(expected[i] * long_way.idf[i] for i, name in enumerate(long_way.names) if name in TOLD.get(label, ()))
        for label in index.labels
    ]
    scale = [3**-0.25, 3**-0.25, 1.0]  # two known features each, and the third tells nothing
    np.testing.assert_allclose(coverage, np.array(told) * scale, rtol=1e-4, atol=1e-6)


def test_a_phrasing_is_as_near_to_itself_as_can_be(both: tuple[Index, LongWay], reader: Reader) -> None:
    index, _ = both
    for number, (label, text) in enumerate(MESSAGES):
        query = index.query(reader.read(text).features)
        assert float(np.linalg.norm(query.weights)) == pytest.approx(1)
        assert index.nearness(query)[number] == pytest.approx(1, abs=1e-5)
        assert index.labels[int(np.argmax(index.nearest(index.nearness(query))))] == label


def test_words_nobody_has_used_here_make_everything_less_near(both: tuple[Index, LongWay], reader: Reader) -> None:
    index, _ = both
    plain = index.query(reader.read("how much pay").features)
    strange = index.query(reader.read("how much pay xylophone").features)
    assert strange.known < plain.known
    assert max(index.nearness(strange)) < max(index.nearness(plain))
    unknown = index.query(["w:xylophone"])
    assert (len(unknown.features), unknown.known) == (0, 0.0)
    assert not index.nearness(unknown).any()


def test_evidence_names_the_features_that_spoke_for_a_label(both: tuple[Index, LongWay], reader: Reader) -> None:
    index, _ = both
    query = index.query(reader.read("how much pay").features)
    names = list(index.vocabulary)
    found = index.evidence(query, "a.pay")
    assert "w:pay" in [names[feature] for _, feature in found]
    assert found == sorted(found, reverse=True)
    assert all(weight > 0 for weight, _ in found)
    assert index.evidence(index.query(["w:cook"]), "a.pay") == []


def _bytes(rankers: Rankers) -> list[bytes]:
    index, separators = rankers.index, rankers.separators
    arrays = [index.first, index.idf, *index.postings, *vars(index.votes).values(), index.base]
    arrays += [separators.row, separators.table] if separators else []
    return [np.asarray(array).tobytes() for array in arrays]


def test_the_same_messages_in_any_order_give_the_same_bytes(small_library: Library) -> None:
    known = known_messages(small_library)
    built = []
    for seed in range(3):
        shuffled = random.Random(seed).sample(known, len(known))
        again = sorted(set(shuffled))
        assert again == known
        read = messages_of(small_library, again, reader_of(small_library, shuffled))
        built.append(read.rankers(profiles_of(small_library)))
    assert _bytes(built[0]) == _bytes(built[1]) == _bytes(built[2])
    assert list(built[0].index.vocabulary) == sorted(built[0].index.vocabulary)


def test_messages_hold_every_phrasing_and_what_is_not_ours_once(small_library: Library) -> None:
    known = known_messages(small_library)
    assert len(set(known)) == len(known)
    labels = {label for label, _ in known}
    assert set(small_library.entries) <= labels
    assert f"{NOT_OURS}near/tax" in labels
    assert ("recruiting.japanese", "what jlpt do i need for hr") in known


def test_rows_are_the_counts_of_those_messages_alone(reader: Reader) -> None:
    readings = [reader.read(text) for _, text in MESSAGES]
    kept = np.array([0, 2, 5])
    some, alone = Counts.of(readings).rows(kept), Counts.of([readings[i] for i in kept])
    assert some.names == alone.names
    for a, b in ((some.start, alone.start), (some.feature, alone.feature), (some.number, alone.number)):
        np.testing.assert_array_equal(a, b)


def test_a_small_pack_keeps_what_stands_in_one_message_only(reader: Reader) -> None:
    counts = Counts.of([reader.read(text) for _, text in MESSAGES])
    assert counts.recurring() is counts
    many = Counts.of([reader.read("common word")] * indexing._MANY + [reader.read("unique")])
    assert "w:unique" not in many.recurring().names
    assert "w:common" in many.recurring().names


def test_sightings_carry_every_signal_and_only_entries(small_library: Library) -> None:
    known = known_messages(small_library)
    reader = reader_of(small_library, known)
    rankers = messages_of(small_library, known, reader).rankers(profiles_of(small_library))
    measures = rankers.measure(reader.read("what does a trainer earn in japan"))
    assert measures is not None
    seen = sight(rankers, measures)
    assert seen.signals.shape == (len(seen.labels), len(NAMES))
    assert np.isfinite(seen.signals).all()
    assert set(seen.labels) <= set(small_library.entries)
    assert len(set(seen.labels)) == len(seen.labels)
    assert rankers.measure(reader.read("")) is None
    for text, group in (("how do i pay my city tax", "near/tax"), ("what does sales pay", "")):
        measures = rankers.measure(reader.read(text))
        assert measures is not None
        assert rankers.nearest_foreign(measures) == group
