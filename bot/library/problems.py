"""What is wrong in a pack, said so that a moderator can mend it.

PackError
└── carries every Problem found, not only the first
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True)
class Problem:
    """One finding: where it is (line and column count from 1), what is wrong, what would be right."""

    file: str
    line: int
    column: int
    wrong: str
    right: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else "warning: "
        hint = f" ({self.right})" if self.right else ""
        return f"{self.file}:{self.line}:{self.column}: {mark}{self.wrong}{hint}"


class PackError(Exception):
    """A pack that must not be used; the library that was in use before goes on."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest known name, or an empty string."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean “{near[0]}”?" if near else ""
