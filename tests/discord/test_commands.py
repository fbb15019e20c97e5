"""The catalogue as Discord's commands: in order, in Japanese too, for whom it is, and sent only when it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from adapters.discord import client, commands
from adapters.discord.commands import ANSWER_THIS, payload
from bot import texts
from bot.commands import CATALOGUE
from bot.texts import say
from tests.discord.conftest import DANGER, HELPLINE, PAY, Stage, labels
from tests.platforms.discord.rules import violations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.platforms.discord import Request

GUILD, USER = 0, 1
EVERYWHERE = [0, 1, 2]
SUBCOMMAND = 1


def described(parts: Any) -> Iterator[Mapping[str, Any]]:
    """Every command, subcommand and option."""
    for part in parts:
        yield part
        yield from described(part.get("options", ()))


def sent(stage: Stage) -> list[Request]:
    return stage.discord.sent("PUT", "/commands$")


def test_discord_takes_them() -> None:
    assert violations("commands", payload(), 0) == []


def test_every_command_that_is_typed_is_there_and_no_other() -> None:
    names = []
    for command in payload():
        below = [one["name"] for one in command.get("options", ()) if one["type"] == SUBCOMMAND]
        names += [f"{command['name']} {name}" for name in below] or [command["name"]]
    assert names == [*(command.name for command in CATALOGUE if command.typed), ANSWER_THIS]


def test_everything_is_said_in_japanese_too() -> None:
    for part in described(payload()):
        if part["type"] == 3 and "description" not in part:  # the message menu has a name alone
            assert part["name_localizations"]["ja"] == "これに答える"
            continue
        ours = part["description_localizations"]
        assert ours["en-US"] == ours["en-GB"] == part["description"]
        assert any(ord(letter) > 0x3000 for letter in ours["ja"]), part["name"]
        for choice in part.get("choices", ()):
            assert choice["name_localizations"]["ja"] != choice["name"]


def test_options_have_japanese_names_that_differ_from_each_other() -> None:
    for part in described(payload()):
        names = [o["name_localizations"]["ja"] for o in part.get("options", ()) if o["type"] != SUBCOMMAND]
        assert len(set(names)) == len(names)
        assert all(1 <= len(name) <= 32 and name.isalpha() for name in names), names


def test_each_is_shown_to_whom_and_where_it_is_for() -> None:
    shown = {one["name"]: one for one in payload()}
    for name in (*(command.name for command in CATALOGUE if command.typed and command.role == "member"), ANSWER_THIS):
        assert shown[name].get("default_member_permissions") is None
        assert (shown[name]["contexts"], shown[name]["integration_types"]) == (EVERYWHERE, [GUILD, USER])
    assert shown["kb"]["default_member_permissions"] == 1 << 13  # manage messages
    assert shown["shinro"]["default_member_permissions"] == 1 << 5  # manage server
    for name in ("kb", "shinro"):
        assert (shown[name]["contexts"], shown[name]["integration_types"]) == ([0], [GUILD])


def test_what_is_completed_chosen_and_required() -> None:
    options = {one["name"]: one for command in payload() for one in described(command.get("options", ()))}
    completed = {name for name, option in options.items() if option.get("autocomplete")}
    assert completed == {p.name for command in CATALOGUE if command.typed for p in command.parameters if p.suggested}
    assert {"question", "name", "first", "second"} <= completed
    assert [choice["value"] for choice in options["language"]["choices"]] == ["en", "ja", "none"]
    assert (options["private"]["type"], options["private"]["required"]) == (5, False)
    assert (options["answers"]["type"], options["moderators"]["type"]) == (7, 8)


async def test_they_are_sent_once_and_not_at_the_next_start(fresh: Stage) -> None:
    await fresh.start()
    await fresh.ask(fresh.alice, fresh.general)
    assert len(sent(fresh)) == 1
    await fresh.restart()
    await fresh.ask(fresh.alice, fresh.general)
    assert fresh.client._syncing is not None
    await fresh.client._syncing
    assert len(sent(fresh)) == 1


async def test_another_word_and_they_are_sent_again(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await fresh.start()
    await fresh.ask(fresh.alice, fresh.general)
    spoken = {language: dict(texts.catalogue(language)) for language in texts.LANGUAGES}
    spoken["ja"]["command.ask.summary"] = "何でも聞いてください"
    monkeypatch.setattr(texts, "catalogue", spoken.__getitem__)
    await fresh.restart()
    await fresh.discord.until(lambda: len(sent(fresh)) == 2)
    told = next(one for one in fresh.discord.commands if one["name"] == "ask")
    assert told["description_localizations"]["ja"] == "何でも聞いてください"


async def test_a_failure_holds_nobody_up_and_is_tried_again(fresh: Stage) -> None:
    pauses = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    fresh.discord.fault("PUT", "/commands$", "500", 10)  # as often as the library tries, twice
    with capture_logs() as logs:
        await fresh.start(pause=pause)
        assert "N2" in (await fresh.ask(fresh.alice, fresh.general)).text()
    assert pauses == list(client.SYNC_PAUSES[:2])
    assert [log["again_in"] for log in logs if log["event"] == "commands not sent"] == pauses


async def test_it_gives_up_in_the_end_and_the_next_start_sends_them(fresh: Stage) -> None:
    async def pause(seconds: float) -> None:
        pass

    fault = fresh.discord.fault("PUT", "/commands$", "500", None)
    await fresh.start(pause=pause)
    syncing = fresh.client._syncing
    assert syncing is not None
    await syncing
    said = await fresh.discord.say(fresh.alice, fresh.general, PAY, mention_bot=True)
    assert "About pay" in (await fresh.told(said)).text()
    fault.stop()
    await fresh.restart()
    assert "N2" in (await fresh.ask(fresh.alice, fresh.general)).text()


def test_the_digest_is_of_what_is_sent() -> None:
    assert commands.digest(payload()) == commands.digest(payload())
    assert commands.digest(payload()) != commands.digest(payload()[1:])


async def test_answer_this_answers_somebodys_message(stage: Stage) -> None:
    said = await stage.discord.say(stage.bob, stage.general, PAY)
    for channel_answers, private in (((), True), ((str(stage.general.id),), False)):
        await stage.core._directory.change(stage.server, answers=channel_answers)
        reply = await stage.replied(await stage.discord.menu(stage.alice, stage.general, ANSWER_THIS, said))
        assert "About pay in Sales" in reply.text()
        assert reply.ephemeral is private


async def test_answer_this_on_somebody_in_danger_is_for_who_asks(stage: Stage) -> None:
    said = await stage.discord.say(stage.bob, stage.lounge, DANGER)
    reply = await stage.replied(await stage.discord.menu(stage.alice, stage.lounge, ANSWER_THIS, said))
    assert HELPLINE in reply.text()
    assert reply.only_for is stage.alice


@pytest.mark.parametrize("content", ["", "   "])
async def test_answer_this_on_a_message_without_text(stage: Stage, content: str) -> None:
    said = await stage.discord.say(stage.bob, stage.lounge, "x")
    said.content, said.embeds = content, [{"type": "rich", "description": "what does sales pay"}]
    reply = await stage.replied(await stage.discord.menu(stage.ken, stage.lounge, ANSWER_THIS, said))
    assert reply.text() == say("ja", "message.empty")
    assert reply.only_for is stage.ken


@pytest.mark.parametrize(
    "content", ["¿Cuánto se gana en ventas?", "영업은 얼마나 벌어요?", "🍜🍜🍜", "https://example.org"]
)
async def test_answer_this_in_a_language_we_do_not_speak(stage: Stage, content: str) -> None:
    said = await stage.discord.say(stage.bob, stage.general, content)
    reply = await stage.replied(await stage.discord.menu(stage.alice, stage.general, ANSWER_THIS, said))
    assert reply.text()
    assert "went wrong" not in reply.text()
    assert labels(reply) is not None
