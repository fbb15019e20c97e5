"""Everything that Slack sends, from its arrival to its reply: acknowledged first, done once, never met with silence.

No exception leaves a listener of bolt's: it would take the acknowledgement back. The work goes on in tasks of our own.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import re
import uuid
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack.asking import Place, place_of
from adapters.slack.calls import named
from adapters.slack.doing import Doing
from adapters.slack.hearing import Hearing
from adapters.slack.patience import Patience, Sign
from adapters.slack.sending import ResponseUrl
from adapters.slack.turn import Pressed, Turn
from bot.controls import asker_in
from bot.texts import say

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping

    from slack_bolt.async_app import AsyncApp

    from adapters.slack.workspaces import Workspaces
    from bot.ports import Core

    Work = Callable[[Turn, dict[str, Any]], Awaitable[None]]

ANSWER_THIS, ASK = "answer_this", "ask_anywhere"  # the shortcuts, by their callbacks
REMEMBERED = 10_000  # interactions known by key, in case Slack tells of one twice
ENDED = ("app_uninstalled", "tokens_revoked")
_ANY = re.compile(r"", re.DOTALL)
_LOG = structlog.get_logger(__name__)

Body = dict[str, Any]
Ack = Any


class Envelope:
    """Takes everything that arrives for an app. Its work is kept, and awaited at the end."""

    def __init__(self, core: Core, workspaces: Workspaces, prefix: str = "", patience: Patience | None = None) -> None:
        self._core = core
        self._workspaces = workspaces
        self._patience = patience or Patience()
        self._doing = Doing(core, prefix)
        self.hearing = Hearing(core, self._patience)
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def attach(self, app: AsyncApp) -> None:
        """Have bolt bring everything here, whatever it is: what nobody takes would count as a failure of ours."""
        app.command(_ANY)(self._on_command)
        app.action(_ANY)(self._on_action)
        app.options(_ANY)(self._on_options)
        app.shortcut(_ANY)(self._on_shortcut)
        app.view(_ANY)(self._on_view)
        app.view_closed(_ANY)(self._on_closed)
        app.event(_ANY)(self._on_event)

    def run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run work that must not be dropped half-way."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def drain(self, seconds: float) -> int:
        """Let what is under way come to its end, with what begins meanwhile, but not for ever; how much was given up.

        Whoever waits for what is given up is told so.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._tasks and (left := end - loop.time()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        late = list(self._tasks)
        if late:
            _LOG.warning("work given up", tasks=len(late))
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(late)

    # What bolt calls. Each acknowledges, and leaves the rest to a task.

    async def _on_command(self, ack: Ack, body: Body) -> None:
        await ack()
        self._take(body, self._doing.command)

    async def _on_action(self, ack: Ack, body: Body) -> None:
        await ack()
        self._take(body, self._doing.action)

    async def _on_shortcut(self, ack: Ack, body: Body) -> None:
        await ack()
        self._take(body, self._doing.shortcut)

    async def _on_closed(self, ack: Ack) -> None:
        await ack()

    async def _on_event(self, body: Body) -> None:
        self.run(self._event(body))

    async def _on_options(self, ack: Ack, body: Body) -> None:
        try:
            async with asyncio.timeout(self._patience.form):
                workspace = await self._workspaces.of(_team(body) or "")
                found = await self._doing.options(workspace, body) if workspace is not None else []
        except Exception as error:
            _LOG.error("options not offered", id=uuid.uuid4().hex[:8], error=named(error))
            found = []
        await ack(options=found)

    async def _on_view(self, ack: Ack, body: Body) -> None:
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        work = self._take(body, lambda turn, b: self._doing.submitted(turn, b, answer))
        if work is None:
            await ack()
            return
        both: set[asyncio.Future[Any]] = {answer, work}
        await asyncio.wait(both, timeout=self._patience.form, return_when=asyncio.FIRST_COMPLETED)
        told = answer.result() if answer.done() and not answer.cancelled() else {}
        if not answer.done():
            answer.cancel()
        await ack(**told)

    # The work.

    def _take(self, body: Body, work: Work) -> asyncio.Task[None] | None:
        """Begin with something, unless it was begun before. Never raises, whatever the body is."""
        try:
            team, person, key = _team(body), _user(body), _key(body)
        except Exception as error:
            _LOG.warning("not read", error=named(error))
            return None
        if not team or not person or not self._first(key):
            return None
        return self.run(self._serve(body, str(team), str(person), key, work))

    async def _serve(self, body: Body, team: str, person: str, key: str, work: Work) -> None:
        turn: Turn | None = None
        try:
            workspace = await self._workspaces.of(team)
            if workspace is None:
                _LOG.warning("not installed there", workspace=team)
                return
            place = Place(str(body["channel_id"])) if "command" in body else place_of(body)
            url, trigger = str(body.get("response_url") or ""), str(body.get("trigger_id") or "")
            turn = Turn(workspace, person, place, key, trigger, ResponseUrl(url), _pressed(body))
            turn.sign = Sign(self._patience.sign, turn.note)
            await work(turn, body)
        except asyncio.CancelledError:
            if turn is not None:
                await self._part(turn)
            raise
        except Exception as error:
            if turn is not None and turn.workspace.ended_by(error):
                await self._workspaces.lost(team)
                return
            number = uuid.uuid4().hex[:8]
            _LOG.error("not answered", id=number, workspace=team, kind=body.get("type", "command"), error=named(error))
            if turn is not None:
                await self._apologise(turn, say(turn.language, "error.adapter", id=number), number)
        finally:
            if turn is not None and turn.sign is not None:
                turn.sign.stop()

    async def _part(self, turn: Turn) -> None:
        """Everything ends: say so to whoever waits."""
        number = uuid.uuid4().hex[:8]
        _LOG.warning("not answered before the end", id=number, workspace=turn.workspace.id)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._patience.farewell):
                await self._apologise(turn, say(turn.language, "error.ending"), number)

    async def _event(self, body: Body) -> None:
        event, team = body.get("event") or {}, str(body.get("team_id") or "")
        kind = event.get("type")
        try:
            if kind in ENDED:
                if kind == "app_uninstalled" or (event.get("tokens") or {}).get("bot"):
                    await self._workspaces.lost(team)
                return
            if kind not in ("message", "app_mention", "app_home_opened"):
                return
            workspace = await self._workspaces.of(team)
            if workspace is None:
                return
            if kind == "app_home_opened":
                if self._first(f"slack:{body.get('event_id')}"):
                    await self._doing.opened(workspace, event)
            else:
                await self.hearing.hear(workspace, event)
        except Exception as error:
            known = await self._workspaces.of(team)
            if known is not None and known.ended_by(error):
                await self._workspaces.lost(team)
                return
            _LOG.error("event failed", id=uuid.uuid4().hex[:8], workspace=team, kind=kind, error=named(error))

    @staticmethod
    async def _apologise(turn: Turn, sentence: str, number: str) -> None:
        try:
            await turn.tell(sentence)
        except Exception as error:
            _LOG.warning("apology not delivered", id=number, error=named(error))

    def _first(self, key: str) -> bool:
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True


def _team(body: Mapping[str, Any]) -> str | None:
    """The workspace that the app is installed in, whoever acts."""
    view = body.get("view") or {}
    return (body.get("team") or {}).get("id") or view.get("app_installed_team_id") or body.get("team_id")


def _user(body: Mapping[str, Any]) -> str | None:
    return body.get("user_id") or (body.get("user") or {}).get("id")


def _key(body: Mapping[str, Any]) -> str:
    """What names a doing: Slack's trigger is of one use, and comes again with the same thing."""
    trigger = body.get("trigger_id")
    if not trigger:
        told = json.dumps(body, sort_keys=True, default=str).encode("utf-8", "replace")
        trigger = hashlib.sha256(told).hexdigest()
    return f"slack:{trigger}"


def _pressed(body: Mapping[str, Any]) -> Pressed | None:
    if body.get("type") != "block_actions":
        return None
    container, message = body.get("container") or {}, body.get("message") or {}
    stamp = message.get("ts") or container.get("message_ts")
    if not stamp:
        return None
    wires = [
        str(element["value"])
        for block in message.get("blocks") or ()
        for element in block.get("elements") or ()
        if element.get("value")
    ]
    return Pressed(str(stamp), bool(container.get("is_ephemeral") or not message), asker_in(wires))
