"""An optional sentence encoder: off by default, taken from a folder only when its content has the expected hash.

The phrasings decide without one; an encoder adds likeness of meaning to the nearness of words.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from bot.answering.normalise import normalise, words
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

SHARE = 0.5  # of a phrasing's nearness that the encoder has a say in
_BYTES = 500_000_000


class Encoder(Protocol):
    """Texts as vectors. `name` is the hash of the model: what was learned with another is not used."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row of unit length a text, or of zeros for a text that the model knows nothing of."""
        ...


class StaticEncoder:
    """The mean of word vectors: `words.txt`, one word a line, and `vectors.npy` with a row for each."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        known = (folder / "words.txt").read_text("utf-8").split("\n")
        self._row = {word: i for i, word in enumerate(word for word in known if word)}
        self._vectors: Floats = np.load(folder / "vectors.npy", allow_pickle=False).astype(np.float32)
        if self._vectors.ndim != 2 or len(self._vectors) != len(self._row):
            raise ValueError("words.txt and vectors.npy do not belong together")

    @property
    def name(self) -> str:
        return self._name

    def encode(self, texts: Sequence[str]) -> Floats:
        found = np.zeros((len(texts), self._vectors.shape[1]), np.float32)
        for i, text in enumerate(texts):
            rows = [self._row[word] for word in words(normalise(text)) if word in self._row]
            if rows:
                mean = self._vectors[rows].mean(0)
                found[i] = mean / (float(np.linalg.norm(mean)) or 1.0)
        return found


def load_encoder(folder: Path, sha256: str) -> Encoder:
    """The encoder in a folder; SettingsError if its content is not what the hash names, or cannot be used."""
    try:
        found = hash_of(folder)
    except OSError as error:
        raise SettingsError([f"SHINRO_ENCODER: {folder} cannot be read ({error.strerror})."]) from None
    if found != sha256.lower():
        raise SettingsError([f"SHINRO_ENCODER: the content of {folder} has the SHA-256 {found}, not the one expected."])
    try:
        return StaticEncoder(folder, found)
    except (OSError, ValueError) as error:
        raise SettingsError([f"SHINRO_ENCODER: {folder} holds no usable encoder ({error})."]) from None


def hash_of(folder: Path) -> str:
    """SHA-256 over the names and bytes of a folder's files, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        if path.stat().st_size > _BYTES:
            raise OSError(0, f"{path.name} is larger than 500 MB")
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
