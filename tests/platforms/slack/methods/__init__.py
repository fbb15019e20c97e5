"""The methods of the Web API; importing them fills the table."""

from . import assistants, chat, conversations, files, forms, identity, people, reactions, schedules, streams

__all__ = [
    "assistants",
    "chat",
    "conversations",
    "files",
    "forms",
    "identity",
    "people",
    "reactions",
    "schedules",
    "streams",
]
