"""JSON as it goes over the wire."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dumps(value: object) -> str:
    return _encode(value)


def loads(text: str | bytes) -> Any:
    return json.loads(text)
