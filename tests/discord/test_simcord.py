"""A second opinion: our client in a Discord that somebody else wrote (simcord), which knows nothing of ours.

Its pytest plugin is switched off in pyproject.toml, for it imports discord.py at every start. Two things that Discord
has and simcord 3.2 has not are added here: `GET /gateway/bot`, and who installed the app, in each interaction. It
speaks English only, and in forms it knows no description of a label.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
import pytest
import simcord
from discord.gateway import DiscordWebSocket
from simcord import interactions
from simcord.http import router
from structlog.testing import capture_logs

from adapters.discord.client import Client
from bot.ports import Server
from bot.texts import say
from bot.ui import Action, Button, Card, Reply, Select
from tests.contract.cores import knowing, scripted
from tests.contract.on_discord import readable
from tests.contract.test_forms import SENT, SHORT, Office
from tests.fakes import MemoryStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.ports import Request
    from tests.contract.driver import MakeCore

QUESTION = "what jlpt do i need for recruiting?"


@pytest.fixture(autouse=True)
def completed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What simcord leaves out, as Discord has it."""
    limits = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    gateway = {"url": str(DiscordWebSocket.DEFAULT_GATEWAY), "shards": 1, "session_start_limit": limits}
    routes = [*router._ROUTES["GET"], (["gateway", "bot"], lambda _: gateway)]
    monkeypatch.setitem(router._ROUTES, "GET", routes)
    payload = interactions.base_payload

    def with_owners(*args: Any, **told: Any) -> tuple[Any, dict[str, Any]]:
        record, sent = payload(*args, **told)
        return record, sent | {"authorizing_integration_owners": {"0": str(told["guild_id"] or 0)}}

    monkeypatch.setattr(interactions, "base_payload", with_owners)


@dataclass
class Scene:
    """A server with a channel for answers, one for talking, and two people."""

    env: simcord.Env
    make: MakeCore
    kept: MemoryStore

    def __post_init__(self) -> None:
        guild = self.env.create_guild()
        self.answers, self.talk = (guild.create_text_channel(name) for name in ("answers", "talk"))
        self.alice, self.bob = (guild.add_member(self.env.create_user(name)) for name in ("alice", "bob"))
        moderators = guild.create_role("Moderators", permissions=discord.Permissions(manage_messages=True))
        self.mod = guild.add_member(self.env.create_user("mod"), roles=[moderators])
        server = f"discord:{guild.id}"
        self.kept.servers.known[server] = Server(server, server, answers=(str(self.answers.id),))

    def read(self, channel: simcord.ChannelHandle, person: simcord.MemberActor) -> str:
        return "\n".join(_text(message) for message in channel.history(viewer=person))

    async def follow(self, person: simcord.MemberActor, message: simcord.ResponseMessage, label: str) -> None:
        """A choice, which is a button where there are few and an option of a select where there are many."""
        offered = [option for part in parts(message.components) for option in part.get("options", ())]
        values = [option["value"] for option in offered if option["label"] == label]
        await (person.select(message, values) if values else person.click(message, label=label))

    async def restart(self) -> None:
        await self.env.restart_bot(Client(self.make(self.kept)))


@asynccontextmanager
async def begun(make: MakeCore) -> AsyncIterator[Scene]:
    """Started and stopped as simcord's own fixture does it: `simcord.run` wants to end in the task it began in."""
    kept = MemoryStore()
    env = simcord.Env(Client(make(kept)), shard_count=1)
    await env.start()
    try:
        scene = Scene(env, make, kept)
        await scene.restart()  # so that no server was read before its settings stood there
        yield scene
        assert env.errors == []
    finally:
        await env.shutdown()


@pytest.fixture
async def scene(small_mind: Mind, tmp_path: Path) -> AsyncIterator[Scene]:
    async with begun(knowing(small_mind, tmp_path)) as scene:
        yield scene


