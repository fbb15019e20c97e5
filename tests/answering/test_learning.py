"""Separators, gate and lessons: what is learned is learned again to the bit, and from a growing pack steadily."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.answering import fit, gate, separators
from bot.answering.fit import FOLDS, HANDFUL, Messages, messages_of
from bot.answering.index import Counts, build
from bot.answering.rankers import profiles_of
from bot.answering.reading import NOT_OURS, known_messages, reader_of
from bot.answering.signals import NAMES

if TYPE_CHECKING:
    from bot.library.library import Library

COLOURS = {
    "red": ["a red apple", "red roses", "the red car", "my red coat is warm"],
    "blue": ["a blue whale", "blue sky", "the blue sea", "my blue coat is cold"],
    "green": ["a green leaf", "green grass", "the green tea", "my green coat is new"],
}


@pytest.fixture(scope="module")
def messages(small_library: Library) -> Messages:
    known = known_messages(small_library)
    return messages_of(small_library, known, reader_of(small_library, known))


def test_separators_tell_a_small_set_apart_and_come_out_the_same_twice(small_library: Library) -> None:
    reader = reader_of(small_library, [])
    labels = [colour for colour in sorted(COLOURS) for _ in COLOURS[colour]]
    counts = Counts.of([reader.read(line) for colour in sorted(COLOURS) for line in COLOURS[colour]])
    index = build(labels, counts)
    fitted, again = separators.fit(labels, counts, index), separators.fit(labels, counts, index)
    assert fitted is not None
    assert again is not None
    assert fitted.table.tobytes() == again.table.tobytes()
    for colour, lines in COLOURS.items():
        for line in [*lines, f"something {colour}"]:
            scores = fitted.scores(index.query(reader.read(line).features))
            assert index.labels[int(np.argmax(scores))] == colour, line
    unknown = fitted.scores(index.query(["w:nothing"]))
    np.testing.assert_array_equal(unknown, fitted.table[-1].astype(np.float32))


def test_no_separators_where_there_is_nothing_to_tell_apart(small_library: Library) -> None:
    reader = reader_of(small_library, [])
    counts = Counts.of([reader.read("red apple"), reader.read("red coat")])
    assert separators.fit(["red", "red"], counts, build(["red", "red"], counts)) is None
    alone = Counts.of([reader.read("ab"), reader.read("xy")])
    assert separators.fit(["p", "q"], alone, build(["p", "q"], alone)) is None


def test_no_separators_for_more_weights_than_fit_a_small_server(small_library: Library) -> None:
    reader = reader_of(small_library, [])
    size = 2_000
    labels = [f"label{i:04}" for i in range(size)]
    counts = Counts.of([reader.read("these few words")] * size)
    wide = dataclasses.replace(counts, names=tuple(f"f{i:05}" for i in range(separators.MOST_CELLS // size + 1)))
    spread = np.tile(np.arange(len(wide.names)), 2)
    start = np.linspace(0, len(spread), size + 1).astype(np.int64)
    wide = dataclasses.replace(wide, start=start, feature=spread, number=np.ones(len(spread), np.float32))
    assert separators.fit(labels, wide, build(labels, wide)) is None


def _rule(rows: int = 6_000, seed: int = 7) -> tuple[gate.Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    signals = np.random.default_rng(seed).standard_normal((rows, 4)).astype(np.float32)
    return signals, signals[:, 0] + signals[:, 2] > 0.5


def test_the_gate_learns_a_rule_and_says_the_same_twice() -> None:
    signals, right = _rule()
    weight = np.ones(len(signals), np.float32)
    fitted, again = gate.fit(signals, right, weight), gate.fit(signals, right, weight)
    for name in ("mean", "spread", "inner", "outer"):
        assert getattr(fitted, name).tobytes() == getattr(again, name).tobytes()
    fresh, truth = _rule(seed=8)
    chances = fitted.chances(fresh)
    assert ((chances > 0.5) == truth).mean() > 0.9
    assert chances[truth].mean() > 0.7 > 0.3 > chances[~truth].mean()


def test_chances_are_chances_with_four_decimals_whatever_the_signals() -> None:
    signals, right = _rule()
    fitted = gate.fit(signals, right, np.ones(len(signals), np.float32))
    wild = np.array([[1e9, -1e9, 0, 0], [0, 0, 0, 0], [-1e9, 1e9, 5, -5]], np.float32)
    chances = fitted.chances(np.concatenate([signals, wild]))
    assert ((chances >= 0) & (chances <= 1)).all()
    np.testing.assert_allclose(chances, np.round(chances.astype(float), 4), atol=1e-6)
    np.testing.assert_allclose(fitted.chances(signals[:1]), fitted.chances(signals)[:1], atol=1e-4)


def test_what_counts_more_is_learned_more() -> None:
    signals = np.zeros((8_000, 2), np.float32)
    signals[:, 0] = np.tile([1, -1], 4_000)
    right = np.arange(8_000) < 4_000
    heavy = gate.fit(signals, right, np.where(right, 9, 1).astype(np.float32))
    light = gate.fit(signals, right, np.where(right, 1, 9).astype(np.float32))
    assert heavy.chances(signals[:1])[0] > 0.7 > 0.3 > light.chances(signals[:1])[0]


def _draws(messages: Messages, fold: int) -> fit._Draw:
    return fit._draws(messages, fold, {"safety.harm"})


def test_folds_do_not_change_when_a_message_is_added(small_library: Library, messages: Messages) -> None:
    known = known_messages(small_library)
    grown_known = sorted([*known, ("sales.pay", "tell me about money in selling things please")])
    grown = messages_of(small_library, grown_known, reader_of(small_library, known))
    for fold in range(FOLDS):
        before, after = _draws(messages, fold), _draws(grown, fold)
        was = {
            (label, reading.normal): bool(hidden)
            for label, reading, hidden in zip(messages.labels, messages.readings, before.hidden, strict=True)
        }
        now = {
            (label, reading.normal): bool(hidden)
            for label, reading, hidden in zip(grown.labels, grown.readings, after.hidden, strict=True)
        }
        changed = {key for key in was if was[key] != now[key]}
        assert {label for label, _ in changed} <= {"sales.pay"}  # a newcomer's handful may lose one to it
        assert len(changed) <= 1


def test_every_message_is_hidden_in_some_fold_and_asked_only_when_hidden(messages: Messages) -> None:
    draws = [_draws(messages, fold) for fold in range(FOLDS)]
    never = ~np.logical_or.reduce([draw.hidden for draw in draws])
    theirs = np.array([label.startswith(NOT_OURS) for label in messages.labels])
    assert not (never & theirs).any()
    assert never.sum() <= HANDFUL * len(set(np.array(messages.labels)[never]))  # a newcomer's handful is never asked
    for draw in draws:
        assert draw.asked
        assert all(draw.hidden[i] for i in draw.asked)
        assert not draw.hidden.all()


def test_some_entries_are_newcomers_known_by_a_handful(messages: Messages) -> None:
    labels = np.array(messages.labels)
    handfuls = 0
    for fold in range(FOLDS):
        hidden = _draws(messages, fold).hidden
        for label in sorted(set(messages.labels)):
            own = ~hidden[labels == label]
            assert own.any(), f"{label} is unknown in fold {fold}"
            if not label.startswith(NOT_OURS) and own.sum() == HANDFUL < len(own) / 2:
                handfuls += 1
    assert handfuls


def test_a_lesson_shows_what_was_right(small_library: Library, messages: Messages) -> None:
    taken = fit.lesson(messages, 0, profiles_of(small_library))
    assert taken.signals.shape == (len(taken.right), len(NAMES))
    assert 0 < taken.right.sum() < len(taken.right)
    again = fit.lesson(messages, 0, profiles_of(small_library))
    assert again.signals.tobytes() == taken.signals.tobytes()


def test_a_pack_that_says_little_of_what_is_not_its_own_teaches_no_gate(small_library: Library) -> None:
    little = dataclasses.replace(small_library, not_ours=small_library.not_ours[:1])
    known = known_messages(little)
    read = messages_of(little, known, reader_of(little, known))
    with fit.lessons(little, read) as finished:
        assert fit.taught(finished()) is None
