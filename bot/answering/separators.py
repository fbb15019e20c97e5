"""One linear separator a label: what tells its messages from everybody else's, “none of ours” included.

L2-regularised squared-hinge support vector machines, one against the rest, by dual coordinate descent (Hsieh et al.,
2008), all labels of a message in one step. Messages are visited in a fixed shuffled order, so the same messages give
the same weights.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.index import VERY_MANY

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from bot.answering.index import Counts, Index, Query

    Floats = npt.NDArray[np.float32]
    Ints = npt.NDArray[np.int64]

COST = 0.5
PASSES = 3
MOST_CELLS = 20_000_000  # above this many weights (a pack of thousands of entries) there are no separators
_SETTLED = 1e-3
_MANY = 2_000  # messages from which on a feature of two of them is left out, too
_RARE, _RARE_OF_MANY, _RARE_OF_VERY_MANY = 1, 2, 6  # messages up to which a feature gets no weights


@dataclass(frozen=True)
class Separators:
    """Fitted weights: `row` leads from a feature's number in the index to its row in the table, or is -1."""

    row: Ints
    table: npt.NDArray[np.float16]  # a column a label; the last row is the bias

    def scores(self, query: Query) -> Floats:
        """How far the question lies on each label's side; above 0 is inside."""
        rows = self.row[query.features]
        kept = rows >= 0
        weights = query.weights[kept]
        length = math.sqrt(float(weights @ weights)) or 1.0
        inside = (weights / np.float32(length)) @ self.table[rows[kept]].astype(np.float32)
        return np.asarray(inside + self.table[-1].astype(np.float32), np.float32)


def fit(row_labels: Sequence[str], counts: Counts, index: Index, passes: int = PASSES) -> Separators | None:
    """Separators for an index and the messages it was built from; None where they would be too many."""
    often = np.bincount(counts.feature, minlength=len(counts.names)) > _rare(len(row_labels))
    size = int(often.sum())
    most = max(size, len(row_labels)) * len(index.labels)
    if not size or most > MOST_CELLS or len(index.labels) < 2:
        return None
    row = np.where(often, np.cumsum(often) - 1, -1).astype(np.int64)
    kept = often[counts.feature]
    lengths = np.add.reduceat(kept, counts.start[:-1]) if len(kept) else np.zeros(0, np.int64)
    lengths = np.where(np.diff(counts.start) > 0, lengths, 0)
    start = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    feature = row[counts.feature[kept]]
    weights = (1 + np.log(counts.number[kept])) * index.idf[counts.feature[kept]]
    message = np.repeat(np.arange(len(lengths)), lengths)
    norms = np.sqrt(np.bincount(message, weights=weights**2, minlength=len(lengths)))
    weights = (weights / norms[message]).astype(np.float32)
    label = np.array([index.number[name] for name in row_labels], np.int64)
    return Separators(
        row, _descend((start, feature, weights), label, len(index.labels), size, passes).astype(np.float16)
    )


def _rare(messages: int) -> int:
    return _RARE_OF_VERY_MANY if messages >= VERY_MANY else _RARE_OF_MANY if messages >= _MANY else _RARE


def _descend(rows: tuple[Ints, Ints, Floats], label: Ints, labels: int, features: int, passes: int) -> Floats:
    start, feature, weight = rows
    bias = np.float32(1)
    messages = [
        (np.append(feature[start[i] : start[i + 1]], features), np.append(weight[start[i] : start[i + 1]], bias))
        for i in range(len(start) - 1)
    ]
    table = np.zeros((features + 1, labels), np.float32)
    alpha = np.zeros((len(messages), labels), np.float32)
    slack = np.float32(0.5 / COST)
    scale = [np.float32(1 / (float(x @ x) + slack)) for _, x in messages]
    order = np.random.default_rng(0).permutation(len(messages))
    sign = np.full(labels, -1, np.float32)
    for _ in range(passes):
        for i in order:
            ids, x = messages[i]
            dual, own = alpha[i], label[i]
            sign[own] = 1
            near = table.take(ids, axis=0)
            step = np.maximum(dual - (sign * (x @ near) - 1 + slack * dual) * scale[i], 0) - dual
            if np.abs(step).max() > _SETTLED:
                dual += step
                near += x[:, None] * (sign * step)
                table[ids] = near
            sign[own] = -1
    return table
