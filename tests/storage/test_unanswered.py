"""The contract of `bot.ports.Unanswereds`, on every implementation."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from bot.ports import Unanswered
from bot.storage.database import open_store
from bot.storage.tables import unanswered
from tests.storage.conftest import url_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ports import Unanswereds

NOON = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
ASKED = Unanswered(
    organisation="kansai",
    language="en",
    band="none",
    text="can i work on a yacht?",
    shape="work yacht",
    candidates=("visa.change", "side-jobs.rules"),
    asked_at=NOON,
)


async def test_what_goes_in_comes_out(unanswereds: Unanswereds) -> None:
    await unanswereds.add(ASKED)
    assert list(await unanswereds.waiting("kansai")) == [ASKED]


async def test_an_empty_queue_is_empty(unanswereds: Unanswereds) -> None:
    assert list(await unanswereds.waiting("kansai")) == []
    assert await unanswereds.expire(NOON) == 0


async def test_no_organisation_sees_another_ones_questions(unanswereds: Unanswereds) -> None:
    await unanswereds.add(ASKED)
    await unanswereds.add(replace(ASKED, organisation="kanto", text="where is the tax office?"))
    assert [q.text for q in await unanswereds.waiting("kansai")] == ["can i work on a yacht?"]
    assert [q.text for q in await unanswereds.waiting("kanto")] == ["where is the tax office?"]
    for other in ("", "kan", "KANSAI", "%", "kansai' OR '1'='1"):
        assert list(await unanswereds.waiting(other)) == []


async def test_what_waits_is_counted_for_each_organisation(unanswereds: Unanswereds) -> None:
    for organisation in ("kansai", "kansai", "kanto"):
        await unanswereds.add(replace(ASKED, organisation=organisation))
    counted = [await unanswereds.count(organisation) for organisation in ("kansai", "kanto", "")]
    assert counted == [2, 1, 0]


async def test_the_newest_comes_first_and_no_more_than_asked_for(unanswereds: Unanswereds) -> None:
    for hours in (2, 0, 3, 1):
        await unanswereds.add(replace(ASKED, text=f"{hours} h", asked_at=NOON + timedelta(hours=hours)))
    assert [q.text for q in await unanswereds.waiting("kansai", limit=3)] == ["3 h", "2 h", "1 h"]


async def test_the_same_question_twice_is_two_rows_of_one_shape(unanswereds: Unanswereds) -> None:
    await asyncio.gather(*(unanswereds.add(ASKED) for _ in range(8)))
    assert [q.shape for q in await unanswereds.waiting("kansai")] == ["work yacht"] * 8


async def test_expiring_forgets_what_is_older_and_nothing_else(unanswereds: Unanswereds) -> None:
    for days in (-1, 0, 1):
        await unanswereds.add(replace(ASKED, asked_at=NOON + timedelta(days=days)))
    await unanswereds.add(replace(ASKED, organisation="kanto", asked_at=NOON - timedelta(days=1)))
    assert await unanswereds.expire(NOON) == 2
    assert [q.asked_at for q in await unanswereds.waiting("kansai")] == [NOON + timedelta(days=1), NOON]
    assert list(await unanswereds.waiting("kanto")) == []


async def test_an_instant_is_the_same_whatever_the_zone_it_was_said_in(unanswereds: Unanswereds) -> None:
    await unanswereds.add(replace(ASKED, asked_at=NOON.astimezone(timezone(timedelta(hours=9)))))
    [found] = await unanswereds.waiting("kansai")
    assert found.asked_at == NOON
    assert await unanswereds.expire((NOON + timedelta(microseconds=1)).astimezone(timezone(timedelta(hours=-5)))) == 1


@pytest.mark.parametrize(
    "text", ["日本語能力試験 N2 は必要?", "🏴‍☠️ 'quoted' \\ -- ; DROP TABLE unanswered", "", "long " * 20_000]
)
async def test_any_text_is_kept_as_it_is(unanswereds: Unanswereds, text: str) -> None:
    await unanswereds.add(replace(ASKED, text=text, shape=text, candidates=()))
    [found] = await unanswereds.waiting("kansai")
    assert (found.text, found.shape, found.candidates) == (text, text, ())


@pytest.mark.parametrize("hostile", ["nul \x00 inside", "half \ud83d of a pair"])
async def test_text_that_no_database_can_hold_is_stored_all_the_same(file: Path, postgresql: str, hostile: str) -> None:
    from bot.storage.migrate import upgrade

    await upgrade(postgresql)
    for url in (url_of(file), postgresql):
        async with open_store(url) as store:
            await store.unanswered.add(replace(ASKED, text=hostile))
            [found] = await store.unanswered.waiting("kansai")
            assert "\ufffd" in found.text
            assert found.text.split()[0] == hostile.split()[0]


async def test_an_instant_without_a_zone_is_refused(file: Path) -> None:
    async with open_store(url_of(file)) as store:
        with pytest.raises(Exception, match="aware of its zone"):
            await store.unanswered.add(replace(ASKED, asked_at=datetime(2026, 4, 1)))
        assert list(await store.unanswered.waiting("kansai")) == []


def test_nothing_stored_says_who_asked_or_where() -> None:
    assert set(unanswered.columns.keys()) == {"id", *(field.name for field in fields(Unanswered))}
    assert not {"person", "place", "name", "key"} & set(unanswered.columns.keys())
