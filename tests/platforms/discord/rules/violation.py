"""One broken rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Violation:
    place: str
    text: str
    refused: bool = True  # by the real server; the house's own rules are only noted

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def length(place: str, text: str | None, most: int, least: int = 0) -> Iterator[Violation]:
    """A text within its limits."""
    size = len(text or "")
    if not least <= size <= most:
        yield Violation(place, f"{size} characters, where {least} to {most} are allowed")


def count(place: str, size: int, most: int, least: int = 0) -> Iterator[Violation]:
    """A number of things within its limits."""
    if not least <= size <= most:
        yield Violation(place, f"{size} of them, where {least} to {most} are allowed")


def unique(place: str, values: list[str]) -> Iterator[Violation]:
    """No value twice."""
    twice = {one for one in values if values.count(one) > 1} if len(set(values)) < len(values) else set()
    if twice:
        yield Violation(place, f"more than once: {sorted(twice)}")
