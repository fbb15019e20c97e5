"""Stand-ins that keep the same promises as the real thing; the contract suites run on both."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

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
