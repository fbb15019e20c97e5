"""From the command to the first answer: the very first start, a later one, learning, and `shinro check`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering import fitted
from bot.config import SHIPPED_PACK
from bot.library.loader import load
from tests.benchmarks.common import Row

if TYPE_CHECKING:
    import argparse

WAIT = 240


def measure(_: argparse.Namespace) -> list[Row]:
    library = load(SHIPPED_PACK)
    with tempfile.TemporaryDirectory() as place:
        data = Path(place)
        chat, first = _chat(data)
        begun = time.perf_counter()
        kept = fitted.place(data / "learned", library)
        while not kept.exists() and time.perf_counter() - begun < WAIT:
            time.sleep(0.1)
        learned = time.perf_counter() - begun
        _leave(chat)
        chat, later = _chat(data)
        _leave(chat)
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "bot", "check"], env=_environment(data), capture_output=True, check=True)
        checked = time.perf_counter() - begun
    return [
        ("first answer at the very first start", f"{first:.1f} s", "≤ 4 s"),
        ("learned after it", f"{learned:.1f} s", "≤ 30 s"),
        ("first answer at a later start", f"{later:.1f} s", "≤ 2 s"),
        ("shinro check", f"{checked:.1f} s", "≤ 3 s"),
    ]


def _environment(data: Path) -> dict[str, str]:
    return {**os.environ, "SHINRO_DATA_DIR": str(data)}


def _chat(data: Path) -> tuple[subprocess.Popen[str], float]:
    begun = time.perf_counter()
    chat = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--plain"],
        env=_environment(data), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    if chat.stdin is None or chat.stdout is None:
        raise RuntimeError("no pipes")
    chat.stdin.write("how long is the spp\n")
    chat.stdin.flush()
    chat.stdout.readline()
    return chat, time.perf_counter() - begun


def _leave(chat: subprocess.Popen[str]) -> None:
    chat.communicate(timeout=60)
