from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.slack import calls, sending

from .stage import Stage, playing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library takes a proxy from the environment even for loopback addresses."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failed calls are made again as often as ever, but without waiting."""
    for module in (calls, sending):
        monkeypatch.setattr(module, "PAUSES", tuple(0.001 for _ in calls.PAUSES))


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
