"""The contracts of `bot.windows.ports`, on every implementation."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.ports import Server
from bot.storage.database import open_store
from bot.storage.migrate import upgrade
from bot.windows.audience import Subscription, Target
from bot.windows.milestones import PERSONAL, Quiet, Rhythm, milestones
from bot.windows.ports import Claimed, Fault, Manner, Marking, Outcome, Planned, post_id
from bot.windows.window import approved, withdrawn
from tests.windows.samples import CLOSES, NOW, OPENS, window

if TYPE_CHECKING:
    from bot.windows.ports import Announcements, Windows
    from bot.windows.ports import WindowsKept as Kept
    from bot.windows.window import Window

LEASE = timedelta(seconds=60)
PLACES = [Target("place", "discord:1", "23"), Target("place", "slack:T1", "C1")]
STAFF = Target("place", "discord:1", "24")
PERSON = Target("person", "", "discord:42")
BOTH = ("discord", "slack")


def planned(of: Window, *targets: Target) -> list[Planned]:
    return [
        Planned(target, milestones(of, PERSONAL if target.kind == "person" else Rhythm()), "ja")
        for target in (targets or PLACES)
    ]


@pytest.fixture
def windows(kept: Kept) -> Windows:
    return kept.windows


@pytest.fixture
def announcements(kept: Kept) -> Announcements:
    return kept.announcements


async def claim(of: Announcements, now: datetime, holder: str = "a", limit: int = 100) -> list[Claimed]:
    return list(await of.claim(holder, BOTH, now, now + LEASE, limit))


def done(claimed: Claimed, now: datetime, **post: object) -> Outcome:
    told = {"told": claimed.window.revision, "sent": "m1", **post}
    marks = tuple(Marking(d.milestone, "done", now, tries=d.tries + 1, sent="m1") for d in claimed.deliveries)
    return Outcome(replace(claimed.post, **told), marks)  # type: ignore[arg-type]


async def test_what_goes_in_comes_out(windows: Windows) -> None:
    full = window(
        roles=("sht", "im"),
        branches=("札幌",),
        papers=("Cover letter",),
        duties="NUL \x00 and half \ud83d"[:3],
        places=("23",),
        author="discord:9",
    )
    assert await windows.get("alts", full.id) is None
    assert await windows.put(full, None, planned(full))
    assert await windows.get("alts", full.id) == full
    assert list(await windows.all("alts")) == [full]
    assert list(await windows.all("alts", after=CLOSES)) == []
    assert list(await windows.all("others")) == []
    assert await windows.get("others", full.id) is None


async def test_a_change_counts_only_upon_what_it_was_made_from(windows: Windows) -> None:
    first = window()
    assert await windows.put(first, None, [])
    assert not await windows.put(window(title="Another"), None, [])
    second = approved(replace(first, title="Second"), NOW)
    assert await windows.put(second, first, [])
    assert not await windows.put(approved(replace(first, title="Third"), NOW), first, [])
    assert await windows.get("alts", first.id) == second


async def test_changes_wait_for_approval(windows: Windows) -> None:
    first = window()
    await windows.put(first, None, [])
    change = replace(first, title="Changed")
    await windows.propose("alts", first.id, change)
    assert list(await windows.proposed("alts")) == [change]
    assert list(await windows.proposed("others")) == []
    assert await windows.get("alts", first.id) == first
    await windows.propose("alts", first.id, None)
    assert list(await windows.proposed("alts")) == []


async def test_a_plan_becomes_posts_with_deliveries(windows: Windows) -> None:
    first = window()
    await windows.put(first, None, planned(first))
    posts = await windows.posts("alts", first.id)
    assert [post.target for post in posts] == [place.key for place in PLACES]
    assert {post.language for post in posts} == {"ja"}
    found = await windows.deliveries(posts[0].id)
    assert [d.milestone for d in found] == [m.key for m in milestones(first, Rhythm())]
    assert {(d.state, d.tries, d.doubtful) for d in found} == {("waiting", 0, False)}
    assert [(d.at, d.due) for d in found] == [(m.at, m.due) for m in milestones(first, Rhythm())]
    assert list(await windows.posts("others", first.id)) == []


async def test_a_plan_that_changes_keeps_what_was_told(windows: Windows, announcements: Announcements) -> None:
    first = window()
    await windows.put(first, None, planned(first))
    [*claimed] = await claim(announcements, OPENS)
    await announcements.mark("a", [done(c, OPENS) for c in claimed], OPENS)
    moved = approved(replace(first, closes=CLOSES + timedelta(days=2)), OPENS)
    assert await windows.put(moved, first, planned(moved))
    post = post_id("alts", first.id, PLACES[0].key)
    states = {d.milestone: d.state for d in await windows.deliveries(post)}
    assert states == {
        "opens@2026-12-01": "done",
        "changed-2": "waiting",
        "left-7@2026-12-22": "waiting",
        "left-1@2026-12-22": "waiting",
        "closes@2026-12-22": "waiting",
    }
    [again, _] = await claim(announcements, OPENS)
    assert [d.milestone for d in again.deliveries] == ["changed-2"]
    assert (again.before, again.window) == (first, moved)


async def test_an_hour_later_is_the_same_milestone_at_another_time(windows: Windows) -> None:
    first = window()
    await windows.put(first, None, planned(first))
    later = approved(replace(first, closes=CLOSES + timedelta(hours=1)), NOW)
    await windows.put(later, first, planned(later))
    found = await windows.deliveries(post_id("alts", first.id, PLACES[0].key))
    assert [d.due for d in found if d.kind == "closes"] == [CLOSES + timedelta(hours=1)]


async def test_nothing_is_due_before_its_time(windows: Windows, announcements: Announcements) -> None:
    await windows.put(window(), None, planned(window()))
    assert await announcements.next_due(BOTH) == OPENS
    assert await claim(announcements, OPENS - timedelta(seconds=1)) == []
    assert len(await claim(announcements, OPENS)) == 2


async def test_a_claim_holds_until_it_is_marked_or_has_run_out(windows: Windows, announcements: Announcements) -> None:
    await windows.put(window(), None, planned(window(), PLACES[0]))
    [first] = await claim(announcements, OPENS)
    assert [(d.milestone, d.doubtful, d.tries) for d in first.deliveries] == [("opens@2026-12-01", False, 0)]
    assert first.until == OPENS + LEASE
    assert await claim(announcements, OPENS + LEASE / 2, "b") == []
    assert await announcements.next_due(BOTH) == OPENS + LEASE
    [second] = await claim(announcements, OPENS + LEASE, "b")
    assert [(d.doubtful, d.tries, d.claimed_at) for d in second.deliveries] == [(True, 0, OPENS)]
    assert await announcements.mark("a", [done(first, OPENS)], OPENS) == 0  # it is no longer theirs
    assert (await windows.posts("alts", "sht-2026"))[0].told == 0
    assert await announcements.mark("b", [done(second, OPENS)], OPENS + LEASE) == 1
    [post] = await windows.posts("alts", "sht-2026")
    assert (post.told, post.sent) == (1, "m1")
    assert await announcements.next_due(BOTH) == CLOSES - timedelta(days=7)


async def test_what_was_not_sent_is_due_again_at_its_time(windows: Windows, announcements: Announcements) -> None:
    await windows.put(window(), None, planned(window(), PLACES[0]))
    [claimed] = await claim(announcements, OPENS)
    later = OPENS + timedelta(minutes=5)
    waits = Marking("opens@2026-12-01", "waiting", later, doubtful=False, tries=1)
    await announcements.mark("a", [Outcome(claimed.post, (waits,))], OPENS)
    assert await claim(announcements, later - timedelta(seconds=1)) == []
    [again] = await claim(announcements, later)
    assert [(d.doubtful, d.tries) for d in again.deliveries] == [(False, 1)]


async def test_each_platform_claims_its_own_and_the_longest_due_goes_first(
    windows: Windows, announcements: Announcements
) -> None:
    for number in range(5):
        each = window(id=f"w{number}", opens=OPENS - timedelta(hours=number))
        await windows.put(each, None, planned(each))
    slack = await announcements.claim("a", ["slack"], OPENS, OPENS + LEASE, 3)
    assert [c.window.id for c in slack] == ["w4", "w3", "w2"]
    assert {c.post.target for c in slack} == {PLACES[1].key}
    assert await announcements.claim("a", [], OPENS, OPENS + LEASE, 3) == []
    assert await announcements.next_due(["none"]) is None
    assert len(await claim(announcements, OPENS)) == 7


async def test_who_has_seen_a_window_is_told_what_comes(windows: Windows, announcements: Announcements) -> None:
    await windows.put(window(), None, planned(window(), PLACES[0]))
    later = OPENS + timedelta(hours=20)
    seen = [replace(plan, seen=1) for plan in planned(window(), PERSON)]
    await windows.replan("alts", "sht-2026", seen, later, PERSON)
    assert {c.post.target for c in await claim(announcements, later)} == {PLACES[0].key}
    [told] = [post for post in await windows.posts("alts", "sht-2026") if post.target == PERSON.key]
    assert told.told == 1  # so that a change of it is told
    states = {d.kind: d.state for d in await windows.deliveries(told.id)}
    assert states["opens"] == "skipped"
    assert states["left"] == "waiting"
    await windows.replan("alts", "sht-2026", planned(window(), PLACES[0], PERSON), later)
    assert {d.kind: d.state for d in await windows.deliveries(told.id)} == states


async def test_a_plan_for_one_leaves_the_others(windows: Windows) -> None:
    await windows.put(window(), None, planned(window(), *PLACES, PERSON))
    before = {post.target: len(await windows.deliveries(post.id)) for post in await windows.posts("alts", "sht-2026")}
    await windows.replan("alts", "sht-2026", [], NOW, PERSON)
    after = {post.target: len(await windows.deliveries(post.id)) for post in await windows.posts("alts", "sht-2026")}
    assert after == before | {PERSON.key: 0}


async def test_who_has_windows_that_are_not_over(windows: Windows) -> None:
    for organisation, closes in (("alts", CLOSES), ("others", OPENS + timedelta(hours=1)), ("alts", CLOSES)):
        each = window(organisation=organisation, id=f"{organisation}-{closes:%d}", closes=closes)
        await windows.put(each, None, [])
    assert list(await windows.organisations(NOW)) == ["alts", "others"]
    assert list(await windows.organisations(OPENS + timedelta(hours=1))) == ["alts"]


async def test_staff_is_told_once(windows: Windows, announcements: Announcements) -> None:
    await windows.put(window(), None, planned(window(), PLACES[0]))
    [claimed] = await claim(announcements, OPENS)
    fault = Fault(STAFF, "fault refused opens", "no rights", "ja")
    for _ in range(2):
        await announcements.mark("a", [replace(done(claimed, OPENS), faults=(fault,))], OPENS)
    [told] = await claim(announcements, OPENS)
    assert told.post.target == STAFF.key
    assert told.post.language == "ja"
    assert [(d.kind, d.detail) for d in told.deliveries] == [("fault", "no rights")]
    await windows.replan("alts", "sht-2026", [], NOW)  # a plan does not take it away
    found = await windows.deliveries(told.post.id)
    assert [d.kind for d in found] == ["fault"]


async def test_what_could_not_be_sent_to_a_person_waits_for_them(
    windows: Windows, announcements: Announcements
) -> None:
    await windows.put(window(), None, planned(window(), PERSON))
    [claimed] = await claim(announcements, OPENS)
    kept = Marking("opens@2026-12-01", "inbox", OPENS)
    await announcements.mark("a", [Outcome(claimed.post, (kept,))], OPENS)
    assert list(await announcements.inbox("others", "discord:42")) == []
    assert list(await announcements.inbox("alts", "discord:4")) == []
    [(of, delivery)] = await announcements.inbox("alts", "discord:42")
    assert (of, delivery.milestone) == (window(), "opens@2026-12-01")
    assert list(await announcements.inbox("alts", "discord:42")) == []


async def test_a_withdrawn_window_keeps_only_its_withdrawal(windows: Windows) -> None:
    first = window()
    await windows.put(first, None, planned(first))
    gone = withdrawn(first, NOW)
    await windows.put(gone, first, planned(gone))
    found = await windows.deliveries(post_id("alts", first.id, PLACES[0].key))
    assert [d.milestone for d in found] == ["withdrawn"]


async def test_a_lease_has_one_holder(announcements: Announcements) -> None:
    until = NOW + LEASE
    assert await announcements.lease("announcer", "a", NOW, until) == "a"
    assert await announcements.lease("announcer", "b", NOW, until) == "a"
    assert await announcements.lease("announcer", "a", NOW + LEASE / 2, until + LEASE) == "a"
    assert await announcements.lease("announcer", "b", until, until + LEASE) == "a"
    assert await announcements.lease("other", "b", NOW, until) == "b"
    await announcements.release("announcer", "b")
    assert await announcements.lease("announcer", "b", NOW, until) == "a"
    await announcements.release("announcer", "a")
    assert await announcements.lease("announcer", "b", NOW, until) == "b"
    assert await announcements.lease("announcer", "a", until, until + LEASE) == "a"


async def test_how_an_organisation_announces(windows: Windows) -> None:
    assert await windows.manner("alts") == Manner()
    chosen = Manner(Rhythm(frozenset({"opens"}), (3,), Quiet(time(22, 30), time(7))), self_approval=True, ping="77")
    await windows.put_manner("alts", chosen)
    assert await windows.manner("alts") == chosen
    assert await windows.manner("others") == Manner()


async def test_whoever_unsubscribes_leaves_nothing(kept: Kept) -> None:
    mine = Subscription("alts", "discord:42", ("role sht", "branch 札幌"), PERSONAL, "ja")
    await kept.subscriptions.put(mine)
    await kept.subscriptions.put(replace(mine, organisation="others"))
    await kept.subscriptions.put(replace(mine, person="discord:4"))
    assert await kept.subscriptions.get("alts", "discord:42") == mine
    assert [s.person for s in await kept.subscriptions.of("alts")] == ["discord:4", "discord:42"]
    assert [s.organisation for s in await kept.subscriptions.by("discord:42")] == ["alts", "others"]
    await kept.windows.put(window(), None, planned(window(), PERSON, PLACES[0]))
    await kept.subscriptions.drop("alts", "discord:42")
    assert await kept.subscriptions.get("alts", "discord:42") is None
    assert [post.target for post in await kept.windows.posts("alts", "sht-2026")] == [PLACES[0].key]
    assert await kept.windows.deliveries(post_id("alts", "sht-2026", PERSON.key)) == []
    assert await kept.subscriptions.erase("discord:42") == 1
    assert await kept.subscriptions.erase("discord:42") == 0
    assert await kept.subscriptions.get("alts", "discord:4") is not None


async def test_of_two_processes_each_post_is_claimed_by_one(empty: str) -> None:
    await upgrade(empty)
    async with open_store(empty) as here, open_store(empty) as there:
        for number in range(40):
            each = window(id=f"w{number}")
            await here.windows.put(each, None, planned(each))

        async def work(store: Kept, name: str) -> list[str]:
            found: list[str] = []
            while claimed := await claim(store.announcements, OPENS, name, 7):
                found += [c.post.id for c in claimed]
                assert await store.announcements.mark(name, [done(c, OPENS) for c in claimed], OPENS) == len(claimed)
            return found

        first, second = await asyncio.gather(work(here, "a"), work(there, "b"))
        assert len(first) + len(second) == len({*first, *second}) == 80
        assert await here.announcements.next_due(BOTH) == CLOSES - timedelta(days=7)


async def test_which_stores_are_shared(postgresql: str) -> None:
    await upgrade(postgresql)
    async with open_store(postgresql) as store:
        assert store.announcements.shared
    async with open_store("sqlite+aiosqlite://") as store:
        assert not store.announcements.shared


async def test_joined_organisations_share_windows_and_tell_nothing_twice(empty: str) -> None:
    await upgrade(empty)
    async with open_store(empty) as store:
        mine, theirs = window(), window(organisation="others", title="Theirs")
        await store.servers.put(Server("discord:1", "alts"))
        await store.servers.put(Server("slack:T1", "others"))
        await store.windows.put(mine, None, planned(mine, PLACES[0]))
        await store.windows.put(theirs, None, planned(theirs, PLACES[1]))
        await store.subscriptions.put(Subscription("alts", "discord:42", ("all",)))
        await store.subscriptions.put(Subscription("others", "discord:42", ("role im",)))
        await store.windows.put_manner("alts", Manner(self_approval=True))
        told = await claim(store.announcements, OPENS)
        await store.announcements.mark("a", [done(c, OPENS) for c in told], OPENS)
        await store.servers.join("alts", "others")
        assert list(await store.windows.all("alts")) == []
        assert {w.title for w in await store.windows.all("others")} == {"Senior Head Teacher", "Theirs"}
        [came] = [w for w in await store.windows.all("others") if w.title == "Senior Head Teacher"]
        assert came.organisation == "others"
        assert came.id.startswith("sht-2026-")
        await store.windows.replan("others", came.id, planned(came), NOW)
        [again] = await claim(store.announcements, OPENS)  # the place that is new to it, and no other
        assert (again.post.target, again.window) == (PLACES[1].key, came)
        reader = await store.subscriptions.get("others", "discord:42")
        assert reader is not None
        assert reader.topics == ("role im",)
        assert await store.windows.manner("others") == Manner(self_approval=True)
        changed = approved(replace(came, title="Changed"), OPENS)
        assert await store.windows.put(changed, came, planned(changed))
        [_, *_] = found = await claim(store.announcements, OPENS + LEASE)
        assert {c.before.title for c in found if c.before} == {"Senior Head Teacher"}


async def test_windows_go_with_the_last_server_of_their_organisation(empty: str) -> None:
    await upgrade(empty)
    async with open_store(empty) as store:
        for organisation in ("alts", "others"):
            each = window(organisation=organisation)
            await store.servers.put(Server(f"discord:{organisation}", organisation))
            await store.windows.put(each, None, planned(each, PERSON))
            await store.subscriptions.put(Subscription(organisation, "discord:42", ("all",)))
        await store.servers.left("discord:alts", NOW)
        assert await store.servers.expire(NOW + LEASE) == 1
        assert list(await store.windows.all("alts")) == []
        assert list(await store.windows.posts("alts", "sht-2026")) == []
        assert await store.subscriptions.get("alts", "discord:42") is None
        assert len(await store.windows.all("others")) == len(await store.windows.posts("others", "sht-2026")) == 1
