"""An encoder is off by default, taken only by its hash, and then finds what shares no word with a phrasing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.answering import fitted
from bot.answering.encoder import hash_of, load_encoder
from bot.answering.mind import learned
from bot.errors import SettingsError
from bot.library.loader import load

if TYPE_CHECKING:
    from pathlib import Path

PACK = """\
id: tiny
title: {en: "Tiny"}
languages: [en]
"""
SUBJECT = """\
id: job
title: {en: "Job"}
entries:
  - {id: pay, answer: {en: "It pays."}, ask: {en: ["salary please", "salary question"]}}
  - {id: place, answer: {en: "In town."}, ask: {en: ["location please", "location question"]}}
"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "words.txt").write_text("salary\nwage\nlocation\nwhereabouts\n", "utf-8")
    np.save(folder / "vectors.npy", np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]], np.float32))
    return folder


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    (folder / "subjects").mkdir(parents=True)
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    (folder / "subjects" / "job.yaml").write_text(SUBJECT, "utf-8")
    return folder


def test_words_of_one_meaning_find_each_other_only_with_an_encoder(pack: Path, model: Path) -> None:
    library = load(pack)
    with_it = learned(library, load_encoder(model, hash_of(model)))
    for question, entry in (("wage", "job.pay"), ("whereabouts", "job.place")):
        chances = with_it.look(with_it.reader.read(f"{question} please")).chances
        assert max(chances, key=lambda e: chances[e]) == entry
    without = learned(library)
    chances = without.look(without.reader.read("wage please")).chances
    assert chances["job.pay"] == pytest.approx(chances["job.place"], abs=0.05)


def test_what_was_learned_with_an_encoder_is_kept_apart(pack: Path, model: Path, tmp_path: Path) -> None:
    library, encoder = load(pack), load_encoder(model, hash_of(model))
    fitted.learn(tmp_path / "kept", library, encoder)
    again = fitted.recall(tmp_path / "kept", library, encoder)
    assert again is not None
    assert again.rankers.meanings is not None
    assert fitted.recall(tmp_path / "kept", library) is None


def test_a_changed_model_is_refused_by_its_hash(model: Path) -> None:
    expected = hash_of(model)
    (model / "words.txt").write_text("salary\nwage\nlocation\nelsewhere\n", "utf-8")
    with pytest.raises(SettingsError, match="SHA-256"):
        load_encoder(model, expected)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_encoder(tmp_path / "nowhere", "0" * 64)
    (tmp_path / "words.txt").write_text("a\nb\n", "utf-8")
    with pytest.raises(SettingsError, match="no usable encoder"):
        load_encoder(tmp_path, hash_of(tmp_path))
