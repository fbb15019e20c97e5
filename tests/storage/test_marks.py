"""The contract of `bot.ports.Marks`, on every implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.ports import Marks


async def test_what_was_never_noted_is_none(marks: Marks) -> None:
    assert await marks.get("commands") is None


async def test_the_newest_value_counts_and_names_are_apart(marks: Marks) -> None:
    await marks.put("commands", "1a2b")
    await marks.put("commands", "3c4d")
    await marks.put("Commands", "")
    assert await marks.get("commands") == "3c4d"
    assert await marks.get("Commands") == ""
    assert await marks.get("command") is None
