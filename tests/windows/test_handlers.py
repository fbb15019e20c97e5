"""Staff puts a window: typed, mended, approved by a second person, previewed, changed, withdrawn; and who is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.ports import Request, Server
from bot.ui import Buttons, Card, Form, Reply, plain
from bot.windows.audience import Subscription, Target
from bot.windows.handlers import WindowHandlers
from bot.windows.milestones import milestones
from bot.windows.office import Office
from bot.windows.ports import Manner
from tests.fakes import FakeClock, MemoryStore
from tests.windows.samples import CLOSES, NOW, OPENS
from tests.windows.town import town

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.library.library import Library
    from bot.windows.window import Window

TYPED = {"title": "Senior Head Teacher", "opens": "1 Dec 2026 9:00", "closes": "2026-12-20 17:00"}


@dataclass
class Desk:
    """Staff's side of one organisation."""

    kept: MemoryStore
    clock: FakeClock
    office: Office
    handlers: WindowHandlers
    heard: Reply = field(default_factory=Reply)

    async def does(self, command: str, person: str = "discord:1", **arguments: str) -> str:
        fields: Any = arguments.pop("fields", {})
        request = Request(
            command,
            arguments,
            "alts",
            "c",
            person,
            "moderator",
            "en",
            server="discord:1",
            fields=fields,
        )
        self.heard = await self.handlers.handlers()[command](request)
        return plain(self.heard)

    async def fills_in(self, typed: dict[str, str], person: str = "discord:1") -> str:
        """Send the form that was heard last, with some fields changed."""
        form = self.form
        values = {each.name: each.value for each in form.fields} | typed
        [token] = form.submit.arguments
        return await self.does("window save", person, token=token, fields=values)  # type: ignore[arg-type]

    @property
    def form(self) -> Form:
        assert isinstance(self.heard.body, Form)
        return self.heard.body

    @property
    def actions(self) -> list[tuple[str, ...]]:
        assert isinstance(self.heard.body, Card)
        rows = [block for block in self.heard.body.blocks if isinstance(block, Buttons)]
        return [(b.action.command, *b.action.arguments) for row in rows for b in row.buttons]

    async def only(self) -> Window:
        [window] = await self.kept.windows.all("alts")
        return window


@pytest.fixture
async def desk(small_library: Library) -> Desk:
    kept, clock = MemoryStore(), FakeClock(NOW)
    await kept.servers.put(Server("discord:1", "alts", "en", windows=("23",), staff=("24",)))
    await kept.servers.put(Server("slack:T1", "alts", "ja", windows=("C1",)))

    async def lacks(target: Target) -> Sequence[str]:
        return ("Send Messages",) if target.id == "C1" else ()

    office = Office(kept, kept.servers.of, clock, lacks)
    return Desk(kept, clock, office, WindowHandlers(office, kept, kept.drafts, lambda: small_library, clock))


async def put(desk: Desk, **typed: str) -> Window:
    await desk.does("window new")
    await desk.fills_in(TYPED | typed)
    await desk.does("window approve", "discord:2", window=(await desk.only()).id)
    return await desk.only()


async def test_a_window_from_the_form_to_the_plan(desk: Desk) -> None:
    await desk.does("window new")
    assert [each.name for each in desk.form.fields][:3] == ["title", "opens", "closes"]
    assert all(len(each.label) <= 45 for each in desk.form.fields)
    said = await desk.fills_in(TYPED)
    assert "Waits for approval: Senior Head Teacher" in said
    assert "Tue 1 Dec 2026, 09:00 JST" in said
    draft = await desk.only()
    assert (draft.status, draft.author) == ("draft", "discord:1")
    assert list(await desk.kept.windows.posts("alts", draft.id)) == []
    said = await desk.does("window approve", window=draft.id)
    assert said.startswith("A second person has to approve this")
    said = await desk.does("window approve", "discord:2", window=draft.id)
    assert "is approved" in said
    assert "What is missing: Send Messages" in said
    posts = await desk.kept.windows.posts("alts", draft.id)
    assert [(post.target, post.language) for post in posts] == [
        ("place discord:1 23", "en"),
        ("place slack:T1 C1", "ja"),
    ]
    assert (await desk.does("window approve", "discord:2", window=draft.id)) == "Nothing waits for approval there."


async def test_self_approval_where_the_organisation_allows_it(desk: Desk) -> None:
    await desk.kept.windows.put_manner("alts", Manner(self_approval=True))
    await desk.does("window new")
    await desk.fills_in(TYPED)
    assert "is approved" in await desk.does("window approve", window=(await desk.only()).id)


