"""An interaction's side of things: what was told to Discord so far, and how a reply gets through.

What is quick is its own acknowledgement; what takes longer is acknowledged first, and the reply edited in. An
acknowledgement that arrived although its answer did not (40060) has done its work. Where a token is of no more use, the
reply goes to the channel or to the person.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import discord
import structlog

from adapters.discord.delivery import CUT, already, expired, gone, noted, refused, tried
from adapters.discord.leafing import leaves
from adapters.discord.rights import may_post
from bot.controls import asker_in, deleting, sharing
from bot.texts import say
from bot.ui import Card, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adapters.discord.asking import Asker
    from adapters.discord.pages import Page
    from bot.ui import Button

_LOG = structlog.get_logger(__name__)
_SENT = discord.AllowedMentions.none()


@dataclass(frozen=True)
class Outcome:
    """What came of an interaction. `update` puts it in the place of the message that was pressed."""

    reply: Reply = field(default_factory=Reply)
    page: int = 0
    update: bool = False
    delete: bool = False  # the pressed message goes
    draft: str = ""  # of a form: under which token it is kept
    step: int = 0  # of that form
    values: Mapping[str, str] = field(default_factory=dict)  # typed into it before


class Turn:
    """One interaction. It counts as private until it is known to be otherwise."""

    def __init__(self, interaction: discord.Interaction) -> None:
        self.interaction = interaction
        self.language = "en"
        self.private = True
        self.replacing = False  # whether the pressed message is what changes
        self.waiting: Literal["", "private", "public", "in place"] = ""  # where Discord shows that a reply is coming
        self._told = False
        self._late = False  # nobody waits under the token any more

    def know(self, asker: Asker, *, private: bool) -> None:
        """Take in who acts, as soon as that is known."""
        self.language, self.private = asker.request.locale, private

    @property
    def direct(self) -> bool:
        """Whether only this person and the bot are here, so that nothing needs hiding."""
        return self.interaction.guild_id is None and self.interaction.context.dm_channel

    @property
    def over_ephemeral(self) -> bool:
        """Whether what was pressed is seen by this person alone."""
        message = self.interaction.message
        return message is not None and message.flags.ephemeral

    @property
    def asker(self) -> int:
        """Who asked for the message that was pressed; 0 where nobody can tell."""
        message = self.interaction.message
        if message is None:
            return 0
        by_interaction = message.interaction_metadata
        if by_interaction:
            return by_interaction.user.id
        written = asker_in(wires(message))
        return int(written) if written.isdecimal() else 0

    @property
    def theirs(self) -> bool:
        """Whether the pressed message belongs to who pressed it."""
        return self.direct or self.over_ephemeral or self.asker == self.interaction.user.id

    async def acknowledge(self) -> None:
        """Tell Discord that a reply is on its way. If that fails, the reply may still get through, so it goes on."""
        response = self.interaction.response
        private = self.private and not self.direct
        try:
            if self.replacing:
                self.waiting = "in place"
                await self._settled(lambda: response.defer())
            else:
                self.waiting = "private" if private else "public"
                await self._settled(lambda: response.defer(ephemeral=private, thinking=True))
        except (discord.HTTPException, *CUT) as error:
            self._late = isinstance(error, discord.HTTPException) and expired(error)
            _LOG.warning("not acknowledged", interaction=self.interaction.id, **noted(error))

    async def deliver(self, outcome: Outcome) -> None:
        """Get a reply through to the person."""
        reply = outcome.reply
        if reply.silent or not isinstance(reply.body, Card):
            return
        in_place = outcome.update and (self.direct or self.over_ephemeral or not reply.private)
        private = self.over_ephemeral if in_place else (self.private or reply.private) and not self.direct
        pages = leaves(reply, self._controls(reply, private=private), self.language, outcome.page)
        try:
            if not self._late:
                await self._send(pages, private=private, in_place=in_place)
                return
        except discord.HTTPException as error:
            if not expired(error):
                raise
        await self._elsewhere(reply, private=private)

    async def tell(self, sentence: str) -> None:
        """Say something to this person alone."""
        await self.deliver(Outcome(Reply(Card("", (Text(sentence),)), private=True)))

    async def open(self, modal: discord.ui.Modal) -> None:
        """Open a form; only before anything else was told to Discord."""
        await self._settled(lambda: self.interaction.response.send_modal(modal))

    async def delete_pressed(self) -> None:
        """Take the pressed message away."""
        if not self.waiting:
            await self._settled(lambda: self.interaction.response.defer())
        try:
            await tried(self.interaction.delete_original_response)
        except discord.HTTPException as error:
            if not gone(error):
                raise

    def _controls(self, reply: Reply, *, private: bool) -> tuple[Button, ...]:
        if self.interaction.guild_id is None:
            return ()
        if private:
            return () if reply.private else sharing(reply.again, self.language)
        return deleting(str(self.interaction.user.id), self.language)

    async def _send(self, pages: Sequence[Page], *, private: bool, in_place: bool) -> None:
        for page in pages:
            if self._told:
                await self._follow(page, private=private)
            else:
                await self._first(page, private=private, in_place=in_place)
                self._told = True

    async def _first(self, page: Page, *, private: bool, in_place: bool) -> None:
        interaction = self.interaction
        response = interaction.response
        match self.waiting:
            case "" if in_place:
                await self._settled(
                    lambda: response.edit_message(view=page.view, attachments=list(page.files), allowed_mentions=_SENT)
                )
            case "":
                await self._settled(
                    lambda: response.send_message(
                        view=page.view, files=list(page.files), ephemeral=private, allowed_mentions=_SENT
                    )
                )
            case "in place" if not in_place:
                await self._follow(page, private=private)
            case "private" | "public" if private != (self.waiting == "private"):
                await tried(interaction.delete_original_response)
                await self._follow(page, private=private)
            case _:
                await tried(
                    lambda: interaction.edit_original_response(
                        view=page.view, attachments=list(page.files), allowed_mentions=_SENT
                    )
                )

    async def _follow(self, page: Page, *, private: bool) -> None:
        await self.interaction.followup.send(
            view=page.view, files=list(page.files), ephemeral=private, allowed_mentions=_SENT
        )

    async def _settled(self, call: Any) -> None:
        """An acknowledgement, made until it is known to have arrived."""
        try:
            await tried(call)
        except discord.HTTPException as error:
            if not already(error):
                raise

    async def _elsewhere(self, reply: Reply, *, private: bool) -> None:
        """Nobody waits for this interaction any more: to the channel, or to the person."""
        interaction, card = self.interaction, reply.body
        if not isinstance(card, Card):
            return
        late = replace(card, blocks=(Text(say(self.language, "late.note")), *card.blocks))
        channel = interaction.channel
        there = not private and interaction.is_guild_integration() and may_post(interaction.app_permissions, channel)
        place: Any = channel if there else interaction.user
        controls = self._controls(reply, private=private) if there else ()
        try:
            for number, page in enumerate(leaves(replace(reply, body=late, again=None), controls, self.language)):
                await post(place, page, f"{interaction.id}.{number}")
        except discord.HTTPException as error:
            if not refused(error):
                raise
            _LOG.warning("nobody to tell", interaction=interaction.id, code=error.code)


async def post(place: Any, page: Page, nonce: str, reference: Any = None) -> discord.Message:
    """A new message in a channel or to a person; the nonce makes a second try harmless."""
    more: dict[str, Any] = {} if reference is None else {"reference": reference, "mention_author": False}
    sent: discord.Message = await tried(
        lambda: place.send(
            view=page.view, files=list(page.files), allowed_mentions=_SENT, nonce=nonce, suppress_embeds=False, **more
        )
    )
    return sent


def wires(message: discord.Message) -> Iterator[str]:
    """The custom ids on a message."""
    waiting: list[Any] = list(message.components)
    while waiting:
        component = waiting.pop()
        waiting += getattr(component, "children", ())
        custom_id = getattr(component, "custom_id", None)
        if custom_id:
            yield custom_id
