"""Looking at everything that can be wrong before people notice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.answering import fitted
from bot.app import encoder_of
from bot.errors import SettingsError, ShinroError, StoreError
from bot.library.loader import load
from bot.library.problems import PackError
from bot.platforms import adapter, wanted
from bot.ports import Finding
from bot.storage.database import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config import Settings
    from bot.ports import Marks


async def examined(settings: Settings) -> list[Finding]:
    """All findings, in the order in which one would mend them. Never raises for what it examines."""
    found = [Finding("settings", good=True, told=f"data in {settings.data_dir}"), *await _knowledge(settings)]
    try:
        async with open_store(settings.database_url, settings.backups) as store:
            servers = await store.servers.count()
            found.append(Finding("store", good=True, told=f"{store.address.name}, {servers} server(s)"))
            found += await _platforms(settings, store.marks)
    except StoreError as error:
        found.append(Finding("store", good=False, told=str(error)))
    return found


async def _knowledge(settings: Settings) -> Sequence[Finding]:
    try:
        library = await asyncio.to_thread(load, settings.knowledge)
        kept = fitted.place(settings.data_dir / "learned", library, encoder_of(settings)).exists()
    except PackError as error:
        first = str(error).splitlines()[0]
        return [Finding("knowledge", good=False, told=f"{first} (`shinro check` shows all)")]
    except ShinroError as error:
        return [Finding("encoder", good=False, told=str(error))]
    learned = "learned" if kept else "will be learned at the first start, for about half a minute"
    return [Finding("knowledge", good=True, told=f"{library.pack.id}, {len(library.entries)} entries, {learned}")]


async def _platforms(settings: Settings, marks: Marks) -> list[Finding]:
    try:
        platforms = wanted(settings)
    except SettingsError as error:
        return [Finding("platforms", good=False, told=str(error))]
    found: list[Finding] = []
    for name, options in platforms.items():
        platform: Any = adapter(name)
        found += await platform.examine(options, marks)
    return found
