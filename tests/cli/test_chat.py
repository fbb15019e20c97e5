"""`shinro chat --plain`, piped: a whole conversation, and what stays after it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.storage.database import open_store

if TYPE_CHECKING:
    from tests.cli.shinro import Shinro

NOBODY_KNOWS = "flurble qux boolean tax for sales?"


def kept(shinro: Shinro) -> list[str]:
    """The unanswered questions in the store."""

    async def read() -> list[str]:
        async with open_store(f"sqlite+aiosqlite:///{shinro.data / 'shinro.db'}") as store:
            return [question.text for question in await store.unanswered.waiting("terminal")]

    return asyncio.run(read())


def test_a_piped_conversation(shinro: Shinro) -> None:
    done = shinro(
        "chat", "--plain", typed="what does sales pay\n/path HR\n1\n/kb why what does sales pay\n/exit\nnever read\n"
    )
    assert (done.code, done.errors) == (0, "")
    answer, path, pressed, why = done.out.removesuffix("\n\n").split("\n\n")
    assert answer.startswith("Pay in Sales\nAbout pay in Sales: it depends.")
    assert "[1] Japanese" in path
    assert "Recruiting asks for N2." in pressed
    assert "Why this answer?" in why


def test_a_member_may_not_ask_why_and_a_locale_speaks(shinro: Shinro) -> None:
    done = shinro("chat", "--plain", "--role", "member", "--locale", "ja", typed="/kb why what does sales pay\n/ladder")
    assert "このコマンドはモデレーター用です。" in done.out
    assert "社内のキャリアの段階" in done.out


def test_what_nothing_answered_is_still_there_at_the_next_chat(shinro: Shinro) -> None:
    for times in (1, 2):
        done = shinro(
            "chat", "--plain", typed=f"{NOBODY_KNOWS} call 090-1234-5678\nwhat does sales pay\nhello everyone\n"
        )
        assert done.code == 0
        assert "Traceback" not in done.errors
        assert kept(shinro) == [f"{NOBODY_KNOWS} call #"] * times


def test_what_an_admin_chose_is_still_set_at_the_next_chat(shinro: Shinro) -> None:
    first = shinro("chat", "--plain", typed="/shinro roles moderators:5\n/shinro channels windows #a\n")
    assert "Moderators, from now on: @5" in first.out
    assert "I cannot read “windows” as a channel" in first.out
    again = shinro("chat", "--plain", typed="/shinro status\n/shinro setup language:ja\n/help\n")
    assert (again.code, again.errors) == (0, "")
    assert "Moderators: @5" in again.out
    assert "Servers and workspaces I am in: 1" in again.out
    assert "言語を変えました：日本語" in again.out
    refused = shinro("chat", "--plain", "--role", "moderator", typed="/shinro setup\n")
    assert "このコマンドは管理者用です。" in refused.out


def test_a_chat_on_a_fresh_computer_answers_before_anything_is_learned(fresh: Shinro) -> None:
    done = fresh("chat", "--plain", typed="how long must i teach\n/exit\n")
    assert done.code == 0
    assert "two years of teaching" in done.out or "How much experience?" in done.out


def test_strange_input_ends_no_chat(shinro: Shinro) -> None:
    done = shinro(
        "chat", "--plain", typed="\x00\x1b[2J\n\udcff\udcfe\n9\n/nonsense\n/path @everyone\n\n" + "x" * 60_000 + "\n"
    )
    assert done.code == 0
    assert "\x1b" not in done.out
    assert "Traceback" not in done.errors
