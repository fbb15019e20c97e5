"""What goes wrong on purpose: for the next calls that match, or by chance from a seed."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

STATUSES = ("429", "500", "502", "503", "504")
OTHERS = ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "reset", "slow")


@dataclass(eq=False)
class Fault:
    name: re.Pattern[str]
    kind: str
    left: int | None
    chance: float
    retry_after: int
    random: random.Random
    hits: int = 0

    def strikes(self, name: str) -> bool:
        if self.left == 0 or not self.name.search(name):
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
    def first(self) -> str:
        return self.kind.split()[0]

    @property
    def after(self) -> bool:
        """Whether the effect happens before the answer is lost."""
        return self.kind.endswith(" after")

    @property
    def seconds(self) -> float:
        return float(self.kind.split()[1]) if self.first == "slow" else 0.0

    @property
    def status(self) -> int:
        """The status to answer with; 0 for a reset connection, 200 for an error in the body."""
        if self.first == "reset":
            return 0
        return int(self.first) if self.first.isdigit() else 200


@dataclass
class Faults:
    active: list[Fault] = field(default_factory=list)

    def add(self, name: str, kind: str, times: int | None, chance: float, seed: int, retry_after: int) -> Fault:
        first = kind.split()[0] if kind else ""
        if first not in STATUSES + OTHERS:
            raise ValueError(f"no such fault: {kind!r}; there are {', '.join(STATUSES + OTHERS)}")
        fault = Fault(re.compile(name), kind, times, chance, retry_after, random.Random(seed))
        self.active.append(fault)
        return fault

    def strike(self, name: str) -> Fault | None:
        """The fault that meets this call, if any."""
        if not self.active:
            return None
        self.active = [one for one in self.active if one.left != 0]
        return next((one for one in self.active if one.strikes(name)), None)
