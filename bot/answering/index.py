"""The index: every phrasing of a pack, counted once, ready to be compared with a question.

Four views share its counts. Two weigh words and pieces of words by what speaks for each label against all messages
taken together (multinomial, Dirichlet-smoothed): one slow to believe, for labels with many phrasings, one quick, for
newcomers with a handful. The nearest phrasings say how close the question comes to something a curator has seen, and
coverage says how much of it the entry's own text tells. All are sums over the question's features, so each can be
explained.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.grams import concept_grams, word_grams

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from bot.answering.reading import Reading

    Floats = npt.NDArray[np.float32]
    Ints = npt.NDArray[np.int64]
    Table = tuple[Ints, npt.NDArray[np.int32], Floats]  # where each row begins, columns, values

SLOW, QUICK = 1.6, 0.25  # how much all messages together weigh against a label's own, in labels of mean size
MOST_FEATURES = 256  # of a long text, the ones that weigh most: what a question costs is bounded
_MANY = 2_000  # messages from which on a feature that stands in only one of them is noise
VERY_MANY = 20_000  # messages from which on rare features cost more memory than they are worth
_MANY_LABELS = 3  # a feature that speaks about more than one in so many labels stands in the table
_COMMON = 0.04  # a feature in more than this share of phrasings says nothing about nearness


@dataclass(frozen=True)
class Query:
    """A question as features of the index. `weights` have unit length together with what the index never saw."""

    features: Ints
    weights: Floats
    known: float  # share of the question's weight that the index has seen, 0 to 1


class Index:
    """Counts over phrasings. Labels are sorted, phrasings stand label by label: the same input gives the same bytes."""

    def __init__(
        self,
        labels: Sequence[str],
        first: Ints,
        vocabulary: Mapping[str, int],
        idf: Floats,
        postings: Table,
        votes: Votes,
        base: Floats,
    ) -> None:
        self.labels = tuple(labels)
        self.first = first  # label i owns phrasings first[i] to first[i + 1]
        self.vocabulary = vocabulary
        self.idf = idf
        self.postings = postings
        self.votes = votes
        self.base = base  # (2, labels): slow, quick
        self.unseen_idf = math.log(1 + int(first[-1])) + 1.0
        self.number = {label: i for i, label in enumerate(self.labels)}

    @property
    def size(self) -> int:
        return int(self.first[-1])

    def query(self, features: Iterable[str]) -> Query:
        """A question's features, weighted; what the index never saw counts in the length, as the rarest would."""
        counted = Counter(features)
        numbers = np.fromiter(map(self.vocabulary.get, counted, repeat(-1)), np.int64, len(counted))
        times = np.fromiter(counted.values(), np.float32, len(counted))
        known = numbers >= 0
        ids, counts = numbers[known], times[known]
        order = np.argsort(ids, kind="stable")
        ids, counts = ids[order], counts[order]
        weights = (1 + np.log(counts)) * self.idf[ids] if len(ids) else np.zeros(0, np.float32)
        seen = float(weights @ weights)
        unseen = (1 + np.log(times[~known])) * np.float32(self.unseen_idf)
        new = float(unseen @ unseen)
        length = math.sqrt(seen + new) or 1.0
        known_share = seen / (seen + new) if seen else 0.0
        if len(ids) > MOST_FEATURES:
            heavy = np.sort(np.argsort(-weights, kind="stable")[:MOST_FEATURES])
            ids, weights = ids[heavy], weights[heavy]
        return Query(ids, (weights / length).astype(np.float32), known_share)

    def views(self, query: Query) -> tuple[Floats, Floats, Floats]:
        """How much more likely the question is under each label than under all messages, slow and quick to believe;
        and how much of it each label's own title and answer tell, weighted by rarity.
        """
        slow, quick, told = self.votes.sums(query)
        less = self.base * query.weights.sum()
        return slow - less[0], quick - less[1], told

    def nearness(self, query: Query) -> Floats:
        """Cosine with every phrasing."""
        start, phrasing, weight = self.postings
        slots, spread = _spread(start, query)
        return np.bincount(phrasing[slots], weights=weight[slots] * spread, minlength=self.size).astype(np.float32)

    def nearest(self, near: Floats) -> Floats:
        """The nearest phrasing's cosine for each label."""
        return np.maximum.reduceat(near, self.first[:-1]) if self.size else np.zeros(0, np.float32)

    def evidence(self, query: Query, label: str) -> list[tuple[float, int]]:
        """Which features spoke for a label, strongest first: (weight, feature number)."""
        wanted = self.number[label]
        votes = ((self.votes.of(int(feature), wanted), feature) for feature in query.features)
        found = zip(votes, query.weights, strict=True)
        return sorted(((float(vote * q), int(feature)) for (vote, feature), q in found if vote > 0), reverse=True)


