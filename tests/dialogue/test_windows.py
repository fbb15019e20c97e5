"""Application windows from the form to the last note, as people in a chat live through them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.fake import FakeChat, Person
from bot.answering.notes import Notes
from bot.app import put_together, windows_of
from bot.servers.directory import Directory
from tests.dialogue.talk import Thinking
from tests.fakes import FakeClock, MemoryStore

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.windows.ports import Post
    from bot.windows.room import Room

TYPED = {
    "Title": "Recruiter",
    "Opens: day and time (Japan)": "1 Dec 2026",
    "Closes: day and time (Japan)": "20 Dec 17:00",
}
DAY = timedelta(days=1)


@dataclass
class Town:
    """A server with a channel for windows and one for staff."""

    chat: FakeChat
    clock: FakeClock
    room: Room
    kept: MemoryStore
    sato: Person  # staff
    mori: Person  # staff
    alice: Person

    async def later(self, span: timedelta = timedelta()) -> None:
        """Time passes, and what is due by then is announced."""
        self.clock.pass_time(span)
        while await self.room.announcer.once():
            pass

    async def put(self, **typed: str) -> str:
        """A window, approved by a second person."""
        await self.sato.types("/window new", place="staff")
        waits = await self.sato.fills(TYPED | typed)
        await self.mori.presses("Approve", place="staff")
        await self.later()
        return waits


@pytest.fixture
async def town(small_mind: Mind, tmp_path: Path) -> Town:
    clock, kept = FakeClock(), MemoryStore()
    answering = Thinking(small_mind, tmp_path)
    room = windows_of(answering, kept, clock)
    directory = Directory(kept.servers, clock)
    chat = FakeChat(put_together(answering, Notes(kept.unanswered), clock, kept, directory, room=room), clock)
    room.voices.add("fake", chat.voice)
    chat.channel("windows")
    chat.channel("staff")
    server = await kept.servers.get("fake:harbour")
    await kept.servers.put(replace(server, windows=("windows",), staff=("staff",)))
    sato, mori = (chat.person(name, role="moderator") for name in ("sato", "mori"))
    return Town(chat, clock, room, kept, sato, mori, chat.person("alice"))


async def test_a_window_lives_from_the_form_to_its_closing(town: Town) -> None:
    waits = await town.put(Branches="Sapporo")
    assert "Opens: no time of day was given, so I take 00:00." in waits
    assert "I have asked in the staff channels" in waits
    assert "Recruiter" not in town.alice.sees("windows")
    await town.later(7 * DAY)
    assert "Open. Closes in 19 days" in town.alice.sees("windows")
    assert "Branches: Sapporo" in town.alice.sees("windows")
    await town.later(12 * DAY + timedelta(hours=5))
    assert town.alice.sees("windows").count("Open. Closes in 7 days") == 2  # the post, and the note
    await town.later(6 * DAY)
    await town.later(DAY)
    assert "Closed since Sun 20 Dec 2026, 17:00 JST" in town.alice.sees("windows")
    assert [one.author for one in town.alice.messages("windows")] == ["Shinro"] * 3


async def test_who_wrote_a_window_cannot_approve_it_alone(town: Town) -> None:
    await town.sato.types("/window new", place="staff")
    await town.sato.fills(TYPED)
    assert "A second person has to approve this" in await town.sato.presses("Approve")
    assert "Approve: Recruiter" in await town.mori.types("/window preview", place="general")
    assert "“Recruiter” is approved" in await town.mori.presses("Approve: Recruiter")
    assert "Nothing waits for approval" in await town.mori.presses("Approve", place="staff")
    boss = town.chat.person("boss", role="admin")
    await boss.types("/shinro windows")
    assert "Who approves: also who wrote it" in await boss.fills({"Who approves": "also who wrote it"})
    await town.sato.types("/window new", place="staff")
    assert "once you approve it" in await town.sato.fills(TYPED | {"Title": "Trainer"})
    assert "“Trainer” is approved" in await town.sato.presses("Approve")


async def test_how_an_organisation_announces(town: Town) -> None:
    boss = town.chat.person("boss", role="admin")
    await boss.types("/shinro windows")
    assert "I cannot read that" in await boss.fills({"Days before closing (7, 1)": "often"})
    told = await boss.fills({"Days before closing (7, 1)": "14, 3", "Announce already on approval": "yes"})
    assert "Days before closing (7, 1): 14, 3" in told
    await town.put()
    assert "Opens in 6 days" in town.alice.sees("windows")


async def test_members_put_no_windows(town: Town) -> None:
    assert "moderators" in await town.alice.types("/window new")
    assert town.alice.form is None


async def test_a_slip_is_named_and_what_was_typed_is_kept(town: Town) -> None:
    await town.sato.types("/window new", place="staff")
    said = await town.sato.fills(TYPED | {"Closes: day and time (Japan)": "6/12", "Link (https://…)": "ftp://x"})
    assert "Link: this is not a web address" in said
    assert "which do you mean" in said
    form = await town.sato.presses("Change what I typed")
    assert "_Recruiter_" in form
    said = await town.sato.fills({"Link (https://…)": "", "Closes: day and time (Japan)": "6/1"})
    assert "Closes: which do you mean" in said
    said = await town.sato.presses("Closes: Wed 6 Jan 2027, 23:59 JST")
    assert "Waits for approval: Recruiter" in said


async def test_a_change_and_a_withdrawal_are_told(town: Town) -> None:
    await town.put()
    await town.later(8 * DAY)
    await town.sato.types("/window edit", place="staff")
    await town.sato.chooses("Recruiter")
    said = await town.sato.fills({"Closes: day and time (Japan)": "2026-12-21 17:00"})
    assert "Closes: Sun 20 Dec 2026, 17:00 JST → Mon 21 Dec 2026, 17:00 JST" in said
    await town.mori.presses("Approve", place="staff")
    await town.later()
    assert "Changed: Recruiter" in town.alice.sees("windows")
    assert "Closes: Mon 21 Dec 2026, 17:00 JST" in town.alice.sees("windows")
    await town.sato.types("/window withdraw Recruiter", place="staff")
    assert "is withdrawn" in await town.sato.presses("Withdraw it")
    await town.later()
    assert "Withdrawn: you can no longer apply" in town.alice.sees("windows")
    assert "no window that could still be changed" in await town.sato.types("/window edit")


async def test_reminders_of_one_window(town: Town) -> None:
    assert "No window is open or coming" in await town.alice.types("/windows")
    await town.put(Roles="Recruiter")
    assert "Opens in 6 days" in await town.alice.types("/windows")
    assert "Opens: Tue 1 Dec 2026, 00:00 JST" in await town.alice.chooses("Recruiter")
    assert "What is asked of a Recruiter?" in town.alice.sees()
    assert "From now on I write to you about: “Recruiter”." in await town.alice.presses("Remind me")
    await town.later(6 * DAY + timedelta(hours=13))
    assert town.alice.sees("direct") == ""  # it has opened at midnight: she is asleep
    await town.later(timedelta(hours=7))
    assert "Open. Closes in 19 days" in town.alice.sees("direct")
    await town.later(12 * DAY + timedelta(hours=9))
    assert town.alice.sees("direct").count("Closes in") == 2
    await town.alice.types("/windows", place="general")
    assert "Done. You have no reminders any more" in await _stop(town.alice)
    await town.later(6 * DAY)
    assert town.alice.sees("direct").count("Closes in") == 2
    assert town.kept.subscriptions.known == {}
    assert [post.target for post in await _posts(town) if post.target.startswith("person")] == []


async def _stop(person: Person) -> str:
    await person.presses("My reminders")
    return await person.presses("Stop all of it")


async def _posts(town: Town) -> list[Post]:
    [window] = await town.kept.windows.all("fake:harbour")
    return list(await town.kept.windows.posts("fake:harbour", window.id))


async def test_who_follows_an_open_window_is_told_only_what_comes(town: Town) -> None:
    await town.put()
    await town.later(8 * DAY)
    await town.alice.types("/windows")
    await town.alice.presses("My reminders")
    await town.alice.presses("All windows")
    await town.later()
    assert town.alice.sees("direct") == ""
    await town.later(11 * DAY + timedelta(hours=5))
    assert "Closes in 7 days" in town.alice.sees("direct")


async def test_roles_branches_days_and_quiet_hours(town: Town) -> None:
    await town.alice.types("/windows")
    await town.alice.presses("My reminders")
    await town.alice.chooses("Recruiter")
    await town.alice.presses("Branches, days, quiet hours")
    said = await town.alice.fills({"Quiet hours in Japan (21:00–8:00)": "nights"})
    assert "Quiet hours" in said
    said = await town.alice.fills(
        {
            "Branches (Sapporo, Tokyo)": "Sapporo、仙台",
            "Days before closing (7, 1)": "3日前",
            "Quiet hours in Japan (21:00–8:00)": "",
        }
    )
    for part in ("windows for Recruiter", "the branch Sapporo", "the branch 仙台", "closing: 3.", "Quiet hours: none"):
        assert part in said
    await town.put(Branches="sapporo")
    await town.later(7 * DAY)
    assert "Open." in town.alice.sees("direct")
    await town.alice.types("/windows", place="general")
    await town.alice.presses("My reminders")
    assert "No longer: windows of the branch Sapporo" in await town.alice.chooses("windows of the branch Sapporo")


async def test_where_direct_messages_are_closed_the_next_command_tells(town: Town) -> None:
    await town.alice.types("/windows")
    await town.alice.presses("Tell me when one is known")
    town.alice.takes_messages = False
    await town.put()
    await town.later(8 * DAY)
    assert town.alice.sees("direct") == ""
    assert "closed" not in await town.alice.says("@Shinro what does sales pay")
    said = await town.alice.types("/ladder", place="general")
    assert "your direct messages are closed" in said
    assert "Recruiter: Open." in said
    assert "closed" not in await town.alice.types("/ladder")


async def test_reminders_are_shown_exported_and_erased(town: Town) -> None:
    assert "Reminders of application windows\nnothing" in await town.alice.types("/privacy")
    await town.put()
    await town.alice.types("/windows")
    await town.alice.chooses("Recruiter")
    await town.alice.presses("Remind me")
    assert "- “Recruiter”" in await town.alice.types("/privacy")
    assert '"quiet": "21:00–08:00"' in await town.alice.presses("Give me all of it as text")
    await town.alice.presses("Erase all of it", on="What is stored of you")
    assert "Nothing is stored" in await town.alice.presses("Yes, erase it")
    assert town.kept.subscriptions.known == {}
    await town.later(8 * DAY)
    assert town.alice.sees("direct") == ""


async def test_what_to_do_by_when(town: Town) -> None:
    await town.put(Roles="Recruiter", Requirements="JLPT N3")
    await town.alice.types("/windows")
    await town.alice.chooses("Recruiter")
    plan = await town.alice.presses("What to do by when")
    assert "Day unknown: JLPT sitting" in plan
    assert "Fri 18 Dec 2026: The window closes" not in plan
    assert "Sun 20 Dec 2026: The window closes" in plan
    assert "Thu 17 Dec 2026: Hand your papers in" in plan


async def test_a_direct_message_knows_the_community_of_who_has_reminders(town: Town) -> None:
    assert "which community you mean" in await town.alice.types("/windows", place="direct")
    await town.put()
    await town.alice.types("/windows", place="general")
    await town.alice.presses("My reminders")
    await town.alice.presses("All windows")
    assert "Opens in 6 days" in await town.alice.types("/windows", place="direct")
    assert "You have no reminders" not in await town.alice.presses("My reminders")


async def test_staff_is_told_where_the_bot_may_not_post(town: Town) -> None:
    town.chat.lacks = ("send_messages",)
    await town.sato.types("/window new", place="staff")
    await town.sato.fills(TYPED)
    said = await town.mori.presses("Approve", place="staff")
    assert "I may not announce in" in said
    assert "Send Messages" in said


async def test_another_organisation_hears_nothing(town: Town) -> None:
    town.chat.channel("elsewhere", server="lighthouse")
    zoe = town.chat.person("zoe", role="moderator")
    zoe.place = "elsewhere"
    await town.put()
    await town.later(8 * DAY)
    assert "No window is open" in await zoe.types("/windows")
    assert "no window that could still be changed" in await zoe.types("/window edit")
    assert "I know no such window" in await zoe.types("/window edit Recruiter")


async def test_in_japanese(town: Town) -> None:
    await town.put()
    ken = town.chat.person("ken", locale="ja")
    assert "受付開始まで" in await ken.types("/windows") or "募集" in ken.sees()
    await ken.presses("お知らせの登録")
    assert "これから次のことをお知らせします：すべての募集。" in await ken.presses("すべての募集")
