"""Logs go to one place in one form, and never hold what people wrote."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING, Any, Literal

import pytest
import structlog

from bot.logs import forget_words, set_up_logs
from bot.storage.database import open_store
from tests.storage.conftest import url_of
from tests.storage.test_unanswered import ASKED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = "how do i leave this company"


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    for name in ("bot", "adapters", "alembic"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()


def set_up(log_format: Literal["console", "json"] = "json", level: str = "INFO") -> io.StringIO:
    stream = io.StringIO()
    set_up_logs(log_format, level, stream)
    return stream


def events(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_json_is_one_object_a_line() -> None:
    stream = set_up()
    structlog.get_logger("bot.answering").info("answered", band="sure", ms=3, where="進路")
    logging.getLogger("somewhere.else").warning("%s of %s", 1, 2, extra={"store": "x"})
    first, second = events(stream)
    assert first.pop("timestamp").endswith("Z")
    assert first == {
        "event": "answered", "level": "info", "logger": "bot.answering", "band": "sure", "ms": 3, "where": "進路",
    }  # fmt: skip
    assert (second["event"], second["level"], second["store"]) == ("1 of 2", "warning", "x")


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_what_people_wrote_is_dropped(log_format: Literal["console", "json"]) -> None:
    stream = set_up(log_format)
    log = structlog.get_logger("bot")
    log.info("asked", text=WORDS, question=WORDS, q=WORDS, answer=WORDS, band="none")
    log.info("asked", request={"Text": WORDS, "fields": [{"answer": WORDS, "field": "kept"}]})
    logging.getLogger("adapters.console").info("asked", extra={"text": WORDS})
    log.bind(question=WORDS).info("bound")
    assert WORDS not in stream.getvalue()
    assert "none" in stream.getvalue()
    assert "kept" in stream.getvalue()


def test_the_processor_leaves_the_rest_alone() -> None:
    event = {"event": "asked", "text": "x", "context": ("a", {"q": "x", "n": 1}), "texts": 2}
    assert forget_words(None, "info", event) == {"event": "asked", "context": ["a", {"n": 1}], "texts": 2}


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_a_traceback_shows_where_and_no_variables(log_format: Literal["console", "json"]) -> None:
    stream = set_up(log_format)
    text = "".join(reversed(WORDS))
    try:
        _ = len(text) // 0
    except ZeroDivisionError:
        structlog.get_logger("bot").exception("failed")
    assert "Traceback" in stream.getvalue()
    assert "test_logs.py" in stream.getvalue()
    assert text not in stream.getvalue()


async def test_even_at_debug_no_library_writes_what_is_stored(file: Path) -> None:
    stream = set_up(level="DEBUG")
    structlog.get_logger("bot").debug("shown")
    async with open_store(url_of(file)) as store:
        await store.unanswered.add(ASKED)
    assert [event["event"] for event in events(stream)] == ["shown", "store_created"]


def test_the_level_is_the_one_asked_for() -> None:
    stream = set_up(level="WARNING")
    structlog.get_logger("bot").info("quiet")
    logging.getLogger("bot.storage").info("quiet")
    structlog.get_logger("bot").warning("loud")
    assert [event["event"] for event in events(stream)] == ["loud"]


def test_setting_up_again_replaces(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    set_up_logs("json", "INFO")
    structlog.get_logger("bot").info("once")
    caught = capsys.readouterr()
    assert caught.out == ""
    assert caught.err.count("once") == 1
