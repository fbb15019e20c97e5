"""The lines a person typed, kept in the data folder for the next chat."""

from __future__ import annotations

from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory


class KeptHistory(FileHistory):
    """A history file; a disk that fills up later only ends the keeping."""

    def store_string(self, string: str) -> None:
        try:
            super().store_string(string)
        except OSError:
            return


def open_history(folder: str) -> tuple[History, bool]:
    """The history of a data folder and whether it is kept; the file is readable by its owner only."""
    if not folder:
        return InMemoryHistory(), False
    path = Path(folder) / "history"
    try:
        path.touch(mode=0o600)
        with path.open("r+b"):
            return KeptHistory(str(path)), True
    except OSError:
        return InMemoryHistory(), False