@dataclass(frozen=True)
class Votes:
    """How each feature speaks for each label: slow, quick, told.

    Features that speak about many labels stand in a table, where all of them are summed at once; the others, who are
    by far the most, as cells, feature by feature.
    """

    row: npt.NDArray[np.int32]  # a feature's row in the table, or -1
    table: Floats  # (rows, 3 * labels)
    start: Ints  # where each feature's cells begin
    label: npt.NDArray[np.int32]  # each cell's label
    cells: Floats  # (3, cells)

    @classmethod
    def of_cells(cls, start: Ints, label: npt.NDArray[np.int32], votes: Floats, labels: int) -> Votes:
        """Votes from cells alone: where each feature's begin, the label of each, and (3, cells)."""
        lengths = np.diff(start)
        many = lengths * _MANY_LABELS > labels
        row = np.where(many, np.cumsum(many) - 1, -1).astype(np.int32)
        tabled = np.repeat(many, lengths)
        table = np.zeros((int(many.sum()), 3, labels), np.float32)
        where = np.repeat(row, lengths)[tabled]
        for i in range(3):
            table[where, i, label[tabled]] = votes[i, tabled]
        begin = np.concatenate(([0], np.cumsum(np.where(many, 0, lengths)))).astype(np.int64)
        kept = np.ascontiguousarray(votes[:, ~tabled])
        return cls(row, table.reshape(len(table), 3 * labels), begin, label[~tabled].astype(np.int32), kept)

    def sums(self, query: Query) -> Floats:
        """(3, labels): what the query's features say together."""
        labels = self.table.shape[1] // 3
        rows = self.row[query.features]
        tabled = rows >= 0
        total = (query.weights[tabled] @ self.table[rows[tabled]]).reshape(3, labels)
        slots, spread = _spread(self.start, query)
        found = self.label[slots]
        for i, votes in enumerate(self.cells):
            total[i] += np.bincount(found, weights=votes[slots] * spread, minlength=labels)
        return total

    def of(self, feature: int, label: int) -> float:
        """What a feature says slowly for a label; 0 where they never met."""
        if self.row[feature] >= 0:
            return float(self.table[self.row[feature], label])
        own = slice(self.start[feature], self.start[feature + 1])
        return float(self.cells[0, own][self.label[own] == label].sum())


def _spread(start: Ints, query: Query) -> tuple[Ints, Floats]:
    """All slots of the query's features in a compressed table, and the query's weight for each."""
    begin, end = start[query.features], start[query.features + 1]
    lengths = end - begin
    total = int(lengths.sum())
    if not total:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    offsets = np.repeat(begin - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return offsets + np.arange(total), np.repeat(query.weights, lengths)


@dataclass(frozen=True)
class Counts:
    """Features of messages, compressed: message i owns start[i] to start[i + 1]; `names` are all features, sorted."""

    names: tuple[str, ...]
    start: Ints
    feature: Ints
    number: Floats

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> Counts:
        """Count what was read; a word's pieces are looked up once, however often it stands."""
        numbers: dict[str, int] = {}
        pieces: dict[str, Ints] = {}

        def numbered(key: str, grams: Iterable[str]) -> Ints:
            found = np.array([numbers.setdefault(gram, len(numbers)) for gram in grams], np.int64)
            pieces[key] = found
            return found

        parts: list[Ints] = []
        lengths = np.zeros(len(readings), np.int64)
        for i, reading in enumerate(readings):
            own = [pieces[w] if w in pieces else numbered(w, word_grams(w)) for w in reading.words]
            names = concept_grams(reading.concepts.names())
            if names:
                own.append(np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64))
            parts += own
            lengths[i] = sum(map(len, own))
        names_sorted = sorted(numbers)
        place = np.zeros(len(numbers), np.int64)
        place[[numbers[name] for name in names_sorted]] = np.arange(len(numbers))
        feature = place[np.concatenate(parts)] if parts else np.zeros(0, np.int64)
        message = np.repeat(np.arange(len(readings)), lengths)
        cells, number = np.unique(message * max(1, len(numbers)) + feature, return_counts=True)
        start = np.searchsorted(cells, np.arange(len(readings) + 1) * max(1, len(numbers))).astype(np.int64)
        return cls(tuple(names_sorted), start, cells % max(1, len(numbers)), number.astype(np.float32))

    def rows(self, keep: Ints) -> Counts:
        """Only the messages with these numbers, and only the features that stand in them."""
        lengths = np.diff(self.start)[keep]
        slots = np.repeat(self.start[keep] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths) + np.arange(
            lengths.sum()
        )
        present = np.zeros(len(self.names), bool)
        present[self.feature[slots]] = True
        renumbered = np.cumsum(present) - 1
        names = tuple(self.names[i] for i in np.flatnonzero(present))
        start = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        return Counts(names, start, renumbered[self.feature[slots]], self.number[slots])

    def recurring(self) -> Counts:
        """Without features that stand in one message only, or in two of very many, where there are enough to do so."""
        messages = len(self.start) - 1
        if messages < _MANY:
            return self
        recurs = np.bincount(self.feature, minlength=len(self.names)) > (2 if messages >= VERY_MANY else 1)
        kept = recurs[self.feature]
        start = np.concatenate(([0], np.cumsum(kept)))[self.start].astype(np.int64)
        names = tuple(name for name, keep in zip(self.names, recurs, strict=True) if keep)
        return Counts(names, start, (np.cumsum(recurs) - 1)[self.feature[kept]], self.number[kept])

    def weighted(self, idf: Floats) -> Floats:
        """TF-IDF weights of unit length, slot by slot."""
        row = np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))
        weights = (1 + np.log(self.number)) * idf[self.feature]
        norms = np.sqrt(np.bincount(row, weights=weights**2, minlength=len(self.start) - 1))
        return np.asarray(weights / norms[row], np.float32)


