"""What a terminal of a given width would show."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import RenderableType

from adapters.console.chat import Screen


def shown(renderables: Iterable[RenderableType], width: int) -> str:
    file = io.StringIO()
    Screen(file, width=width).put(*renderables)
    return "\n".join(line.rstrip() for line in file.getvalue().split("\n")).rstrip("\n")
