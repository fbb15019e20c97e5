"""Learning in a process of its own: `python -m bot.answering.learn PACK FOLDER` writes what the bot then recalls."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from bot.answering import fitted
from bot.library.loader import load
from bot.library.problems import PackError


def main(pack: str, folder: str) -> int:
    """Learn from a pack and keep it; 1 if the pack has errors. Works at low priority: people are being answered."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(5)
    try:
        fitted.learn(Path(folder), load(Path(pack)))
    except PackError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
