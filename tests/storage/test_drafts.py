"""The contract of `bot.ports.Drafts`, on every implementation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.ports import Drafts

NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)


async def test_what_was_never_begun_is_none(drafts: Drafts) -> None:
    assert await drafts.get("tess") is None
    await drafts.drop("tess")
    assert await drafts.expire(NOON) == 0


async def test_the_newest_values_stand_alone(drafts: Drafts) -> None:
    await drafts.put("tess", {"title": "Head Teacher", "opens": ""}, NOON)
    await drafts.put("kim", {"title": "SPP"}, NOON)
    assert await drafts.get("tess") == {"title": "Head Teacher", "opens": ""}
    await drafts.put("tess", {"role": "ht"}, NOON)
    assert await drafts.get("tess") == {"role": "ht"}
    assert await drafts.get("kim") == {"title": "SPP"}
    await drafts.drop("tess")
    assert await drafts.get("tess") is None
    assert await drafts.get("kim") == {"title": "SPP"}


async def test_nothing_filled_in_yet_is_not_none(drafts: Drafts) -> None:
    await drafts.put("tess", {}, NOON)
    assert await drafts.get("tess") == {}


@pytest.mark.parametrize(
    "text", ["日本語", "🏴‍☠️ 'x' \\ -- ;", "", "nul \x00 inside", "half \ud83d of a pair", "long " * 9_000]
)
async def test_any_text_comes_back_as_it_was(drafts: Drafts, text: str) -> None:
    await drafts.put("tess", {text: text}, NOON)
    assert await drafts.get("tess") == {text: text}


async def test_what_is_given_and_got_is_a_copy(drafts: Drafts) -> None:
    values = {"a": "1"}
    await drafts.put("tess", values, NOON)
    values["a"] = "2"
    assert await drafts.get("tess") == {"a": "1"}


async def test_expiring_forgets_what_was_not_touched_since(drafts: Drafts) -> None:
    for key in ("tess", "kim"):
        await drafts.put(key, {"a": "1"}, NOON)
    await drafts.put("kim", {"a": "2"}, NOON + timedelta(hours=2))
    assert await drafts.expire(NOON + timedelta(hours=1)) == 1
    assert await drafts.get("tess") is None
    assert await drafts.get("kim") == {"a": "2"}
