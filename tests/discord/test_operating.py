"""`shinro doctor` and `shinro manifest discord`: what an operator is told."""

from __future__ import annotations

import base64
import sys
from typing import TYPE_CHECKING

import pytest
import typer

from adapters.discord import DiscordAdapter, commands
from bot import operating
from bot.answering import fitted
from bot.config import load_settings
from bot.doctor import examined
from tests.discord.conftest import Stage
from tests.fakes import MemoryMarks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.library.library import Library
    from bot.ports import Finding


def found(findings: Sequence[Finding]) -> dict[str, tuple[bool, str]]:
    return {finding.subject: (finding.good, finding.told) for finding in findings}


async def examining(stage: Stage, **more: str) -> dict[str, tuple[bool, str]]:
    options = {"token": stage.discord.token, "api_url": stage.discord.api_url, "listen": "", **more}
    return found(await DiscordAdapter().examine(options, stage.kept.marks))


async def test_after_a_start_all_is_well(fresh: Stage) -> None:
    stage = fresh
    await stage.start()
    await stage.ask(stage.alice, stage.general)
    told = await examining(stage)
    assert all(good for good, _ in told.values()), told
    assert told["discord token"][1] == f"shinro ({stage.discord.bot.id})"
    assert told["discord commands"][1] == f"{len(stage.discord.commands)} commands, as sent"
    assert told["discord server Harbour"] == (True, "all rights")


async def test_a_refused_token(stage: Stage) -> None:
    told = await examining(stage, token="wrong.token.here")
    assert told == {"discord token": (False, "refused: take SHINRO_DISCORD_TOKEN anew")}


async def test_before_the_first_start_the_commands_are_not_there(fresh: Stage) -> None:
    good, told = (await examining(fresh))["discord commands"]
    assert not good
    assert told.startswith("not there: Answer this, ask, compare")


async def test_commands_of_another_bot_and_other_words(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.ask(stage.alice, stage.general)
    old = [{"type": 1, "name": "oldie", "description": "An old one"}, *commands.payload()]
    await stage.client.http.bulk_upsert_global_commands(stage.discord.bot.id, old)
    assert "no longer ours: oldie" in (await examining(stage))["discord commands"][1]
    await stage.client.http.bulk_upsert_global_commands(stage.discord.bot.id, commands.payload())
    stage.kept.marks = MemoryMarks()
    good, told = (await examining(stage))["discord commands"]
    assert (good, "in other words" in told) == (False, True)


async def test_the_intent_that_listening_needs(waiting: Stage) -> None:
    name = "discord message content intent"
    assert name not in await examining(waiting)
    assert not (await examining(waiting, listen="1"))[name][0]
    waiting.discord.allow_intents("message_content")
    assert (await examining(waiting, listen="1"))[name] == (True, "granted")


async def test_rights_that_are_missing_are_named_by_server(waiting: Stage) -> None:
    waiting.guild.bot_role.permissions = 0
    waiting.discord.add_guild("Lighthouse")
    told = await examining(waiting)
    assert told["discord server Harbour"] == (False, "missing: create_events")
    assert told["discord server Lighthouse"][0]


async def test_a_clock_that_is_wrong(waiting: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await examining(waiting))["clock"] == (True, "as Discord's")
    monkeypatch.setattr(sys.modules["adapters.discord.examine"], "APART", -1)
    good, told = (await examining(waiting))["clock"]
    assert (good, "set the time" in told) == (False, True)


@pytest.mark.parametrize("kind", ["503", "reset"])
async def test_discord_away(waiting: Stage, kind: str) -> None:
    waiting.discord.fault("GET", "/applications/@me$", kind, None)
    told = await examining(waiting)
    assert list(told) == ["discord"]
    assert not told["discord"][0]


@pytest.mark.parametrize(
    ("path", "subject"), [("/commands$", "discord commands"), ("/users/@me/guilds$", "discord servers")]
)
async def test_discord_half_away(stage: Stage, path: str, subject: str) -> None:
    await stage.ask(stage.alice, stage.general)
    fault = stage.discord.fault("GET", path, "500", None)
    told = await examining(stage)
    assert [name for name, (good, _) in told.items() if not good] == [subject]
    assert told[subject][1] == "not looked at: Discord answers with 500"
    fault.stop()
    stage.discord.fault("GET", path, "reset", None)
    assert list(await examining(stage)) == ["discord"]


def test_the_invitation(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    token = base64.b64encode(b"1234567890").decode().rstrip("=") + ".x.y"
    monkeypatch.setenv("SHINRO_DISCORD_TOKEN", token)
    operating.manifest("discord")
    address = capsys.readouterr().out.strip()
    assert address.startswith(
        "https://discord.com/oauth2/authorize?client_id=1234567890&scope=bot%20applications.commands"
    )
    assert token not in address


@pytest.mark.parametrize("token", ["", "x", "é.é.é", "////.x.y", "bm90IGEgbnVtYmVy.x.y"])
def test_the_invitation_without_a_token_leaves_a_gap(token: str) -> None:
    assert "client_id=APPLICATION_ID&" in DiscordAdapter().manifest({"token": token})


async def test_the_doctor_looks_at_everything(
    waiting: Stage, tmp_path: Path, small_library: Library, small_mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted.keep(tmp_path / "learned", small_mind)
    for name, value in (
        ("DATA_DIR", str(tmp_path)),
        ("KNOWLEDGE", str(small_library.folder)),
        ("DISCORD_TOKEN", waiting.discord.token),
        ("DISCORD_API_URL", waiting.discord.api_url),
    ):
        monkeypatch.setenv(f"SHINRO_{name}", value)
    told = found(await examined(load_settings()))
    assert [subject for subject, (good, _) in told.items() if not good] == ["discord commands"]
    assert list(told)[:4] == ["settings", "knowledge", "store", "discord token"]


def test_the_doctors_exit_code(
    tmp_path: Path, small_library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHINRO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SHINRO_KNOWLEDGE", str(small_library.folder))
    monkeypatch.setenv("SHINRO_DISCORD_TOKEN", "wrong.token.here")
    monkeypatch.setenv("SHINRO_DISCORD_API_URL", "http://127.0.0.1:9/api/v10")
    with pytest.raises(typer.Exit) as ended:
        operating.doctor()
    told = capsys.readouterr()
    assert ended.value.exit_code == 1
    assert "FAIL discord: http://127.0.0.1:9/api/v10 does not answer" in told.out
    assert "1 thing(s) to mend" in told.err
    assert "wrong.token.here" not in told.out + told.err
