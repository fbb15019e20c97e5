"""The clock of the computer. Everything that needs the time is given a clock, so that a test can give it another."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """`bot.ports.Clock` as the computer has it."""

    def now(self) -> datetime:
        return datetime.now(UTC)
