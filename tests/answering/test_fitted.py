"""What was learned is kept, recalled to the bit, and never trusted when it is damaged or another's."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.answering import fitted
from bot.answering.engine import decide
from bot.answering.mind import Mind, learned
from bot.library.loader import load
from tests.answering.harbour import SUBJECTS, WORDINGS, harbour

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.library.library import Library

_OTHER = ("tell me about {}", "{} or teaching?", "i cant decide on {} yet", "is {} nice", "{}", "no {} please")
_NAMES = [name for subject in SUBJECTS for name in (*subject[5], *subject[6])]
QUESTIONS = [line.format(s=name).upper() for name in _NAMES for en, ja in WORDINGS.values() for line in (en[0], ja[0])]
QUESTIONS += [line.format(name) for name in _NAMES for line in _OTHER]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library that is learned in no time: too small for a gate."""
    return harbour(tmp_path_factory.mktemp("tiny"), languages=("ja",))


def _same(one: Mind, other: Mind) -> None:
    for question in QUESTIONS:
        assert decide(one, question, ("what does sales pay",)) == decide(other, question, ("what does sales pay",))


def test_what_is_recalled_decides_as_what_was_learned(small_mind: Mind, tmp_path: Path) -> None:
    fitted.keep(tmp_path, small_mind)
    recalled = fitted.recall(tmp_path, small_mind.library)
    assert recalled is not None
    assert len(QUESTIONS) >= 200
    _same(small_mind, recalled)


def test_what_is_learned_again_decides_the_same(small_mind: Mind, small_library: Library) -> None:
    _same(small_mind, learned(small_library))


def test_a_mind_without_gate_is_kept_too(tiny: Library, tmp_path: Path) -> None:
    mind = fitted.learn(tmp_path, tiny)
    recalled = fitted.recall(tmp_path, tiny)
    assert mind.gate is None
    assert recalled is not None
    assert recalled.gate is None
    _same(mind, recalled)


def test_nothing_kept_is_nothing_recalled_and_nothing_to_warn_of(tiny: Library, tmp_path: Path) -> None:
    with capture_logs() as logs:
        assert fitted.recall(tmp_path / "nowhere", tiny) is None
    assert logs == []


def _foreign(_: bytes) -> bytes:
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, numbers=np.arange(3))
    return file.getvalue()


def _one_array(_: bytes) -> bytes:
    file = io.BytesIO()
    np.save(file, np.arange(3))
    return file.getvalue()


def _flipped(kept: bytes) -> bytes:
    middle = len(kept) // 2
    return kept[:middle] + bytes([kept[middle] ^ 0xFF]) + kept[middle + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "text": lambda _: b"not what you think",
    "half": lambda kept: kept[: len(kept) // 2],
    "all but the end": lambda kept: kept[:-1],
    "one bit of it": _flipped,
    "zeros": lambda kept: bytes(len(kept)),
    "another program's": _foreign,
    "one array": _one_array,
    "a pickle": lambda _: b"\x80\x04K\x01.",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_a_warning_and_then_learned_again(tiny: Library, tmp_path: Path, damage: str) -> None:
    fitted.learn(tmp_path, tiny)
    file = fitted.place(tmp_path, tiny)
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    with capture_logs() as logs:
        assert fitted.recall(tmp_path, tiny) is None
    assert [(log["log_level"], log["file"]) for log in logs] == [("warning", file.name)]
    fitted.learn(tmp_path, tiny)
    assert fitted.recall(tmp_path, tiny) is not None


def test_any_cut_and_any_flipped_byte_is_either_noticed_or_harmless(tiny: Library, tmp_path: Path) -> None:
    fitted.learn(tmp_path, tiny)
    file = fitted.place(tmp_path, tiny)
    kept = file.read_bytes()
    with capture_logs():
        for at in range(0, len(kept), max(1, len(kept) // 60)):
            file.write_bytes(kept[:at] + bytes([kept[at] ^ 0x55]) + kept[at + 1 :])
            fitted.recall(tmp_path, tiny)
            file.write_bytes(kept[:at])
            assert fitted.recall(tmp_path, tiny) is None


def test_an_older_versions_file_is_not_used_and_is_cleared_away(
    tiny: Library, small_library: Library, tmp_path: Path
) -> None:
    older = tmp_path / "learned-0123456789abcdef-0.npz"
    older.write_bytes(b"older")
    for number in range(fitted.KEPT):
        (tmp_path / f"learned-{number:016x}-0.npz").write_bytes(b"old")
    os.utime(older, (0, 0))
    mine = tmp_path / "mine.npz"
    mine.write_bytes(b"not the bot's")
    assert fitted.recall(tmp_path, tiny) is None
    fitted.learn(tmp_path, tiny)
    assert not older.exists()
    assert mine.exists()
    # the same name, but made from another pack
    fitted.place(tmp_path, small_library).write_bytes(fitted.place(tmp_path, tiny).read_bytes())
    with capture_logs() as logs:
        assert fitted.recall(tmp_path, small_library) is None
    assert logs[0]["reason"] == "ValueError"


def test_a_changed_pack_is_another_file(tmp_path: Path) -> None:
    before = harbour(tmp_path / "pack", languages=("ja",))
    (tmp_path / "pack" / "phrasings").mkdir()
    (tmp_path / "pack" / "phrasings" / "sales.yaml").write_text("pay: {ja: [営業のお金]}\n", "utf-8")
    after = load(tmp_path / "pack")
    assert fitted.place(tmp_path, before) != fitted.place(tmp_path, after)


def test_a_folder_that_cannot_be_written_only_costs_the_learning(tiny: Library, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with capture_logs() as logs:
        mind = fitted.learn(blocked, tiny)
    assert [(log["log_level"], log["event"]) for log in logs] == [("warning", "learned file not kept")]
    assert decide(mind, "営業の給料はいくらですか").band == "sure"
    assert blocked.read_text() == "in the way"


def test_nothing_half_written_stays(tiny: Library, tmp_path: Path) -> None:
    fitted.learn(tmp_path, tiny)
    file = fitted.place(tmp_path, tiny)
    file.unlink()
    file.mkdir()  # nothing can be put here
    with capture_logs():
        fitted.learn(tmp_path, tiny)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
