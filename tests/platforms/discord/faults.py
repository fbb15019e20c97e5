"""What goes wrong on purpose: for the next requests that match, or by chance from a seed."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

WITH_AFTER = ("500", "502", "503", "504", "524", "reset", "slow")
WITHOUT = ("429", "429 global", "429 cloudflare")


@dataclass(eq=False)
class Fault:
    method: str
    path: re.Pattern[str]
    kind: str
    left: int | None
    chance: float
    retry_after: float
    random: random.Random
    hits: int = 0

    def strikes(self, method: str, path: str) -> bool:
        if self.left == 0 or self.method not in (method, "*") or not self.path.search(path):
            return False
        if self.chance < 1 and self.random.random() >= self.chance:
            return False
        self.hits += 1
        if self.left is not None:
            self.left -= 1
        return True

    def stop(self) -> None:
        """No more of it."""
        self.left = 0

    @property
    def after(self) -> bool:
        """Whether the effect happens before the answer is lost."""
        return self.kind.endswith(" after")

    @property
    def seconds(self) -> float:
        return float(self.kind.split()[1]) if self.kind.startswith("slow") else 0.0

    @property
    def status(self) -> int:
        """The status to answer with; 0 for a reset connection."""
        first = self.kind.split()[0]
        return int(first) if first.isdigit() else 0


@dataclass
class Faults:
    active: list[Fault] = field(default_factory=list)

    def add(
        self, method: str, path: str, kind: str, times: int | None, chance: float, seed: int, retry_after: float
    ) -> Fault:
        first = kind.split()[0] if kind else ""
        if kind not in WITHOUT and first not in WITH_AFTER:
            raise ValueError(f"no such fault: {kind!r}; there are {', '.join(WITHOUT + WITH_AFTER)}")
        fault = Fault(method, re.compile(path), kind, times, chance, retry_after, random.Random(seed))
        self.active.append(fault)
        return fault

    def strike(self, method: str, path: str) -> Fault | None:
        """The fault that meets this request, if any."""
        if not self.active:
            return None
        self.active = [one for one in self.active if one.left != 0]
        return next((one for one in self.active if one.strikes(method, path)), None)