def answer(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    assert result.response is not None
    return result.response


def parts(components: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Components of any depth, in the order in which they are read."""
    for component in components:
        wire = component if isinstance(component, dict) else component.to_dict()
        yield wire
        yield from parts(wire.get("components", ()))


def _text(message: discord.Message | simcord.ResponseMessage) -> str:
    found = [part.get("content") or part.get("label") or "" for part in parts(message.components)]
    return readable("\n".join([message.content, *found]))


async def test_a_question_in_a_place_for_answers_is_answered_for_all(scene: Scene) -> None:
    asked = await scene.alice.slash(scene.answers, "ask", question=QUESTION)
    assert not asked.ephemeral
    assert "Recruiting asks for N2." in _text(answer(asked))
    assert "Recruiting asks for N2." in scene.read(scene.answers, scene.bob)


async def test_a_question_elsewhere_or_in_private_is_for_one(scene: Scene) -> None:
    for channel, options in ((scene.talk, {}), (scene.answers, {"private": True})):
        asked = await scene.alice.slash(channel, "ask", question=QUESTION, **options)
        assert asked.ephemeral
        assert "Recruiting asks for N2." in scene.read(channel, scene.alice)
        assert "Recruiting asks for N2." not in scene.read(channel, scene.bob)


async def test_a_choice_answers(scene: Scene) -> None:
    asked = await scene.alice.slash(scene.talk, "ask", question="trainer or recruiter experience")
    assert say("en", "close.title") in _text(answer(asked))
    await scene.follow(scene.alice, answer(asked), "Experience in Trainer")
    assert "About experience in Trainer" in scene.read(scene.talk, scene.alice)
    assert say("en", "close.title") not in scene.read(scene.talk, scene.alice)


async def test_a_choice_among_many_answers() -> None:
    async def many(request: Request) -> Reply:
        options = tuple(Button(f"Number {n}", Action("path", (f"n{n}",))) for n in range(20))
        return Reply(Card("Many", (Select("Which?", options),)))

    async def chosen(request: Request) -> Reply:
        return Reply(Card(f"You chose {request.arguments['name']}"))

    async with begun(scripted(ladder=many, path=chosen)) as scene:
        asked = await scene.alice.slash(scene.talk, "ladder")
        await scene.follow(scene.alice, answer(asked), "Number 17")
        assert "You chose n17" in scene.read(scene.talk, scene.alice)


async def test_a_next_question_is_pressed_and_anybody_may(scene: Scene) -> None:
    asked = await scene.alice.slash(scene.answers, "ask", question=QUESTION)
    pressed = await scene.bob.click(answer(asked), label="Pay")
    assert pressed.ephemeral
    assert "About pay in Recruiting" in _text(answer(pressed))
    assert "About pay in Recruiting" not in scene.read(scene.answers, scene.alice)


async def test_a_private_answer_is_shared(scene: Scene) -> None:
    asked = await scene.alice.slash(scene.talk, "ask", question=QUESTION)
    shared = await scene.alice.click(answer(asked), label=say("en", "share.label"))
    assert not answer(shared).ephemeral
    assert "Recruiting asks for N2." in scene.read(scene.talk, scene.bob)
    assert scene.alice.mention in scene.read(scene.talk, scene.bob)


async def test_who_asked_and_moderators_delete_and_others_do_not(scene: Scene) -> None:
    for person in (scene.alice, scene.mod):
        asked = await scene.alice.slash(scene.answers, "ask", question=QUESTION)
        shown = answer(asked)
        refused = await scene.bob.click(shown, label=say("en", "delete.label"))
        assert say("en", "delete.forbidden") in _text(answer(refused))
        await person.click(shown, label=say("en", "delete.label"))
        assert asked.response is None
    assert "Recruiting" not in scene.read(scene.answers, scene.bob)


async def test_completions_come_and_are_refused_to_nobody_who_may(scene: Scene) -> None:
    offered = await scene.alice.autocomplete(scene.talk, "ask", "question", "pay")
    assert 0 < len(offered) <= 25
    assert all("pay" in choice["name"] for choice in offered)
    names = await scene.alice.autocomplete(scene.talk, "path", "name", "sal")
    assert names[0]["name"] == "Sales"


async def test_moderators_have_commands_that_members_have_not(scene: Scene) -> None:
    assert "kb why" not in scene.alice.available_commands(scene.talk)
    why = await scene.mod.slash(scene.talk, "kb why", question="how much does sales pay")
    assert say("en", "why.title") in _text(answer(why))
    assert why.ephemeral


async def test_after_a_restart_old_buttons_answer(scene: Scene) -> None:
    asked = await scene.alice.slash(scene.talk, "ask", question=QUESTION)
    await scene.restart()
    pressed = await scene.alice.click(answer(asked), label="Duties")
    assert "About duties in Recruiting" in _text(answer(pressed))
    again = await scene.alice.slash(scene.talk, "ladder")
    assert "Trainer" in _text(answer(again))


async def test_a_mention_is_answered_and_talk_is_not(scene: Scene) -> None:
    me = scene.env.bot.user
    assert me is not None
    await scene.alice.send(scene.talk, "good morning everybody")
    assert len(scene.talk.history()) == 1
    asked = await scene.alice.send(scene.talk, f"{me.mention} how much does sales pay?")
    replied = scene.talk.last_message
    assert replied is not None
    assert replied.reference is not None
    assert replied.reference.message_id == asked.id
    assert "Pay in Sales" in scene.read(scene.talk, scene.bob)


async def test_a_message_is_answered_from_its_menu(scene: Scene) -> None:
    written = await scene.bob.send(scene.talk, "how much does sales pay?")
    asked = await scene.alice.context_menu(scene.talk, "Answer this", written)
    assert "Pay in Sales" in _text(answer(asked))


async def test_a_form_is_filled_in() -> None:
    office = Office(SHORT)
    async with begun(scripted(ladder=office.open, path=office.take)) as scene:
        opened = await scene.alice.slash(scene.talk, "ladder")
        assert opened.modal is not None
        ids = {part["label"]: part["component"]["custom_id"] for part in opened.modal["components"]}
        values = {"Title": "Spring round", "Role": "spp", "Opens": "2027-01-31 17:00", "Details": SENT["details"]}
        sent = await scene.alice.submit_modal(opened, {ids[label]: value for label, value in values.items()})
        assert "Thank you" in _text(answer(sent))
    assert office.sent == [SENT]


async def test_an_answer_that_discord_refuses_becomes_an_apology_with_its_number(scene: Scene) -> None:
    scene.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035, message="Invalid Form Body")
    with capture_logs() as logs:
        asked = await scene.alice.slash(scene.talk, "ask", question=QUESTION)
    (failed,) = [log for log in logs if log["event"] == "interaction failed"]
    assert say("en", "error.adapter", id=failed["id"]) in _text(answer(asked))
