"""`shinro check`, `eval`, `db` and `run`; what is wrong is a sentence and an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.shinro import Shinro
    from tests.library.packs import SmallPack


def test_a_sound_pack(fresh: Shinro, pack: SmallPack) -> None:
    done = fresh("check", str(pack.folder))
    assert done.code == 0, done.out
    assert done.out.endswith("3 entries, no errors\n")
    assert fresh("check").out == done.out  # the one in use


def test_an_error_is_one_line_with_file_line_and_column(fresh: Shinro, pack: SmallPack) -> None:
    pack.change("subjects/scheme.yaml", "sources: [acme#years]", "sources: [acme#yaers]")
    pack.change("pack.yaml", "languages: [en, ja]", "languages: [en, ja]\ncolour: blue")
    done = fresh("check")
    file, line, column = pack.at("pack.yaml", "colour")
    assert done.code == 1
    assert any(shown.startswith(f"{file}:{line}:{column}: ") for shown in done.out.splitlines()), done.out
    assert f"error(s) in {pack.folder}" in done.errors
    pack.change("pack.yaml", "\ncolour: blue", "")
    file, line, column = pack.at("subjects/scheme.yaml", "acme#yaers")
    shown = fresh("check").out
    assert f"{file}:{line}:{column}: " in shown
    assert "acme#years" in shown


def test_a_pack_that_is_no_yaml(fresh: Shinro, pack: SmallPack) -> None:
    pack.write("subjects/scheme.yaml", "id: scheme\n  bad: [\n")
    for command in (("check",), ("ask", "anything")):
        done = fresh(*command)
        assert done.code == 1, command
        assert "scheme.yaml:2:" in done.out + done.errors
        assert "Traceback" not in done.errors


@pytest.mark.parametrize("command", [("ask", "anything"), ("eval",), ("chat", "--plain"), pytest.param(("check",))])
def test_a_missing_knowledge_folder(fresh: Shinro, command: tuple[str, ...]) -> None:
    done = fresh(*command, SHINRO_KNOWLEDGE=str(fresh.folder / "nowhere"))
    assert done.code == 1
    assert "there is no such folder (set SHINRO_KNOWLEDGE)" in done.out + done.errors
    assert not fresh.data.exists()


@pytest.mark.parametrize(
    "command",
    [("ask", "anything"), ("eval",), ("chat", "--plain"), ("run",), pytest.param(("db", "current"))],
)
def test_a_wrong_setting(fresh: Shinro, command: tuple[str, ...]) -> None:
    done = fresh(*command, SHINRO_HTTP_PORT="a lot", SHINRO_LOG_LEVEL="LOUD")
    assert (done.code, done.out) == (2, "")
    assert "SHINRO_HTTP_PORT is “a lot”" in done.errors
    assert "SHINRO_LOG_LEVEL is “LOUD”" in done.errors
    assert "Traceback" not in done.errors


def test_golden_questions_print_figures_and_each_miss(shinro: Shinro) -> None:
    done = shinro("eval")
    assert done.code == 0, done.out
    assert "2 in scope: 100.0% right at once" in done.out
    (shinro.folder / "mine.yaml").write_text(
        'questions:\n  - {q: "what does sales pay", expect: [it.pay]}\n  - {q: "what does sales pay"}\n', "utf-8"
    )
    done = shinro("eval", "mine.yaml")
    assert "wrong: 'what does sales pay' expected ['it.pay'], got sales.pay" in done.out
    assert "answered: 'what does sales pay' expected nothing, got sales.pay" in done.out


def test_below_its_bar_a_pack_fails(fresh: Shinro, pack: SmallPack) -> None:
    pack.change(
        "pack.yaml", "languages: [en, ja]", "languages: [en, ja]\nbar: {right_at_once: 1.0, within_one_press: 1.0}"
    )
    pack.change("golden/a.yaml", "expect: [scheme.experience]", "expect: [outside.japanese]")
    done = fresh("eval")
    assert done.code == 1
    assert "below the bar: right_at_once 0.0% < 100.0%" in done.errors
    pack.change("pack.yaml", "\nbar: {right_at_once: 1.0, within_one_press: 1.0}", "")
    assert fresh("eval").code == 0


def test_golden_questions_that_cannot_be_read(shinro: Shinro) -> None:
    (shinro.folder / "bad.yaml").write_text("questions:\n  - {ask: what}\n", "utf-8")
    done = shinro("eval", "bad.yaml")
    assert done.code == 1
    assert "bad.yaml:2:" in done.errors
    missing = shinro("eval", "nowhere.yaml")
    assert missing.code == 1
    assert "nowhere.yaml" in missing.errors
    assert "Traceback" not in missing.errors


def test_run_without_tokens_says_which_are_missing(fresh: Shinro) -> None:
    done = fresh("run")
    assert (done.code, done.out) == (2, "")
    assert "SHINRO_DISCORD_TOKEN or SHINRO_SLACK_BOT_TOKEN" in done.errors


def test_the_database_is_asked_its_revision_without_being_made(fresh: Shinro) -> None:
    done = fresh("db", "current")
    assert (done.code, done.errors) == (0, "")
    assert done.out.startswith("none (the database is empty), this version needs ")
    assert not fresh.data.exists()
    assert fresh("db", "upgrade").code == 0
    revision, _, needed = fresh("db", "current").out.strip().partition(", this version needs ")
    assert revision == needed


def test_a_file_where_the_data_folder_should_be(fresh: Shinro) -> None:
    fresh.data.write_text("in the way")
    asked = fresh("ask", "--json", "how long must i teach")
    assert asked.code == 0
    assert asked.objects[0]["candidates"][0]["entry"] == "scheme.experience"
    assert "learned file not kept" in asked.errors
    chat = fresh("chat", "--plain", typed="hello\n")
    assert chat.code not in (0, 1)
    assert "Traceback" not in chat.errors
    assert fresh.data.read_text() == "in the way"


def test_no_arguments_show_the_help(fresh: Shinro) -> None:
    done = fresh()
    assert "Usage" in done.out + done.errors
    listed = fresh("--help").out
    assert all(command in listed for command in ("ask", "chat", "check", "eval", "run", "db"))
