"""How gateway messages are packed: one stream for the whole life of a connection."""

from __future__ import annotations

import importlib
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def packer(asked: str, only: str | None) -> tuple[str, Callable[[str], str | bytes]]:
    """How it is packed, and a function that packs one message after the other.

    `asked` is the client's wish; with `only`, what else it may wish comes as plain text, which every client reads.
    """
    kind = asked.removesuffix("-stream")
    if only is not None and kind != only:
        kind = "none"
    if kind == "zlib":
        return kind, _zlib()
    if kind == "zstd":
        return kind, _zstd()
    return "none", str


def _zlib() -> Callable[[str], bytes]:
    stream = zlib.compressobj()
    return lambda text: stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH)


def _zstd() -> Callable[[str], bytes]:
    library = importlib.import_module("zstandard")
    stream = library.ZstdCompressor().compressobj()
    return lambda text: stream.compress(text.encode()) + stream.flush(library.COMPRESSOBJ_FLUSH_BLOCK)
