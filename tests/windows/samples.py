"""Windows and times that the suites of this room share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.windows.window import Window

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)  # a Tuesday, noon in Tokyo
OPENS = datetime(2026, 12, 1, 0, tzinfo=UTC)  # 09:00 in Tokyo
CLOSES = datetime(2026, 12, 20, 8, tzinfo=UTC)  # 17:00 in Tokyo
ROLES = {"sht": "sht", "senior head teacher": "sht", "im": "im", "マネージャー": "im"}


def window(**changes: Any) -> Window:
    """An approved window, three weeks long, that opens in a week."""
    plain = Window(
        "sht-2026", "alts", "Senior Head Teacher", OPENS, CLOSES, ("sht",), status="approved", revision=1, changed=NOW
    )
    return replace(plain, **changes)


def fresh() -> Window:
    """What a new window is made from."""
    later = NOW + timedelta(days=1)
    return Window("", "alts", "", later, later, author="discord:1", changed=NOW)
