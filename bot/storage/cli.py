"""`shinro db …`: the schema and its safety. The store is imported late, so that `shinro --help` shows at once."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.config import load_settings
from bot.errors import ShinroError

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(name="db", help="The database: upgrade it, copy it, put a copy back.", no_args_is_help=True)


@contextmanager
def _sentences() -> Iterator[None]:
    """Show an error as its sentence, and leave with its exit code."""
    try:
        yield
    except ShinroError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_code) from None


@app.command()
def upgrade(
    sql: Annotated[bool, typer.Option("--sql", help="Print the statements and change nothing.")] = False,
) -> None:
    """Bring the database to the schema of this version; a SQLite file is copied first."""
    from bot.storage.backup import backup
    from bot.storage.migrate import current, head, preview_sql
    from bot.storage.migrate import upgrade as bring_up

    with _sentences():
        settings = load_settings()
        url = settings.database_url
        if sql:
            typer.echo(asyncio.run(preview_sql(url)), nl=False)
            return
        before = asyncio.run(current(url))
        if before is not None and before != head() and url.startswith("sqlite"):
            typer.echo(f"Copied to {asyncio.run(backup(url, settings.backups))}")
        asyncio.run(bring_up(url))
        changed = before != head()
        typer.echo(f"Upgraded from {before or 'nothing'} to {head()}." if changed else f"Up to date at {head()}.")


@app.command()
def current() -> None:
    """Show the revision of the database and the one that this version needs."""
    from bot.storage.migrate import current as revision_of
    from bot.storage.migrate import head

    with _sentences():
        found = asyncio.run(revision_of(load_settings().database_url))
        typer.echo(f"{found or 'none (the database is empty)'}, this version needs {head()}")


@app.command()
def backup() -> None:
    """Copy a SQLite database while it is in use, and check the copy."""
    from bot.storage.backup import backup as copy

    with _sentences():
        settings = load_settings()
        typer.echo(asyncio.run(copy(settings.database_url, settings.backups)))


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A copy made by `shinro db backup`.")]) -> None:
    """Put a copy in the place of the database; the replaced file is kept beside it."""
    from bot.storage.backup import restore as put_back
    from bot.storage.migrate import head

    with _sentences():
        restored = asyncio.run(put_back(load_settings().database_url, file))
        typer.echo(f"Restored {file} (revision {restored.revision}).")
        if restored.kept is not None:
            typer.echo(f"The replaced database is kept as {restored.kept}")
        if restored.revision != head():
            typer.echo(f"It is older than this version: the next start copies it and upgrades it to {head()}.")
