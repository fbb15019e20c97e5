"""Buttons, choices and forms. A press means what it carries, so one from before a restart still works."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from discord import InteractionType

from adapters.discord.asking import by_choice, filled, pressed, with_action
from adapters.discord.modals import STEP, instants, modal, steps
from adapters.discord.offering import opening
from adapters.discord.rights import may_post
from adapters.discord.turn import Outcome
from bot.controls import DELETE, FORM, PAGE, SHARE, own
from bot.texts import say
from bot.ui import Action, Card, Field, Form, Reply, Text, literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adapters.discord.asking import Asker
    from adapters.discord.turn import Turn
    from bot.ports import Core


class Pressing:
    """What comes of presses, choices and forms."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def replaces(self, turn: Turn) -> bool:
        """Whether it is the pressed message that changes, which must be known before anything is told to Discord."""
        data: Any = turn.interaction.data or {}
        if turn.interaction.type is not InteractionType.component:
            return False
        try:
            action, _ = pressed(data)
        except ValueError:
            return False
        return action.command == DELETE or (turn.theirs and (action.command == PAGE or by_choice(data)))

    async def outcome(self, turn: Turn, asker: Asker) -> Outcome:
        """What comes of a press or a form."""
        data: Any = turn.interaction.data or {}
        try:
            if turn.interaction.type is InteractionType.modal_submit:
                return await self._submitted(turn, asker, str(data.get("custom_id", "")))
            action, picked = pressed(data)
        except ValueError:
            return _private(say(turn.language, "press.old"))
        if own(action):
            return await self._own(turn, asker, action)
        reply = await self._core.handle(with_action(asker.request, action, more=picked))
        if reply.for_all:
            return self._opened(turn, reply)
        return Outcome(reply, update=turn.replacing or (reply.replace and turn.theirs))

    async def kept(self, turn: Turn, outcome: Outcome) -> Outcome:
        """The outcome; where it is a form that one modal cannot hold or show now, its draft is kept."""
        form = outcome.reply.body
        if not isinstance(form, Form) or outcome.draft or (self._opens(turn) and not _needs_draft(form)):
            return outcome
        return replace(outcome, draft=await self._keep(form, outcome.values))

    async def open(self, turn: Turn, outcome: Outcome) -> None:
        """Open a form, or offer a button that does where it is too late to open one."""
        form = outcome.reply.body
        if not isinstance(form, Form):
            return
        if self._opens(turn):
            await turn.open(_step(form, outcome.step, outcome.draft, outcome.values) if outcome.draft else modal(form))
            return
        outcome = await self.kept(turn, outcome)
        card = opening("form.ready", Action(FORM, (str(outcome.step), outcome.draft)), turn.language)
        lines = [f"- **{literal(field.label)}**: {literal(field.error)}" for field in form.fields if field.error]
        card = replace(card, blocks=(Text("\n".join(lines)), *card.blocks)) if lines else card
        await turn.deliver(Outcome(Reply(card, private=True)))

    async def _own(self, turn: Turn, asker: Asker, action: Action) -> Outcome:
        match action.command, action.arguments:
            case (name, (page, *again)) if name == PAGE and again and page.isdecimal():
                return Outcome(await self._again(asker, again), int(page), update=turn.replacing)
            case (name, (*again,)) if name == SHARE and again:
                return await self._shared(turn, asker, again)
            case (name, _) if name == DELETE:
                if turn.theirs or asker.request.role != "member":
                    return Outcome(delete=True)
                return _private(say(turn.language, "delete.forbidden"))
            case (name, (step, token)) if name == FORM and step.isdecimal():
                return await self._reopened(turn, int(step), token)
        return _private(say(turn.language, "press.old"))

    async def _again(self, asker: Asker, again: Sequence[str]) -> Reply:
        action = Action(again[0], tuple(again[1:]))
        return await self._core.handle(with_action(asker.request, action))

    async def _shared(self, turn: Turn, asker: Asker, again: Sequence[str]) -> Outcome:
        if not self._may_share(turn):
            return _private(say(turn.language, "share.cannot"))
        turn.private = False
        return self._opened(turn, await self._again(asker, again))

    def _opened(self, turn: Turn, reply: Reply) -> Outcome:
        """A reply for everybody in the place, with whose wish that was."""
        interaction = turn.interaction
        if reply.silent or reply.private or not isinstance(reply.body, Card):
            return Outcome(reply)
        if not self._may_share(turn):
            return _private(say(turn.language, "share.cannot"))
        turn.private = False
        person = f"[{interaction.user.id}](person:{interaction.user.id})"
        by = Text(say(turn.language, "share.by", person=person))
        return Outcome(replace(reply, body=replace(reply.body, blocks=(*reply.body.blocks, by))))

    @staticmethod
    def _may_share(turn: Turn) -> bool:
        """Whether who pressed may write in the place themselves."""
        interaction = turn.interaction
        return interaction.guild_id is None or may_post(interaction.permissions, interaction.channel)

    async def _reopened(self, turn: Turn, step: int, token: str) -> Outcome:
        draft = await self._draft(token)
        if draft is None:
            return _private(say(turn.language, "form.gone"))
        form, values = draft
        return Outcome(Reply(form), draft=token, step=step, values=values)

    async def _submitted(self, turn: Turn, asker: Asker, custom_id: str) -> Outcome:
        typed = filled(turn.interaction)
        if not custom_id.startswith(STEP):
            action = Action.read(custom_id)
            return Outcome(await self._core.handle(with_action(asker.request, action, typed)), values=typed)
        step, _, token = custom_id.removeprefix(STEP).partition(":")
        draft = await self._draft(token)
        if draft is None or not step.isdecimal():
            return _private(say(turn.language, "form.gone"))
        form, before = draft
        values = {**before, **instants(form, typed)}
        done, total = int(step) + 1, steps(form)
        if done < total:
            await self._keep(form, values, token)
            action = Action(FORM, (str(done), token))
            card = opening("form.saved", action, turn.language, step=done, next=done + 1, steps=total)
            return Outcome(Reply(card, private=True))
        reply = await self._core.handle(with_action(asker.request, form.submit, values))
        if isinstance(reply.body, Form):
            return Outcome(reply, draft=await self._keep(reply.body, values, token), values=values)
        if not reply.silent:
            await self._core.shelf.drafts.drop(_key(token))
        return Outcome(reply)

    async def _draft(self, token: str) -> tuple[Form, dict[str, str]] | None:
        """A form and what was typed into it so far; None if it is gone, or was kept by a bot of another making."""
        kept = await self._core.shelf.drafts.get(_key(token))
        try:
            return (_form(kept["form"]), json.loads(kept["values"])) if kept is not None else None
        except (KeyError, TypeError, ValueError):
            return None

    async def _keep(self, form: Form, values: Mapping[str, str], token: str = "") -> str:
        token = token or uuid.uuid4().hex
        kept = {"form": json.dumps(asdict(form)), "values": json.dumps(dict(values))}
        await self._core.shelf.drafts.put(_key(token), kept, datetime.now(UTC))
        return token

    @staticmethod
    def _opens(turn: Turn) -> bool:
        """Whether Discord lets a form open: as the first thing told, and not as the answer to a form."""
        return not turn.waiting and turn.interaction.type is not InteractionType.modal_submit


def _private(sentence: str) -> Outcome:
    return Outcome(Reply(Card("", (Text(sentence),)), private=True))


def _needs_draft(form: Form) -> bool:
    """Whether what comes back must be read with the form at hand: it has steps, or moments that people type."""
    return steps(form) > 1 or any(field.kind == "moment" for field in form.fields)


def _key(token: str) -> str:
    return f"discord:{token}"


def _step(form: Form, step: int, token: str, values: Mapping[str, str]) -> Any:
    step = min(step, steps(form) - 1)
    sheet = modal(form, step, values)
    sheet.custom_id = f"{STEP}{step}:{token}"
    return sheet


def _form(kept: str) -> Form:
    data = json.loads(kept)
    fields = tuple(
        Field(**{**field, "options": tuple((value, label) for value, label in field["options"])})
        for field in data["fields"]
    )
    submit = Action(data["submit"]["command"], tuple(data["submit"]["arguments"]))
    return Form(data["title"], fields, submit)
