"""What comes of each kind of thing that people do: commands, shortcuts, presses, forms, a look at the home tab."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapters.slack.agent import suggested
from adapters.slack.asking import Place, asker_of, with_rights
from adapters.slack.blocks import words
from adapters.slack.commands import typed
from adapters.slack.elements import PICK
from adapters.slack.helping import helped
from adapters.slack.home import publish, questions
from adapters.slack.mrkdwn import plain_text
from adapters.slack.offering import opening
from adapters.slack.pressing import Pressing, sent_in
from adapters.slack.sending import ResponseUrl
from adapters.slack.turn import Outcome
from bot.controls import FORM
from bot.lettering import shorten
from bot.texts import say
from bot.ui import Action, Field, Form, Reply, literal

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from adapters.slack.asking import Asker
    from adapters.slack.turn import Turn
    from adapters.slack.workspaces import Workspace
    from bot.ports import Core

Body = dict[str, Any]


class Doing:
    """Reads what somebody did, asks the core, and has the reply delivered."""

    def __init__(self, core: Core, prefix: str) -> None:
        self._core = core
        self._prefix = prefix
        self._pressing = Pressing(core)

    async def _asker(self, turn: Turn, *, private: bool = True) -> Asker:
        asker = await asker_of(self._core, turn.workspace, turn.person, turn.place, turn.key)
        turn.know(asker, private=private)
        return asker

    async def command(self, turn: Turn, body: Body) -> None:
        """A slash command, or help for it."""
        first = str(body.get("command", "")).removeprefix("/").removeprefix(self._prefix)
        asker = await self._asker(turn)
        turn.private = turn.place.channel not in asker.server.answers
        read = typed(first, str(body.get("text") or ""))
        if not read.name:
            reply = helped(self._core, asker.request, read.group, self._prefix, read.unread)
            await turn.deliver(Outcome(reply))
            return
        if read.name.startswith("shinro"):
            asker = await with_rights(asker, turn.workspace, turn.place)
        turn.private = turn.private or read.arguments.get("private") == "true"
        request = replace(asker.request, command=read.name, arguments=dict(read.arguments))
        asked = read.arguments.get("question", "") if read.name == "ask" else ""
        await self._finish(turn, Outcome(await self._core.handle(request), by=_by(asker, asked)))

    async def shortcut(self, turn: Turn, body: Body) -> None:
        """“Answer this”, or a question from anywhere."""
        asker = await self._asker(turn)
        if body.get("type") == "message_action":
            text = plain_text(str((body.get("message") or {}).get("text") or ""), turn.workspace.bot_user)
            if not text:
                await turn.tell(say(turn.language, "message.empty"))
                return
            turn.place = _thread_of(turn.place, body.get("message") or {})
            request = replace(asker.request, command="ask", arguments={"question": text})
            await self._finish(turn, Outcome(await self._core.handle(request)))
            return
        field = Field("question", say(turn.language, "shortcut.question"), "long", limit=3_000)
        await self._pressing.open(turn, Form(say(turn.language, "shortcut.ask"), (field,), Action("ask")))

    async def action(self, turn: Turn, body: Body) -> None:
        """A press or a choice; several where one brings others along."""
        asker = await self._asker(turn)
        for number, element in enumerate(body.get("actions") or ()):
            if number:
                asker = replace(asker, request=replace(asker.request, key=f"{turn.key}.{number}"))
            outcome = await self._pressing.outcome(turn, asker, element, body)
            if outcome is not None:
                await self._finish(turn, outcome)

    async def submitted(self, turn: Turn, body: Body, answer: asyncio.Future[dict[str, Any]]) -> None:
        """A form that was sent; `answer` is how it is acknowledged, where Slack still waits for that."""
        shown = body.get("view") or {}
        sent = sent_in(str(shown.get("private_metadata") or ""))
        if sent is None:
            return
        turn.place, turn.answer = sent.place, ResponseUrl(sent.url)
        asker = await self._asker(turn)
        state = (shown.get("state") or {}).get("values") or {}
        told, reply = await self._pressing.submitted(turn, asker, sent, state)
        if not answer.done():
            answer.set_result(told)
        elif told.get("view") or told.get("errors"):  # Slack waits no more: the form is behind a button
            again = sent_in(str((told.get("view") or {}).get("private_metadata") or "")) or sent
            card = opening("form.late", Action(FORM, (str(again.step), again.token)), turn.language)
            await turn.deliver(Outcome(Reply(card, private=True)))
        if reply is not None:
            await turn.deliver(Outcome(reply))

    async def _finish(self, turn: Turn, outcome: Outcome) -> None:
        if isinstance(outcome.reply.body, Form):
            await self._pressing.open(turn, outcome.reply.body)
        else:
            await turn.deliver(outcome)

    async def options(self, workspace: Workspace, body: Body) -> list[dict[str, Any]]:
        """What a menu offers while somebody types."""
        value = str(body.get("value") or "")
        if str(body.get("action_id", "")).startswith(PICK):
            wanted = value.casefold().lstrip("@")
            found = (await workspace.people.groups()).items()
            fitting = [(key, name) for key, name in found if wanted in name.casefold()]
            return [{"text": words(shorten(name, 75)), "value": key} for key, name in fitting[:100]]
        sent = sent_in(str((body.get("view") or {}).get("private_metadata") or ""))
        return await self._pressing.options(sent.token, str(body.get("block_id", "")), value) if sent else []

    async def opened(self, workspace: Workspace, event: Mapping[str, Any]) -> None:
        """Somebody looks at the home tab, or at the conversation."""
        person, channel = str(event.get("user", "")), str(event.get("channel", ""))
        asker = await asker_of(self._core, workspace, person, Place(), "")
        if event.get("tab") == "messages":
            found = [action.action.arguments[0] for action in questions(self._core, asker.request.locale)]
            await suggested(workspace, channel, asker.request.locale, found)
        else:
            await publish(self._core, workspace, asker, self._prefix)


def _thread_of(place: Place, message: Mapping[str, Any]) -> Place:
    """An answer to a message stands in its thread."""
    return Place(place.channel, str(message.get("thread_ts") or message.get("ts") or ""))


def _by(asker: Asker, question: str) -> str:
    name = asker.person.name
    return (
        say(asker.request.locale, "asked.by", person=literal(name), question=literal(question))
        if name and question
        else ""
    )
