"""Ids with the letter that tells what they are of, and time stamps that are ids themselves."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..discord.clock import Clock

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDTH = 9
FIRST = 36**8  # so that every id is full


class Ids:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._number = FIRST
        self._stamp = 0

    def new(self, letter: str) -> str:
        """The next id of this kind: "C0…" for a channel, "U0…" for a person."""
        self._number += 7
        number, digits = self._number, ""
        while number:
            number, digit = divmod(number, 36)
            digits = LETTERS[digit] + digits
        return f"{letter}0{digits:0>{WIDTH}}"

    def stamp(self) -> str:
        """The `ts` of a message: no two are the same, and they rise with time."""
        self._stamp = max(self._stamp + 1, int(self._clock.now() * 1_000_000))
        return f"{self._stamp // 1_000_000}.{self._stamp % 1_000_000:06d}"

    def trigger(self) -> str:
        return f"{self.stamp()}.{secrets.token_hex(16)}"
