"""Loopback platforms: servers that behave as the chat services do, for the real libraries to talk to."""
