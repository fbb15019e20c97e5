"""The bot in a terminal: no token, no network. `shinro chat` starts it; so does a pipe."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Mapping
from typing import TextIO

from adapters.console.announcing import TerminalVoice
from adapters.console.chat import Screen, TerminalChat
from adapters.console.history import open_history
from adapters.console.plain import PlainChat
from adapters.console.session import Session
from adapters.console.texts import load
from bot.ports import Core, Role

__all__ = ["ConsoleAdapter"]

_ROLES: dict[str, Role] = {"member": "member", "moderator": "moderator", "admin": "admin"}


class ConsoleAdapter:
    """Implements bot.ports.Adapter. Options: `plain` ("1" or ""), `data_dir`, `locale`, `role` (default admin)."""

    def __init__(self, stdin: TextIO | None = None, stdout: TextIO | None = None) -> None:
        self._stdin, self._stdout = stdin, stdout
        self.voice = TerminalVoice()

    async def run(self, core: Core, options: Mapping[str, str]) -> int:
        """Chat until the person leaves; 0 for every ordinary end. A role that does not exist may do the least."""
        stdin, stdout = self._stdin or sys.stdin, self._stdout or sys.stdout
        locale = options.get("locale", "")
        texts = load(locale)
        role = _ROLES.get(options.get("role") or "admin", "member")
        at_terminal = not options.get("plain") and _is_terminal(stdin) and _is_terminal(stdout)
        session = Session(core.catalogue(locale), texts, role=role, locale=locale, in_place=at_terminal)
        _speak_utf8(stdout)
        if at_terminal:
            history, kept = open_history(options.get("data_dir", ""))
            notice = "" if kept else texts.say("history_not_kept")
            screen, announced = Screen(stdout), self.voice.take
            chat = TerminalChat(core, session, texts, screen, history=history, locale=locale, announced=announced)
            code = await chat.run(notice)
        else:
            code = await PlainChat(core, session, texts, _utf8_lines(stdin), stdout, self.voice.take).run()
        _let_go(stdout)
        return code


def _is_terminal(stream: TextIO | None) -> bool:
    with contextlib.suppress(ValueError):
        return stream is not None and stream.isatty()
    return False


def _speak_utf8(stream: TextIO) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")


def _utf8_lines(stream: TextIO) -> TextIO:
    """The input as UTF-8, whatever the computer's encoding; a reader of its own, so leaving never waits."""
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        return stream
    return open(number, encoding="utf-8", errors="replace", closefd=False)


def _let_go(stream: TextIO) -> None:
    """Write what is left; where nobody reads any more, the process must still end without a word."""
    try:
        stream.flush()
    except BrokenPipeError:
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
