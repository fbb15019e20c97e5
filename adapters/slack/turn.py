"""One thing that somebody did, and how its reply gets through to them.

What one person sees goes by the response address, which works wherever Slack shows our commands; what all see is a post
of its own, which can be looked for when its answer is lost. Where the first way is closed, the next one is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.asking import Place
from adapters.slack.calls import LOST_MESSAGE, LOST_TRIGGER, NOT_HERE, named, tried, word
from adapters.slack.draw import draw
from adapters.slack.helping import cannot
from adapters.slack.sending import ResponseUrl, UsedUpError, change, post, respond, take_back, whisper, write_to
from bot.controls import deleting, sharing, turning
from bot.texts import say
from bot.ui import Card, Picker, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.slack.asking import Asker
    from adapters.slack.pages import Page
    from adapters.slack.patience import Sign
    from adapters.slack.rich import Json
    from adapters.slack.workspaces import Workspace
    from bot.ui import Button

_LOG = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What came of it. `update` puts it in the place of the message that was pressed."""

    reply: Reply
    page: int = 0
    update: bool = False
    offered: bool = True  # whether it may be shared, or deleted
    by: str = ""  # who asked what, where others would wonder


@dataclass(frozen=True)
class Pressed:
    """The message that something was pressed on. An ephemeral one is known by its time stamp alone."""

    stamp: str
    ephemeral: bool
    asker: str = ""  # who asked for it; empty where nobody can tell


@dataclass
class Turn:
    """It counts as private until it is known to be otherwise."""

    workspace: Workspace
    person: str
    place: Place
    key: str
    trigger: str = ""
    answer: ResponseUrl = field(default_factory=lambda: ResponseUrl(""))
    pressed: Pressed | None = None
    language: str = "en"
    private: bool = True
    direct: bool = False
    sign: Sign | None = None  # of work that takes longer
    apart: bool = False  # whether its replies go to the direct messages
    sent: int = 0

    def know(self, asker: Asker, *, private: bool) -> None:
        """Take in who acts, as soon as that is known."""
        self.language, self.private, self.direct = asker.request.locale, private, asker.direct

    async def note(self) -> None:
        """Say that it takes longer, where there is an address for it. Never raises: the answer comes after it."""
        try:
            (page,) = draw(Card("", (Text(say(self.language, "working.note")),)))
            await respond(self.workspace, self.answer, page, private=True, thread=self.place.thread)
        except UsedUpError:
            return
        except Exception as error:
            _LOG.warning("sign of work not given", workspace=self.workspace.id, error=named(error))

    async def deliver(self, outcome: Outcome) -> None:
        """Get a reply through to the person."""
        if self.sign is not None:
            await self.sign.over()
        reply = outcome.reply
        if reply.silent or not isinstance(reply.body, Card):
            return
        private = (self.private or reply.private) and not self.direct
        card = reply.body
        if outcome.by and not private and not self.direct:
            card = replace(card, blocks=(Text(outcome.by), *card.blocks))
        controls = self._controls(outcome, private)
        names = await self.workspace.people.groups() if _names_groups(card) else {}
        pages = draw(card, controls, names, language=self.language)
        turned = turning(reply.again, outcome.page, len(pages), self.language)
        if turned:
            pages = draw(card, (*turned, *controls), names, language=self.language)
            pages = [pages[min(outcome.page, len(pages) - 1)]]
        await self._send(pages, private=private, update=outcome.update)

    async def tell(self, sentence: str) -> None:
        """Say something to this person alone."""
        await self.deliver(Outcome(Reply(Card("", (Text(sentence),)), private=True)))

    async def open(self, view: Json) -> bool:
        """Open a form; False where it is too late for that."""
        if not self.trigger:
            return False
        trigger, self.trigger = self.trigger, ""
        try:
            await tried(lambda: self.workspace.client.views_open(trigger_id=trigger, view=view), (0.1, 0.3))
        except SlackApiError as error:
            if word(error) not in LOST_TRIGGER:
                raise
            return word(error) == "exchanged_trigger_id"  # an earlier try got through, though its answer did not
        return True

    async def delete_pressed(self) -> None:
        """Take the pressed message away."""
        assert self.pressed is not None
        if not self.pressed.ephemeral:
            channel, stamp = self.place.channel, self.pressed.stamp
            try:
                await tried(lambda: self.workspace.client.chat_delete(channel=channel, ts=stamp))
            except SlackApiError as error:
                if word(error) == "message_not_found":
                    return
                if word(error) not in (*LOST_MESSAGE, *NOT_HERE):
                    raise
            else:
                return
        await take_back(self.workspace, self.answer)

    def _controls(self, outcome: Outcome, private: bool) -> tuple[Button, ...]:
        if not outcome.offered or self.direct or not self.place.channel:
            return ()
        if private:
            return () if outcome.reply.private else sharing(outcome.reply.again, self.language)
        return deleting(self.person, self.language)

    async def _send(self, pages: Sequence[Page], *, private: bool, update: bool) -> None:
        first, *others = pages
        if not (update and await self._in_its_place(first)):
            await self._new(first, private=private)
        for page in others:
            await self._new(page, private=private)

    async def _in_its_place(self, page: Page) -> bool:
        """Put a page where the pressed message stood; False where that cannot be."""
        if self.pressed is None:
            return False
        if not self.pressed.ephemeral:
            try:
                await change(self.workspace, self.place.channel, self.pressed.stamp, page)
            except SlackApiError as error:
                if word(error) not in (*LOST_MESSAGE, *NOT_HERE):
                    raise
            else:
                return True
        try:
            await respond(self.workspace, self.answer, page, private=self.pressed.ephemeral, replace=True)
        except UsedUpError:
            return False
        return True

    async def _new(self, page: Page, *, private: bool) -> None:
        ways = (self._aside, self._whispered) if private else (self._posted, self._for_all)
        refused: SlackApiError | None = None
        for way in ways:
            try:
                await way(page)
            except UsedUpError:
                continue
            except SlackApiError as error:
                if word(error) not in NOT_HERE:
                    raise
                refused = error
            else:
                return
        if not private and not self.direct and self.place.channel:
            await self._new(page, private=True)
            return
        if refused is not None and not self.apart:
            self.apart = True
            _LOG.info("reply goes to the direct messages", workspace=self.workspace.id, error=named(refused))
            note = draw(Card("", (Text(cannot(refused, self.language)),)))[0]
            await write_to(self.workspace, self.person, note, self._next_key())
        await write_to(self.workspace, self.person, page, self._next_key())

    async def _aside(self, page: Page) -> None:
        await respond(self.workspace, self.answer, page, private=True, thread=self.place.thread)

    async def _whispered(self, page: Page) -> None:
        if not self.place.channel:
            raise UsedUpError
        await whisper(self.workspace, self.place.channel, self.person, page, self.place.thread)

    async def _posted(self, page: Page) -> None:
        if not self.place.channel:
            raise UsedUpError
        await post(self.workspace, self.place.channel, page, self._next_key(), self.place.thread)

    async def _for_all(self, page: Page) -> None:
        await respond(self.workspace, self.answer, page, private=False, thread=self.place.thread)

    def _next_key(self) -> str:
        self.sent += 1
        return f"{self.key}.{self.sent}"


def _names_groups(card: Card) -> bool:
    return any(isinstance(block, Picker) and block.kind == "role" and block.chosen for block in card.blocks)
