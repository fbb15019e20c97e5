from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.answering import fitted
from tests.cli.shinro import Shinro
from tests.library.packs import SmallPack, small_pack

if TYPE_CHECKING:
    from bot.answering.mind import Mind
    from bot.library.library import Library


@pytest.fixture
def shinro(tmp_path: Path, small_library: Library, small_mind: Mind) -> Shinro:
    """The command line over Harbour, which it has learned before."""
    made = Shinro(tmp_path, Path(small_library.folder))
    fitted.keep(made.data / "learned", small_mind)
    return made


@pytest.fixture
def pack(tmp_path: Path) -> SmallPack:
    """A sound little pack that can be broken."""
    return small_pack(tmp_path / "pack")


@pytest.fixture
def fresh(tmp_path: Path, pack: SmallPack) -> Shinro:
    """The command line over the little pack, on a computer that has never run it."""
    return Shinro(tmp_path, pack.folder)
