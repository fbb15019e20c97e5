"""The real command line in a process of its own, with a data folder and a pack of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    errors: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Shinro:
    """`shinro …` as somebody types it; `settings` are those of the environment."""

    folder: Path
    knowledge: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def __call__(self, *arguments: str, typed: str = "", **settings: str) -> Done:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SHINRO_")}
        own = {"SHINRO_DATA_DIR": str(self.data), "SHINRO_KNOWLEDGE": str(self.knowledge), "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(
            [sys.executable, "-W", "error", "-m", "bot", *arguments],
            input=typed.encode("utf-8", "surrogateescape"),
            capture_output=True,
            env={**kept, **own, **self.settings, **settings},
            cwd=self.folder,
            timeout=120,
        )
        return Done(ran.returncode, ran.stdout.decode(), ran.stderr.decode())
