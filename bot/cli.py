"""The terminal's way in. Heavy parts are imported by the command that needs them, so that `--help` shows at once."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import __version__, operating
from bot.errors import PackUnusable, ShinroError
from bot.storage.cli import app as database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering.mind import Mind
    from bot.config import Settings

app = typer.Typer(
    name="shinro",
    help="A careers room for ALTs in Japan: curated answers in Discord, Slack and this terminal.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(database, name="db")


def main() -> None:
    """The console script `shinro`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    with _sentences():
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)


@contextmanager
def _sentences() -> Iterator[None]:
    """Errors as sentences with an exit code of their own, never a traceback."""
    try:
        yield
    except ShinroError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    except typer.Exit as left:
        sys.exit(left.exit_code)
    except typer.Abort:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # a wrong option, said by the command line itself
            error.show()
            sys.exit(error.exit_code)
        raise


@app.callback(invoke_without_command=True)
def about(version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False) -> None:
    if version:
        print(f"shinro {__version__}")
        raise typer.Exit


@app.command()
def chat(
    plain: Annotated[
        bool, typer.Option("--plain", help="No colours, no boxes: for scripts and screen readers.")
    ] = False,
    locale: Annotated[str, typer.Option(help="The language of menus: en or ja.")] = "",
    role: Annotated[str, typer.Option(help="Whose rights to have: member, moderator or admin.")] = "admin",
) -> None:
    """The bot in this terminal: no token, no network."""
    from bot.app import running
    from bot.logs import set_up_logs
    from bot.platforms import adapter
    from bot.texts import say

    settings = _settings()
    set_up_logs(settings.log_format, "WARNING" if settings.log_level == "INFO" else settings.log_level)

    async def serve() -> int:
        async with running(settings) as started:
            if started.answering.learning:
                print(say(locale or "en", "notice.meanwhile"), file=sys.stderr)
            options = {
                "plain": "1" if plain else "",
                "data_dir": str(settings.data_dir),
                "locale": locale,
                "role": role,
            }
            console = adapter("console")
            started.voices.add("terminal", console.voice)
            return await console.run(started.core, options)

    raise typer.Exit(asyncio.run(serve()))


app.command()(operating.run)
app.command()(operating.doctor)
app.command()(operating.manifest)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="One question.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    batch: Annotated[str, typer.Option(help="JSON lines to answer, from a file or “-”.", metavar="FILE")] = "",
    why: Annotated[
        bool, typer.Option("--why", help="Add why: what was understood and which words spoke for what.")
    ] = False,
) -> None:
    """Answer one question, or many, and leave."""
    from bot.batch import answer, answer_lines, write

    if not question and not batch:
        raise ShinroError("Give a question, or --batch FILE.")
    mind = _mind(_settings())
    if batch:
        answer_lines(mind, batch, why=why)
        return
    reply = answer(mind, "", question, [], why=why)
    if as_json:
        write(reply)
        return
    print(reply["text"])
    if why:
        print()
        print(json.dumps(reply["why"], ensure_ascii=False, indent=2))


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="A pack's folder; the one in use if left out.")] = None,
) -> None:
    """Check a pack: one line a problem, exit code 1 if there is an error."""
    from datetime import UTC, datetime

    from bot.library.checks import check as checked
    from bot.library.loader import load
    from bot.library.problems import PackError
    from bot.quiz.counting import count, share_table
    from bot.quiz.proofs import prove

    place = folder or _settings().knowledge
    shares: list[str] = []
    try:
        library = load(place)
        counts = {name: count(quiz) for name, quiz in library.quizzes.items()}
        problems = sorted([*checked(library, datetime.now(UTC).date()), *prove(library, counts)])
        shares = [line for name, quiz in library.quizzes.items() for line in share_table(quiz, counts[name])]
    except PackError as error:
        problems = error.problems
    for problem in problems:
        print(problem)
    for line in shares:
        print(line)
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        print(f"{errors} error(s) in {place}", file=sys.stderr)
        raise typer.Exit(1)
    print(f"{place}: {len(library.entries)} entries, no errors")


@app.command("eval")
def evaluate(
    file: Annotated[Path | None, typer.Argument(help="Golden questions (YAML); the pack's own if left out.")] = None,
) -> None:
    """Replay golden questions: figures, each miss, exit code 1 below the pack's bar."""
    from bot.evaluation import figures, replay
    from bot.library.problems import PackError
    from bot.library.schema import GoldenFile
    from bot.library.yaml_files import read

    mind = _mind(_settings())
    questions = [golden for golden, _ in mind.library.golden]
    if file is not None:
        read_file, problems = read(file, str(file), GoldenFile)
        if read_file is None:
            raise PackUnusable(PackError(problems))
        questions = list(read_file.questions)
    verdicts = replay(mind, questions)
    for verdict in verdicts:
        if not verdict.good:
            got = ", ".join(verdict.decision.entries or verdict.decision.choices) or "nothing"
            print(f"{verdict.outcome}: {verdict.golden.q!r} expected {verdict.golden.expect or 'nothing'}, got {got}")
    found = figures(verdicts)
    print(found)
    under = found.under(mind.library.pack.bar)
    for line in under:
        print(f"below the bar: {line}", file=sys.stderr)
    raise typer.Exit(1 if under else 0)


def _settings() -> Settings:
    from bot.config import load_settings

    return load_settings()


def _mind(settings: Settings) -> Mind:
    """The learned mind of the pack in use; learns it first where that was not done yet."""
    from bot.answering import fitted
    from bot.answering.service import settle
    from bot.app import encoder_of, read_pack
    from bot.logs import set_up_logs
    from bot.texts import say

    set_up_logs(settings.log_format, settings.log_level)
    library, encoder = read_pack(settings.knowledge), encoder_of(settings)
    folder = settings.data_dir / "learned"
    kept = fitted.recall(folder, library, encoder)
    if kept is not None:
        settle()
        return kept
    print(say("en", "notice.learning"), file=sys.stderr)
    return fitted.learn(folder, library, encoder)
