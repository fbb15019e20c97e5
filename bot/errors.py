"""What can stop Shinro, and the exit code that each stop has.

ShinroError               1   something was asked that cannot be done
├── SettingsError         2   a setting is missing or wrong
├── PackUnusable          1   a knowledge pack has errors
└── StoreError            1   the store refused: a backup, a restore
    ├── StoreUnreachable  3   no database answers there, it is in use, or it is damaged
    ├── StoreTooNew       4   a newer version of Shinro wrote the database
    ├── StoreReadOnly     5   the database cannot be written: rights, a read-only or a full disk
    └── StoreBehind       6   the database is older than this version: `shinro db upgrade`

Each carries one sentence a problem that says what is wrong and what to do; none carries a secret.
"""

# ruff: noqa: N818 (the names say what happened, as a person would)

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.library.problems import PackError, Problem


class ShinroError(Exception):
    """Everything the command line reports as a sentence and an exit code, without a traceback."""

    exit_code: ClassVar[int] = 1


class SettingsError(ShinroError):
    """Settings that Shinro must not start with; one sentence for each of them."""

    exit_code = 2

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class PackUnusable(ShinroError):
    """A pack with errors, when there is no working library to go on with."""

    exit_code = 1

    def __init__(self, error: PackError) -> None:
        self.problems: tuple[Problem, ...] = tuple(error.problems)
        super().__init__(str(error))


class StoreError(ShinroError):
    """The store would not do what was asked of it; nothing in it was changed."""

    exit_code = 1


class StoreUnreachable(StoreError):
    """No usable database at the address: it does not answer, is locked, damaged, or another program's."""

    exit_code = 3


class StoreTooNew(StoreError):
    """A newer version of Shinro wrote this database; an older one would lose what it does not know."""

    exit_code = 4


class StoreReadOnly(StoreError):
    """The database can be found but not written to."""

    exit_code = 5


class StoreBehind(StoreError):
    """The database needs `shinro db upgrade` before this version may use it."""

    exit_code = 6
