"""Waiting that Ctrl-C can end without ending the chat."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
PATIENCE = 0.3  # seconds before a sign of work is shown


class Interrupted(Exception):  # noqa: N818 - a person's wish, not an error
    """Ctrl-C was pressed while waiting."""


@contextmanager
def _ctrl_c(then: Callable[[], object]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(then))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)


async def interruptible(
    work: Coroutine[Any, Any, T],
    sign: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext,
    patience: float = PATIENCE,
) -> T:
    """The result of `work`; Interrupted when Ctrl-C ended it. `sign` is shown once it takes longer than `patience`."""
    task = asyncio.ensure_future(work)
    try:
        with _ctrl_c(task.cancel):
            finished, _ = await asyncio.wait({task}, timeout=patience)
            if not finished:
                with sign():
                    await asyncio.wait({task})
    finally:
        task.cancel()
    if task.cancelled():
        raise Interrupted
    return task.result()
