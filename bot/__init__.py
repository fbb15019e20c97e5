"""Shinro's core: what the bot knows and says, without any chat platform."""

__version__ = "0.1.0"
