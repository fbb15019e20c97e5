"""The contracts of `bot.ports.Attempts` and `bot.ports.Profiles`, on every implementation."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.ports import Attempt, Profile

if TYPE_CHECKING:
    from bot.ports import Attempts, Profiles

NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)
BEGUN = Attempt("Ab3_x-9Kq0Zz", "discord:1", "after-alt", NOON, NOON)


async def test_what_was_never_begun_is_none(attempts: Attempts) -> None:
    assert await attempts.get("Ab3_x-9Kq0Zz") is None
    assert list(await attempts.of("discord:1")) == []
    assert not await attempts.put(replace(BEGUN, revision=1))
    await attempts.drop("Ab3_x-9Kq0Zz")
    assert await attempts.erase("discord:1") == 0
    assert await attempts.expire(NOON) == 0


async def test_an_attempt_comes_back_as_it_was(attempts: Attempts) -> None:
    full = replace(BEGUN, answers={"work": "people", "日本語": "\x00"}, cursor="work", revision=7, state="stopped")
    await attempts.add(full)
    assert await attempts.get(full.id) == full
    assert await attempts.get(full.id.lower()) is None


async def test_a_change_counts_upon_the_revision_before_it_only(attempts: Attempts) -> None:
    await attempts.add(BEGUN)
    first = replace(BEGUN, answers={"work": "people"}, revision=1)
    assert await attempts.put(first)
    for stale in (first, replace(BEGUN, answers={"work": "classes"}, revision=1), replace(BEGUN, revision=3)):
        assert not await attempts.put(stale)
    assert await attempts.get(BEGUN.id) == first
    assert await attempts.put(replace(first, revision=2, state="finished"))


async def test_of_many_changes_at_once_one_counts(attempts: Attempts) -> None:
    await attempts.add(BEGUN)
    made = [replace(BEGUN, answers={"work": str(number)}, revision=1) for number in range(8)]
    counted = await asyncio.gather(*map(attempts.put, made))
    assert counted.count(True) == 1
    assert await attempts.get(BEGUN.id) == made[counted.index(True)]


async def test_somebodys_attempts_are_theirs_the_last_touched_first(attempts: Attempts) -> None:
    for number, person in enumerate(("discord:1", "discord:11", "discord:1", "discord:1")):
        at = NOON + timedelta(minutes=min(number, 2))
        await attempts.add(replace(BEGUN, id=str(number), person=person, touched_at=at))
    assert [attempt.id for attempt in await attempts.of("discord:1")] == ["2", "3", "0"]
    await attempts.drop("3")
    assert await attempts.erase("discord:1") == 2
    assert [attempt.id for attempt in await attempts.of("discord:11")] == ["1"]


async def test_what_nobody_touches_is_forgotten(attempts: Attempts) -> None:
    await attempts.add(BEGUN)
    await attempts.add(replace(BEGUN, id="2", touched_at=NOON + timedelta(hours=2)))
    assert await attempts.expire(NOON + timedelta(hours=1)) == 1
    assert await attempts.get(BEGUN.id) is None
    assert await attempts.get("2") is not None


async def test_a_profile_is_kept_changed_and_erased(profiles: Profiles) -> None:
    assert await profiles.get("discord:1") is None
    assert await profiles.erase("discord:1") == 0
    facts: dict[str, str | int | bool | list[str]] = {"japanese": "N3", "interac_years": 1, "tokyo": False}
    profile = Profile("discord:1", facts, NOON)
    await profiles.put(profile)
    await profiles.put(replace(profile, person="slack:T1:U1", facts={}))
    assert await profiles.get("discord:1") == profile
    changed = replace(profile, facts={"credentials": ["licence"]}, changed_at=NOON + timedelta(1))
    await profiles.put(changed)
    assert await profiles.get("discord:1") == changed
    assert await profiles.erase("discord:1") == 1
    assert await profiles.get("discord:1") is None
    assert await profiles.get("slack:T1:U1") is not None
