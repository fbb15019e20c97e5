"""A person on each platform in turn."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.contract.cores import knowing
from tests.contract.driver import Stage
from tests.contract.on_discord import on_discord, on_slow_discord
from tests.contract.on_fake import on_fake
from tests.contract.on_slack import on_slack
from tests.contract.on_terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.answering.mind import Mind
    from bot.ports import Role
    from tests.contract.driver import Driver, MakeCore

PLATFORMS = {
    "fake": on_fake,
    "terminal": on_terminal,
    "discord": on_discord,
    "slow discord": on_slow_discord,
    "slack": on_slack,
}


class Begin(Protocol):
    async def __call__(self, make: MakeCore, *, locale: str = "en", role: Role = "member") -> Driver: ...


@pytest.fixture(params=PLATFORMS)
async def begin(request: pytest.FixtureRequest) -> AsyncIterator[Begin]:
    """Puts a person before a core of one's own."""
    async with AsyncExitStack() as stack:

        async def driver(make: MakeCore, *, locale: str = "en", role: Role = "member") -> Driver:
            return await stack.enter_async_context(PLATFORMS[request.param](Stage(make, locale, role)))

        yield driver


@pytest.fixture
def harbour(small_mind: Mind, tmp_path: Path) -> MakeCore:
    """Everything that the bot does, with the small pack."""
    return knowing(small_mind, tmp_path)


@pytest.fixture
async def person(begin: Begin, harbour: MakeCore) -> Driver:
    """A member who speaks English, before the whole bot."""
    return await begin(harbour)
