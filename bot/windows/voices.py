"""The platforms on which this process can announce: those of its adapters that are connected at the moment."""

# ruff: noqa: ARG002 (who takes nothing looks at nothing)

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.windows.announcing import Announcing, Later

if TYPE_CHECKING:
    from bot.ui import Card
    from bot.windows.announcing import Voice
    from bot.windows.audience import Target

AWAY = 5.0  # seconds after which a platform that went away meanwhile is asked again


class Voices(Mapping[str, Announcing]):
    """By name of platform. One that went away after a claim is not missing: it takes nothing now."""

    def __init__(self) -> None:
        self._known: dict[str, Voice] = {}

    def add(self, platform: str, voice: Voice) -> None:
        """An adapter is there; it is listed while it is connected."""
        self._known[platform] = voice

    async def lacks(self, target: Target) -> Sequence[str]:
        """The rights that are missing in a place, as far as its platform can be asked."""
        return await self[target.platform].lacks(target)

    def __getitem__(self, platform: str) -> Announcing:
        voice = self._known.get(platform)
        return voice if voice is not None and voice.connected else _AWAY

    def __iter__(self) -> Iterator[str]:
        return (name for name, voice in self._known.items() if voice.connected)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Away:
    """A platform that is not reached: nothing was taken, and naming a time keeps the try from counting."""

    async def post(self, target: Target, card: Card, key: str) -> Later:
        return Later(AWAY)

    async def edit(self, target: Target, id: str, card: Card) -> Later:  # noqa: A002
        return Later(AWAY)

    async def note(self, target: Target, about: str, card: Card, key: str) -> Later:
        return Later(AWAY)

    async def find(self, target: Target, key: str, since: datetime) -> Later:
        return Later(AWAY)

    async def lacks(self, target: Target) -> Sequence[str]:
        return ()


_AWAY = _Away()
