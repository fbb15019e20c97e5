"""Answers for scripts: one question in, one JSON object out. The shape is a contract."""

from __future__ import annotations

import io
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answering.compose import compose, tell, with_beside
from bot.answering.engine import decide
from bot.answering.trace import explain
from bot.errors import ShinroError
from bot.ui import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.mind import Mind


def answer_lines(mind: Mind, source: str, *, why: bool) -> None:
    """Answer JSON lines from a file or “-”, one line out for each line in; ShinroError names the line that is wrong."""
    try:
        lines: Iterable[bytes] = sys.stdin.buffer if source == "-" else io.BytesIO(Path(source).read_bytes())
    except OSError as error:
        raise ShinroError(f"{source}: {error.strerror}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            question, earlier = str(item["q"]), [str(text) for text in item.get("context") or []]
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ShinroError(f"{source}:{number}: expected a JSON object with “q”") from None
        write(answer(mind, item.get("id"), question, earlier, why=why))


def answer(mind: Mind, number: object, question: str, earlier: list[str], *, why: bool) -> dict[str, Any]:
    """One answer as the contract of `--batch` has it; `ms` is the time that deciding and composing took."""
    today = datetime.now(UTC).date()
    begun = time.perf_counter()
    decision = decide(mind, question, earlier)
    text = plain(compose(mind.library, decision, today))
    took = (time.perf_counter() - begun) * 1000
    offered = [mind.library.entries[entry] for entry in decision.choices]
    found: dict[str, Any] = {
        "id": number,
        "band": decision.band,
        "people": decision.people,
        "entries": list(decision.entries),
        "text": text,
        "choices": [
            {
                "entry": entry.id,
                "title": mind.library.local(entry.title, decision.language),
                "text": plain(tell(mind.library, with_beside(mind.library, [entry]), decision.language, today)),
            }
            for entry in offered
        ],
        "candidates": [{"entry": ranked.entry, "score": ranked.score} for ranked in decision.candidates],
        "score": decision.score,
        "ms": round(took, 3),
    }
    if why:
        found["why"] = explain(mind, question, decision).as_dict()
    return found


def write(found: dict[str, Any]) -> None:
    """One JSON object on a line of its own, at once."""
    print(json.dumps(found, ensure_ascii=False), flush=True)
