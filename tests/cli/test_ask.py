"""`shinro ask`: one question, or a file of them, for scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot import __version__
from bot.texts import say

if TYPE_CHECKING:
    from tests.cli.shinro import Shinro

PARTS = ["id", "band", "people", "entries", "text", "choices", "candidates", "score", "ms"]


def lines(*items: dict[str, Any]) -> str:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


def test_the_version(shinro: Shinro) -> None:
    done = shinro("--version")
    assert (done.code, done.out) == (0, f"shinro {__version__}\n")


def test_one_question(shinro: Shinro) -> None:
    done = shinro("ask", "what jlpt do i need for recruiting?")
    assert (done.code, done.errors) == (0, "")
    assert "Recruiting asks for N2." in done.out
    assert "seen 2026-11-01" in done.out


def test_one_question_as_json_with_why(shinro: Shinro) -> None:
    done = shinro("ask", "--json", "--why", "人材紹介の日本語レベル")
    (found,) = done.objects
    assert list(found) == [*PARTS, "why"]
    assert found["why"]["understood"]["subjects"] == ["recruiting"]
    assert found["why"]["thresholds"].keys() == {"sure", "close"}
    assert "人材紹介" in done.out
    shown = shinro("ask", "--why", "how much does sales pay")
    assert json.loads(shown.out.partition("\n\n")[2])["understood"]["aspects"] == ["pay"]


def test_a_batch_is_answered_line_by_line_in_order(shinro: Shinro) -> None:
    asked = lines(
        {"id": "a", "q": "what are the duties in sales"},
        {"id": 7, "q": "and the pay?", "context": ["what are the duties in sales"]},
        {"q": "i want to die"},
        {"id": None, "q": "営業の給料はいくらですか", "context": []},
        {"id": {"any": ["thing"]}, "q": ""},
        {"id": "odd", "q": "sales\u2028pay\u0085?🎍"},
    )
    (shinro.folder / "asked.jsonl").write_text(asked + "\n  \n", "utf-8")
    from_file, from_stdin = shinro("ask", "--batch", "asked.jsonl"), shinro("ask", "--batch", "-", typed=asked)
    assert (from_file.code, from_file.errors, from_stdin.code) == (0, "", 0)
    found = from_file.objects
    assert [item["id"] for item in found] == ["a", 7, None, None, {"any": ["thing"]}, "odd"]
    assert [list(item) for item in found] == [PARTS] * 6
    assert [{**item, "ms": 0} for item in found] == [{**item, "ms": 0} for item in from_stdin.objects]
    assert found[1]["entries"] == ["sales.pay"]
    assert (found[2]["people"], found[2]["entries"]) == (True, ["safety.harm"])
    assert "営業の給料" in found[3]["text"]
    assert all(item["ms"] >= 0 and 0 <= item["score"] <= 1 for item in found)
    for item in found:
        assert (item["band"] == "close") == bool(item["choices"])
        assert all(choice.keys() == {"entry", "title", "text"} for choice in item["choices"])
        assert all(candidate.keys() == {"entry", "score"} for candidate in item["candidates"])


def test_a_batch_with_why(shinro: Shinro) -> None:
    (found,) = shinro("ask", "--batch", "-", "--why", typed=lines({"q": "what does sales pay"})).objects
    assert found["why"]["nearest"]["phrasing"]


def test_a_lone_surrogate_and_a_byte_order_mark_stop_no_batch(shinro: Shinro) -> None:
    asked = '{"id": 1, "q": "sales \\ud800 pay?"}\n'
    done = shinro("ask", "--batch", "-", typed=asked)
    assert (done.code, len(done.objects)) == (0, 1)
    (shinro.folder / "bom.jsonl").write_text("\ufeff" + asked, "utf-8")
    assert shinro("ask", "--batch", "bom.jsonl").code == 0


@pytest.mark.parametrize("bad", ["{", "null", '{"id": 1}', '{"q": "x", "context": 5}'])
def test_a_wrong_line_is_named_and_what_came_before_is_answered(shinro: Shinro, bad: str) -> None:
    done = shinro("ask", "--batch", "-", typed=lines({"id": 1, "q": "what does sales pay"}) + "\n" + bad + "\n")
    assert (done.code, len(done.objects)) == (1, 1)
    assert done.errors == "-:3: expected a JSON object with “q”\n"


def test_a_file_that_cannot_be_read_is_named(shinro: Shinro) -> None:
    done = shinro("ask", "--batch", "nowhere.jsonl")
    assert (done.code, done.errors) == (1, "nowhere.jsonl: No such file or directory\n")
    (shinro.folder / "latin.jsonl").write_bytes('{"q": "caf\xe9"}\n'.encode("latin-1"))
    done = shinro("ask", "--batch", "latin.jsonl")
    assert done.code == 1
    assert "latin.jsonl" in done.errors
    assert "Traceback" not in done.errors


def test_a_very_long_question(shinro: Shinro) -> None:
    (found,) = shinro("ask", "--batch", "-", typed=lines({"id": 1, "q": "what does sales pay? " * 2_300})).objects
    assert found["band"] in ("sure", "close", "none")


def test_no_question_is_told_apart_from_an_empty_answer(shinro: Shinro) -> None:
    done = shinro("ask")
    assert (done.code, done.out, done.errors) == (1, "", "Give a question, or --batch FILE.\n")


def test_the_first_question_ever_learns_the_pack_once(fresh: Shinro) -> None:
    first = fresh("ask", "--json", "how long must i teach")
    assert first.errors == say("en", "notice.learning") + "\n"
    assert first.objects[0]["candidates"][0]["entry"] == "scheme.experience"
    again = fresh("ask", "--json", "how long must i teach")
    assert again.errors == ""
    assert {**again.objects[0], "ms": 0} == {**first.objects[0], "ms": 0}


def test_an_option_that_does_not_exist_is_named(shinro: Shinro) -> None:
    done = shinro("ask", "--nonsense")
    assert done.code == 2
    assert "--nonsense" in done.errors
