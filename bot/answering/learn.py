"""Learning in a process of its own: `python -m bot.answering.learn PACK FOLDER [ENCODER SHA256]`."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from bot.answering import fitted
from bot.answering.encoder import load_encoder
from bot.errors import SettingsError
from bot.library.loader import load
from bot.library.problems import PackError


def main(pack: str, folder: str, *model: str) -> int:
    """Learn from a pack and keep it, at low priority: people are being answered. 1 if pack or encoder have errors."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(5)
    try:
        encoder = load_encoder(Path(model[0]), model[1]) if model else None
        fitted.learn(Path(folder), load(Path(pack)), encoder)
    except (PackError, SettingsError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
