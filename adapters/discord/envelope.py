"""Every interaction from its arrival to its reply: acknowledged in time, done once, never met with silence."""

from __future__ import annotations

import asyncio
import uuid
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import InteractionType

from adapters.discord.asking import asker_of, hidden, typed_in, typed_request
from adapters.discord.delivery import noted, tried
from adapters.discord.limits import SUGGESTION_NAME, SUGGESTION_VALUE, SUGGESTIONS
from adapters.discord.pressing import Pressing
from adapters.discord.turn import Outcome, Turn
from bot.commands import BY_NAME, may
from bot.texts import say
from bot.ui import Card, Form, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from adapters.discord.asking import Asker
    from bot.ports import Core

ACKNOWLEDGED_WITHIN = 0.7  # seconds after which Discord is told that a reply is on its way
REMEMBERED = 5_000  # interactions known by id, in case Discord tells of one twice
_LOG = structlog.get_logger(__name__)


class Envelope:
    """Takes every interaction of a client. Its work goes on in tasks of its own, which are awaited at the end."""

    def __init__(self, core: Core, acknowledged_within: float = ACKNOWLEDGED_WITHIN) -> None:
        self._core = core
        self._within = acknowledged_within
        self._pressing = Pressing(core)
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, interaction: discord.Interaction) -> None:
        """Begin with an interaction, unless it was taken before."""
        if interaction.id in self._seen:
            return
        self._seen[interaction.id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        self.run(self._serve(interaction))

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work that must not be dropped half-way."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> None:
        """Let what is under way come to its end, with what begins meanwhile, but not for ever."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._tasks and (left := end - loop.time()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        late = list(self._tasks)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _serve(self, interaction: discord.Interaction) -> None:
        turn = Turn(interaction)
        try:
            if interaction.type is InteractionType.autocomplete:
                await self._suggest(interaction)
            elif interaction.type is not InteractionType.ping:
                await self._answer(turn)
        except Exception as error:
            number = uuid.uuid4().hex[:8]
            _LOG.error("interaction failed", id=number, kind=interaction.type.name, **noted(error))
            await self._apologise(turn, number)

    async def _answer(self, turn: Turn) -> None:
        turn.replacing = self._pressing.replaces(turn)
        work = asyncio.ensure_future(self._work(turn))
        try:
            done, _ = await asyncio.wait({work}, timeout=self._within)
            if not done:
                await turn.acknowledge()
            outcome = await work
        finally:
            work.cancel()
        if outcome.delete:
            await turn.delete_pressed()
        elif isinstance(outcome.reply.body, Form):
            await self._pressing.open(turn, outcome)
        else:
            await turn.deliver(outcome)

    async def _work(self, turn: Turn) -> Outcome:
        """What comes of what somebody did. Nothing is told to Discord here, so it may take its time."""
        interaction = turn.interaction
        asker = await asker_of(self._core, interaction)
        turn.know(asker, private=hidden(asker, interaction))
        if interaction.type is InteractionType.application_command:
            outcome = Outcome(await self._command(turn, asker, interaction.data))
        else:
            outcome = await self._pressing.outcome(turn, asker)
        return await self._pressing.kept(turn, outcome)

    async def _command(self, turn: Turn, asker: Asker, data: Any) -> Reply:
        request = typed_request(asker, data)
        if request is None:
            return Reply(Card("", (Text(say(turn.language, "message.empty")),)), private=True)
        turn.private = turn.private or request.arguments.get("private") == "true"
        return await self._core.handle(request)

    async def _suggest(self, interaction: discord.Interaction) -> None:
        asker = await asker_of(self._core, interaction)
        typed = typed_in(interaction.data or {})
        command = BY_NAME.get(typed.command)
        language, (parameter, text) = asker.request.locale, typed.typing
        if command is None or not may(asker.request.role, command):
            refusal = say(language, "error.autocomplete")[:SUGGESTION_NAME]
            found = [(text.strip()[:SUGGESTION_VALUE] or refusal, refusal)]
        else:
            found = list(self._core.suggest(typed.command, parameter, text, language, SUGGESTIONS))
        choices = [
            discord.app_commands.Choice(name=label[:SUGGESTION_NAME], value=value)
            for value, label in found
            if label.strip() and 0 < len(value) <= SUGGESTION_VALUE
        ]
        await tried(lambda: interaction.response.autocomplete(choices), (0.1,))

    async def _apologise(self, turn: Turn, number: str) -> None:
        if turn.interaction.type is InteractionType.autocomplete:
            return
        try:
            await turn.tell(say(turn.language, "error.adapter", id=number))
        except Exception as error:
            _LOG.warning("apology not delivered", id=number, **noted(error))
