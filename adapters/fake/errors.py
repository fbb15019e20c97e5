"""What a test wanted that no person could have done. AssertionError, so that it reads as a failed test."""

from __future__ import annotations


class NotThere(AssertionError):  # noqa: N818 - what a test reads
    """Nobody can press, choose, fill in or enter what is not there; says what is."""


class HeldBack(AssertionError):  # noqa: N818 - what a person sees
    """The platform does not send a form like this: something is missing, too long, or no choice."""
