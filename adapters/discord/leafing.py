"""A reply as messages: all of it at once, or, where it can be made again, one page with buttons to those beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.discord.draw import draw
from adapters.discord.pages import Message, Page
from bot.controls import PAGE, turning
from bot.ui import Action, Button, Card, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

# Both stand on every page while pages are laid out, so that each turns out the same whichever of them is asked for.
_ROOM = (Button("<", Action(PAGE, ("<",))), Button(">", Action(PAGE, (">",))))


def leaves(reply: Reply, controls: Sequence[Button], language: str, page: int = 0) -> list[Page]:
    """The messages to send, each ended by `controls`."""
    if not isinstance(reply.body, Card):
        return []
    whole = draw(reply.body, controls)
    if len(whole) == 1 or reply.again is None:
        return whole
    laid_out = draw(reply.body, (*_ROOM, *controls))
    page = min(page, len(laid_out) - 1)
    turned = turning(reply.again, page, len(laid_out), language)
    if not turned:
        return whole
    content = laid_out[page].view.to_components()[:-1]
    return [Page(Message([*content, *_row((*turned, *controls))]), laid_out[page].pictures)]


def _row(controls: Sequence[Button]) -> list[dict[str, object]]:
    return draw(Card(), controls)[0].view.to_components()
