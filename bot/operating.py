"""What operators type: start the bot, examine it, add it to a platform."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.ports import Finding


def run() -> None:
    """Start every chat platform that has its token."""
    from bot.app import running
    from bot.config import load_settings
    from bot.logs import set_up_logs
    from bot.platforms import serve, wanted

    settings = load_settings()
    platforms = wanted(settings)
    set_up_logs(settings.log_format, settings.log_level)

    async def start() -> int:
        async with running(settings) as started:
            return await serve(started.core, platforms, started.voices, started.closing)

    raise typer.Exit(asyncio.run(start()))


def doctor() -> None:
    """Check settings, store, knowledge and platforms, and say what to do; exit code 1 if something is wrong."""
    from bot.config import load_settings
    from bot.doctor import examined

    settings = load_settings()
    findings = asyncio.run(examined(settings))
    for finding in findings:
        print(_line(finding))
    wrong = sum(not finding.good for finding in findings)
    if wrong:
        print(f"{wrong} thing(s) to mend", file=sys.stderr)
    raise typer.Exit(1 if wrong else 0)


def manifest(platform: Annotated[str, typer.Argument(help="discord or slack")]) -> None:
    """What adds the bot to a platform: Discord's invitation, Slack's app manifest."""
    from bot.config import load_settings
    from bot.errors import ShinroError
    from bot.platforms import adapter, known

    if platform not in ("discord", "slack"):
        raise ShinroError(f"There is no manifest for “{platform}”: discord or slack.")
    options = known(load_settings())[platform]
    found: Any = adapter(platform)
    print(found.manifest(options).rstrip("\n"))


def _line(finding: Finding) -> str:
    return f"{'ok  ' if finding.good else 'FAIL'} {finding.subject}: {finding.told}"