async def test_what_is_wrong_is_told_and_what_was_typed_is_kept(desk: Desk) -> None:
    await desk.does("window new")
    said = await desk.fills_in(TYPED | {"link": "nowhere", "duties": "Hello @everyone"})
    assert "Link: this is not a web address" in said
    assert "Duties: this would call many people" in said
    assert await desk.kept.windows.all("alts") == []
    [(command, token)] = desk.actions
    await desk.does(command, token=token)
    assert {f.name: f.value for f in desk.form.fields}["duties"] == "Hello @everyone"
    assert "Waits for approval" in await desk.fills_in({"link": "", "duties": ""})
    gone = await desk.does("window again", token="0123")
    assert gone.startswith("What you typed is no longer here")


async def test_a_date_with_two_readings_is_asked_about(desk: Desk) -> None:
    await desk.does("window new")
    said = await desk.fills_in(TYPED | {"closes": "10/12/2026 17:00"})
    assert "which do you mean" in said
    *picks, _ = desk.actions
    assert [pick[2] for pick in picks] == ["closes", "closes"]
    _, token, name, at = picks[1]
    assert "Waits for approval" in await desk.does("window pick", token=token, field=name, at=at)
    assert f"{(await desk.only()).closes:%Y-%m-%d %H:%M}" == "2026-12-10 08:00"


async def test_nobody_reaches_another_persons_form(desk: Desk) -> None:
    await desk.does("window new")
    await desk.fills_in(TYPED | {"link": "x"})
    [(command, token)] = desk.actions
    assert "no longer here" in await desk.does(command, "discord:9", token=token)


async def test_the_preview_is_what_is_sent(desk: Desk) -> None:
    window = await put(desk)
    said = await desk.does("window preview", window=window.id)
    assert said.splitlines()[0] == "What would be sent"
    assert len(said.splitlines()) == 1 + 12
    assert "2026-12-01 09:00" in said
    here = town(desk.kept, 1)
    lines = await desk.office.preview([window], CLOSES + timedelta(days=9))
    await here.run()
    assert here.lines == [line.shown() for line in lines]
    assert "discord:42" not in said


async def test_a_change_waits_beside_what_everybody_sees(desk: Desk) -> None:
    window = await put(desk)
    await desk.does("window edit", window="senior head teacher")
    assert {f.name: f.value for f in desk.form.fields}["closes"] == "Sun 20 Dec 2026, 17:00 JST"
    said = await desk.fills_in({"closes": "2026-12-21 17:00"})
    assert "Closes: Sun 20 Dec 2026, 17:00 JST → Mon 21 Dec 2026, 17:00 JST" in said
    assert await desk.only() == window
    await desk.does("window approve", "discord:2", window=window.id)
    changed = await desk.only()
    assert (changed.revision, changed.closes) == (2, CLOSES + timedelta(days=1))
    await desk.does("window edit", window=window.id)
    assert "Nothing differs" in await desk.fills_in({})


async def test_withdrawing_is_asked_about_and_final(desk: Desk) -> None:
    window = await put(desk)
    assert "cannot be undone" in await desk.does("window withdraw", window=window.id)
    assert (await desk.only()).status == "approved"
    assert "is withdrawn" in await desk.does("window withdrawn", window=window.id)
    assert "That window is over" in await desk.does("window withdrawn", window=window.id)
    assert "Nothing would be sent" in await desk.does("window preview")


async def test_what_is_unknown_or_over_is_said(desk: Desk) -> None:
    assert await desk.does("window edit", window="none") == "I know no such window here."
    window = await put(desk)
    desk.clock.pass_time(CLOSES - NOW)
    await desk.does("window edit", window=window.id)
    assert "that has passed already" in await desk.fills_in({})


async def test_readers_are_told_and_when_known_is_spent(desk: Desk) -> None:
    await desk.kept.subscriptions.put(Subscription("alts", "discord:42", ("when-known",)))
    await desk.kept.subscriptions.put(Subscription("alts", "discord:43", ("branch Sapporo",)))
    window = await put(desk, branches="Tokyo")
    targets = [post.target for post in await desk.kept.windows.posts("alts", window.id)]
    assert "person discord:42" in targets
    assert "person discord:43" not in targets
    reader = await desk.kept.subscriptions.get("alts", "discord:42")
    assert reader is not None
    assert reader.topics == (f"window {window.id}",)
    await desk.office.replan("alts")
    assert [
        d.kind for d in await desk.kept.windows.deliveries((await desk.kept.windows.posts("alts", window.id))[0].id)
    ]


async def test_a_new_channel_gets_what_is_still_to_come(desk: Desk) -> None:
    window = await put(desk)
    await desk.kept.servers.put(Server("discord:1", "alts", "en", windows=("23", "25"), staff=("24",)))
    await desk.office.replan("alts")
    targets = [post.target for post in await desk.kept.windows.posts("alts", window.id)]
    assert "place discord:1 25" in targets
    assert await desk.office.staff("alts") == [(Target("place", "discord:1", "24"), "en")]
    assert milestones(window, Manner().rhythm)[0].at == OPENS
