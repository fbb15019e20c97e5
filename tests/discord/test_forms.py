"""Forms: in one step or in several, refused and filled in again, gone on with after a restart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.texts import say
from bot.ui import Action, Card, Field, Form, Reply, Text
from tests.discord.conftest import Stage, labels

if TYPE_CHECKING:
    from bot.ports import Request
    from tests.platforms.discord import Asked

SHORT = Form(
    "Say hello", (Field("name", "Your name"), Field("why", "Why", "long", required=False)), Action("path", ("x",))
)
LONG = Form(
    "A new window",
    tuple(Field(f"f{n}", f"Field {n}", value="as proposed" if n == 11 else "", required=n != 7) for n in range(12)),
    Action("path", ("window",)),
)
TIMED = Form(
    "When",
    (Field("opens", "Opens", "moment"), Field("role", "Role", "choice", (("ht", "HT"), ("spp", "SPP")))),
    Action("path"),
)


class Desk:
    """`/ladder` opens a form; what is sent comes back as text, or as the form again while it is refused."""

    def __init__(self, stage: Stage, form: Form) -> None:
        self.form, self.refusals = form, 0
        self.sent: list[Request] = []
        stage.scripted(ladder=self.open, path=self.take)

    async def open(self, request: Request) -> Reply:
        return Reply(self.form)

    async def take(self, request: Request) -> Reply:
        self.sent.append(request)
        if self.refusals:
            self.refusals -= 1
            return Reply(self.form)
        return Reply(Card("Taken", (Text(" ".join(request.fields.values())),)))


async def opened(stage: Stage) -> Asked:
    asked = await stage.discord.slash(stage.alice, stage.lounge, "ladder")
    await asked.form()
    return asked


async def pressed(stage: Stage, asked: Asked) -> Asked:
    """The form behind the one button of a reply."""
    reply = await stage.replied(asked)
    again = await stage.discord.press(stage.alice, reply, labels(reply)[0])
    await again.form()
    return again


def filling(first: int, last: int, but: int = -1) -> dict[str, str]:
    return {f"f{n}": f"v{n}" for n in range(first, last) if n != but}


async def test_one_step(waiting: Stage) -> None:
    desk = Desk(waiting, SHORT)
    await waiting.start()
    asked = await opened(waiting)
    assert (await asked.form()).text().splitlines() == ["Say hello", "Your name", "Why"]
    reply = await waiting.replied(await waiting.discord.submit(asked, {"name": "Tess"}))
    assert "Tess" in reply.text()
    assert reply.ephemeral
    assert (desk.sent[0].fields, desk.sent[0].arguments) == ({"name": "Tess", "why": ""}, {"name": "x"})
    assert waiting.kept.drafts.drafts == {}


async def test_one_step_sent_after_a_restart(waiting: Stage) -> None:
    Desk(waiting, SHORT)
    await waiting.start()
    asked = await opened(waiting)
    await waiting.restart()
    assert "Tess" in (await waiting.replied(await waiting.discord.submit(asked, {"name": "Tess"}))).text()


async def test_a_refused_form_comes_back_with_what_was_typed(waiting: Stage) -> None:
    desk = Desk(waiting, SHORT)
    desk.refusals = 2
    await waiting.start()
    asked = await waiting.discord.submit(await opened(waiting), {"name": "Tess", "why": "because"})
    assert (await waiting.replied(asked)).text().startswith(say("en", "form.ready"))
    await waiting.restart()
    again = await pressed(waiting, asked)
    assert {name: field["value"] for name, field in (await again.form()).fields.items()} == {
        "name": "Tess",
        "why": "because",
    }
    once_more = await pressed(waiting, await waiting.discord.submit(again, {"name": "Tom"}))
    taken = await waiting.replied(await waiting.discord.submit(once_more, {}))
    assert "Tom because" in taken.text()
    assert [request.fields["name"] for request in desk.sent] == ["Tess", "Tom", "Tom"]
    assert waiting.kept.drafts.drafts == {}


async def test_three_steps_with_a_restart_before_each(waiting: Stage) -> None:
    desk = Desk(waiting, LONG)
    await waiting.start()
    asked = await opened(waiting)
    assert (await asked.form()).title == "A new window (1/3)"
    for step, (first, last) in enumerate(((0, 5), (5, 10)), 1):
        saved = await waiting.discord.submit(asked, filling(first, last, but=7))
        reply = await waiting.replied(saved)
        assert reply.text().startswith(say("en", "form.saved", step=step, steps=3))
        assert reply.ephemeral
        assert desk.sent == []
        await waiting.restart()
        asked = await pressed(waiting, saved)
        assert (await asked.form()).title == f"A new window ({step + 1}/3)"
    await waiting.replied(await waiting.discord.submit(asked, {"f10": "v10"}))
    assert desk.sent[0].fields == filling(0, 11, but=7) | {"f7": "", "f11": "as proposed"}
    assert waiting.kept.drafts.drafts == {}


async def test_three_steps_refused_at_the_end_begin_again_with_everything_kept(waiting: Stage) -> None:
    desk = Desk(waiting, LONG)
    desk.refusals = 1
    await waiting.start()
    asked = await opened(waiting)
    for first, last in ((0, 5), (5, 10)):
        asked = await pressed(waiting, await waiting.discord.submit(asked, filling(first, last)))
    asked = await waiting.discord.submit(asked, filling(10, 12))
    for _ in range(2):
        asked = await waiting.discord.submit(await pressed(waiting, asked), {})
    await waiting.replied(await waiting.discord.submit(await pressed(waiting, asked), {"f11": "better"}))
    assert [request.fields["f11"] for request in desk.sent] == ["v11", "better"]
    assert desk.sent[1].fields == filling(0, 11) | {"f11": "better"}


async def test_a_step_is_filled_in_twice_and_the_last_word_counts(waiting: Stage) -> None:
    desk = Desk(waiting, LONG)
    await waiting.start()
    first = await opened(waiting)
    saved = await waiting.discord.submit(first, filling(0, 5))
    await waiting.replied(saved)
    await waiting.replied(await waiting.discord.submit(first, filling(0, 5) | {"f0": "changed"}))
    asked = await pressed(waiting, await waiting.discord.submit(await pressed(waiting, saved), filling(5, 10)))
    await waiting.replied(await waiting.discord.submit(asked, filling(10, 12)))
    assert desk.sent[0].fields["f0"] == "changed"


async def test_a_form_that_is_too_old(waiting: Stage) -> None:
    Desk(waiting, LONG)
    await waiting.start()
    saved = await waiting.discord.submit(await opened(waiting), filling(0, 5))
    reply = await waiting.replied(saved)
    second = await pressed(waiting, saved)
    await waiting.kept.drafts.expire(waiting.clock.now() + timedelta(days=36500))
    for asked in (
        await waiting.discord.press(waiting.alice, reply, labels(reply)[0]),
        await waiting.discord.submit(second, filling(5, 10)),
    ):
        gone = await waiting.replied(asked)
        assert (gone.text(), gone.ephemeral) == (say("en", "form.gone"), True)


async def test_a_form_kept_by_a_bot_of_another_making(waiting: Stage) -> None:
    Desk(waiting, LONG)
    await waiting.start()
    saved = await waiting.discord.submit(await opened(waiting), filling(0, 5))
    reply = await waiting.replied(saved)
    for kept in (
        {},
        {"form": "{}", "values": "{}"},
        {"form": "[", "values": ""},
        {"form": '{"fields": [{"x": 1}]}', "values": "{}"},
    ):
        (key,) = waiting.kept.drafts.drafts
        await waiting.kept.drafts.put(key, kept, waiting.clock.now())
        asked = await waiting.discord.press(waiting.alice, reply, labels(reply)[0])
        assert (await waiting.replied(asked)).text() == say("en", "form.gone")


async def test_moments_come_back_as_instants(waiting: Stage) -> None:
    desk = Desk(waiting, TIMED)
    await waiting.start()
    asked = await opened(waiting)
    await waiting.replied(await waiting.discord.submit(asked, {"opens": "2027-01-31 17:00", "role": ["SPP"]}))
    assert desk.sent[0].fields == {"opens": "2027-01-31T17:00+09:00", "role": "spp"}


async def test_a_form_behind_a_button_opens_from_any_card(waiting: Stage) -> None:
    desk = Desk(waiting, SHORT)
    await waiting.start()
    asked = await waiting.discord.forge(waiting.alice, waiting.lounge, custom_id='["ladder"]')
    sent = await waiting.discord.submit(asked, {"name": "Tess"})
    await waiting.replied(sent)
    assert desk.sent[0].fields["name"] == "Tess"
