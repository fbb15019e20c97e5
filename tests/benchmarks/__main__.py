"""`python -m tests.benchmarks [part …] [--questions FILE --judge FILE] [--hint3 FOLDER] [--kills N]` prints one table.

Parts: answers, steps, pairs, newcomers, hint3, speed, many, start, hostile, quiz, windows.
With the whole bot in a process of its own, against a loopback Discord: discord_load, discord_most, discord_faults,
discord_kills, discord_memory. Against a loopback Slack: slack_load (with Discord's at the same time,
too), slack_most, slack_faults.
Questions that are not in the pack are named by their file: `--questions`, with patterns that the module `--judge`
checks.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import (
    answers,
    discord_faults,
    discord_kills,
    discord_load,
    discord_memory,
    discord_most,
    hint3,
    hostile,
    many,
    newcomers,
    pairs,
    quiz,
    slack_faults,
    slack_load,
    slack_most,
    speed,
    start,
    steps,
    windows,
    windows_kills,
)

PARTS = {
    "answers": answers.measure,
    "steps": steps.measure,
    "newcomers": newcomers.measure,
    "pairs": pairs.measure,
    "hint3": hint3.measure,
    "speed": speed.measure,
    "many": many.measure,
    "start": start.measure,
    "hostile": hostile.measure,
    "windows": windows.measure,
    "windows_kills": windows_kills.measure,
    "quiz": quiz.measure,
    "discord_load": discord_load.measure,
    "discord_most": discord_most.measure,
    "discord_faults": discord_faults.measure,
    "discord_kills": discord_kills.measure,
    "discord_memory": discord_memory.measure,
    "slack_load": slack_load.measure,
    "slack_most": slack_most.measure,
    "slack_faults": slack_faults.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--questions", type=Path, help="questions that are not in the pack")
    parser.add_argument("--judge", type=Path, help="a module with judge(item, text) for questions with patterns")
    parser.add_argument("--hint3", type=Path, help="a folder with HINT3's CSV files")
    parser.add_argument("--learned", type=Path, default=Path("data/learned"), help="where what was learned is kept")
    parser.add_argument("--kills", type=int, default=100, help="how often discord_kills kills the bot")
    parser.add_argument("--window-kills", type=int, default=300, help="how often windows_kills kills an announcer")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    table = Table("part", "figure", "value", "bar", "seconds", title="Shinro's figures")
    for name in options.parts or PARTS:
        begun = time.perf_counter()
        rows = PARTS[name](options)
        took = f"{time.perf_counter() - begun:.0f}"
        for i, (figure, value, bar) in enumerate(rows):
            table.add_row(
                name if i == 0 else "", figure, value, bar, took if i == 0 else "", end_section=i == len(rows) - 1
            )
        print(f"{name}: {took} s", file=sys.stderr)
    Console(width=130).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
