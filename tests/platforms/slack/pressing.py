"""Buttons, menus and forms, in messages, in forms and at home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..discord.changes import PATIENCE
from . import filling, payloads
from .asked import ACTION, CLOSED, SUBMISSION, SUGGESTION, Asked, Options
from .asking import Asking
from .blocks import EXTERNAL, MANY, elements, words_of
from .errors import ImpossibleError
from .views import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .messages import Message
    from .people import User
    from .wire import Json


SHORTEST = 3  # characters that are typed before options are asked for, where the menu does not say


class Pressing(Asking):
    _offers: dict[str, Options]  # by action, what was offered last

    async def press(
        self, user: User, where: Message | View, button: str, *, state: Mapping[str, Any] | None = None
    ) -> Asked:
        """A button, by its action or else by its label; `state`: what the person has filled in beside it."""
        self._must_see(user, where)
        found = [(block, one) for block, one in elements(where.everything) if one["type"] == "button"]
        fitting = [(b, e) for b, e in found if e.get("action_id") == button] or [
            (b, e) for b, e in found if words_of(e["text"]) == button
        ]
        if len(fitting) != 1:
            there = [words_of(one["text"]) for _, one in found]
            raise ImpossibleError(f"{len(fitting)} buttons are {button!r}; there is {there}")
        block, element = fitting[0]
        for name, value in (state or {}).items():
            at, field = filling.named(where.everything, name)
            self._typed(user, where)[at["block_id"], field["action_id"]] = filling.chosen(field, value)
        action: Json = {"type": "button", "text": element["text"]}
        action |= {key: element[key] for key in ("value", "style", "url") if key in element}
        return self._act(user, where, block, element, action)

    async def choose(self, user: User, where: Message | View, value: Any, action_id: str | None = None) -> Asked:
        """Something in a menu, by value or else by label; people and places are passed themselves, several in a list.

        `action_id`: which menu, by action, block or label, where there is more than one.
        """
        self._must_see(user, where)
        if action_id is None:
            names = [one.action_id for one in where.selects]
            if len(names) != 1:
                raise ImpossibleError(f"not one menu but {names}")
            action_id = names[0]
        block, element = filling.named(where.everything, action_id)
        held = filling.chosen(element, value, self._offers.get(element["action_id"], ()))
        self._typed(user, where)[block["block_id"], element["action_id"]] = held
        return self._act(user, where, block, element, held)

    async def suggest(
        self, user: User, name: str, typed: str, where: Message | View, *, within: float = PATIENCE
    ) -> Options:
        """What a menu with options from outside offers while somebody types; `.seconds` tells how long it took."""
        self._must_see(user, where)
        block, element = filling.named(where.everything, name)
        if element["type"] not in EXTERNAL:
            raise ImpossibleError(f"{name!r} has its options already")
        if len(typed) < element.get("min_query_length", SHORTEST):
            raise ImpossibleError(f"{typed!r} is too short to be looked for")
        channel = None if isinstance(where, View) else where.channel
        inside, message = (where, None) if isinstance(where, View) else (None, where)
        asked = self._asked(
            SUGGESTION, element["action_id"], user, channel, message=message, inside=inside, trigger=False
        )
        more: Json = {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
        carried = payloads.container(where, filling.state(where.everything, self._typed(user, where)))
        self._send(asked, payloads.interaction(self._world, SUGGESTION, user) | more | carried)
        await asked.acknowledged(within)
        if asked.options is None:
            raise AssertionError(f"instead of options for {name!r} there came {asked.acks}")
        self._offers[element["action_id"]] = asked.options
        return asked.options

    async def submit(self, form: View | Asked, values: Mapping[str, Any] | None = None) -> Asked:
        """Sends an open form, filled in by block, action or label; what is not named keeps what stands there."""
        view = await form.form() if isinstance(form, Asked) else form
        user = view.user
        self._must_be_on_top(view)
        typed = self._typed(user, view)
        filling.fill(view, values or {}, typed, self._offers)
        filling.complete(view, typed)
        opener = self._world.newest(view.id)
        channel = form.channel if isinstance(form, Asked) else opener.channel if opener else None
        asked = self._asked(SUBMISSION, view.body.get("callback_id") or view.title, user, channel, inside=view)
        payload = payloads.interaction(self._world, SUBMISSION, user, asked.trigger_id)
        payload |= {"view": view.wire(filling.state(view.blocks, typed)), "response_urls": self._urls(view, asked)}
        return self._send(asked, payload)

    async def close(self, view: View, *, everything: bool = False) -> Asked:
        """Closes a form without sending it; the bot hears of it where it asked to. `everything`: the whole stack."""
        self._must_be_on_top(view)
        asked = self._asked(CLOSED, view.body.get("callback_id") or view.title, view.user, None, trigger=False)
        asked.inside = view
        told = view.wire(filling.state(view.blocks, self._typed(view.user, view)))
        if everything or view.body.get("clear_on_close"):
            self._world.views.clear(view)
        else:
            self._world.views.close(view)
        if not view.body.get("notify_on_close"):
            return asked
        payload = payloads.interaction(self._world, CLOSED, view.user)
        return self._send(asked, payload | {"view": told, "is_cleared": everything})

    def _act(self, user: User, where: Message | View, block: Json, element: Json, action: Json) -> Asked:
        """One element used: the same payload whatever it is."""
        world, name = self._world, element["action_id"]
        if isinstance(where, View):
            opener = world.newest(where.id)
            asked = self._asked(ACTION, name, user, opener.channel if opener else None, inside=where)
        else:
            asked = self._asked(ACTION, name, user, where.channel, message=where, hook="actions", original=where)
        action |= {"action_id": name, "block_id": block["block_id"], "action_ts": world.ids.stamp()}
        payload = payloads.interaction(world, ACTION, user, asked.trigger_id)
        payload |= payloads.container(where, filling.state(where.everything, self._typed(user, where)))
        if asked.response_url:
            payload["response_url"] = asked.response_url
        return self._send(asked, payload | {"actions": [action]})

    @staticmethod
    def _typed(user: User, where: Message | View) -> filling.State:
        return where.typed.setdefault(user.id, {})

    @staticmethod
    def _must_be_on_top(view: View) -> None:
        if not view.open or not view.stack or view.stack[-1] is not view:
            raise ImpossibleError(f"the form {view.title!r} is not in front")

    def _urls(self, view: View, asked: Asked) -> list[Json]:
        """A response address for each place that was chosen in a menu made for it."""
        urls: list[Json] = []
        for block, element in elements(view.blocks):
            if not element.get("response_url_enabled") or element["type"] in MANY:
                continue
            held = self._typed(view.user, view).get((block["block_id"], element["action_id"]), {})
            place = held.get("selected_conversation") or held.get("selected_channel")
            channel = view.user.team.channels.get(place or "")
            if channel is not None:
                answering = self._asked(SUBMISSION, asked.name, view.user, channel, trigger=False, hook="app")
                self._world.hooks[answering.response_url.removeprefix(self._world.origin)].asked = asked
                names = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel.id}
                urls.append(names | {"response_url": answering.response_url})
        self._world.remember(asked)
        return urls
