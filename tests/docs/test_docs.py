"""What the documentation names exists, and what exists is documented."""

from __future__ import annotations

import importlib
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
import typer.main
import yaml
from pydantic import BaseModel, TypeAdapter
from typer.testing import CliRunner

from bot import errors
from bot.app import DRAFT_DAYS, HANDLED_DAYS
from bot.batch import answer
from bot.cli import app
from bot.commands import CATALOGUE
from bot.config import PREFIX, Settings
from bot.library import schema
from bot.library.checks import check
from bot.library.loader import load
from bot.ports import Role
from bot.servers.lists import MOST, read_ids

if TYPE_CHECKING:
    from bot.answering.mind import Mind

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "knowledge"
TODAY = date(2026, 11, 24)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in PAGES}
EVERYTHING = "\n".join(TEXTS.values())
KNOWLEDGE = TEXTS["docs/knowledge.md"]
SERVERS = TEXTS["docs/servers.md"]

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_SPOKEN = re.compile(r"(?:(?<!^/)(?<!\s/)\bshinro|python -m bot) ([a-z]+)(?: ([a-z]+))?")
_MADE = re.compile(r"`make ([a-z ]+)`|^ *make ([a-z ]+)", re.MULTILINE)
_SLASHED = re.compile(r"`/([a-z][a-z ]*)")
_PATH = re.compile(r"`((?:bot|adapters|tests|knowledge|docs)/[\w./-]+)`")

_ROOMS: dict[str, type[BaseModel]] = {
    "phrasings": schema.PhrasingsFile,
    "not_ours": schema.NotOursFile,
    "golden": schema.GoldenFile,
    "sources": schema.SourceFile,
    "glossary.yaml": schema.GlossaryFile,
    "aspects.yaml": schema.AspectsFile,
}


