"""Keeping what was learned: one file a pack, named by the pack's digest, so that it is learned once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import structlog

from bot.answering.concepts import Lexicon
from bot.answering.gate import Gate
from bot.answering.index import Index, Votes
from bot.answering.mind import Mind, learned
from bot.answering.rankers import Meanings, Rankers, profiles_of
from bot.answering.reading import Reader
from bot.answering.separators import Separators
from bot.answering.signals import ALARMS, NAMES
from bot.answering.spelling import Spelling

if TYPE_CHECKING:
    from bot.answering.encoder import Encoder
    from bot.library.library import Library

KEPT = 3  # files of packs and encoders used lately
VERSION = 5  # of the file's shape and of everything that is learned: raise it when either changes
_GATE = ("mean", "spread", "inner", "outer")
_VOTES = ("row", "table", "start", "label", "cells")
_LOG = structlog.get_logger(__name__)


def place(folder: Path, library: Library, encoder: Encoder | None = None) -> Path:
    """Where what was learned from a library, with an encoder or without, is kept."""
    model = f"-{encoder.name[:8]}" if encoder else ""
    return folder / f"learned-{library.digest[:16]}{model}-{VERSION}.npz"


def recall(folder: Path, library: Library, encoder: Encoder | None = None) -> Mind | None:
    """The mind that was kept for a library; None if there is none, or none that can be used."""
    path = place(folder, library, encoder)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return _mind(library, {name: kept[name] for name in kept.files}, encoder)
    except FileNotFoundError:
        return None
    except Exception as error:  # a damaged file can fail in any way
        _LOG.warning("learned file not usable", file=path.name, reason=type(error).__name__)
        return None


def learn(folder: Path, library: Library, encoder: Encoder | None = None) -> Mind:
    """Learn from a library and keep it; a folder that cannot be written only costs the learning again."""
    mind = learned(library, encoder)
    try:
        keep(folder, mind)
    except OSError as error:
        _LOG.warning("learned file not kept", folder=str(folder), reason=error.strerror)
    return mind


def keep(folder: Path, mind: Mind) -> Path:
    """Write a mind's file whole or not at all, and drop those of packs not used lately."""
    folder.mkdir(parents=True, exist_ok=True)
    meanings = mind.rankers.meanings
    path = place(folder, mind.library, meanings.encoder if meanings else None)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".learned-", suffix=".npz")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **_arrays(mind))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    others = sorted(folder.glob("learned-*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in others[KEPT:]:
        old.unlink(missing_ok=True)
    return path


def _arrays(mind: Mind) -> dict[str, Any]:
    index, separators = mind.rankers.index, mind.rankers.separators
    arrays: dict[str, Any] = {
        "digest": _text([mind.library.digest, *NAMES, *ALARMS]),
        "labels": _text(index.labels),
        "names": _text(index.vocabulary),
        "first": index.first,
        "idf": index.idf,
        "base": index.base,
        "words": _text(mind.reader.spelling.counts),
        "word_counts": np.array(list(mind.reader.spelling.counts.values()), np.int32),
    }
    arrays |= {f"postings_{i}": part for i, part in enumerate(index.postings)}
    arrays |= {f"votes_{name}": getattr(index.votes, name) for name in _VOTES}
    if separators is not None:
        arrays |= {"separator_row": separators.row, "separator_table": separators.table}
    if mind.rankers.meanings is not None:
        arrays["meanings"] = mind.rankers.meanings.vectors
    for name, gate in (("gate", mind.gate), ("alarm", mind.alarm)):
        if gate is not None:
            arrays |= {f"{name}_{part}": getattr(gate, part) for part in _GATE}
    return arrays


def _mind(library: Library, kept: dict[str, Any], encoder: Encoder | None) -> Mind:
    if _lines(kept["digest"]) != [library.digest, *NAMES, *ALARMS]:
        raise ValueError("made from another pack or by another version")
    library = library.public()
    index = Index(
        _lines(kept["labels"]),
        kept["first"],
        {name: i for i, name in enumerate(_lines(kept["names"]))},
        kept["idf"],
        (kept["postings_0"], kept["postings_1"], kept["postings_2"]),
        Votes(*(kept[f"votes_{name}"] for name in _VOTES)),
        kept["base"],
    )
    separators = Separators(kept["separator_row"], kept["separator_table"]) if "separator_row" in kept else None
    meanings = Meanings(encoder, kept["meanings"]) if encoder else None
    gate, alarm = (_gate(kept, name) for name in ("gate", "alarm"))
    lexicon = Lexicon(library)
    counts = dict(zip(_lines(kept["words"]), map(int, kept["word_counts"]), strict=True))
    return Mind(
        library,
        Reader(lexicon, Spelling(counts, lexicon.words)),
        Rankers(index, profiles_of(library), separators, meanings),
        gate,
        alarm,
    )


def _gate(kept: dict[str, Any], name: str) -> Gate | None:
    return Gate(*(kept[f"{name}_{part}"] for part in _GATE)) if f"{name}_mean" in kept else None


def _text(lines: Any) -> Any:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _lines(data: Any) -> list[str]:
    return bytes(data).decode().split("\n") if len(data) else []
