"""What each address does; importing this fills the table of routes."""

from . import application, channels, events, guilds, interactions, pins, webhooks

__all__ = ["application", "channels", "events", "guilds", "interactions", "pins", "webhooks"]
