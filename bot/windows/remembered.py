"""What this room keeps of a person: their reminders. For `/privacy`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.windows.reader_cards import topic_name
from bot.windows.rhythms import typed_days, typed_quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.windows.ports import WindowsKept


class Remembered:
    """`bot.people.privacy.Elsewhere` over the subscriptions of every organisation."""

    def __init__(self, kept: WindowsKept, roles: Callable[[str], Mapping[str, str]]) -> None:
        self._kept, self._roles = kept, roles  # titles of roles by id, in a language

    async def shown(self, person: str, language: str) -> Sequence[str]:
        """A line a topic."""
        lines = []
        for reader in await self._kept.subscriptions.by(person):
            titles = {window.id: window.title for window in await self._kept.windows.all(reader.organisation)}
            lines += [topic_name(topic, self._roles(language), titles, language) for topic in reader.topics]
        return lines

    async def exported(self, person: str) -> Sequence[Mapping[str, object]]:
        """All of it as plain values."""
        return [
            {
                "organisation": reader.organisation,
                "topics": list(reader.topics),
                "days": typed_days(reader.rhythm),
                "quiet": typed_quiet(reader.rhythm),
                "language": reader.language,
            }
            for reader in await self._kept.subscriptions.by(person)
        ]

    async def erase(self, person: str) -> int:
        return await self._kept.subscriptions.erase(person)