def _blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language, without the indent of the list they stand in."""
    found = []
    for indent, tag, body in _FENCE.findall(text):
        if tag == language:
            found.append("\n".join(line.removeprefix(indent) for line in body.splitlines()) + "\n")
    return found


def _marked(mark: str) -> dict[str, str]:
    """The YAML blocks of docs/knowledge.md whose first line is `# MARK FILE`, by that file."""
    found = {}
    for block in _blocks(KNOWLEDGE, "yaml"):
        first = block.partition("\n")[0]
        if first.startswith(f"# {mark} "):
            found[first.removeprefix(f"# {mark} ")] = block
    return found


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _commands() -> dict[str, set[str]]:
    """Every command of the console script, each with its subcommands."""
    top = typer.main.get_command(app)
    assert hasattr(top, "commands")
    return {name: set(getattr(command, "commands", ())) for name, command in top.commands.items()}


def _options() -> list[tuple[str, str]]:
    top = typer.main.get_command(app)
    assert hasattr(top, "commands")
    inner = [
        (f"{name} {sub}", command)
        for name, group in top.commands.items()
        for sub, command in getattr(group, "commands", {}).items()
    ]
    return [
        (name, option)
        for name, command in [*top.commands.items(), *inner]
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
    ]


def _models() -> list[type[BaseModel]]:
    own = [value for value in vars(schema).values() if isinstance(value, type) and issubclass(value, schema.Model)]
    inner = [value for model in own for value in vars(model).values() if isinstance(value, type)]
    return [*own, *(model for model in inner if issubclass(model, schema.Model))]


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_documented(field: str) -> None:
    assert f"`{PREFIX}{field.upper()}`" in TEXTS["README.md"]


def test_no_setting_is_documented_that_does_not_exist() -> None:
    known = {f"{PREFIX}{field.upper()}" for field in Settings.model_fields}
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", EVERYTHING)) <= known


def test_every_console_command_is_documented() -> None:
    for name, inner in _commands().items():
        for spoken in [f"shinro {name} {sub}" for sub in inner] or [f"shinro {name}"]:
            assert re.search(rf"`{spoken}\b", TEXTS["README.md"]), spoken
            assert spoken in TEXTS["docs/terminal.md"], spoken


@pytest.mark.parametrize(("command", "option"), _options())
def test_every_option_is_documented(command: str, option: str) -> None:
    assert re.search(rf"`(?:[^`]* )?{option}\b", TEXTS["docs/terminal.md"]), f"{command} {option}"


@pytest.mark.parametrize("page", TEXTS)
def test_every_console_command_that_is_named_exists(page: str) -> None:
    known = _commands()
    code = [*re.findall(r"`([^`\n]+)`", TEXTS[page]), *(block for _, _, block in _FENCE.findall(TEXTS[page]))]
    for name, sub in (found for piece in code for found in _SPOKEN.findall(piece)):
        assert name in known, f"shinro {name}"
        assert not known[name] or not sub or sub in known[name], f"shinro {name} {sub}"


def test_every_command_of_the_chat_is_documented() -> None:
    for command in CATALOGUE:
        if command.typed:
            assert f"`/{command.name}" in TEXTS["docs/terminal.md"], command.name


def test_every_admin_command_is_documented_with_what_it_takes() -> None:
    for command in CATALOGUE:
        if command.typed and command.role == "admin":
            usage = " ".join([f"/{command.name}", *(f"[{parameter.name}]" for parameter in command.parameters)])
            assert f"| `{usage}` |" in SERVERS
            for parameter in command.parameters:
                assert f"| `{parameter.name}` |" in SERVERS
                for value in parameter.choices:
                    assert f"`{value}`" in SERVERS


def test_the_roles_of_the_documentation_are_those_of_the_code() -> None:
    documented = re.findall(r"^\| (\w+) \| (?:whoever|everybody)", SERVERS, re.MULTILINE)
    assert documented == list(reversed(get_args(Role)))
    assert f"at most {['nine', 'ten', 'eleven'][MOST - 9]} ids" in SERVERS
    assert (HANDLED_DAYS, DRAFT_DAYS) == (2, 1), "the page says two days and one day"


def test_every_way_to_write_a_channel_or_role_that_is_named_is_read() -> None:
    told = SERVERS.partition("**Ids**")[2].partition("\n- Any other")[0].replace("\n  ", " ")
    channels, _, roles = told.partition(" for channels; ")
    for kind, written in (("channel", channels), ("role", roles.partition(" for roles")[0])):
        for text in re.findall("`([^`]+)`", written):
            assert not read_ids(text, "channel" if kind == "channel" else "role").refused, text


@pytest.mark.parametrize("page", TEXTS)
def test_every_command_of_the_chat_that_is_named_exists(page: str) -> None:
    known = [*(command.name for command in CATALOGUE if command.typed), "help", "exit", "quit"]
    for named in _SLASHED.findall(TEXTS[page]):
        assert any(f"{named} ".startswith(f"{name} ") for name in known), f"/{named}"


@pytest.mark.parametrize("page", TEXTS)
def test_every_target_of_make_that_is_named_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {target for pair in _MADE.findall(TEXTS[page]) for target in " ".join(pair).split()}
    assert named <= targets


@pytest.mark.parametrize("page", TEXTS)
def test_every_link_leads_somewhere(page: str) -> None:
    for link in _LINK.findall(TEXTS[page]):
        if link.startswith("https://"):
            continue
        file, _, anchor = link.partition("#")
        target = (ROOT / page).parent / file if file else ROOT / page
        assert target.exists(), link
        if anchor:
            assert anchor in map(_anchor, _HEADING.findall(target.read_text("utf-8"))), link


@pytest.mark.parametrize("page", TEXTS)
def test_every_path_that_is_named_exists(page: str) -> None:
    for path in _PATH.findall(TEXTS[page]):
        if not re.search(r"[A-Z]{2,}", path):  # NAME stands for any
            assert (ROOT / path).exists(), path


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__qualname__)
def test_every_key_of_the_schema_is_documented(model: type[BaseModel]) -> None:
    for key in model.model_fields:
        assert f"`{key}`" in KNOWLEDGE, key


def test_the_complete_pack_of_the_documentation_is_sound(tmp_path: Path) -> None:
    files = _marked("file")
    assert "tiny/pack.yaml" in files
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    library = load(tmp_path / "tiny")
    assert not check(library, TODAY)
    assert f"tiny: {len(library.entries)} entries, no errors" in KNOWLEDGE


def test_the_entry_of_the_documentation_can_be_added_to_the_shipped_pack(tmp_path: Path) -> None:
    (name, text) = next(iter(_marked("entry in").items()))
    assert len(TypeAdapter(list[schema.EntryFile]).validate_python(yaml.safe_load(text))) == 1
    pack = tmp_path / "pack"
    shutil.copytree(SHIPPED, pack)
    with (pack / name).open("a", encoding="utf-8") as file:
        file.writelines(f"  {line}\n" for line in text.splitlines()[1:])
    assert not [problem for problem in check(load(pack), TODAY) if problem.severity == "error"]


def test_every_other_example_has_the_shape_of_its_file() -> None:
    examples = _marked("in")
    assert {name.partition("/")[0] for name in examples} == set(_ROOMS)
    for name, text in examples.items():
        _ROOMS[name.partition("/")[0]].model_validate(yaml.safe_load(text))


def test_every_yaml_example_says_what_it_is() -> None:
    marked = sum(len(_marked(mark)) for mark in ("file", "entry in", "in"))
    assert marked == len(_blocks(KNOWLEDGE, "yaml"))


def test_every_exit_code_is_documented() -> None:
    kinds = [value for value in vars(errors).values() if isinstance(value, type)]
    for kind in kinds:
        if issubclass(kind, errors.ShinroError):
            assert f"| {kind.exit_code} | `{kind.__name__}` |" in TEXTS["docs/terminal.md"]
    assert CliRunner().invoke(app, ["nonsense"]).exit_code == errors.SettingsError.exit_code


def test_the_contract_of_ask_is_documented_key_by_key(small_mind: Mind) -> None:
    made = answer(small_mind, 7, "and for sales?", ["what jlpt do i need for recruiting?"], why=True)
    for key in made:
        assert f"| `{key}` |" in TEXTS["docs/terminal.md"], key
    for key in made["why"]:
        assert f"`{key}`" in TEXTS["docs/answering.md"], key
    asked, replied = map(json.loads, _blocks(TEXTS["docs/terminal.md"], "json"))
    assert set(asked) == {"id", "q", "context"}
    assert set(replied) == set(made) - {"why"}


def test_every_threshold_that_is_named_stands_where_it_is_said_to() -> None:
    rows = re.findall(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \| `(\w+)\.py` \|", TEXTS["docs/answering.md"], re.MULTILINE)
    assert rows
    for names, module in rows:
        for name in re.findall("[A-Z_]+", names):
            assert hasattr(importlib.import_module(f"bot.answering.{module}"), name), f"{module}.{name}"


@pytest.mark.parametrize("page", ["README.md", "docs/answering.md"])
def test_answers_that_are_shown_are_those_of_the_pack(page: str) -> None:
    lines = [set(block.splitlines()) for block in _blocks(TEXTS[page], "text")]
    shown = [
        (entry, language, block)
        for entry in load(SHIPPED).entries.values()
        for language, title in entry.title.items()
        for block in lines
        if title in block
    ]
    assert shown
    for entry, language, block in shown:
        assert entry.answer[language] in block, entry.id
