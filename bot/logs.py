"""Logs as events with fields: readable lines in a terminal, one JSON object a line in production, always on stderr.

People's words are never logged. Keys that carry them are dropped, tracebacks show no variables, and the libraries that
would write statements or messages at DEBUG stay at INFO whatever the level is.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TextIO

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

OWN = ("bot", "adapters")
CHATTY = ("alembic",)
WORDS_OF_PEOPLE = frozenset({"text", "question", "q", "answer"})


def forget_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop what people wrote, however deep it stands in the event."""
    return {key: _without_words(value) for key, value in event.items() if not _is_words(key)}


def set_up_logs(
    log_format: Literal["console", "json"] = "console", level: str = "INFO", stream: TextIO | None = None
) -> None:
    """Route structlog and the standard library through one handler; again replaces what was set up before."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                forget_words,
                *_renderers(log_format, stream),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    chosen = logging.getLevelNamesMapping()[level]
    root.setLevel(max(chosen, logging.INFO))
    for name in OWN:
        logging.getLogger(name).setLevel(chosen)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(chosen, logging.WARNING))


def _renderers(log_format: str, stream: TextIO) -> list[Processor]:
    if log_format == "json":
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    return [
        structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback),
    ]


def _is_words(key: object) -> bool:
    return isinstance(key, str) and key.lower() in WORDS_OF_PEOPLE


def _without_words(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _without_words(inner) for key, inner in value.items() if not _is_words(key)}
    if isinstance(value, list | tuple):
        return [_without_words(inner) for inner in value]
    return value
