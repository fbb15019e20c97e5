"""The chat at a terminal, driven by keys through an input in memory and, once, through a real pseudo-terminal."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.console.chat import Screen, TerminalChat
from adapters.console.history import open_history
from adapters.console.session import Session
from adapters.console.texts import load
from bot.ports import Request
from bot.ui import Card, Reply

from .fake_core import COMMANDS, ScriptedCore
from .test_plain import SCRIPT, environment

TEXTS = load("en")
PROMPT = ">"
CTRL_C, CTRL_D, ENTER = "\x03", "\x04", "\r"


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe:
        yield pipe


async def chat(core: ScriptedCore, keys: PipeInput, folder: str = "", patience: float = 60) -> str:
    """What the screen showed from welcome to goodbye."""
    file = io.StringIO()
    session = Session(COMMANDS, TEXTS, in_place=True)
    history = open_history(folder)[0] if folder else InMemoryHistory()
    screen = Screen(file, width=80)
    with create_app_session(input=keys, output=DummyOutput()):
        assert await TerminalChat(core, session, TEXTS, screen, history=history, patience=patience).run() == 0
    return file.getvalue()


async def test_a_question_a_press_and_goodbye(core: ScriptedCore, keys: PipeInput) -> None:
    keys.send_text(f"recruiting?{ENTER}1{ENTER}{CTRL_D}")
    shown = await chat(core, keys)
    assert shown.startswith(TEXTS.say("welcome"))
    assert "[1] Pay  [2] Experience" in shown
    assert shown.endswith(TEXTS.say("goodbye") + "\n")
    assert [request.arguments["question"] for request in core.requests] == ["recruiting?", "pay in recruiting"]


async def test_ctrl_c_clears_a_line_and_leaves_an_empty_one(core: ScriptedCore, keys: PipeInput) -> None:
    keys.send_text(f"not this{CTRL_C}this{ENTER}{CTRL_C}")
    await chat(core, keys)
    assert [request.arguments["question"] for request in core.requests] == ["this"]


async def test_a_form_is_edited_in_place(core: ScriptedCore, keys: PipeInput) -> None:
    keys.send_text(f"/window new{ENTER}Autumn{ENTER}2{ENTER}{ENTER}one{ENTER}two{ENTER}{ENTER}{CTRL_D}")
    assert TEXTS.say("form_hint") in await chat(core, keys)
    assert core.last.fields == {
        "title": "Autumn",
        "role": "spp",
        "opens": "2026-12-01T09:00+09:00",
        "details": "one\ntwo",
    }


async def test_ctrl_c_leaves_a_form_but_not_the_chat(core: ScriptedCore, keys: PipeInput) -> None:
    keys.send_text(f"/window new{ENTER}Autumn{ENTER}{CTRL_C}hello{ENTER}/exit{ENTER}")
    assert TEXTS.say("form_cancelled") in await chat(core, keys)
    assert core.last.arguments == {"question": "hello"}


async def test_cancel_in_a_long_text(core: ScriptedCore, keys: PipeInput) -> None:
    keys.send_text(f"/window new{ENTER}Autumn{ENTER}1{ENTER}{ENTER}:cancel{ENTER}{CTRL_D}")
    assert TEXTS.say("form_cancelled") in await chat(core, keys)
    assert len(core.requests) == 1


async def test_ctrl_c_while_answering_ends_that_answer_only(core: ScriptedCore, keys: PipeInput) -> None:
    async def interrupted(request: Request) -> Reply:
        if request.arguments["question"] == "slow":
            signal.raise_signal(signal.SIGINT)
            await asyncio.Event().wait()
        return Reply(Card("Here"))

    core.before = interrupted
    keys.send_text(f"slow{ENTER}quick{ENTER}{CTRL_D}")
    shown = await chat(core, keys, patience=0)
    assert shown.index(TEXTS.say("cancelled")) < shown.index("Here")


async def test_history_survives_a_restart(core: ScriptedCore, keys: PipeInput, tmp_path: Path) -> None:
    keys.send_text(f"remember me{ENTER}{CTRL_D}")
    await chat(core, keys, str(tmp_path))
    assert list(open_history(str(tmp_path))[0].load_history_strings()) == ["remember me"]
    assert (tmp_path / "history").stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_a_folder_that_cannot_be_written_only_loses_the_history(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "taken" / "history").mkdir(parents=True)
    for folder in ("", str(tmp_path / "missing"), str(tmp_path / "file"), str(tmp_path / "taken")):
        assert open_history(folder)[1] is False


def test_a_disk_that_fills_up_ends_only_the_keeping(tmp_path: Path) -> None:
    history, kept = open_history(str(tmp_path))
    (tmp_path / "history").unlink()
    (tmp_path / "history").mkdir()
    history.store_string("lost")
    assert kept


class Gone(io.StringIO):
    """A terminal that was closed."""

    def flush(self) -> None:
        raise BrokenPipeError


async def test_a_terminal_that_went_away_is_a_clean_end(core: ScriptedCore, keys: PipeInput) -> None:
    session = Session(COMMANDS, TEXTS)
    with create_app_session(input=keys, output=DummyOutput()):
        assert await TerminalChat(core, session, TEXTS, Screen(Gone()), history=InMemoryHistory()).run() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal there")
def test_a_real_terminal(tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    script = SCRIPT.replace("{'plain': '1'}", repr({"data_dir": str(tmp_path)}))
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**environment(), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "COLUMNS": "80", "LINES": "24"},
    )
    os.close(theirs)
    terminal = Terminal(ours)
    try:
        terminal.until(TEXTS.say("welcome"), PROMPT)
        os.write(ours, b"recruiting?\r")
        terminal.until("[2]", "alumni-japan", PROMPT)
        os.write(ours, b"1\r")
        terminal.until("pay in recruiting", PROMPT)
        os.write(ours, b"\x04")
        terminal.until(TEXTS.say("goodbye"))
        assert process.wait() == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert (tmp_path / "history").read_text(encoding="utf-8").count("+recruiting?") == 1


class Terminal:
    """The screen's side of a pseudo-terminal, read in order. A prompt is awaited before typing, as a person would."""

    def __init__(self, number: int) -> None:
        self._number, self._unread = number, b""

    def until(self, *wanted: str) -> None:
        """Read past each of some words; fails with all that was shown instead when they never come."""
        for words in wanted:
            while words.encode() not in self._unread:
                ready, _, _ = select.select([self._number], [], [], 30)
                part = b""
                with contextlib.suppress(OSError):
                    part = os.read(self._number, 65_536) if ready else b""
                assert part, self._unread.decode("utf-8", "replace")
                self._unread += part
            self._unread = self._unread.partition(words.encode())[2]
