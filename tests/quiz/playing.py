"""Playing a quiz through the real dispatch: what stands on a card, and pressing it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answering.notes import Notes
from bot.app import put_together
from bot.servers.directory import Directory
from bot.ui import Buttons, Card, Reply, Select, plain
from tests.dialogue.talk import Chat, Thinking, chat_over

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.ui import Action, Button


def restarted(chat: Chat, mind: Mind, folder: Path) -> Chat:
    """The same person and store behind a new process: nothing but the store is left."""
    notes = Notes(chat.kept.unanswered)
    core = put_together(Thinking(mind, folder), notes, chat.clock, chat.kept, Directory(chat.kept.servers, chat.clock))
    return replace(chat, core=core, notes=notes)


def buttons(reply: Reply) -> list[Button]:
    """All that can be pressed on a card."""
    found: list[Button] = []
    for block in reply.body.blocks if isinstance(reply.body, Card) else ():
        found += block.buttons if isinstance(block, Buttons) else block.options if isinstance(block, Select) else ()
    return found


def labelled(reply: Reply, label: str) -> Action:
    """What the button with a label means."""
    return next(button.action for button in buttons(reply) if button.label == label)


def answers(reply: Reply) -> list[Action]:
    return [button.action for button in buttons(reply) if button.action.command == "quiz answer"]


async def press(chat: Chat, action: Action) -> Reply:
    """Press a button as an adapter does: the arguments by their position."""
    arguments = {str(position): value for position, value in enumerate(action.arguments, 1)}
    return await chat.send(action.command, **arguments)


async def press_label(chat: Chat, label: str) -> str:
    """Press the button with a label on the card last seen, and read what comes."""
    return plain(await press(chat, labelled(chat.heard, label)))


async def play(chat: Chat, *labels: str) -> str:
    """Press one button after the other; what is read at the end."""
    for label in labels:
        await press_label(chat, label)
    return plain(chat.heard)


__all__ = ["Chat", "answers", "buttons", "chat_over", "labelled", "play", "press", "press_label", "restarted"]
