"""The limits that everything outgoing is held against, and the house's own rules beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import messages, views
from .blocks import HOME, MODAL
from .violation import Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Violation", "violations"]

CHECKS: dict[str, Callable[[Any], Iterator[Violation]]] = {
    "message": messages.of_message,
    "response": lambda body: messages.of_response(body, pressed=False),
    "response to a press": lambda body: messages.of_response(body, pressed=True),
    "options": messages.of_offer,
    "view": lambda args: views.of_view(args.get("view"), MODAL),
    "changed view": lambda args: views.of_view(args.get("view"), (args.get("view") or {}).get("type", MODAL)),
    "home": lambda args: views.of_view(args.get("view"), HOME),
    "modal": lambda view: views.of_view(view, MODAL),
}


def violations(kind: str, body: Any) -> list[Violation]:
    """Everything that is wrong with a body of this kind."""
    check = CHECKS.get(kind)
    return [] if check is None else list(check(body))
