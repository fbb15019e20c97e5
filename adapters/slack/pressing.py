"""Buttons, choices and forms. A press means what it carries, so one from before a restart still works."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from adapters.slack.asking import Place, is_choice, is_pick, pressed, with_action
from adapters.slack.modals import errors, form_of, kept, options_of, read, steps, told_errors, view
from adapters.slack.offering import opening
from adapters.slack.turn import Outcome
from bot.controls import DELETE, FORM, PAGE, SHARE, own
from bot.texts import say
from bot.ui import Action, Card, Form, Reply, Text, literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapters.slack.asking import Asker
    from adapters.slack.rich import Json
    from adapters.slack.turn import Turn
    from bot.ports import Core

Ack = dict[str, Any]  # what a form is acknowledged with


@dataclass(frozen=True)
class Sent:
    """A step of a form as it was sent: which one, and where the form was opened."""

    token: str
    step: int
    place: Place
    url: str


class Pressing:
    """What comes of presses, choices and forms."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def outcome(
        self, turn: Turn, asker: Asker, element: Mapping[str, Any], body: Mapping[str, Any]
    ) -> Outcome | None:
        """The reply to a press or a choice; None where nothing is left to say."""
        try:
            action = pressed(element, body)
        except ValueError:
            return _private(say(turn.language, "press.gone"))
        if own(action):
            return await self._own(turn, asker, action)
        reply = await self._core.handle(with_action(asker.request, action))
        if reply.for_all:
            return self._opened(turn, asker, reply)
        chosen = is_choice(element) and not is_pick(element)
        if (chosen or reply.replace) and self._theirs(turn) and not isinstance(reply.body, Form):
            seen_by_one = turn.pressed is not None and turn.pressed.ephemeral
            return Outcome(reply, update=turn.pressed is not None and (seen_by_one or turn.direct or not reply.private))
        return Outcome(reply)

    async def open(self, turn: Turn, form: Form) -> None:
        """Open a form, or offer a button that does where it is too late to open one."""
        token = await self._kept(form, {})
        if not await turn.open(self._view(turn, form, token, 0, {})):
            card = opening("form.ready", Action(FORM, ("0", token)), turn.language)
            await turn.deliver(Outcome(Reply(card, private=True)))

    async def submitted(
        self, turn: Turn, asker: Asker, sent: Sent, state: Mapping[str, Any]
    ) -> tuple[Ack, Reply | None]:
        """How a form that was sent is acknowledged, and what is said then."""
        found = await self._core.shelf.drafts.get(_draft(sent.token))
        if found is None:
            return {}, _private(say(turn.language, "form.gone")).reply
        form, values = form_of(found["form"]), {**json.loads(found["values"]), **read(state)}
        wrong = errors(form, sent.step, values, turn.language)
        if wrong:
            return {"response_action": "errors", "errors": wrong}, None
        await self._kept(form, values, sent.token)
        if sent.step + 1 < steps(form):
            shown = self._view(turn, form, sent.token, sent.step + 1, values, sent)
            return {"response_action": "update", "view": shown}, None
        reply = await self._core.handle(with_action(asker.request, form.submit, values))
        if not isinstance(reply.body, Form):
            await self._core.shelf.drafts.drop(_draft(sent.token))
            return {}, reply
        again = reply.body
        if len(again.fields) == len(form.fields) and (told := told_errors(again, sent.step)):
            return {"response_action": "errors", "errors": told}, None
        token = await self._kept(again, {})
        return {"response_action": "update", "view": self._view(turn, again, token, 0, {}, sent)}, None

    async def options(self, token: str, block: str, typed: str) -> list[Json]:
        """What a field with many choices offers while somebody types."""
        found = await self._core.shelf.drafts.get(_draft(token))
        return options_of(form_of(found["form"]), block, typed) if found is not None else []

    def _view(
        self, turn: Turn, form: Form, token: str, step: int, values: Mapping[str, str], sent: Sent | None = None
    ) -> Json:
        place, url = (sent.place, sent.url) if sent else (turn.place, turn.answer.url)
        told = {"token": token, "step": step, "channel": place.channel, "thread": place.thread, "url": url}
        return view(form, json.dumps(told), turn.language, step, values)

    async def _own(self, turn: Turn, asker: Asker, action: Action) -> Outcome | None:
        match action.command, action.arguments:
            case (name, (page, *again)) if name == PAGE and again and page.isdecimal():
                reply = await self._again(asker, again)
                return Outcome(reply, int(page), update=self._theirs(turn))
            case (name, (*again,)) if name == SHARE and again:
                return await self._shared(turn, asker, again)
            case (name, (by,)) if name == DELETE and turn.pressed is not None:
                if by == turn.person or turn.direct or asker.request.role != "member":
                    await turn.delete_pressed()
                    return None
                return _private(say(turn.language, "delete.forbidden"))
            case (name, (step, token)) if name == FORM and step.isdecimal():
                return await self._reopened(turn, int(step), token)
        return _private(say(turn.language, "press.gone"))

    async def _again(self, asker: Asker, again: list[str]) -> Reply:
        action = Action(again[0], tuple(again[1:]))
        return await self._core.handle(with_action(asker.request, action))

    async def _shared(self, turn: Turn, asker: Asker, again: list[str]) -> Outcome:
        return self._opened(turn, asker, await self._again(asker, again))

    @staticmethod
    def _opened(turn: Turn, asker: Asker, reply: Reply) -> Outcome:
        """A reply for everybody in the place, with whose wish that was."""
        if reply.private or not isinstance(reply.body, Card):
            return Outcome(reply)
        turn.private = False
        name = literal(asker.person.name or say(turn.language, "share.someone"))
        by = Text(say(turn.language, "share.by", person=name))
        return Outcome(replace(reply, body=replace(reply.body, blocks=(*reply.body.blocks, by))))

    async def _reopened(self, turn: Turn, step: int, token: str) -> Outcome | None:
        found = await self._core.shelf.drafts.get(_draft(token))
        if found is None:
            return _private(say(turn.language, "form.gone"))
        form, values = form_of(found["form"]), json.loads(found["values"])
        if not await turn.open(self._view(turn, form, token, min(step, steps(form) - 1), values)):
            card = opening("form.ready", Action(FORM, (str(step), token)), turn.language)
            return Outcome(Reply(card, private=True))
        return None

    async def _kept(self, form: Form, values: Mapping[str, str], token: str = "") -> str:
        token = token or uuid.uuid4().hex
        both = {"form": kept(form), "values": json.dumps(dict(values))}
        await self._core.shelf.drafts.put(_draft(token), both, datetime.now(UTC))
        return token

    @staticmethod
    def _theirs(turn: Turn) -> bool:
        """Whether the pressed message belongs to who pressed it."""
        if turn.pressed is None:
            return False
        return turn.direct or turn.pressed.ephemeral or turn.pressed.asker == turn.person


def sent_in(metadata: str) -> Sent | None:
    """What a view of ours says of itself; None for anything else."""
    try:
        told = json.loads(metadata)
        return Sent(told["token"], int(told["step"]), Place(told["channel"], told["thread"]), told["url"])
    except (ValueError, KeyError, TypeError):
        return None


def _private(sentence: str) -> Outcome:
    return Outcome(Reply(Card("", (Text(sentence),)), private=True))


def _draft(token: str) -> str:
    return f"slack:{token}"
