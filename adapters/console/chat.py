"""The chat at a terminal: a line with history and a menu in, drawn cards out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from rich.console import Console, RenderableType
from rich.text import Text

from adapters.console.announcing import Announced, nothing
from adapters.console.complete import Suggestions
from adapters.console.draw import draw
from adapters.console.inert import inert
from adapters.console.session import Leave, Say, Send, Session, Show, Step
from adapters.console.texts import Texts
from adapters.console.waiting import PATIENCE, Interrupted, interruptible
from bot.ports import Core
from bot.ui import Form, Reply

PROMPT = "> "
MENU_LINES = 6
READABLE = 100  # columns: longer lines are hard to read, however wide the terminal is


class Screen(Console):
    """Where replies are drawn. A terminal that went away is reported as such instead of ending the process."""

    def __init__(self, file: TextIO | None = None, width: int | None = None) -> None:
        super().__init__(file=file, width=width, markup=False, highlight=False, emoji=False)

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError

    def put(self, *renderables: RenderableType) -> None:
        for renderable in renderables:
            self.print(renderable, width=min(self.width, READABLE))


class TerminalChat:
    """Prompt, answer, draw, again. `patience` is how long an answer may take before a sign of work."""

    def __init__(
        self,
        core: Core,
        session: Session,
        texts: Texts,
        screen: Screen,
        *,
        history: History,
        locale: str = "",
        patience: float = PATIENCE,
        announced: Announced = nothing,
    ) -> None:
        self._announced = announced
        self._core, self._session, self._texts, self._screen = core, session, texts, screen
        self._patience = patience
        self._line: PromptSession[str] = PromptSession(
            history=history,
            completer=Suggestions(core, core.catalogue(locale), locale),
            complete_while_typing=True,
            key_bindings=_keys(),
            reserve_space_for_menu=MENU_LINES,
        )
        self._field: PromptSession[str] = PromptSession(
            history=InMemoryHistory(), key_bindings=_keys(self._in_long_text), reserve_space_for_menu=0
        )

    async def run(self, notice: str = "") -> int:
        """Serve until Ctrl-D, Ctrl-C on an empty line, or /exit; a terminal that went away is a clean end too."""
        with contextlib.suppress(BrokenPipeError):
            welcome = (self._texts.say("welcome"), self._texts.say("welcome_leave"), notice)
            self._screen.put(*(Text(sentence, style="dim") for sentence in welcome if sentence), "")
            while (line := await self._next()) is not None:
                if not await self._take(self._session.read(inert(line))):
                    break
            self._screen.put(Text(self._texts.say("goodbye"), style="dim"))
        return 0

    async def _next(self) -> str | None:
        """The next line, a field's value, or None when the person leaves."""
        filling = self._session.filling
        try:
            if filling is None:
                return await self._line.prompt_async(PROMPT)
            self._screen.put(Text(inert(self._session.asking())))
            return await self._field.prompt_async(
                PROMPT, default=inert(filling.editable), multiline=Condition(self._in_long_text)
            )
        except KeyboardInterrupt:
            if filling is None:
                return None
            self._say(self._session.cancel_form())
            return ""
        except EOFError:
            return None

    def _in_long_text(self) -> bool:
        filling = self._session.filling
        return filling is not None and filling.asked.kind == "long"

    async def _take(self, step: Step) -> bool:
        while isinstance(step, Send):
            try:
                reply = await interruptible(self._core.handle(step.request), self._sign, self._patience)
            except Interrupted:
                step = Say(self._texts.say("cancelled"))
                break
            self._show(reply)
            step = self._session.heard(reply)
        if isinstance(step, Leave):
            return False
        self._say(step)
        for reply in self._announced() if self._session.filling is None else ():
            self._show(reply)
            self._session.heard(reply)
        return True

    def _say(self, step: Step) -> None:
        match step:
            case Say(sentence):
                self._screen.put(Text(inert(sentence), style="yellow"), "")
            case Show(reply):
                self._show(reply)

    def _show(self, reply: Reply) -> None:
        if reply.silent:
            return
        self._screen.put("", *draw(reply))
        if isinstance(reply.body, Form):
            self._screen.put(Text(self._texts.say("form_hint"), style="dim"))
        self._screen.put("")

    def _sign(self) -> contextlib.AbstractContextManager[object]:
        return self._screen.status(Text(self._texts.say("thinking"), style="dim"))


def _clear_or_leave(event: KeyPressEvent) -> None:
    buffer = event.app.current_buffer
    if buffer.text:
        buffer.reset()
    else:
        event.app.exit(exception=KeyboardInterrupt(), style="class:aborting")


def _end_on_empty_line(event: KeyPressEvent) -> None:
    buffer = event.app.current_buffer
    if buffer.document.current_line.strip() and not buffer.text.startswith(":"):
        buffer.newline(copy_margin=False)
    else:
        buffer.validate_and_handle()


def _keys(long: Callable[[], bool] = lambda: False) -> KeyBindings:
    """Ctrl-C clears a line that has text and leaves an empty one; in a long text Enter on an empty line ends it."""
    keys = KeyBindings()
    keys.add("c-c")(_clear_or_leave)
    keys.add("<sigint>")(_clear_or_leave)
    keys.add("enter", filter=Condition(long))(_end_on_empty_line)
    return keys
