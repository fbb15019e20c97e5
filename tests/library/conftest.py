from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.library.packs import SmallPack, small_pack

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pack(tmp_path: Path) -> SmallPack:
    return small_pack(tmp_path)