def build(row_labels: Sequence[str], counts: Counts, told: Mapping[str, Iterable[str]] | None = None) -> Index:
    """An index over counted messages, in the order of their labels; `told` holds features of what labels tell."""
    labels = sorted(set(row_labels))
    number = {label: i for i, label in enumerate(labels)}
    size, features = len(row_labels), len(counts.names)
    row = np.repeat(np.arange(size), np.diff(counts.start))
    label = np.fromiter((number[name] for name in row_labels), np.int64, size)
    vocabulary = {name: i for i, name in enumerate(counts.names)}

    df = np.bincount(counts.feature, minlength=features)
    idf = (np.log((1 + size) / (1 + df)) + 1).astype(np.float32)
    weights = counts.weighted(idf)

    order = np.argsort(counts.feature, kind="stable")
    postings = _compress(counts.feature[order], row[order], weights[order], features)
    near = _without_common(postings, df > _COMMON * size) if size >= _MANY else postings

    used, inverse = np.unique(counts.feature * len(labels) + label[row], return_inverse=True)
    mass = np.bincount(inverse, weights=weights)
    totals = np.bincount(used % len(labels), weights=mass, minlength=len(labels)) if len(labels) else np.zeros(0)
    together = np.bincount(counts.feature, weights=weights, minlength=features)
    together = together / (together.sum() or 1)
    pull = [factor * (totals.mean() if len(totals) else 1.0) for factor in (SLOW, QUICK)]
    telling, rarity = _told(told or {}, number, vocabulary, idf)
    cells = np.union1d(used, telling)
    votes = np.zeros((3, len(cells)), np.float32)
    for i, mu in enumerate(pull):
        votes[i, np.searchsorted(cells, used)] = np.log1p(mass / (mu * together[used // len(labels)]))
    votes[2, np.searchsorted(cells, telling)] = rarity
    begin = np.searchsorted(cells, np.arange(features + 1) * len(labels)).astype(np.int64)
    base = np.stack([np.log((totals + mu) / mu) for mu in pull]).astype(np.float32)
    first = np.searchsorted(label, np.arange(len(labels) + 1)).astype(np.int64)
    told_by = Votes.of_cells(begin, (cells % max(1, len(labels))).astype(np.int32), votes, len(labels))
    return Index(labels, first, vocabulary, idf, near, told_by, base)


def _told(
    told: Mapping[str, Iterable[str]], number: Mapping[str, int], vocabulary: Mapping[str, int], idf: Floats
) -> tuple[Ints, Floats]:
    """Cells (feature times labels plus label) of what labels tell, in order, and the weight of each."""
    cells: dict[int, float] = {}
    for label, grams in told.items():
        own = {vocabulary[gram] for gram in grams if gram in vocabulary}
        scale = float(len(own) + 1) ** -0.25
        if label in number:
            cells |= {feature * len(number) + number[label]: float(idf[feature]) * scale for feature in own}
    order = sorted(cells)
    return np.array(order, np.int64), np.array([cells[cell] for cell in order], np.float32)


def _compress(major: Ints, minor: Ints, value: Floats, size: int) -> Table:
    start = np.concatenate(([0], np.cumsum(np.bincount(major, minlength=size)))).astype(np.int64)
    return start, minor.astype(np.int32), value


def _without_common(table: Table, common: npt.NDArray[np.bool_]) -> Table:
    start, minor, value = table
    lengths = np.diff(start)
    keep = np.repeat(~common, lengths)
    lengths = np.where(common, 0, lengths)
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64), minor[keep], value[keep]
