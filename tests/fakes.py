"""Stand-ins that keep the same promises as the real thing; the contract suites run on both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import Unanswered


class MemoryUnanswereds:
    """`bot.ports.Unanswereds` in a list."""

    def __init__(self) -> None:
        self.questions: list[Unanswered] = []

    async def add(self, question: Unanswered) -> None:
        self.questions.append(question)

    async def waiting(self, organisation: str, limit: int = 100) -> Sequence[Unanswered]:
        mine = [question for question in self.questions if question.organisation == organisation]
        return sorted(mine, key=lambda question: question.asked_at, reverse=True)[:limit]

    async def expire(self, before: datetime) -> int:
        kept = [question for question in self.questions if question.asked_at >= before]
        forgotten = len(self.questions) - len(kept)
        self.questions = kept
        return forgotten


class FakeClock:
    """`bot.ports.Clock` that stands still until time is made to pass."""

    def __init__(self, at: datetime = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def pass_time(self, span: timedelta) -> None:
        self._at += span
