from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .stage import Stage, playing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library takes a proxy from the environment even for loopback addresses."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """By sockets."""
    async with playing() as found:
        yield found


@pytest.fixture(params=["sockets", "http"])
async def either(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """The same by sockets and over HTTP."""
    async with playing(request.param) as found:
        yield found
