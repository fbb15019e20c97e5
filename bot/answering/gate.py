"""The gate: from a candidate's signals to the chance that it is the right answer.

A committee of small networks (one hidden layer), fitted on questions whose answer is known and on messages that nothing
answers. Everything is seeded, and chances are rounded, so the same pack gives the same decisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

HIDDEN = 24
MEMBERS = 3
EPOCHS = 24
BATCH = 512
RATE = 4e-3
DECAY = 1e-4
_CLIP = 5.0


@dataclass(frozen=True)
class Gate:
    """Fitted weights; arrays carry one slice a member of the committee."""

    mean: Floats
    spread: Floats
    inner: Floats  # (members, signals + 1, hidden)
    outer: Floats  # (members, hidden + 1)

    def chances(self, signals: Floats) -> Floats:
        """The chance of being right for each row of signals, rounded to four decimals."""
        x = _with_one(np.clip((signals - self.mean) / self.spread, -_CLIP, _CLIP))
        hidden = np.tanh(x @ self.inner)
        logits = (hidden @ self.outer[:, :-1, None])[..., 0] + self.outer[:, -1:]
        chances = np.round(1 / (1 + np.exp(-logits)), 6).mean(0).round(4)
        return np.asarray(chances, np.float32)


def fit(signals: Floats, right: npt.NDArray[np.bool_], weight: Floats) -> Gate:
    """Fit the committee with Adam; `weight` says how much each row counts."""
    mean, spread = signals.mean(0), signals.std(0) + 1e-3
    x = _with_one(np.clip((signals - mean) / spread, -_CLIP, _CLIP)).astype(np.float32)
    y = right.astype(np.float32)
    members = [_member(x, y, weight / weight.mean(), seed) for seed in range(MEMBERS)]
    return Gate(mean, spread, np.stack([m[0] for m in members]), np.stack([m[1] for m in members]))


def _member(x: Floats, y: Floats, weight: Floats, seed: int) -> tuple[Floats, Floats]:
    chance = np.random.default_rng(seed)
    size = x.shape[1]
    inner = (chance.standard_normal((size, HIDDEN)) / np.sqrt(size)).astype(np.float32)
    outer = np.zeros(HIDDEN + 1, np.float32)
    outer[:-1] = chance.standard_normal(HIDDEN) / np.sqrt(HIDDEN)
    parameters = [inner, outer]
    first = [np.zeros_like(p) for p in parameters]
    second = [np.zeros_like(p) for p in parameters]
    step = 0
    batches = max(1, len(x) // BATCH)
    for epoch in range(EPOCHS):
        rate = RATE * 0.5 * (1 + np.cos(np.pi * epoch / EPOCHS))
        for rows in np.array_split(chance.permutation(len(x)), batches):
            step += 1
            part, target, counts = x[rows], y[rows], weight[rows]
            hidden = np.tanh(part @ parameters[0])
            guess = 1 / (1 + np.exp(-(hidden @ parameters[1][:-1] + parameters[1][-1])))
            error = (guess - target) * counts / len(rows)
            back = np.outer(error, parameters[1][:-1]) * (1 - hidden**2)
            slopes = [
                part.T @ back + DECAY * parameters[0],
                np.append(hidden.T @ error, error.sum()) + DECAY * parameters[1],
            ]
            for p, slope, m, v in zip(parameters, slopes, first, second, strict=True):
                m += 0.1 * (slope - m)
                v += 0.001 * (slope**2 - v)
                p -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return parameters[0], parameters[1]


def _with_one(x: Floats) -> Floats:
    return np.concatenate([x, np.ones((*x.shape[:-1], 1), x.dtype)], axis=-1)
