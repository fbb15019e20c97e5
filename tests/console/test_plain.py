"""Without a terminal: lines in, plain text out, always a clean end."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from adapters.console import ConsoleAdapter
from adapters.console.texts import load
from bot.ports import Request
from bot.ui import Card, Reply, Text, plain

from .fake_core import LADDER, RECRUITING, ScriptedCore

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = (
    "import asyncio, sys; from fake_core import scripted; from adapters.console import ConsoleAdapter; "
    "sys.exit(asyncio.run(ConsoleAdapter().run(scripted(), {'plain': '1'})))"
)


async def say(core: ScriptedCore, *lines: str, locale: str = "en") -> list[str]:
    """The replies to some lines, one each."""
    out = io.StringIO()
    source = io.StringIO("".join(f"{line}\n" for line in lines))
    assert await ConsoleAdapter(source, out).run(core, {"plain": "1", "locale": locale}) == 0
    return out.getvalue().split("\n\n")[:-1]


def environment() -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "ascii", "PYTHONWARNINGS": "error"}


async def test_a_question_and_a_press(core: ScriptedCore) -> None:
    first, second, third = await say(core, "recruiting?", "1", "7")
    assert first == plain(Reply(RECRUITING), choices=False) + "\n[1] Pay\n[2] Experience"
    assert second == "ask {'question': 'pay in recruiting'} {}"
    assert third == load().say("no_choices", number="7")
    assert [request.role for request in core.requests] == ["admin", "admin"]


async def test_empty_lines_say_nothing_and_exit_ends_early(core: ScriptedCore) -> None:
    assert await say(core, "", "  ", "/ladder", "/exit", "never read") == [
        plain(Reply(LADDER), choices=False) + "\n[1] Head Teacher"
    ]
    assert len(core.requests) == 1


async def test_the_last_line_needs_no_newline(core: ScriptedCore) -> None:
    out = io.StringIO()
    await ConsoleAdapter(io.StringIO("/path HT"), out).run(core, {})
    assert core.last.arguments == {"name": "HT"}


async def test_a_form_asks_field_by_field(core: ScriptedCore) -> None:
    replies = await say(core, "/window new", "Autumn", "9", "2", "", "", locale="ja")
    assert replies[0] == "New window\nTitle\nRole\nOpens\nDetails"
    assert replies[1] == "1/4 Title"
    assert load("ja").say("form_choose", last=2) in replies
    assert core.last.fields["role"] == "spp"


async def test_help_and_the_unknown(core: ScriptedCore) -> None:
    listed, unknown = await say(core, "/help", "/pat HT")
    assert "/path <name>: shows one career path" in listed
    assert unknown == load().say("unknown_command_near", name="pat", nearest="path")


async def test_nothing_from_people_reaches_the_terminal_as_a_command(core: ScriptedCore) -> None:
    core.replies = {"ask": Reply(Card("a\x1b[2Jb\x07", (Text("c\x9b31md\u202ee\r\nf"),)))}
    assert await say(core, "\x1b]0;title\x07 hello \x00") == ["ab\ncde\nf"]
    assert core.last.arguments == {"question": "]0;title hello"}


async def test_very_long_lines_are_fine(core: ScriptedCore) -> None:
    await say(core, "あ" * 300_000)
    assert core.last.arguments["question"] == "あ" * 300_000


async def test_ctrl_c_ends_one_answer_only(core: ScriptedCore) -> None:
    async def interrupted(request: Request) -> Reply:
        if request.arguments["question"] == "slow":
            signal.raise_signal(signal.SIGINT)
            await asyncio.Event().wait()
        return Reply(Card("Here"))

    core.before = interrupted
    assert await say(core, "slow", "quick") == [load().say("cancelled"), "Here"]


class Unread(io.StringIO):
    """A pipe whose reader has gone."""

    def write(self, text: str) -> NoReturn:
        raise BrokenPipeError


async def test_nobody_reading_is_a_clean_end(core: ScriptedCore) -> None:
    assert await ConsoleAdapter(io.StringIO("a\nb\n"), Unread()).run(core, {}) == 0
    assert len(core.requests) == 1


def test_a_real_pipe_speaks_utf8_whatever_the_locale_says() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], input="進路？\n".encode() + b"\xff\n", capture_output=True, env=environment()
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8").split("\n\n")[0] == "ask {'question': '進路？'} {}"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end differently there")
def test_a_real_pipe_that_breaks_ends_without_a_word() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT], stdin=subprocess.PIPE, stdout=writing, stderr=subprocess.PIPE, env=environment()
    )
    os.close(writing)
    _, errors = process.communicate(b"one\ntwo\n")
    assert (process.returncode, errors) == (0, b"")
